// SPDX-License-Identifier: EUPL-1.2
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <muster/roster/v1/roster.pb.h>

#include "platform/rows/bulk.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::rows {
namespace {

using google::protobuf::util::MessageDifferencer;
using roster::v1::Person;

Person some_person(const std::string& number) {
  Person person;
  person.set_number(number);
  person.set_given_name("Åse");
  person.set_family_name("O'Brien\t\"Bø\"");
  person.set_gender(platform::v1::GENDER_WOMAN);
  person.set_category(platform::v1::CATEGORY_POLICE);
  person.set_status(roster::v1::PERSON_STATUS_ACTIVE);
  return person;
}

class RowsBulkTest : public support::MigratedTest {
 protected:
  std::vector<long long> insert_people(const std::vector<Person>& people, std::optional<long long> now = {}) {
    std::vector<long long> ids;
    database().write_now([&](db::Session& session) {
      ids = insert_all(session, "person", people, now);
      EXPECT_TRUE(session.changes().empty()) << "who calls says what it wrote";
    });
    return ids;
  }

  std::vector<Person> stored() {
    std::vector<Person> people;
    database().read_now([&](db::Session& session) {
      people = query<Person>(session, "SELECT " + columns<Person>() + " FROM person ORDER BY id");
    });
    return people;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, RowsBulkTest, support::backends(), support::backend_name);

// More than one statement's worth of them, and one that is a statement of its own.
TEST_P(RowsBulkTest, ManyAreInsertedAsOneIs) {
  for (const int count : {0, 1, 251}) {
    std::vector<Person> people;
    for (int i = 0; i < count; ++i) {
      people.push_back(some_person("N-" + std::to_string(count) + "-" + std::to_string(i)));
      people.back().set_name("persons/1");  // is ignored
      people.back().set_etag("9");          // as is this
      if (i % 2 == 0) people.back().set_birth_date("1990-02-28");
    }
    const std::vector<long long> ids = insert_people(people);
    ASSERT_EQ(ids.size(), people.size());
    auto found = stored();
    found.erase(found.begin(), found.end() - count);
    for (std::size_t i = 0; i < people.size(); ++i) {
      EXPECT_EQ(found[i].name(), "persons/" + std::to_string(ids[i]));
      EXPECT_EQ(found[i].etag(), "1");
      EXPECT_GT(found[i].create_time().seconds(), 1'700'000'000);
      EXPECT_TRUE(MessageDifferencer::Equals(found[i].create_time(), found[i].update_time()));
      found[i].set_name(people[i].name());
      found[i].set_etag(people[i].etag());
      found[i].clear_create_time();
      found[i].clear_update_time();
      EXPECT_TRUE(MessageDifferencer::Equals(found[i], people[i])) << found[i].ShortDebugString();
    }
  }
}

TEST_P(RowsBulkTest, StampsAGivenTime) {
  insert_people({some_person("N-1"), some_person("N-2")}, 1'234'567'000'001);
  const auto found = stored();
  ASSERT_EQ(found.size(), 2u);
  for (const Person& person : found) {
    EXPECT_EQ(person.create_time().seconds(), 1'234'567);
    EXPECT_EQ(person.create_time().nanos(), 1'000);
    EXPECT_TRUE(MessageDifferencer::Equals(person.create_time(), person.update_time()));
  }
}

TEST_P(RowsBulkTest, InsertsNoneWhenOneIsRefused) {
  try {
    insert_people({some_person("N-1"), some_person("N-2"), some_person("N-1")});
    FAIL() << "the number is taken";
  } catch (const status::Error& error) {
    EXPECT_EQ(error.code(), status::Code::already_exists);
  }
  EXPECT_TRUE(stored().empty());
}

}  // namespace
}  // namespace muster::rows
