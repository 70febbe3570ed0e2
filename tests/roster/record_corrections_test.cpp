// SPDX-License-Identifier: EUPL-1.2
// Dated records of a person are corrected with a reason, and ended once; of somebody who has died or left what was true
// until the last day is recorded. What follows of memberships is in memberships_test.cpp.
#include <gtest/gtest.h>

#include "muster/platform/v1/reasons.pb.h"
#include "support/operations.h"
#include "support/oracle.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using google::protobuf::Message;
using status::Code;

class RecordCorrectionsTest : public OperationsTest {
 protected:
  void SetUp() override {
    OperationsTest::SetUp();
    if (HasFatalFailure()) return;
    names_ = {{"$person", make_person("N1", army_).name()},
              {"$unit", army_},
              {"$last", day(-20)},
              {"$before", day(-60)},
              {"$until", day(-30)},
              {"$after", day(-19)},
              {"$today", day(0)},
              {"$year", year(-60)},
              {"$late_year", year(-19)},
              {"$ahead", day(30)},
              {"$far_ahead", day(60)}};
  }
  static std::string year(int from_today) { return day(from_today).substr(0, 4); }

  std::unique_ptr<Message> request(const std::string& method, const std::string& json) {
    return request_of(method_named(registry(), method), filled(json, names_));
  }
  std::unique_ptr<Message> ask(const std::string& method, const Message& request) {
    return dispatcher().call_message(method_named(registry(), method).path, request, central_);
  }
  std::unique_ptr<Message> ask(const std::string& method, const std::string& json) {
    return ask(method, *request(method, json));
  }
  status::Error refusal(const std::string& method, const Message& request) {
    return refused(method_named(registry(), method).path, request, central_);
  }
  status::Error refusal(const std::string& method, const std::string& json) {
    return refusal(method, *request(method, json));
  }
  static std::string text_of(const Message& message, const std::string& field) {
    return message.GetReflection()->GetString(message, message.GetDescriptor()->FindFieldByName(field));
  }
  static void set_text(Message& message, const std::string& field, const std::string& value) {
    message.GetReflection()->SetString(&message, message.GetDescriptor()->FindFieldByName(field), value);
  }
  static void set_bool(Message& message, const std::string& field, bool value) {
    message.GetReflection()->SetBool(&message, message.GetDescriptor()->FindFieldByName(field), value);
  }
  // The resource that a request holds first.
  static Message& resource_of(Message& request) {
    return *request.GetReflection()->MutableMessage(&request, request.GetDescriptor()->field(0));
  }

  std::map<std::string, std::string> names_;
  rpc::Caller central_ = system();
};
INSTANTIATE_TEST_SUITE_P(Backends, RecordCorrectionsTest, backends(), backend_name);

TEST_P(RecordCorrectionsTest, EachKeepsItsReasonAndAnOldEtagIsStale) {
  struct Record {
    std::string kind, created, field, corrected;
  };
  const std::vector<Record> records = {
      {"LanguageSkill", R"({"language_skill":{"person":"$person","language":"fra","level":"LANGUAGE_LEVEL_B2"}})",
       "assessed_date", R"({"language_skill":{"name":"$record","assessed_date":"2024-02-03"}})"},
      {"Availability",
       R"({"availability":{"person":"$person","kind":"AVAILABILITY_KIND_LEAVE","valid_from":"2024-01-01"}})",
       "valid_to", R"({"availability":{"name":"$record","valid_to":"2024-02-03"}})"},
      {"Credential", R"({"credential":{"person":"$person","kind":"CREDENTIAL_KIND_VISA","valid_from":"2024-01-01"}})",
       "issuer", R"({"credential":{"name":"$record","issuer":"Police"}})"},
      {"Identifier",
       R"({"identifier":{"person":"$person","scheme":"IDENTIFIER_SCHEME_PAYROLL","value":"L1","valid_from":"2024-01-01"}})",
       "valid_from", R"({"identifier":{"name":"$record","valid_from":"2023-12-31"}})"},
      {"Contact",
       R"({"contact":{"person":"$person","kind":"CONTACT_KIND_POSTAL","value":"A street","valid_from":"2024-01-01"}})",
       "note", R"({"contact":{"name":"$record","note":"At home"}})"},
      {"Membership", R"({"membership":{"person":"$person","valid_from":"2024-01-01"}})", "earliest_date",
       R"({"membership":{"name":"$record","earliest_date":"2024-02-03"}})"}};
  for (const Record& one : records) {
    SCOPED_TRACE(one.kind);
    const std::string verb = "RosterService/Correct" + one.kind;
    const auto made = ask("RosterService/Create" + one.kind, one.created);
    names_["$record"] = text_of(*made, "name");
    const auto correction = request(verb, one.corrected);
    set_text(resource_of(*correction), "etag", text_of(*made, "etag"));
    google::protobuf::FieldMask mask;
    mask.add_paths(one.field);
    correction->GetReflection()
        ->MutableMessage(correction.get(), correction->GetDescriptor()->FindFieldByName("update_mask"))
        ->CopyFrom(mask);
    EXPECT_TRUE(names_field(refusal(verb, *correction), "reason"));
    set_text(*correction, "reason", "Misread");
    set_bool(*correction, "validate_only", true);
    EXPECT_EQ(text_of(*ask(verb, *correction), "correction_reason"), "Misread");
    set_bool(*correction, "validate_only", false);
    const auto corrected = ask(verb, *correction);
    EXPECT_EQ(text_of(*corrected, "correction_reason"), "Misread") << "it was only tried before";
    EXPECT_EQ(text_of(*corrected, one.field), text_of(resource_of(*correction), one.field));
    EXPECT_EQ(text_of(*corrected, "person"), names_["$person"]);
    EXPECT_EQ(refusal(verb, *correction).cause(), platform::v1::REASON_STALE_ETAG);
    set_text(resource_of(*correction), "etag", "");
    EXPECT_EQ(refusal(verb, *correction).cause(), platform::v1::REASON_NO_CHANGE);
    mask.set_paths(0, "person");
    correction->GetReflection()
        ->MutableMessage(correction.get(), correction->GetDescriptor()->FindFieldByName("update_mask"))
        ->CopyFrom(mask);
    EXPECT_TRUE(names_field(refusal(verb, *correction), "update_mask"));
  }
}

TEST_P(RecordCorrectionsTest, WrongDaysAreToldByTheirField) {
  names_["$skill"] =
      text_of(*ask("RosterService/CreateLanguageSkill",
                   R"({"language_skill":{"person":"$person","language":"fra","level":"LANGUAGE_LEVEL_B2"}})"),
              "name");
  names_["$credential"] = text_of(
      *ask(
          "RosterService/CreateCredential",
          R"({"credential":{"person":"$person","kind":"CREDENTIAL_KIND_VISA","valid_from":"2024-01-01","valid_to":"2030-01-01"}})"),
      "name");
  names_["$future"] = future_day();
  const auto wrong = [&](const std::string& method, const std::string& json, const std::string& field) {
    const auto error = refusal("RosterService/" + method, json);
    EXPECT_TRUE(names_field(error, field)) << everything_of(error);
    return error.cause();
  };
  EXPECT_EQ(
      wrong(
          "CorrectLanguageSkill",
          R"({"language_skill":{"name":"$skill","assessed_date":"$future"},"update_mask":"assessedDate","reason":"A"})",
          "language_skill.assessed_date"),
      platform::v1::REASON_IN_FUTURE);
  EXPECT_EQ(
      wrong("CorrectCredential",
            R"({"credential":{"name":"$credential","valid_from":"2030-01-02"},"update_mask":"validFrom","reason":"A"})",
            "credential.valid_from"),
      platform::v1::REASON_TOO_LATE);
  EXPECT_EQ(
      wrong("CorrectCredential",
            R"({"credential":{"name":"$credential","valid_to":"2090-01-02"},"update_mask":"validTo","reason":"A"})",
            "credential.valid_to"),
      platform::v1::REASON_IMPLAUSIBLE);
  EXPECT_EQ(wrong("EndCredential", R"({"name":"$credential","last_day":"2023-12-31"})", "last_day"),
            platform::v1::REASON_TOO_EARLY);
}

TEST_P(RecordCorrectionsTest, WhatHasEndedIsProlongedByACorrectionOnly) {
  struct Record {
    std::string created, ended, corrects;
  };
  const std::vector<Record> records = {
      {R"(Credential {"credential":{"person":"$person","kind":"CREDENTIAL_KIND_VISA","valid_from":"2024-01-01"}})",
       R"(EndCredential {"name":"$record","last_day":"$day"})", "CorrectCredential"},
      {R"(Identifier {"identifier":{"person":"$person","scheme":"IDENTIFIER_SCHEME_PAYROLL","value":"L1","valid_from":"2024-01-01"}})",
       R"(EndIdentifier {"name":"$record","last_day":"$day"})", "CorrectIdentifier"},
      {R"(Contact {"contact":{"person":"$person","kind":"CONTACT_KIND_POSTAL","value":"A street","valid_from":"2024-01-01"}})",
       R"(EndContact {"name":"$record","last_day":"$day"})", "CorrectContact"},
      {R"(Membership {"membership":{"person":"$person","valid_from":"2024-01-01"}})",
       R"(EndMembership {"name":"$record","last_day":"$day","reason":"Moved"})", "CorrectMembership"},
      {R"(Affiliation {"affiliation":{"person":"$person","unit":"$unit","valid_from":"2024-01-01"}})",
       R"(EndAffiliation {"name":"$record","last_day":"$day"})", "CorrectAffiliation"}};
  for (const Record& one : records) {
    SCOPED_TRACE(one.created);
    const auto created = lines_of(one.created.c_str(), 1), ended = lines_of(one.ended.c_str(), 1);
    names_["$record"] = text_of(*ask("RosterService/Create" + created[0][0], created[0][1]), "name");
    const auto end_on = [&](const std::string& last_day) {
      names_["$day"] = last_day;
      return request("RosterService/" + ended[0][0], ended[0][1]);
    };
    const std::string verb = "RosterService/" + ended[0][0];
    EXPECT_EQ(text_of(*ask(verb, *end_on("2025-05-06")), "valid_to"), "2025-05-06");
    EXPECT_EQ(text_of(*ask(verb, *end_on("2025-05-06")), "valid_to"), "2025-05-06") << "it says the same";
    const auto error = refusal(verb, *end_on("2025-05-07"));
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_EQ(error.cause(), platform::v1::REASON_ALREADY_ENDED);
    EXPECT_EQ(error.metadata().at("date"), "2025-05-06");
    EXPECT_EQ(error.metadata().at("verb"), one.corrects);
    EXPECT_NE(error.message().find(one.corrects), std::string::npos) << error.message();
    EXPECT_EQ(text_of(*ask(verb, *end_on("2025-05-05")), "valid_to"), "2025-05-05") << "an earlier end";
  }
}

// What the method asks for with days until the last one, beside what it asks for with later ones.
TEST_P(RecordCorrectionsTest, OfWhoHasDiedOrLeftOnlyWhatWasTrueUntilTheLastDayIsRecorded) {
  struct Verb {
    std::string method, json;
    std::vector<std::string> possible, refused;  // what $days is
  };
  const std::string lasts = R"("valid_from":"$before","valid_to":"$until")";
  const std::string without_end = R"("valid_from":"$before")", beyond = R"("valid_from":"$before","valid_to":"$after")";
  const std::string later = R"("valid_from":"$after","valid_to":"$today")";
  const std::vector<Verb> verbs = {
      {"RosterService/CreateAffiliation",
       R"({"affiliation":{"person":"$person","unit":"$unit",$days}})",
       {},
       {beyond, later}},
      {"RosterService/CreateAvailability",
       R"({"availability":{"person":"$person","kind":"AVAILABILITY_KIND_LEAVE",$days}})",
       {lasts},
       {without_end, beyond, later}},
      {"RosterService/CreateIdentifier",
       R"({"identifier":{"person":"$person","scheme":"IDENTIFIER_SCHEME_PAYROLL","value":"$value",$days}})",
       {lasts},
       {without_end, beyond, later}},
      {"RosterService/CreateContact",
       R"({"contact":{"person":"$person","kind":"CONTACT_KIND_POSTAL","value":"A street",$days}})",
       {lasts},
       {without_end, beyond, later}},
      {"RosterService/CreateMembership",
       R"({"membership":{"person":"$person","exit_reason":"$exit",$days}})",
       {lasts},
       {without_end, beyond, later}},
      {"RosterService/CreateCredential",
       R"({"credential":{"person":"$person","kind":"CREDENTIAL_KIND_VISA",$days}})",
       {lasts, without_end, beyond},
       {later, R"("valid_from":"$after")"}},
      {"RosterService/CreateLanguageSkill",
       R"({"language_skill":{"person":"$person","language":"fra","level":"LANGUAGE_LEVEL_B2",$days}})",
       {R"("assessed_date":"$before")"},
       {R"("assessed_date":"$after")", R"("assessed_date":null)"}},
      {"RosterService/RenewIntent",
       R"({"name":"$membership","mission_kinds":["ASSIGNMENT_KIND_OTHER"],"employer_consent":"EMPLOYER_CONSENT_YES",$days})",
       {R"("year":$year,"signed_date":"$before")"},
       {R"("year":$late_year,"signed_date":"$after")"}},
      {"MissionsService/CreateDeployment",
       R"({"deployment":{"person":"$person","country":"NOR",$days},"post":"$post"})",
       {R"("planned_from":"$before","planned_to":"$until")"},
       {R"("planned_from":"$before","planned_to":"$after")", R"("planned_from":"$ahead","planned_to":"$far_ahead")"}},
      {"NominationsService/CreateNomination",
       R"({"nomination":{"person":"$person","call":"$call","post":"$post",$days}})",
       {},
       {R"("planned_from":"$ahead","planned_to":"$far_ahead")", R"("planned_from":"$before","planned_to":"$until")"}},
      {"AccessService/CreateAccount",
       R"({"account":{"account_name":"gone","person":"$person"},"password":"correct horse battery staple"$days})",
       {},
       {""}}};
  names_["$post"] = post.name();
  names_["$call"] = add_call("26/9", {post.name()}).name();
  int count = 0;
  for (const char* status : {"PERSON_STATUS_DECEASED", "PERSON_STATUS_INACTIVE"}) {
    for (const Verb& verb : verbs) {
      names_["$person"] = make_person("P-" + std::to_string(++count), army_).name();
      names_["$value"] = "L" + std::to_string(count);
      if (verb.method == "RosterService/RenewIntent") {
        names_["$membership"] = text_of(
            *ask("RosterService/CreateMembership", R"({"membership":{"person":"$person","valid_from":"2020-01-01"}})"),
            "name");
      }
      ask("RosterService/UpdatePerson", R"({"person":{"name":"$person","status":")" + std::string(status) +
                                            R"("},"update_mask":"status","last_day":"$last"})");
      const auto with = [&](const std::string& days) {
        names_["$exit"] = days.find("valid_to") == std::string::npos ? "" : "Left";
        return replaced(verb.json, "$days", days);
      };
      for (const std::string& days : verb.refused) {
        SCOPED_TRACE(std::string(status) + " " + verb.method + " " + days);
        const auto error = refusal(verb.method, with(days));
        EXPECT_EQ(error.code(), Code::failed_precondition);
        EXPECT_EQ(error.cause(), platform::v1::REASON_PERSON_NOT_ACTIVE) << error.message();
        EXPECT_EQ(error.metadata().at("last_day"), day(-20));
        EXPECT_NE(error.message().find("UpdatePerson"), std::string::npos) << error.message();
      }
      for (const std::string& days : verb.possible) {
        SCOPED_TRACE(std::string(status) + " " + verb.method + " " + days);
        EXPECT_NO_THROW(ask(verb.method, with(days)));
      }
    }
  }
}

}  // namespace
}  // namespace muster::support
