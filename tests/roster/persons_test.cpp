// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "roster/service.h"
#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using platform::v1::GENDER_MAN;
using platform::v1::GENDER_NOT_STATED;
using platform::v1::ROLE_HR_CENTRAL;
using platform::v1::ROLE_HR_UNIT;
using platform::v1::ROLE_PERSON;
using status::Code;

class PersonsTest : public RosterTest {
 protected:
  v1::UpdatePersonRequest update_of(const v1::Person& person, const std::string& field) {
    v1::UpdatePersonRequest request;
    *request.mutable_person() = person;
    request.mutable_update_mask()->add_paths(field);
    return request;
  }
  std::vector<std::string> facts() {
    return rows(
        "SELECT record, day_from, day_to, category, rank_band, unit, country "
        "FROM membership_fact ORDER BY id",
        7);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, PersonsTest, backends(), backend_name);

TEST_P(PersonsTest, CreateAnswersWithTodaysUnitRankAndPosition) {
  v1::CreateUnitRequest norwegian;
  norwegian.mutable_unit()->set_code("JEGERNE");
  norwegian.mutable_unit()->set_display_name("The Rangers");
  norwegian.mutable_unit()->set_display_name_nb("Jegerne");
  norwegian.mutable_unit()->set_parent(battalion_);
  norwegian.mutable_unit()->set_kind(v1::UNIT_KIND_UNIT);
  const std::string rangers = call<v1::Unit>(roster("CreateUnit"), norwegian).name();
  auto request = person_request("N1", rangers);
  const std::string commander =
      "ranks/" + rows("SELECT id FROM rank WHERE scheme = 'NOR-NAVY' AND code = 'OF-3'", 1)[0];
  request.mutable_affiliation()->set_rank(commander);
  request.mutable_affiliation()->set_position("Company commander");
  const auto created = call<v1::Person>(roster("CreatePerson"), request, hr());
  EXPECT_EQ(created.unit(), rangers);
  EXPECT_EQ(created.unit_display_name(), "The Rangers");
  EXPECT_EQ(created.unit_display_name_nb(), "Jegerne");
  EXPECT_EQ(created.rank_display_name(), "Commander");
  EXPECT_EQ(created.rank_display_name_nb(), "Orlogskaptein");
  EXPECT_EQ(created.position(), "Company commander");
  EXPECT_EQ(created.status(), v1::PERSON_STATUS_ACTIVE);
  EXPECT_FALSE(created.etag().empty());
  EXPECT_TRUE(created.has_create_time());
  EXPECT_EQ(person(created.name()).SerializeAsString(), created.SerializeAsString());
}

TEST_P(PersonsTest, EveryAnswerCallsThePersonByThePreferredName) {
  auto request = person_request("N1", army_);
  request.mutable_person()->set_given_name("Per");
  request.mutable_person()->set_family_name("Haugen");
  request.mutable_person()->set_preferred_name("Kaia");
  // Whatever a client sends: it is an answer's.
  request.mutable_person()->set_display_name("Somebody else");
  const auto created = call<v1::Person>(roster("CreatePerson"), request, hr());
  EXPECT_EQ(created.display_name(), "Kaia Haugen");
  EXPECT_EQ(person(created.name()).display_name(), "Kaia Haugen");
  const auto listed = call<v1::ListPersonsResponse>(roster("ListPersons"), v1::ListPersonsRequest(), hr());
  EXPECT_EQ(listed.persons(0).display_name(), "Kaia Haugen");
  v1::ReadPersonDetailsRequest details;
  details.set_name(created.name());
  details.set_purpose(v1::PURPOSE_DEPLOYMENT);
  EXPECT_EQ(call<v1::Person>(roster("ReadPersonDetails"), details, hr()).display_name(), "Kaia Haugen");
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(created.name());
  update.mutable_update_mask()->add_paths("preferred_name");
  EXPECT_EQ(call<v1::Person>(roster("UpdatePerson"), update, hr()).display_name(), "Per Haugen");
  EXPECT_EQ(person(created.name()).display_name(), "Per Haugen");
}

TEST_P(PersonsTest, GenderHasNoDefault) {
  auto request = person_request("N1", army_);
  request.mutable_person()->clear_gender();
  const auto error = refused(roster("CreatePerson"), request, hr());
  EXPECT_EQ(error.code(), Code::invalid_argument);
  EXPECT_TRUE(names_field(error, "person.gender")) << violations_of(error);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM person", 1)[0], "0");
  for (const char* statement :
       {"INSERT INTO person (number, given_name, family_name, preferred_name, gender_source, category, status, "
        "create_time, update_time, row_version) VALUES ('X', 'A', 'B', '', '', 'CATEGORY_POLICE', "
        "'PERSON_STATUS_ACTIVE', 0, 0, 1)",
        "INSERT INTO person (number, given_name, family_name, preferred_name, gender, gender_source, category, "
        "status, create_time, update_time, row_version) VALUES ('X', 'A', 'B', '', 'GENDER_UNSPECIFIED', '', "
        "'CATEGORY_POLICE', 'PERSON_STATUS_ACTIVE', 0, 0, 1)"}) {
    EXPECT_THROW(sql([&](db::Session& session) { db::execute(session, statement); }), status::Error);
  }
}

TEST_P(PersonsTest, NotStatedIsAnAnswerAndNotAMan) {
  auto request = person_request("N1", army_);
  request.mutable_person()->set_gender(GENDER_NOT_STATED);
  EXPECT_EQ(call<v1::Person>(roster("CreatePerson"), request, hr()).gender(), GENDER_NOT_STATED);
  EXPECT_EQ(rows("SELECT gender FROM subject_profile", 1), std::vector<std::string>{"GENDER_NOT_STATED"});
}

TEST_P(PersonsTest, CreateNeedsWhatIdentifiesAPersonAndTellsAllAtOnce) {
  v1::CreatePersonRequest request;
  request.mutable_person();
  request.mutable_affiliation();
  const auto error = refused(roster("CreatePerson"), request, hr());
  for (const char* field : {"person.number", "person.given_name", "person.gender", "person.category",
                            "affiliation.unit", "affiliation.valid_from"}) {
    EXPECT_TRUE(names_field(error, field)) << field << " in\n" << violations_of(error);
  }
}

TEST_P(PersonsTest, CreateIsAllOrNothing) {
  auto outside = refused(roster("CreatePerson"), person_request("N1", navy_), hr());
  EXPECT_EQ(outside.code(), Code::not_found);
  auto request = person_request("N1", army_);
  request.mutable_affiliation()->set_rank("ranks/999999");
  auto no_rank = refused(roster("CreatePerson"), request, hr());
  EXPECT_TRUE(names_field(no_rank, "affiliation.rank")) << violations_of(no_rank);
  for (const char* table : {"person", "affiliation", "membership_fact", "person_subject"}) {
    EXPECT_EQ(rows(std::string("SELECT COUNT(*) FROM ") + table, 1)[0], "0") << table;
  }
}

TEST_P(PersonsTest, CreateTakesOwnAffiliationOnlyFromTheRequest) {
  const auto other = make_person("N1", navy_);
  auto request = person_request("N2", army_);
  request.mutable_affiliation()->set_person(other.name());
  const auto created = call<v1::Person>(roster("CreatePerson"), request, hr());
  EXPECT_EQ(created.unit(), army_);
  EXPECT_EQ(person(other.name()).unit(), navy_);
}

TEST_P(PersonsTest, DuplicateNumberNamesTheFieldAndNobody) {
  make_person("N1", navy_);
  const auto error = refused(roster("CreatePerson"), person_request("N1", army_), hr());
  EXPECT_EQ(error.code(), Code::already_exists);
  EXPECT_NE(violations_of(error).find("number"), std::string::npos) << everything_of(error);
  EXPECT_EQ(everything_of(error).find("Nordmann"), std::string::npos);
  EXPECT_EQ(rows("SELECT COUNT(*) FROM person", 1)[0], "1");
}

TEST_P(PersonsTest, RetryWithTheSameRequestIdCreatesOnePerson) {
  auto request = person_request("N1", army_);
  request.set_request_id("a-retry");
  const auto who = hr();
  const auto first = call<v1::Person>(roster("CreatePerson"), request, who);
  EXPECT_EQ(call<v1::Person>(roster("CreatePerson"), request, who).name(), first.name());
  EXPECT_EQ(rows("SELECT COUNT(*) FROM membership_fact", 1)[0], "1");
}

TEST_P(PersonsTest, NamesInManyScriptsComeBackAsSent) {
  const std::vector<std::string> names = {"Ærøe Ødegård Åse",
                                          "Þórdís",
                                          "Łukasz Żółć",
                                          "Nguyễn Thị Ánh",
                                          "Ольга",
                                          "Αθηνά",
                                          "عائشة",
                                          "שרה",
                                          "အောင်",
                                          "आशा",
                                          "王小明",
                                          "さくら",
                                          "김하늘",
                                          "ወርቅነሽ",
                                          "O'Brien-Smith",
                                          "Nuñez y Pérez",
                                          "𐌰𐌱"};
  int number = 0;
  for (const auto& name : names) {
    auto request = person_request("S" + std::to_string(++number), army_);
    request.mutable_person()->set_given_name(name);
    request.mutable_person()->set_preferred_name(name);
    const auto created = call<v1::Person>(roster("CreatePerson"), request, hr());
    EXPECT_EQ(person(created.name()).given_name(), name);
    EXPECT_EQ(person(created.name()).preferred_name(), name);
  }
}

TEST_P(PersonsTest, NamesHoldTwoHundredCharactersOfAnyScript) {
  for (const std::string character : {"a", "ø", "王", "𐌰"}) {
    std::string name;
    for (int i = 0; i < 200; ++i) name += character;
    auto request = person_request("L" + std::to_string(character.size()), army_);
    request.mutable_person()->set_family_name(name);
    EXPECT_EQ(call<v1::Person>(roster("CreatePerson"), request, hr()).family_name(), name);
    request.mutable_person()->set_family_name(name + character);
    EXPECT_TRUE(names_field(refused(roster("CreatePerson"), request, hr()), "person.family_name"));
  }
}

TEST_P(PersonsTest, SqlInEveryTextFieldIsOnlyText) {
  const std::string attack = "x'); DROP TABLE person; -- \" $1 ? :a \\";
  auto request = person_request("N1", army_);
  request.mutable_person()->set_given_name(attack);
  request.mutable_person()->set_family_name(attack);
  request.mutable_person()->set_preferred_name(attack);
  request.mutable_affiliation()->set_branch(attack);
  request.mutable_affiliation()->set_position(attack);
  const auto created = call<v1::Person>(roster("CreatePerson"), request, hr());
  EXPECT_EQ(created.given_name(), attack);
  EXPECT_EQ(created.position(), attack);
  EXPECT_EQ(rows("SELECT branch FROM affiliation", 1)[0], attack);

  request.mutable_person()->set_number(attack);
  EXPECT_TRUE(names_field(refused(roster("CreatePerson"), request, hr()), "person.number"));

  v1::ListPersonsRequest list;
  list.set_query("DROP");
  EXPECT_EQ(call<v1::ListPersonsResponse>(roster("ListPersons"), list).persons_size(), 1);
  list.set_query("'); DROP TABLE person; --");
  EXPECT_EQ(call<v1::ListPersonsResponse>(roster("ListPersons"), list).persons_size(), 1);
  list.set_query("' OR '1'='1");
  EXPECT_EQ(call<v1::ListPersonsResponse>(roster("ListPersons"), list).persons_size(), 0);
}

TEST_P(PersonsTest, ImpossibleDatesAreRefused) {
  for (const std::string date : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-6-1", "20240601", "1888-04-30",
                                 "2024-06-01T00:00:00Z", "yesterday"}) {
    auto request = person_request("N1", army_);
    request.mutable_person()->set_birth_date(date);
    request.mutable_affiliation()->set_valid_from(date);
    const auto error = refused(roster("CreatePerson"), request, hr());
    EXPECT_TRUE(names_field(error, "person.birth_date")) << date;
    EXPECT_TRUE(names_field(error, "affiliation.valid_from")) << date;
  }
  auto unborn = person_request("N1", army_);
  unborn.mutable_person()->set_birth_date(future_day());
  EXPECT_TRUE(names_field(refused(roster("CreatePerson"), unborn, hr()), "person.birth_date"));
  auto backwards = person_request("N1", army_);
  backwards.mutable_affiliation()->set_valid_to("2019-12-31");
  EXPECT_TRUE(names_field(refused(roster("CreatePerson"), backwards, hr()), "affiliation.valid_to"));
}

TEST_P(PersonsTest, OutsideTheScopeIsAsIfItWereNotThere) {
  const std::string hidden = make_person("N1", navy_).name();
  const std::string absent = "persons/999999";
  const auto who = hr();
  // The same request for the two names, and what tells their answers apart but the name itself.
  auto same = [&](const std::string& method, const google::protobuf::Message& for_hidden,
                  const google::protobuf::Message& for_absent) {
    std::string there = everything_of(refused(roster(method), for_hidden, who));
    for (auto at = there.find(hidden); at != std::string::npos; at = there.find(hidden)) {
      there.replace(at, hidden.size(), absent);
    }
    EXPECT_EQ(there, everything_of(refused(roster(method), for_absent, who))) << method;
  };
  v1::GetPersonRequest get[2];
  v1::ReadPersonDetailsRequest details[2];
  v1::UpdatePersonRequest update[2];
  v1::ListAffiliationsRequest affiliations[2];
  v1::CreateAffiliationRequest affiliation[2];
  v1::ListCredentialsRequest credentials[2];
  v1::CreateLanguageSkillRequest skill[2];
  for (int i = 0; i < 2; ++i) {
    const std::string name = i == 0 ? hidden : absent;
    get[i].set_name(name);
    details[i].set_name(name);
    details[i].set_purpose(v1::PURPOSE_NOMINATION);
    update[i].mutable_person()->set_name(name);
    update[i].mutable_person()->set_given_name("Ola");
    update[i].mutable_update_mask()->add_paths("given_name");
    affiliations[i].set_person(name);
    affiliation[i].mutable_affiliation()->set_person(name);
    affiliation[i].mutable_affiliation()->set_unit(army_);
    affiliation[i].mutable_affiliation()->set_valid_from("2024-01-01");
    credentials[i].set_person(name);
    skill[i].mutable_language_skill()->set_person(name);
    skill[i].mutable_language_skill()->set_language("fra");
    skill[i].mutable_language_skill()->set_level(v1::LANGUAGE_LEVEL_B2);
  }
  same("GetPerson", get[0], get[1]);
  same("ReadPersonDetails", details[0], details[1]);
  same("UpdatePerson", update[0], update[1]);
  same("ListAffiliations", affiliations[0], affiliations[1]);
  same("CreateAffiliation", affiliation[0], affiliation[1]);
  same("ListCredentials", credentials[0], credentials[1]);
  same("CreateLanguageSkill", skill[0], skill[1]);
  EXPECT_EQ(person(hidden).given_name(), "Kari");
  EXPECT_EQ(call<v1::ListPersonsResponse>(roster("ListPersons"), v1::ListPersonsRequest(), who).persons_size(), 0);
}

TEST_P(PersonsTest, ScopeIsTodaysUnitAndAllBelowIt) {
  const auto here = make_person("N1", battalion_);
  auto moved = person_request("N2", army_);
  moved.mutable_affiliation()->set_valid_to(day(-1));
  const auto left = call<v1::Person>(roster("CreatePerson"), moved);
  v1::GetPersonRequest get;
  get.set_name(here.name());
  EXPECT_EQ(call<v1::Person>(roster("GetPerson"), get, hr()).number(), "N1");
  get.set_name(left.name());
  EXPECT_EQ(refused(roster("GetPerson"), get, hr()).code(), Code::not_found);
  EXPECT_EQ(call<v1::Person>(roster("GetPerson"), get, caller(ROLE_HR_CENTRAL)).number(), "N2");
  // A role that the method does not name gives no sight through its unit.
  EXPECT_EQ(refused(roster("GetPerson"), get, caller_of(platform::v1::ROLE_ANALYST, army_)).code(),
            Code::permission_denied);
}

TEST_P(PersonsTest, PersonSeesOneselfAndNobodyElse) {
  const auto self = make_person("N1", army_), other = make_person("N2", army_);
  auto who = caller_of(ROLE_PERSON, army_);
  who.person = number_of(self.name());
  v1::GetPersonRequest get;
  get.set_name(self.name());
  EXPECT_EQ(call<v1::Person>(roster("GetPerson"), get, who).number(), "N1");
  get.set_name(other.name());
  EXPECT_EQ(refused(roster("GetPerson"), get, who).code(), Code::not_found);
  const auto list = call<v1::ListPersonsResponse>(roster("ListPersons"), v1::ListPersonsRequest(), who);
  ASSERT_EQ(list.persons_size(), 1);
  EXPECT_EQ(list.persons(0).name(), self.name());
}

TEST_P(PersonsTest, BirthDateIsInDetailsOnlyAndTheReadIsAudited) {
  const auto created = make_person("N1", army_);
  EXPECT_FALSE(created.has_birth_date());
  EXPECT_FALSE(person(created.name()).has_birth_date());
  const auto list = call<v1::ListPersonsResponse>(roster("ListPersons"), v1::ListPersonsRequest());
  EXPECT_FALSE(list.persons(0).has_birth_date());
  v1::ListPersonsRequest filtered;
  filtered.set_filter("birth_date < 1990-01-01");
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), filtered, hr()), "filter"));

  v1::ReadPersonDetailsRequest read;
  read.set_name(created.name());
  EXPECT_TRUE(names_field(refused(roster("ReadPersonDetails"), read, hr()), "purpose"));
  read.set_purpose(v1::PURPOSE_OWN_DATA);
  EXPECT_TRUE(names_field(refused(roster("ReadPersonDetails"), read, hr()), "purpose"));
  read.set_purpose(v1::PURPOSE_NOMINATION);
  const auto who = hr();
  EXPECT_EQ(call<v1::Person>(roster("ReadPersonDetails"), read, who).birth_date(), "1988-04-30");
  const auto audit = rows("SELECT account, purpose, lines FROM audit_entry WHERE method LIKE '%ReadPersonDetails'", 3);
  ASSERT_EQ(audit.size(), 1u);
  EXPECT_EQ(audit[0].find(std::to_string(who.account) + "|PURPOSE_NOMINATION|"), 0u) << audit[0];
  EXPECT_NE(audit[0].find("person/" + std::to_string(number_of(created.name()))), std::string::npos) << audit[0];
  EXPECT_EQ(audit[0].find("1988"), std::string::npos);
}

TEST_P(PersonsTest, UpdateChangesTheFieldsOfTheMaskAlone) {
  auto request = update_of(make_person("N1", army_), "given_name");
  request.mutable_person()->set_given_name("Ola");
  request.mutable_person()->set_family_name("Ignored");
  const auto updated = call<v1::Person>(roster("UpdatePerson"), request, hr());
  EXPECT_EQ(updated.given_name(), "Ola");
  EXPECT_EQ(updated.family_name(), "Nordmann");
  EXPECT_NE(updated.etag(), request.person().etag());
  EXPECT_EQ(rows("SELECT birth_date FROM person", 1)[0], "1988-04-30");
}

TEST_P(PersonsTest, UpdateRefusesAStaleEtag) {
  const auto read = make_person("N1", army_);
  auto first = update_of(read, "given_name"), second = update_of(read, "family_name");
  first.mutable_person()->set_given_name("Ola");
  second.mutable_person()->set_family_name("Hansen");
  call<v1::Person>(roster("UpdatePerson"), first, hr());
  EXPECT_EQ(refused(roster("UpdatePerson"), second, hr()).code(), Code::aborted);
  EXPECT_EQ(person(read.name()).family_name(), "Nordmann");
}

TEST_P(PersonsTest, UpdateRefusesWhatIsNotTheClientsToSet) {
  const auto read = make_person("N1", army_);
  for (const char* path : {"name", "unit", "create_time", "etag", "no_such_field", "*"}) {
    EXPECT_EQ(refused(roster("UpdatePerson"), update_of(read, path), hr()).code(), Code::invalid_argument) << path;
  }
  auto no_gender = update_of(read, "gender");
  no_gender.mutable_person()->clear_gender();
  EXPECT_TRUE(names_field(refused(roster("UpdatePerson"), no_gender, hr()), "person.gender"));
  auto no_status = update_of(read, "status");
  no_status.mutable_person()->clear_status();
  EXPECT_TRUE(names_field(refused(roster("UpdatePerson"), no_status, hr()), "person.status"));
}

TEST_P(PersonsTest, CorrectingGenderAppendsNoFactsAndKeepsNoFormerValue) {
  const auto read = make_person("N1", army_);
  v1::CreateAffiliationRequest move;
  move.mutable_affiliation()->set_person(read.name());
  move.mutable_affiliation()->set_unit(battalion_);
  move.mutable_affiliation()->set_valid_from("2024-01-01");
  call<v1::Affiliation>(roster("CreateAffiliation"), move);
  const auto before = facts();
  ASSERT_EQ(before.size(), 3u);  // the first, its end, the second

  auto request = update_of(read, "gender");
  request.mutable_person()->set_gender(GENDER_MAN);
  call<v1::Person>(roster("UpdatePerson"), request, hr());
  EXPECT_EQ(facts(), before);
  EXPECT_EQ(rows("SELECT gender FROM subject_profile", 1), std::vector<std::string>{"GENDER_MAN"});
  EXPECT_EQ(rows("SELECT subject FROM subject_profile_log", 1), rows("SELECT subject FROM person_subject", 1));
}

TEST_P(PersonsTest, CorrectingGenderTellsEveryServiceInTheSameTransaction) {
  rpc::Registry registry;
  roster::register_methods(registry);
  std::vector<long long> told;
  registry.on_person_corrected([&](rpc::Context& context, long long person) {
    told.push_back(person);
    db::execute(context.sql, {"INSERT INTO setting (key, value) VALUES ('corrected', ?)", {std::to_string(person)}});
    if (told.size() == 2)
      throw status::failed_precondition(platform::v1::REASON_WRONG_STATE, "the second service refuses");
  });
  rpc::Dispatcher dispatcher(registry, database());
  const auto read = make_person("N1", army_);
  auto request = update_of(read, "given_name");
  request.mutable_person()->set_given_name("Ola");
  request.mutable_person()->clear_etag();
  dispatcher.call<v1::Person>(roster("UpdatePerson"), request, hr());
  EXPECT_TRUE(told.empty());

  request = update_of(read, "gender");
  request.mutable_person()->clear_etag();
  request.mutable_person()->set_gender(GENDER_MAN);
  dispatcher.call<v1::Person>(roster("UpdatePerson"), request, hr());
  EXPECT_EQ(told, std::vector<long long>{number_of(read.name())});
  EXPECT_EQ(rows("SELECT value FROM setting WHERE key = 'corrected'", 1)[0], std::to_string(told[0]));

  request.mutable_person()->set_gender(GENDER_NOT_STATED);
  EXPECT_THROW(dispatcher.call<v1::Person>(roster("UpdatePerson"), request, hr()), status::Error);
  EXPECT_EQ(person(read.name()).gender(), GENDER_MAN);
}

TEST_P(PersonsTest, UpdateRefusesWhatHoldsFromADay) {
  const auto read = make_person("N1", army_);
  for (const char* path : {"category", "nationality"}) {
    const auto error = refused(roster("UpdatePerson"), update_of(read, path), hr());
    EXPECT_EQ(error.code(), Code::invalid_argument);
    ASSERT_EQ(error.violations().size(), 1u);
    EXPECT_EQ(error.violations().front().field, std::string("person.") + path);
    EXPECT_EQ(error.violations().front().reason, platform::v1::REASON_CHANGE_OR_CORRECT);
    EXPECT_EQ(error.violations().front().metadata,
              (status::Metadata{{"change", "ChangePerson"}, {"correct", "CorrectPerson"}}));
  }
  EXPECT_EQ(person(read.name()).etag(), read.etag());
}

}  // namespace
}  // namespace muster::support
