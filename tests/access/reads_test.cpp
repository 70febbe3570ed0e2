// SPDX-License-Identifier: EUPL-1.2
// Who read whom: what is written of each read, what the people read see of it, what seals it, how long it is kept.
#include <algorithm>

#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/audit.h"
#include "platform/rpc/reads.h"
#include "support/roster.h"

namespace muster::access {
namespace {

using namespace muster::access::v1;
using status::Code;

const std::string service = "muster.access.v1.AccessService/";
constexpr long long minute_micros = 60'000'000;

class ReadsTest : public support::RosterTest {
 protected:
  void SetUp() override {
    RosterTest::SetUp();
    person_ = make_person("N1", army_);
    make_person("N2", army_);
  }

  rpc::Caller own() {
    rpc::Caller own = caller(platform::v1::ROLE_PERSON);
    own.person = support::number_of(person_.name());
    return own;
  }
  void list(const rpc::Caller& who, const std::string& filter = "", int page_size = 0) {
    roster::v1::ListPersonsRequest request;
    request.set_filter(filter);
    request.set_page_size(page_size);
    call<roster::v1::ListPersonsResponse>(roster("ListPersons"), request, who);
  }
  roster::v1::GetPersonRequest getting(const std::string& name) {
    roster::v1::GetPersonRequest request;
    request.set_name(name);
    return request;
  }
  void get(const rpc::Caller& who) { call<roster::v1::Person>(roster("GetPerson"), getting(person_.name()), who); }
  void write(std::chrono::minutes later = {}) { dispatcher().write_gathered(std::chrono::system_clock::now() + later); }
  std::vector<std::string> records() {
    return rows("SELECT method, fields, CAST(times AS TEXT), CAST(people AS TEXT), role FROM read_record ORDER BY id",
                5);
  }
  ListMyReadersResponse readers(const rpc::Caller& who) {
    return call<ListMyReadersResponse>(service + "ListMyReaders", ListMyReadersRequest(), who);
  }
  // As if what was read until now had been read so much earlier.
  void age(long long micros) {
    sql([&](db::Session& session) {
      db::execute(session,
                  {"UPDATE read_record SET first_time = first_time - ?, last_time = last_time - ?", {micros, micros}});
    });
  }
  std::string audit_problem() {
    std::string problem;
    database().read_now([&](db::Session& session) { problem = rpc::verify_audit(session).problem; });
    return problem;
  }
  std::vector<std::string> own_entries() {
    return rows("SELECT lines FROM audit_entry WHERE method = 'muster reads' ORDER BY id", 1);
  }

  roster::v1::Person person_;
};
INSTANTIATE_TEST_SUITE_P(Backends, ReadsTest, support::backends(), support::backend_name);

using Lines = std::vector<std::string>;

TEST_P(ReadsTest, ARowInTenMinutesWithACount) {
  const auto desk = hr();
  list(desk);
  list(desk);
  list(desk, "", 1);
  get(desk);
  write();
  list(desk);
  list(desk, "number = N1");
  write();
  const Lines expected{"muster.roster.v1.RosterService/ListPersons|all|4|7|ROLE_HR_UNIT",
                       "muster.roster.v1.RosterService/GetPerson|all|1|1|ROLE_HR_UNIT",
                       "muster.roster.v1.RosterService/ListPersons|all|1|1|ROLE_HR_UNIT"};
  auto found = records(), wanted = expected;
  std::sort(found.begin(), found.end());
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(found, wanted);
  EXPECT_EQ(rows("SELECT CAST(COUNT(DISTINCT filter_hash) AS TEXT) FROM read_record WHERE filter_hash <> ''", 1),
            Lines{"1"});
  EXPECT_TRUE(rows("SELECT filter_hash FROM read_record WHERE filter_hash LIKE '%N1%'", 1).empty());
  age(11 * minute_micros);
  list(desk);
  write();
  EXPECT_EQ(records().size(), 4u) << "ten minutes later it is another row";
}

TEST_P(ReadsTest, ThePersonSeesWhoReadTheirData) {
  const auto desk = hr();
  list(desk);
  get(desk);
  list(desk, "number = N2");
  list(caller_of(platform::v1::ROLE_HR_UNIT, navy_));
  const auto me = own();
  get(me);
  list(me);
  write();
  const auto mine = readers(me);
  ASSERT_EQ(mine.my_readers_size(), 2) << mine.DebugString();
  for (const MyReader& reader : mine.my_readers()) {
    EXPECT_EQ(reader.role(), platform::v1::ROLE_HR_UNIT);
    EXPECT_EQ(reader.unit(), army_);
    EXPECT_FALSE(reader.unit_display_name().empty());
    EXPECT_EQ(reader.times(), 1);
    EXPECT_EQ(reader.fields(), "all");
    EXPECT_FALSE(reader.among_many());
  }
  EXPECT_EQ(readers(caller(platform::v1::ROLE_PERSON)).my_readers_size(), 0) << "an account without a person";
  EXPECT_EQ(refused(service + "ListMyReaders", ListMyReadersRequest(), desk).code(), Code::permission_denied);
  const auto all = call<ListReadRecordsResponse>(service + "ListReadRecords", ListReadRecordsRequest(),
                                                 caller(platform::v1::ROLE_AUDITOR));
  EXPECT_EQ(all.read_records_size(), 3) << "own reads are not written: " << all.DebugString();
  EXPECT_EQ(
      refused(service + "ListReadRecords", ListReadRecordsRequest(), caller(platform::v1::ROLE_ADMINISTRATOR)).code(),
      Code::permission_denied);
}

TEST_P(ReadsTest, SensitiveReadsAreSeenToo) {
  roster::v1::ReadPersonDetailsRequest request;
  request.set_name(person_.name());
  request.set_purpose(roster::v1::PURPOSE_NOMINATION);
  call<roster::v1::Person>(roster("ReadPersonDetails"), request, hr());
  write();
  const auto mine = readers(own());
  ASSERT_EQ(mine.my_readers_size(), 1);
  EXPECT_EQ(mine.my_readers(0).method(), roster("ReadPersonDetails"));
}

TEST_P(ReadsTest, OfMoreThanAThousandNoNamesAreKept) {
  const auto desk = hr();
  list(desk);
  write();
  sql([&](db::Session& session) {
    const long long record = std::get<0>(*db::select_one<long long>(session, "SELECT id FROM read_record"));
    for (int i = 0; i < 1000; ++i) {
      db::execute(session,
                  {"INSERT INTO read_person (read_record, person, times) VALUES (?, ?, 1)", {record, 1000000LL + i}});
    }
  });
  list(desk);
  write();
  EXPECT_TRUE(rows("SELECT CAST(person AS TEXT) FROM read_person", 1).empty());
  const auto mine = readers(own());
  ASSERT_EQ(mine.my_readers_size(), 1);
  EXPECT_TRUE(mine.my_readers(0).among_many());
  EXPECT_EQ(mine.my_readers(0).times(), 2);
  auto beside = caller(platform::v1::ROLE_PERSON);
  beside.person = support::number_of(make_person("N3", navy_).name());
  EXPECT_EQ(readers(beside).my_readers_size(), 0) << "of another unit";
}

TEST_P(ReadsTest, ASealShowsAnyChange) {
  list(hr());
  write();
  rpc::Reads::seal(database(), std::chrono::system_clock::now());
  EXPECT_TRUE(own_entries().empty()) << "it may still be added to";
  age(12 * minute_micros);
  rpc::Reads::seal(database(), std::chrono::system_clock::now());
  ASSERT_EQ(own_entries().size(), 1u);
  EXPECT_EQ(audit_problem(), "");
  sql([](db::Session& session) { db::execute(session, "UPDATE read_record SET people = people - 1"); });
  EXPECT_NE(audit_problem(), "");
  sql([](db::Session& session) { db::execute(session, "UPDATE read_record SET people = people + 1"); });
  EXPECT_EQ(audit_problem(), "");
  sql([](db::Session& session) {
    db::execute(session, "DELETE FROM read_person");
    db::execute(session, "DELETE FROM read_record");
  });
  EXPECT_NE(audit_problem(), "");
}

TEST_P(ReadsTest, AreForgottenAfterTwoYears) {
  const auto desk = hr();
  list(desk);
  write();
  age(12 * minute_micros);
  rpc::Reads::seal(database(), std::chrono::system_clock::now());
  get(desk);
  write();
  age(12 * minute_micros);
  rpc::Reads::seal(database(), std::chrono::system_clock::now());
  rpc::Reads::forget(database(), std::chrono::system_clock::now());
  EXPECT_EQ(records().size(), 2u) << "they are of today";
  const auto later = [](int days) { return std::chrono::system_clock::now() + std::chrono::hours(24 * days); };
  rpc::Reads::forget(database(), later(720));
  EXPECT_EQ(records().size(), 2u);
  rpc::Reads::forget(database(), later(740));
  EXPECT_TRUE(records().empty());
  EXPECT_TRUE(rows("SELECT CAST(person AS TEXT) FROM read_person", 1).empty());
  ASSERT_EQ(own_entries().size(), 3u);
  EXPECT_NE(own_entries().back().find("deleted read_record"), std::string::npos);
  EXPECT_EQ(audit_problem(), "") << "what was forgotten is not missed";
}

TEST_P(ReadsTest, WhoeverIsErasedIsInNoRecord) {
  const std::string name = make_person("N4", army_).name();
  const auto desk = hr();
  list(desk);
  write();
  list(desk);  // not yet written when the person goes
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE affiliation SET valid_to = valid_from WHERE person = ?", {support::number_of(name)}});
  });
  roster::v1::ErasePersonRequest request;
  request.set_name(name);
  request.set_reason("asked for it");
  call<roster::v1::Erasure>(roster("ErasePerson"), request, system());
  write();
  EXPECT_TRUE(
      rows("SELECT CAST(person AS TEXT) FROM read_person WHERE person = " + std::to_string(support::number_of(name)), 1)
          .empty());
}

class ReadLimitTest : public ReadsTest {
 protected:
  // Adds people until there are so many.
  void people(int count) {
    for (int i = 3; i <= count; ++i) make_person("P" + std::to_string(i), army_);
  }
  rpc::Caller desk(std::chrono::minutes since_password) {
    rpc::Caller who = hr();
    who.factor_time = rules::now_micros() - std::chrono::microseconds(since_password).count();
    return who;
  }
  Code code_of_list(const rpc::Caller& who, int page_size) {
    roster::v1::ListPersonsRequest request;
    request.set_page_size(page_size);
    try {
      call<roster::v1::ListPersonsResponse>(roster("ListPersons"), request, who);
      return Code{0};
    } catch (const status::Error& error) {
      EXPECT_EQ(error.cause(), platform::v1::REASON_FRESH_FACTOR_NEEDED) << error.message();
      EXPECT_EQ(error.metadata().at("limit"), "100");
      return error.code();
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, ReadLimitTest, support::backends(), support::backend_name);

TEST_P(ReadLimitTest, MoreThanAFifthAndAHundredNeedAFreshFactor) {
  people(102);
  const auto old = desk(std::chrono::minutes(11));
  EXPECT_EQ(code_of_list(old, 100), Code{0});
  EXPECT_EQ(code_of_list(old, 100), Code{0}) << "the same people again";
  EXPECT_EQ(code_of_list(old, 101), Code::permission_denied);
  write();
  rpc::Caller fresh = old;
  fresh.factor_time = rules::now_micros() - 9 * minute_micros;
  EXPECT_EQ(code_of_list(fresh, 102), Code{0});
  rpc::Caller token = old;
  token.token = true;
  token.purposes = 1U << platform::v1::TOKEN_PURPOSE_READ;
  token.factor_time = rules::now_micros();
  const auto other = desk(std::chrono::minutes(11));
  token.account = other.account;
  EXPECT_EQ(code_of_list(token, 102), Code::permission_denied) << "a token has no factor";
  token.purposes = 1U << platform::v1::TOKEN_PURPOSE_EXPORT;
  EXPECT_EQ(code_of_list(token, 102), Code{0});
  dispatcher().write_gathered(std::chrono::system_clock::now(), true);
  EXPECT_EQ(rows("SELECT lines FROM audit_entry WHERE lines LIKE '%FRESH_FACTOR_NEEDED%' AND account = " +
                     std::to_string(old.account),
                 1),
            Lines{"[\"refused 1 FRESH_FACTOR_NEEDED\"]"});
}

TEST_P(ReadLimitTest, CountsWhatOtherProcessesWrote) {
  people(102);
  const auto old = desk(std::chrono::minutes(11));
  {
    rpc::Dispatcher elsewhere(registry(), database());
    roster::v1::ListPersonsRequest request;
    request.set_page_size(100);
    elsewhere.call<roster::v1::ListPersonsResponse>(roster("ListPersons"), request, old);
  }
  EXPECT_EQ(code_of_list(old, 102), Code::permission_denied);
}

TEST_P(ReadLimitTest, IsOfFiveHundredWhereThereAreMany) {
  people(2);
  const auto old = desk(std::chrono::minutes(11));
  list(old, "", 1);
  write();
  sql([&](db::Session& session) {
    const long long record = std::get<0>(*db::select_one<long long>(session, "SELECT id FROM read_record"));
    for (int i = 0; i < 499; ++i) {
      db::execute(session,
                  {"INSERT INTO read_person (read_record, person, times) VALUES (?, ?, 1)", {record, 1000000LL + i}});
    }
    for (int i = 0; i < 2500; ++i) {
      db::execute(
          session,
          {"INSERT INTO person (number, number_key, number_likeness, given_name, family_name, preferred_name, gender,"
           " gender_source, status, category, create_time, update_time, row_version) VALUES"
           " (?, ?, ?, 'A', 'B', '', 'GENDER_MAN', 'GENDER_SOURCE_HR', 'PERSON_STATUS_ACTIVE',"
           " 'CATEGORY_MILITARY', 0, 0, 1)",
           {"Q" + std::to_string(i), "q" + std::to_string(i), "q" + std::to_string(i)}});
    }
  });
  rpc::Dispatcher anew(registry(), database());
  roster::v1::ListPersonsRequest request;
  request.set_page_size(1);
  anew.call<roster::v1::ListPersonsResponse>(roster("ListPersons"), request, old);
  request.set_page_size(2);
  try {
    anew.call<roster::v1::ListPersonsResponse>(roster("ListPersons"), request, old);
    FAIL() << "the 501st person";
  } catch (const status::Error& error) {
    EXPECT_EQ(error.cause(), platform::v1::REASON_FRESH_FACTOR_NEEDED);
    EXPECT_EQ(error.metadata().at("limit"), "500");
  }
}

}  // namespace
}  // namespace muster::access
