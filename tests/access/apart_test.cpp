// SPDX-License-Identifier: EUPL-1.2
// A grouped unit and a grouped mission are named to their own readers alone: every method, by the descriptors, as every
// role that is a stranger to them, in answers, errors and filters.
#include <gmock/gmock.h>
#include <google/api/resource.pb.h>

#include <memory>
#include <regex>

#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/proto/references.h"
#include "platform/proto/resources.h"
#include "support/deployments.h"

namespace muster::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using namespace v1;
using platform::v1::Role;

const std::string statistics_service = "muster.statistics.v1.StatisticsService/";

std::string collection_of(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING) return "";
  if (field.options().HasExtension(google::api::resource_reference)) return proto::collection_of_reference(field);
  return field.name() == "name" ? proto::collection_in(*field.containing_type()) : "";
}

class ApartTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    make_secrets();
    refer_to_them();
    group();
    for (const auto& [what, who] : std::vector<std::pair<std::string, rpc::Caller>>{
             {"leadership", caller(Role::ROLE_LEADERSHIP)},
             {"analyst", caller(Role::ROLE_ANALYST)},
             {"auditor", caller(Role::ROLE_AUDITOR)},
             {"HR of the army", caller_of(Role::ROLE_HR_UNIT, army_)},
             {"the ministry's desk for the navy", caller_of(Role::ROLE_HR_CENTRAL, navy_)},
             {"endorser of the navy", caller_of(Role::ROLE_ENDORSER, navy_)},
             {"trainer of the army", caller_of(Role::ROLE_TRAINING_COORDINATOR, army_)},
             {"administrator of the army", caller_of(Role::ROLE_ADMINISTRATOR, army_)},
             {"somebody of the navy",
              account_of(add_person("NOBODY", platform::v1::GENDER_MAN, navy_), Role::ROLE_PERSON)}}) {
      strangers_.emplace_back(what, who);
    }
  }

  void make_secrets() {
    secret_unit_ = make_unit("QXKODE", ministry_);
    below_ = make_unit("QXBELOW", secret_unit_);
    for (const std::string& unit : {secret_unit_, below_}) {
      roster::v1::UpdateUnitRequest rename;
      rename.mutable_unit()->set_name(unit);
      rename.mutable_unit()->set_display_name("Zyrvaldun company");
      rename.mutable_unit()->set_display_name_nb("Zyrvaldun kompani");
      for (const char* field : {"display_name", "display_name_nb"}) rename.mutable_update_mask()->add_paths(field);
      call<roster::v1::Unit>(roster("UpdateUnit"), rename);
    }
    secret_mission_ = add_mission("QXOPER");
    missions::v1::UpdateMissionRequest rename;
    rename.mutable_mission()->set_name(secret_mission_);
    rename.mutable_mission()->set_display_name("Zyrvaldun operation");
    rename.mutable_update_mask()->add_paths("display_name");
    call<missions::v1::Mission>(missions_service + "UpdateMission", rename);
    secret_post_ = add_post(secret_mission_, "QXPOST", 3);
    sql([&](db::Session& session) {
      db::execute(session, {"UPDATE post SET display_name = 'Zyrvaldun adviser' WHERE id = ?",
                            {support::number_of(secret_post_.name())}});
    });
  }

  // Whatever can refer to them in rows that strangers see.
  void refer_to_them() {
    const auto soldier = add_person("SOLDIER"), sailor = add_person("SAILOR", platform::v1::GENDER_MAN, navy_);
    for (int i = 0; i < 6; ++i) add_person("S" + std::to_string(i), platform::v1::GENDER_MAN, secret_unit_);
    secret_call_ = add_call("QXCALL", {secret_post_.name()});
    nominate(soldier, secret_call_);
    auto sent = plan(sailor);
    sent.set_post(secret_post_.name());
    depart(call<missions::v1::Deployment>(missions_service + "CreateDeployment", sent).name(), day(-3));
    // Who came from there, and a unit that went on there.
    roster::v1::MovePeopleRequest move;
    move.set_from_unit(secret_unit_);
    move.set_to_unit(army_);
    move.set_valid_from(day(-30));
    move.add_persons(person_numbered("S0"));
    call<roster::v1::MovePeopleResponse>(roster("MovePeople"), move);
    roster::v1::EndUnitRequest end;
    end.set_name(make_unit("FORMER", army_));
    end.set_last_day(day(-20));
    end.set_successor(secret_unit_);
    end.set_reason("Merged");
    call<roster::v1::Unit>(roster("EndUnit"), end);
    // What is the unit's.
    missions::v1::UpdateMissionRequest owner;
    owner.mutable_mission()->set_name(mission);
    owner.mutable_mission()->set_owner(secret_unit_);
    owner.mutable_update_mask()->add_paths("owner");
    call<missions::v1::Mission>(missions_service + "UpdateMission", owner);
    CreateGrantRequest grant;
    grant.mutable_grant()->set_account("accounts/" + std::to_string(caller(Role::ROLE_ANALYST).account));
    grant.mutable_grant()->set_role(Role::ROLE_HR_UNIT);
    grant.mutable_grant()->set_unit(secret_unit_);
    grant.mutable_grant()->set_valid_from(day(0));
    grant.set_request_id("asked");
    refused("muster.access.v1.AccessService/CreateGrant", grant, holder(Role::ROLE_ADMINISTRATOR));
    const auto reader = holder(Role::ROLE_HR_UNIT, support::number_of(secret_unit_));
    call<roster::v1::ListPersonsResponse>(roster("ListPersons"), roster::v1::ListPersonsRequest(), reader);
    dispatcher().write_gathered(std::chrono::system_clock::now(), true);
  }

  void group() {
    roster::v1::ChangeUnitDisclosureRequest unit;
    unit.set_unit(secret_unit_);
    unit.set_disclosure(platform::v1::DISCLOSURE_GROUPED);
    unit.set_valid_from(day(-300));
    unit.set_reason("asked");
    call<roster::v1::Unit>(roster("ChangeUnitDisclosure"), unit);
    missions::v1::ChangeMissionDisclosureRequest grouped;
    grouped.set_mission(secret_mission_);
    grouped.set_disclosure(platform::v1::DISCLOSURE_GROUPED);
    grouped.set_valid_from(day(-300));
    grouped.set_reason("asked");
    call<missions::v1::Mission>(missions_service + "ChangeMissionDisclosure", grouped);
  }

  std::string person_numbered(const std::string& number) {
    return "persons/" + rows("SELECT id FROM person WHERE number = '" + number + "'", 1).at(0);
  }

  // The secrets that a text tells.
  std::set<std::string> told(const std::string& text) {
    std::set<std::string> words;
    for (const char* word : {"QXKODE", "QXBELOW", "QXOPER", "QXPOST", "QXCALL", "Zyrvaldun"}) {
      if (text.find(word) != std::string::npos) words.insert(word);
    }
    for (const std::string& name : {secret_unit_, below_, secret_mission_, secret_post_.name(), secret_call_.name()}) {
      std::string singular = name;
      singular.erase(singular.find("s/"), 1);
      if (std::regex_search(text, std::regex("\\b(" + name + "|" + singular + ")\\b"))) words.insert(name);
    }
    return words;
  }

  // What a read tells of the secrets; an error tells, too.
  std::set<std::string> answered(const rpc::Method& method, const Message& request, const rpc::Caller& who) {
    try {
      return told(dispatcher().call_message(method.path, request, who)->Utf8DebugString());
    } catch (const status::Error& error) {
      auto words = told(support::everything_of(error));
      for (const std::string& given : told(request.Utf8DebugString())) words.erase(given);
      return words;
    }
  }

  static std::unique_ptr<Message> new_request(const rpc::Method& method) {
    std::unique_ptr<Message> request(method.request_prototype->New());
    const auto& type = *request->GetDescriptor();
    if (const auto* size = type.FindFieldByName("page_size"))
      request->GetReflection()->SetInt32(request.get(), size, 500);
    if (const auto* list = type.FindFieldByName("list"); list && list->enum_type()) {
      request->GetReflection()->SetEnumValue(request.get(), list, 1);
    }
    return request;
  }

  // The requests of a read: without anything, and with each record that each of its fields may name.
  std::vector<std::unique_ptr<Message>> requests_of(const rpc::Method& method) {
    std::vector<std::unique_ptr<Message>> requests;
    requests.push_back(new_request(method));
    const auto& type = *requests.front()->GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (field.is_repeated() || collection_of(field).empty()) continue;
      for (const std::string& name : names_in(collection_of(field))) {
        requests.push_back(new_request(method));
        requests.back()->GetReflection()->SetString(requests.back().get(), &field, name);
      }
    }
    return requests;
  }

  std::vector<std::string> names_in(const std::string& collection) {
    for (const Descriptor* type : proto::resource_types()) {
      if (proto::collection_in(*type) != collection) continue;
      std::string table = proto::table_of(*type);
      if (table == "grant") table = "role_grant";
      std::vector<std::string> names;
      for (const std::string& id : rows("SELECT id FROM \"" + table + "\" ORDER BY id", 1)) {
        names.push_back(collection + "/" + id);
      }
      return names;
    }
    return {};
  }

  std::vector<std::unique_ptr<Message>> figures() {
    std::vector<std::unique_ptr<Message>> requests;
    for (const char* indicator : {"S1", "S2", "S3", "L1", "N1", "H1"}) {
      for (const auto dimension : {statistics::v1::DIMENSION_UNSPECIFIED, statistics::v1::DIMENSION_MISSION,
                                   statistics::v1::DIMENSION_UNIT, statistics::v1::DIMENSION_ORGANISATION}) {
        statistics::v1::QueryIndicatorRequest request;
        request.set_indicator(indicator);
        if (dimension != statistics::v1::DIMENSION_UNSPECIFIED) request.add_group_by(dimension);
        requests.push_back(std::make_unique<statistics::v1::QueryIndicatorRequest>(request));
        request.set_from(day(-60));
        request.set_to(day(0));
        requests.push_back(std::make_unique<statistics::v1::QueryIndicatorRequest>(request));
      }
    }
    return requests;
  }

  // Of all reads what they tell, and by which.
  std::map<std::string, std::set<std::string>> told_to(const rpc::Caller& who) {
    std::map<std::string, std::set<std::string>> all;
    const auto note = [&](const rpc::Method& method, const Message& request) {
      for (const std::string& word : answered(method, request, who)) {
        all[word].insert(method.path + " " + request.ShortDebugString());
      }
    };
    for (const auto& [path, method] : registry().all()) {
      if (!method.read_only) continue;
      for (const auto& request : requests_of(method)) note(method, *request);
    }
    for (const auto& request : figures()) {
      note(*registry().find(statistics_service + "QueryIndicator"), *request);
      statistics::v1::ListCellRecordsRequest records;
      records.mutable_query()->CopyFrom(*request);
      note(*registry().find(statistics_service + "ListCellRecords"), records);
    }
    return all;
  }

  // Calls take(request, field of the innermost message, its message) for each field, at most one message deep, that names
  // one of `collection`.
  static void each_reference(Message& request, const std::function<void(Message&, const FieldDescriptor&)>& take) {
    const auto& type = *request.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (!collection_of(field).empty()) take(request, field);
      const bool inner = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
                         field.message_type()->full_name().starts_with("muster.");
      if (!inner) continue;
      Message& message = *request.GetReflection()->MutableMessage(&request, &field);
      const auto& below = *message.GetDescriptor();
      for (int k = 0; k < below.field_count(); ++k) {
        if (!collection_of(*below.field(k)).empty()) take(message, *below.field(k));
      }
      request.GetReflection()->ClearField(&request, &field);
    }
  }

  std::string secret_of(const std::string& collection) const {
    if (collection == "units") return secret_unit_;
    if (collection == "missions") return secret_mission_;
    if (collection == "posts") return secret_post_.name();
    return collection == "calls" ? secret_call_.name() : "";
  }

  std::string outcome(const rpc::Method& method, const Message& request, const rpc::Caller& who) {
    try {
      return dispatcher().call_message(method.path, request, who)->Utf8DebugString();
    } catch (const status::Error& error) {
      return support::everything_of(error);
    }
  }

  std::string secret_unit_, below_, secret_mission_;
  missions::v1::Post secret_post_;
  nominations::v1::Call secret_call_;
  std::vector<std::pair<std::string, rpc::Caller>> strangers_;
};
INSTANTIATE_TEST_SUITE_P(Backends, ApartTest, support::backends(), support::backend_name);

TEST_P(ApartTest, NoReadNamesThemToStrangers) {
  for (const auto& [what, who] : strangers_) {
    for (const auto& [word, where] : told_to(who))
      ADD_FAILURE() << what << " is told " << word << " by " << *where.begin();
  }
}

TEST_P(ApartTest, TheirReadersSeeThemNamed) {
  const auto to_all = told_to(caller(Role::ROLE_HR_CENTRAL));
  for (const std::string word : {"QXKODE", "QXBELOW", "QXOPER", "QXPOST", "QXCALL", "Zyrvaldun"}) {
    EXPECT_TRUE(to_all.contains(word)) << word;
  }
  for (const auto& name : {secret_unit_, below_, secret_mission_, secret_post_.name(), secret_call_.name()}) {
    EXPECT_TRUE(to_all.contains(name)) << name;
  }
  const auto to_own = told_to(caller_of(Role::ROLE_HR_UNIT, secret_unit_));
  EXPECT_TRUE(to_own.contains("QXKODE"));
  EXPECT_FALSE(to_own.contains("QXOPER")) << "a mission's readers are those of all units";
  EXPECT_TRUE(told_to(caller(Role::ROLE_ADMINISTRATOR)).contains("QXKODE")) << "who keeps the tree";
  EXPECT_FALSE(told_to(caller(Role::ROLE_ADMINISTRATOR)).contains("QXOPER"));
  // Who serves there knows where.
  const auto sailor = told_to(account_of(person_numbered("SAILOR"), Role::ROLE_PERSON));
  EXPECT_TRUE(sailor.contains("QXOPER"));
  EXPECT_FALSE(sailor.contains("QXKODE"));
}

TEST_P(ApartTest, WhatNamesThemIsAnsweredAsIfTheyWereNotThere) {
  int compared = 0;
  for (const auto& [path, method] : registry().all()) {
    for (const auto& [what, who] : strangers_) {
      const auto request = new_request(method);
      each_reference(*request, [&](Message& message, const FieldDescriptor& field) {
        const std::string secret = secret_of(collection_of(field));
        if (secret.empty()) return;
        const std::string none = secret.substr(0, secret.find('/')) + "/777777";
        const auto ask = [&](const std::string& name) {
          if (field.is_repeated()) {
            message.GetReflection()->AddString(&message, &field, name);
          } else {
            message.GetReflection()->SetString(&message, &field, name);
          }
          std::string answer = outcome(method, *request, who);
          message.GetReflection()->ClearField(&message, &field);
          for (auto place = answer.find(name); place != std::string::npos; place = answer.find(name)) {
            answer.replace(place, name.size(), "it");
          }
          return answer;
        };
        EXPECT_EQ(ask(secret), ask(none)) << path << " " << field.name() << ", " << what;
        ++compared;
      });
    }
  }
  EXPECT_GT(compared, 300);
}

TEST_P(ApartTest, NeitherFilterNorOrderTellsThemApart) {
  int compared = 0;
  for (const auto& [path, method] : registry().all()) {
    const auto request = new_request(method);
    const auto* filter = request->GetDescriptor()->FindFieldByName("filter");
    const auto& answer = *method.descriptor->output_type();
    const Descriptor* row = nullptr;
    for (int i = 0; i < answer.field_count(); ++i) {
      const FieldDescriptor& field = *answer.field(i);
      if (field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) row = field.message_type();
    }
    if (filter == nullptr || row == nullptr) continue;
    for (int i = 0; i < row->field_count(); ++i) {
      const std::string secret = secret_of(collection_of(*row->field(i)));
      if (secret.empty()) continue;
      const std::string none = secret.substr(0, secret.find('/')) + "/777777";
      for (const auto& [what, who] : strangers_) {
        for (const char* comparison : {" = ", " != "}) {
          const auto ask = [&](const std::string& name) {
            request->GetReflection()->SetString(request.get(), filter, row->field(i)->name() + comparison + name);
            return outcome(method, *request, who);
          };
          EXPECT_EQ(ask(secret), ask(none)) << path << " " << row->field(i)->name() << ", " << what;
          ++compared;
        }
      }
    }
  }
  EXPECT_GT(compared, 100);
  missions::v1::ListDeploymentsRequest ordered;
  ordered.set_order_by("mission desc");
  const auto hr = caller_of(Role::ROLE_HR_UNIT, army_);
  EXPECT_THAT(refused(missions_service + "ListDeployments", ordered, hr).reason(), "MALFORMED_ORDER");
  AuditEntry entry;
  // A line of the audit, as it stands.
  const std::string list = "muster.access.v1.AccessService/ListAuditEntries";
  std::string line;
  ListAuditEntriesRequest search;
  search.set_page_size(500);
  const auto audit = call<ListAuditEntriesResponse>(list, search);
  for (const auto& entry : audit.audit_entries()) {
    for (const auto& one : entry.lines()) {
      if (told(one).contains(secret_unit_)) line = one;
    }
  }
  ASSERT_FALSE(line.empty());
  search.set_filter("lines : \"" + line + "\"");
  EXPECT_GT(call<ListAuditEntriesResponse>(list, search).audit_entries_size(), 0);
  EXPECT_EQ(call<ListAuditEntriesResponse>(list, search, caller(Role::ROLE_AUDITOR)).audit_entries_size(), 0);
}

// Whoever holds the seat is somebody of another unit.
TEST_P(ApartTest, AFullPostNamesNoHolderWhomTheCallerDoesNotSee) {
  sql([](db::Session& session) { db::execute(session, "UPDATE post SET seats = 1"); });
  const auto held = planned(add_person("HOLDER", platform::v1::GENDER_MAN, navy_));
  const auto desk = caller_of(Role::ROLE_HR_CENTRAL, army_);
  const auto error = refused(missions_service + "CreateDeployment", plan(add_person("SECOND")), desk);
  EXPECT_EQ(error.reason(), "POST_FULL");
  EXPECT_FALSE(error.metadata().contains("holder"));
  EXPECT_EQ(support::everything_of(error).find(held.name()), std::string::npos);
  EXPECT_EQ(
      refused(missions_service + "CreateDeployment", plan(person_numbered("SECOND")), caller(Role::ROLE_HR_CENTRAL))
          .metadata()
          .at("holder"),
      held.name());
}

}  // namespace
}  // namespace muster::access
