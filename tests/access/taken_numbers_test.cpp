// SPDX-License-Identifier: EUPL-1.2
// Nobody finds out by trying numbers who is on the roster, or was: the answer is one, whosever the number is, twenty
// times in an hour, and each stays in the audit.
#include <atomic>
#include <set>
#include <thread>

#include "platform/rpc/audit.h"
#include "platform/rpc/taken_numbers.h"
#include "support/imports.h"
#include "support/roster.h"

namespace muster::access {
namespace {

using namespace muster::roster::v1;
using namespace muster::support;
using status::Code;

class TakenNumbersTest : public support::RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    if (HasFatalFailure()) return;
    own_ = make_person("OWN", army_).name();
    seen_ = make_person("SEEN", army_).name();
    hidden_ = make_person("HIDDEN", navy_).name();
    const std::string gone = make_person("ERASED", army_).name();
    UpdatePersonRequest leave;
    leave.mutable_person()->set_name(gone);
    leave.mutable_person()->set_status(PERSON_STATUS_INACTIVE);
    leave.mutable_update_mask()->add_paths("status");
    leave.set_last_day(day(-1));
    call<Person>(roster("UpdatePerson"), leave);
    ErasePersonRequest erase;
    erase.set_name(gone);
    erase.set_reason("asked");
    call<Erasure>(roster("ErasePerson"), erase);
  }

  status::Error not_created(const std::string& number, const rpc::Caller& who) {
    return refused(roster("CreatePerson"), person_request(number, army_), who);
  }
  static CreateIdentifierRequest identifier_of(const std::string& person, const std::string& value) {
    CreateIdentifierRequest request;
    request.mutable_identifier()->set_person(person);
    request.mutable_identifier()->set_scheme(IDENTIFIER_SCHEME_PAYROLL);
    request.mutable_identifier()->set_value(value);
    request.mutable_identifier()->set_valid_from("2024-01-01");
    return request;
  }
  long long counted(const rpc::Caller& who) {
    return std::stoll(
        rows("SELECT CAST(COUNT(*) AS TEXT) FROM audit_entry WHERE lines LIKE '%refused as not available%' "
             "AND account = " +
                 std::to_string(who.account),
             1)
            .at(0));
  }

  std::string own_, seen_, hidden_;
};
INSTANTIATE_TEST_SUITE_P(Backends, TakenNumbersTest, support::backends(), support::backend_name);

TEST_P(TakenNumbersTest, ANumberIsNotAvailableWhosesoeverItIs) {
  const rpc::Caller who = hr();
  std::set<std::string> created, updated;
  for (const char* number : {"SEEN", "HIDDEN", "ERASED", "hidden", "erased"}) {
    const auto error = not_created(number, who);
    EXPECT_EQ(error.code(), Code::already_exists) << number;
    EXPECT_EQ(error.reason(), "NUMBER_NOT_AVAILABLE") << number;
    created.insert(everything_of(error));
    UpdatePersonRequest update;
    update.mutable_person()->set_name(own_);
    update.mutable_person()->set_number(number);
    update.mutable_update_mask()->add_paths("number");
    updated.insert(everything_of(refused(roster("UpdatePerson"), update, who)));
  }
  EXPECT_EQ(created.size(), 1u);
  EXPECT_EQ(updated, created);
  EXPECT_EQ(counted(who), 10);
  EXPECT_EQ(rows("SELECT number FROM person ORDER BY number", 1), (std::vector<std::string>{"HIDDEN", "OWN", "SEEN"}));
}

TEST_P(TakenNumbersTest, AnIdentifierIsNotAvailableWhosesoeverItIs) {
  const rpc::Caller who = hr();
  call<Identifier>(roster("CreateIdentifier"), identifier_of(seen_, "I-SEEN"));
  call<Identifier>(roster("CreateIdentifier"), identifier_of(hidden_, "I-HIDDEN"));
  const std::string mine = call<Identifier>(roster("CreateIdentifier"), identifier_of(own_, "I-OWN")).name();
  std::set<std::string> answers;
  for (const char* value : {"I-SEEN", "I-HIDDEN"}) {
    const auto error = refused(roster("CreateIdentifier"), identifier_of(own_, value), who);
    EXPECT_EQ(error.code(), Code::already_exists);
    EXPECT_EQ(error.reason(), "NUMBER_NOT_AVAILABLE");
    answers.insert(everything_of(error));
    CorrectIdentifierRequest correct;
    correct.mutable_identifier()->set_name(mine);
    correct.mutable_identifier()->set_value(value);
    correct.mutable_update_mask()->add_paths("value");
    correct.set_reason("wrong");
    answers.insert(everything_of(refused(roster("CorrectIdentifier"), correct, who)));
  }
  EXPECT_EQ(answers.size(), 1u);
  EXPECT_EQ(counted(who), 4);
}

TEST_P(TakenNumbersTest, TwentyAnHourAndNoMore) {
  const rpc::Caller who = hr();
  for (int i = 0; i < rpc::taken_numbers_told; ++i) {
    EXPECT_EQ(not_created(i % 2 ? "HIDDEN" : "SEEN", who).reason(), "NUMBER_NOT_AVAILABLE") << i;
  }
  std::set<std::string> answers;
  for (const char* number : {"HIDDEN", "SEEN", "ERASED", "FREE"}) {
    const auto error = not_created(number, who);
    EXPECT_EQ(error.code(), Code::resource_exhausted);
    EXPECT_EQ(error.reason(), "TOO_MANY_TAKEN_NUMBERS");
    EXPECT_GT(error.retry_after().count(), 0);
    EXPECT_LE(error.retry_after().count(), 3600);
    answers.insert(everything_of(error));
  }
  EXPECT_EQ(answers.size(), 1u) << "nor does that answer tell";
  EXPECT_EQ(refused(roster("CreateIdentifier"), identifier_of(own_, "I-1"), who).reason(), "TOO_MANY_TAKEN_NUMBERS");
  EXPECT_EQ(counted(who), rpc::taken_numbers_told);
  EXPECT_EQ(not_created("HIDDEN", hr()).reason(), "NUMBER_NOT_AVAILABLE") << "each account has its own";
  sql([](db::Session& session) {
    EXPECT_EQ(rpc::verify_audit(session).problem, "");
    db::execute(session, "UPDATE taken_number SET create_time = create_time - 3600000001");
  });
  EXPECT_EQ(call<Person>(roster("CreatePerson"), person_request("FREE", army_), who).number(), "FREE");
  EXPECT_EQ(not_created("HIDDEN", who).reason(), "NUMBER_NOT_AVAILABLE");
  EXPECT_EQ(
      rows("SELECT CAST(account AS TEXT) FROM taken_number WHERE account = " + std::to_string(who.account), 1).size(),
      1u)
      << "what is older than an hour is forgotten";
}

TEST_P(TakenNumbersTest, ManyAtATimeAreNoMoreEither) {
  const rpc::Caller who = hr();
  std::atomic<int> told = 0, refused_more = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 6; ++j) {
        const std::string reason = not_created("HIDDEN", who).reason();
        if (reason == "NUMBER_NOT_AVAILABLE") ++told;
        if (reason == "TOO_MANY_TAKEN_NUMBERS") ++refused_more;
      }
    });
  }
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(told, rpc::taken_numbers_told);
  EXPECT_EQ(refused_more, 36 - rpc::taken_numbers_told);
}

class TakenNumbersImportTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    if (HasFatalFailure()) return;
    add_people();
    // P1 is of a unit above the caller's.
    sql([](db::Session& session) {
      db::execute(session, "UPDATE affiliation SET unit = 900001 WHERE person = 900001");
    });
    who_ = caller(platform::v1::ROLE_HR_UNIT, 900002);
  }
  imports::v1::Import file(const std::string& lines) {
    return run_as(who_, imports::v1::IMPORT_KIND_PERSONS,
                  "number,given_name,family_name,gender,category,unit,valid_from\n" + lines);
  }
  std::string line(const std::string& number) { return number + ",A,B,woman,military,ARMY,2021-05-01\n"; }

  rpc::Caller who_;
};
INSTANTIATE_TEST_SUITE_P(Backends, TakenNumbersImportTest, support::backends(), support::backend_name);

TEST_P(TakenNumbersImportTest, ARowIsToldTheSame) {
  const auto import = file(line("P1") + line("P2") + line("NEW"));
  EXPECT_EQ(import.state(), imports::v1::IMPORT_STATE_REFUSED);
  const auto found = rows(import.name());
  ASSERT_EQ(found.size(), 2u) << findings(import.name());
  EXPECT_EQ(found[0].field(), found[1].field());
  EXPECT_EQ(found[0].description(), found[1].description());
  EXPECT_EQ(found[0].description(), rpc::number_not_available_in_a_file);
  EXPECT_EQ(count("audit_entry", "lines LIKE '%refused as not available 1 number%'"), 1) << "of whom they do not see";
}

TEST_P(TakenNumbersImportTest, AFileWithTooManyIsToldNothing) {
  sql([](db::Session& session) {
    for (int i = 0; i <= rpc::taken_numbers_told; ++i) {
      const std::string number = "H" + std::to_string(i);
      db::execute(session, {"INSERT INTO person (number, number_key, given_name, family_name, preferred_name, gender, "
                            "gender_source, nationality, category, status, create_time, update_time, row_version) "
                            "SELECT ?, ?, given_name, family_name, preferred_name, gender, gender_source, nationality, "
                            "category, status, 0, 0, 1 FROM person WHERE id = 900001",
                            {number, "h" + std::to_string(i)}});
    }
  });
  std::string lines;
  for (int i = 0; i <= rpc::taken_numbers_told; ++i) lines += line("H" + std::to_string(i));
  const auto import = file(lines + line("FREE"));
  EXPECT_EQ(import.state(), imports::v1::IMPORT_STATE_REFUSED);
  EXPECT_NE(import.refusal().find("told of no more"), std::string::npos) << import.refusal();
  EXPECT_EQ(findings(import.name()), "");
  EXPECT_EQ(count("taken_number"), rpc::taken_numbers_told);
  const auto again = file(line("H1"));
  EXPECT_NE(again.refusal().find("told of no more"), std::string::npos) << again.refusal();
}

}  // namespace
}  // namespace muster::access
