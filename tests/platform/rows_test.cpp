// SPDX-License-Identifier: EUPL-1.2
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <muster/missions/v1/missions.pb.h>
#include <muster/roster/v1/roster.pb.h>

#include "platform/rows/rows.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::db {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::util::MessageDifferencer;
using missions::v1::Deployment;
using missions::v1::Mission;
using roster::v1::Affiliation;
using roster::v1::Person;
using roster::v1::Unit;
using status::Code;
using status::Error;

Person some_person(const std::string& number) {
  Person person;
  person.set_number(number);
  person.set_given_name("Åse");
  person.set_family_name("O'Brien \"Bø\"");
  person.set_birth_date("1990-02-28");
  person.set_gender(platform::v1::GENDER_WOMAN);
  person.set_category(platform::v1::CATEGORY_POLICE);
  person.set_status(roster::v1::PERSON_STATUS_ACTIVE);
  return person;
}

Unit some_unit(const std::string& code) {
  Unit unit;
  unit.set_code(code);
  unit.set_display_name("Unit " + code);
  unit.set_kind(roster::v1::UNIT_KIND_UNIT);
  return unit;
}

FieldMask mask_of(std::initializer_list<const char*> paths) {
  FieldMask mask;
  for (const char* path : paths) mask.add_paths(path);
  return mask;
}

class RowsTest : public support::MigratedTest {
 protected:
  template <class M>
  long long create(std::string_view table, const M& message) {
    long long id = 0;
    database().write_now([&](Session& session) { id = rows::insert(session, table, message); });
    return id;
  }

  template <class M>
  std::optional<M> get(std::string_view table, long long id) {
    return rows::query_one<M>(test_database().reader(),
                              {"SELECT " + rows::columns<M>() + " FROM " + std::string(table) + " WHERE id = ?", {id}});
  }

  template <class M>
  std::vector<Change> change(std::string_view table, const M& message, const FieldMask& mask) {
    std::vector<Change> changes;
    database().write_now([&](Session& session) {
      rows::update(session, table, message, mask);
      changes = session.changes();
    });
    return changes;
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, RowsTest, support::backends(), support::backend_name);

template <class Work>
Error error_of(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return {Code::unknown, "no error"};
}

TEST_P(RowsTest, ColumnsAreTheStoredFieldsInOrder) {
  EXPECT_EQ(rows::columns<Deployment>("d."),
            "d.id, d.person, d.mission, d.nomination, d.unit, d.country, d.category, d.state, d.planned_from, "
            "d.planned_to, d.actual_from, d.actual_to, d.end_reason, d.create_time, d.update_time, d.row_version")
      << "without segments and actions, which have no column";
}

TEST_P(RowsTest, InsertedMessageComesBackWithNameTimesAndEtag) {
  const Person person = some_person("N-1");
  const long long id = create("person", person);
  auto stored = get<Person>("person", id);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->name(), "persons/" + std::to_string(id));
  EXPECT_EQ(stored->etag(), "1");
  EXPECT_GT(stored->create_time().seconds(), 1'700'000'000);
  EXPECT_TRUE(MessageDifferencer::Equals(stored->create_time(), stored->update_time()));
  EXPECT_FALSE(stored->has_nationality());
  stored->clear_name();
  stored->clear_etag();
  stored->clear_create_time();
  stored->clear_update_time();
  EXPECT_TRUE(MessageDifferencer::Equals(*stored, person)) << stored->ShortDebugString();
}

TEST_P(RowsTest, ListsAreJsonArraysAndKeepTheirOrder) {
  Mission mission;
  mission.set_acronym("UNMISS");
  mission.set_display_name("South Sudan");
  mission.set_organisation(static_cast<platform::v1::Organisation>(1));
  mission.set_kind(static_cast<missions::v1::MissionKind>(1));
  mission.add_host_countries("SSD");
  mission.add_host_countries("a\"b\\<ø>");
  mission.add_themes(static_cast<platform::v1::Topic>(2));
  mission.add_themes(static_cast<platform::v1::Topic>(1));
  const long long id = create("mission", mission);
  const auto stored = get<Mission>("mission", id);
  ASSERT_EQ(stored->host_countries_size(), 2);
  EXPECT_EQ(stored->host_countries(1), "a\"b\\<ø>");
  ASSERT_EQ(stored->themes_size(), 2);
  EXPECT_EQ(stored->themes(0), 2);
  EXPECT_EQ(stored->themes(1), 1);
}

TEST_P(RowsTest, ReferencesAreNamesAndMayBeUnset) {
  const long long top = create("unit", some_unit("TOP"));
  Unit below = some_unit("LOW");
  below.set_parent(proto::name_of<Unit>(top));
  const long long id = create("unit", below);
  EXPECT_EQ(get<Unit>("unit", top)->parent(), "");
  EXPECT_EQ(get<Unit>("unit", id)->parent(), "units/" + std::to_string(top));
  EXPECT_EQ(rows::value_of(below, "parent"), Value(top));
  EXPECT_EQ(rows::value_of(some_unit("X"), "parent"), Value());
}

TEST_P(RowsTest, ReferenceThatDoesNotExistIsNamed) {
  const long long person = create("person", some_person("N-1"));
  Affiliation affiliation;
  affiliation.set_person(proto::name_of<Person>(person));
  affiliation.set_unit("units/999");
  affiliation.set_valid_from("2026-01-01");
  const Error error = error_of([&] { create("affiliation", affiliation); });
  EXPECT_EQ(error.code(), Code::invalid_argument);
  ASSERT_EQ(error.violations().size(), 1u);
  EXPECT_EQ(error.violations()[0].field, "unit");
  EXPECT_EQ(error.violations()[0].description, "units/999 does not exist; give one that does");
}

TEST_P(RowsTest, ReferenceOfAnotherKindIsRefused) {
  Unit unit = some_unit("A");
  unit.set_parent("persons/1");
  const Error error = error_of([&] { create("unit", unit); });
  EXPECT_EQ(error.code(), Code::invalid_argument);
  EXPECT_EQ(error.violations().at(0).field, "parent");
}

TEST_P(RowsTest, DuplicateIsNamed) {
  create("person", some_person("N-1"));
  const Error error = error_of([&] { create("person", some_person("N-1")); });
  EXPECT_EQ(error.code(), Code::already_exists);
  EXPECT_EQ(error.violations().at(0).field, "number");
}

TEST_P(RowsTest, ACodeIsOneInWhateverSpelling) {
  create("person", some_person("N-1"));
  const Error person = error_of([&] { create("person", some_person("n-1")); });
  EXPECT_EQ(person.code(), Code::already_exists);
  EXPECT_EQ(person.violations().at(0).field, "number") << "and not the column of its key";
  EXPECT_FALSE(person.metadata().contains("name")) << "whose a number is the rows do not tell";
  create("unit", some_unit("HQ"));
  const Error unit = error_of([&] { create("unit", some_unit("Hq")); });
  EXPECT_EQ(unit.violations().at(0).field, "code");
  EXPECT_EQ(unit.metadata().at("name"), "units/1");
  EXPECT_EQ(unit.metadata().at("value"), "HQ");
}

TEST_P(RowsTest, AnUpdateOfACodeIsOneOfItsKey) {
  const long long first = create("unit", some_unit("HQ"));
  create("unit", some_unit("B"));
  Unit unit = *get<Unit>("unit", first);
  unit.set_code("b");
  const auto update = [&] {
    database().write_now([&](Session& session) { rows::update(session, "unit", unit, mask_of({"code"})); });
  };
  EXPECT_EQ(error_of(update).metadata().at("name"), "units/2");
  unit.set_code("hq");
  update();
  unit = *get<Unit>("unit", first);
  unit.set_code("C");
  update();
  EXPECT_EQ(std::get<0>(*select_one<std::string>(test_database().reader(), "SELECT code_key FROM unit WHERE id = 1")),
            "c");
}

TEST_P(RowsTest, CheckIsNamed) {
  Person person = some_person("N-1");
  person.clear_gender();  // there is no default
  const Error error = error_of([&] { create("person", person); });
  EXPECT_EQ(error.code(), Code::invalid_argument);
  EXPECT_EQ(error.violations().at(0).field, "gender");
}

TEST_P(RowsTest, InsertRecordsTheFieldsThatAreSet) {
  std::vector<Change> changes;
  database().write_now([&](Session& session) {
    rows::insert(session, "unit", some_unit("A"));
    changes = session.changes();
  });
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].kind, Change::Kind::created);
  EXPECT_EQ(changes[0].table, "unit");
  EXPECT_EQ(changes[0].fields, (std::vector<std::string>{"code", "display_name", "kind", "disclosure"}));
}

TEST_P(RowsTest, UpdateWritesTheMaskAndRecordsWhatChanged) {
  const long long id = create("person", some_person("N-1"));
  Person change_to = *get<Person>("person", id);
  change_to.set_given_name("Kari");
  change_to.set_family_name("not in the mask");
  change_to.clear_birth_date();
  const auto changes = change("person", change_to, mask_of({"given_name", "birth_date", "category", "given_name"}));
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].kind, Change::Kind::updated);
  EXPECT_EQ(changes[0].id, id);
  EXPECT_EQ(changes[0].fields, (std::vector<std::string>{"given_name", "birth_date"}));
  const auto stored = get<Person>("person", id);
  EXPECT_EQ(stored->given_name(), "Kari");
  EXPECT_EQ(stored->family_name(), some_person("").family_name());
  EXPECT_FALSE(stored->has_birth_date());
  EXPECT_EQ(stored->etag(), "2");
}

TEST_P(RowsTest, UpdateThatChangesNothingLeavesTheEtag) {
  const long long id = create("person", some_person("N-1"));
  EXPECT_TRUE(change("person", *get<Person>("person", id), mask_of({"given_name"})).empty());
  EXPECT_EQ(get<Person>("person", id)->etag(), "1");
}

TEST_P(RowsTest, StaleEtagIsAborted) {
  const long long id = create("person", some_person("N-1"));
  Person person = *get<Person>("person", id);
  person.set_given_name("A");
  change("person", person, mask_of({"given_name"}));
  person.set_given_name("B");
  const Error error = error_of([&] { change("person", person, mask_of({"given_name"})); });
  EXPECT_EQ(error.code(), Code::aborted);
  EXPECT_EQ(get<Person>("person", id)->given_name(), "A");
}

TEST_P(RowsTest, UpdateRefusesWrongMasksAndMissingRows) {
  const long long id = create("person", some_person("N-1"));
  Person person = some_person("N-1");
  person.set_name(proto::name_of<Person>(id));
  for (const char* path : {"name", "etag", "create_time", "update_time", "unit", "shoe_size", "*"}) {
    const Error error = error_of([&] { change("person", person, mask_of({path})); });
    EXPECT_EQ(error.code(), Code::invalid_argument) << path;
    EXPECT_EQ(error.violations().at(0).field, "update_mask");
  }
  EXPECT_EQ(error_of([&] { change("person", person, {}); }).code(), Code::invalid_argument);
  person.set_name("persons/4711");
  EXPECT_EQ(error_of([&] { change("person", person, mask_of({"number"})); }).code(), Code::not_found);
}

TEST_P(RowsTest, UnknownEnumNameInTheDatabaseIsInternal) {
  create("person", some_person("N-1"));
  database().write_now(
      [](Session& session) { execute(session, "UPDATE person SET status = 'PERSON_STATUS_RETIRED'"); });
  const Error error = error_of([&] { get<Person>("person", 1); });
  EXPECT_EQ(error.code(), Code::internal);
  // The session goes on.
  EXPECT_FALSE(get<Person>("person", 2));
}

TEST(NameTest, IdOfTakesOneSpellingOnly) {
  EXPECT_EQ(proto::id_of<Person>("persons/42"), 42);
  for (const char* name : {"", "persons", "persons/", "persons/0", "persons/-1", "persons/+1", "persons/042",
                           "persons/42 ", "persons/4x", "units/42", "persons/42/a", "persons/99999999999999999999"}) {
    const Error error = error_of([&] { proto::id_of<Person>(name, "person"); });
    EXPECT_EQ(error.code(), Code::invalid_argument) << name;
    EXPECT_EQ(error.violations().at(0).field, "person");
  }
}

}  // namespace
}  // namespace muster::db
