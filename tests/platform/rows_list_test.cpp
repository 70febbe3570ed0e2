// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <muster/missions/v1/missions.pb.h>
#include <muster/roster/v1/roster.pb.h>

#include <algorithm>
#include <random>

#include "platform/rows/list.h"
#include "platform/status/error.h"
#include "support/database.h"

namespace muster::db {
namespace {

using roster::v1::ListPersonsRequest;
using roster::v1::ListPersonsResponse;
using roster::v1::Person;
using status::Code;
using status::Error;

class ListTest : public support::MigratedTest {
 protected:
  void SetUp() override {
    MigratedTest::SetUp();
    add("P-1", "Åse", "Ødegård", platform::v1::GENDER_WOMAN, "NOR", "1990-01-01");
    add("P-2", "Bo", "Berg", platform::v1::GENDER_MAN, "", "");
    add("P-3", "Bo", "Dahl \"X\"", platform::v1::GENDER_WOMAN, "SWE", "1985-05-05");
    add("P-4", "Cid", "Berg", platform::v1::GENDER_OTHER, "NOR", "1999-09-09");
  }

  void add(const std::string& number, const std::string& given, const std::string& family, platform::v1::Gender gender,
           const std::string& country, const std::string& birth) {
    Person person;
    person.set_number(number);
    person.set_given_name(given);
    person.set_family_name(family);
    person.set_gender(gender);
    person.set_category(platform::v1::CATEGORY_CIVILIAN);
    person.set_status(roster::v1::PERSON_STATUS_ACTIVE);
    if (!country.empty()) person.set_nationality(country);
    if (!birth.empty()) person.set_birth_date(birth);
    database().write_now([&](Session& session) { rows::insert(session, "person", person); });
  }

  ListPersonsResponse list_of(const ListPersonsRequest& request, const rows::ListSpec& spec = {"person"}) {
    return rows::list<Person, ListPersonsResponse>(test_database().reader(), request, spec).message();
  }

  static std::string numbers(const ListPersonsResponse& response) {
    std::string all;
    for (const auto& person : response.persons()) all += person.number().substr(2);
    return all;
  }

  std::string filtered(const std::string& filter) {
    ListPersonsRequest request;
    request.set_filter(filter);
    return numbers(list_of(request));
  }

  std::string ordered(const std::string& order) {
    ListPersonsRequest request;
    request.set_order_by(order);
    return numbers(list_of(request));
  }

  Error error_of(const ListPersonsRequest& request, const rows::ListSpec& spec = {"person"}) {
    try {
      list_of(request, spec);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::invalid_argument) << error.message();
      return error;
    }
    ADD_FAILURE() << "no error for " << request.ShortDebugString();
    return {Code::unknown, ""};
  }

  std::string filter_error(const std::string& filter) {
    ListPersonsRequest request;
    request.set_filter(filter);
    const Error error = error_of(request);
    if (error.violations().empty() || error.violations()[0].field != "filter") return "not filter";
    return error.violations()[0].description;
  }
};

INSTANTIATE_TEST_SUITE_P(Backends, ListTest, support::backends(), support::backend_name);

TEST_P(ListTest, FiltersText) {
  EXPECT_EQ(filtered(""), "1234");
  EXPECT_EQ(filtered("given_name = Bo"), "23");
  EXPECT_EQ(filtered("given_name = bo"), "");
  EXPECT_EQ(filtered("given_name != Bo"), "14");
  EXPECT_EQ(filtered("number >= P-3"), "34");
  EXPECT_EQ(filtered("number < \"P-3\" AND number > P-1"), "2");
  EXPECT_EQ(filtered("family_name = \"Dahl \\\"X\\\"\""), "3");
  EXPECT_EQ(filtered("preferred_name = null"), "1234");
}

TEST_P(ListTest, ACodeIsFilteredByInWhateverSpelling) {
  EXPECT_EQ(filtered("number = p-1"), "1");
  EXPECT_EQ(filtered("number = \" \uFF30-\uFF11\""), "1");
  EXPECT_EQ(filtered("number != p-1"), "234");
  EXPECT_EQ(filtered("number : \"p-\""), "1234");
  EXPECT_EQ(filtered("number : \"%\""), "");
  EXPECT_EQ(filtered("number = p-01"), "");
}

TEST_P(ListTest, ContainsIgnoresTheCaseOfLatinLetters) {
  EXPECT_EQ(filtered("family_name : BER"), "24");
  EXPECT_EQ(filtered("family_name : \"øDEGÅ\""), "1");
  EXPECT_EQ(filtered("given_name:\"å\""), "1");
  EXPECT_EQ(filtered("family_name:\"%\""), "");
}

TEST_P(ListTest, FiltersEnumsReferencesTimesAndUnset) {
  EXPECT_EQ(filtered("gender = GENDER_WOMAN"), "13");
  EXPECT_EQ(filtered("gender != GENDER_WOMAN"), "24");
  EXPECT_EQ(filtered("name = persons/2"), "2");
  EXPECT_EQ(filtered("nationality = null"), "2");
  EXPECT_EQ(filtered("nationality != null"), "134");
  EXPECT_EQ(filtered("nationality != NOR"), "23");
  EXPECT_EQ(filtered("create_time > 2020-01-01"), "1234");
  EXPECT_EQ(filtered("create_time < \"2020-01-01T00:00:00Z\""), "");
}

TEST_P(ListTest, FiltersElementsOfLists) {
  for (const char* country : {"SSD", "MLI"}) {
    missions::v1::Mission mission;
    mission.set_acronym(std::string("M-") + country);
    mission.set_display_name("M");
    mission.set_organisation(static_cast<platform::v1::Organisation>(1));
    mission.set_kind(static_cast<missions::v1::MissionKind>(1));
    mission.add_host_countries("X\"Y");
    mission.add_host_countries(country);
    database().write_now([&](Session& session) { rows::insert(session, "mission", mission); });
  }
  const auto found = [&](const std::string& filter) {
    missions::v1::ListMissionsRequest request;
    request.set_filter(filter);
    return rows::list<missions::v1::Mission, missions::v1::ListMissionsResponse>(test_database().reader(), request,
                                                                                 {"mission"})
        .message()
        .missions_size();
  };
  EXPECT_EQ(found("host_countries : SSD"), 1);
  EXPECT_EQ(found("host_countries : SS"), 0);
  EXPECT_EQ(found("host_countries : Y"), 0);
  EXPECT_EQ(found("host_countries : \"X\\\"Y\""), 2);
  EXPECT_EQ(found("themes = null"), 2);
}

TEST_P(ListTest, FilterErrorsTellPositionAndRemedy) {
  const auto expect = [&](const std::string& filter, const std::string& start) {
    const std::string error = filter_error(filter);
    EXPECT_TRUE(error.starts_with(start)) << filter << ": " << error;
  };
  expect("shoe = 1", "at position 1: \"shoe\" is not a field to filter by; those are name, number");
  expect("birth_date = 1990-01-01", "at position 1: \"birth_date\" is not a field");
  expect("etag = 1", "at position 1: \"etag\" is not a field");
  expect("unit = units/1", "at position 1: \"unit\" is not a field");
  expect("number", "at position 7: one of = != <");
  expect("number =", "at position 9: a value was expected");
  expect("number = a b", "at position 12: AND was expected");
  expect("number = a OR number = b", "at position 12: OR is not supported");
  expect("NOT number = a", "at position 1: NOT is not possible");
  expect("(number = a)", "at position 1: parentheses are not supported");
  expect("number = a AND", "at position 15: a field name was expected");
  expect("number = \"a", "at position 10: the closing double quote is missing");
  expect("number = \"a\\n\"", "at position 12: after \\");
  expect("number = a;b", "at position 11: unexpected character");
  expect("gender = WOMAN", "at position 10: gender is one of GENDER_UNSPECIFIED, GENDER_WOMAN");
  expect("gender < GENDER_MAN", "at position 8: gender is compared with = or != only");
  expect("gender : GENDER_MAN", "at position 8: gender is compared with = or !=");
  expect("gender = null", "at position 8: gender is always set");
  expect("number < null", "at position 8: null goes with");
  expect("name = units/1", "at position 8: name compares with a name such as persons/42");
  expect("create_time > yesterday", "at position 15: create_time compares with a date");
}

TEST_P(ListTest, LongFiltersAreRefused) {
  std::string many = "number = a";
  for (int i = 0; i < 20; ++i) many += " AND number = a";
  EXPECT_NE(filter_error(many).find("at most 20"), std::string::npos);
  EXPECT_EQ(filter_error("number = \"" + std::string(2000, 'a') + "\""), "must have at most 2000 bytes");
}

TEST_P(ListTest, Orders) {
  EXPECT_EQ(ordered("number desc"), "4321");
  EXPECT_EQ(ordered("given_name, family_name desc"), "3241");
  EXPECT_EQ(ordered("family_name asc,number desc"), "4231");
  EXPECT_EQ(ordered("create_time desc, name"), "4321");
  for (const char* wrong : {"shoe", "birth_date", "nationality", "number up", "number,", ",number", "number number",
                            "number, number desc", "number; DROP TABLE person"}) {
    ListPersonsRequest request;
    request.set_order_by(wrong);
    EXPECT_EQ(error_of(request).violations().at(0).field, "order_by") << wrong;
  }
}

TEST_P(ListTest, NamesAreInTheOrderOfTheLanguage) {
  add("P-5", "Ås", "Berg", platform::v1::GENDER_OTHER, "", "");
  EXPECT_EQ(ordered("family_name"), "24531") << "one family's by given name";
  EXPECT_EQ(ordered("family_name desc"), "13542");
  EXPECT_EQ(ordered("given_name"), "23451") << "å is behind z; those of one given name by family name";
  EXPECT_EQ(filtered("family_name > dahl AND family_name < \"Ø\""), "3");
  EXPECT_EQ(filtered("given_name >= \"å\""), "15");
  EXPECT_EQ(filtered("family_name = \"\""), "");
}

TEST_P(ListTest, NeverShowsSensitiveOrHiddenFields) {
  const auto shown = list_of({}, {.table = "person", .hidden = {"family_name"}});
  for (const auto& person : shown.persons()) {
    EXPECT_FALSE(person.has_birth_date());
    EXPECT_EQ(person.family_name(), "");
    EXPECT_NE(person.given_name(), "");
  }
  ListPersonsRequest request;
  request.set_filter("family_name = Berg");
  error_of(request, {.table = "person", .hidden = {"family_name"}});
  request.clear_filter();
  request.set_order_by("family_name");
  error_of(request, {.table = "person", .hidden = {"family_name"}});
}

TEST_P(ListTest, ScopeHoldsWhateverTheFilter) {
  const rows::ListSpec spec{.table = "person",
                            .where = {"person.family_name = ? OR given_name = ?", {"Ødegård", "Cid"}}};
  ListPersonsRequest request;
  EXPECT_EQ(numbers(list_of(request, spec)), "14");
  request.set_filter("number != P-1");
  request.set_show_total(true);
  const auto response = list_of(request, spec);
  EXPECT_EQ(numbers(response), "4");
  EXPECT_EQ(response.total_size(), 1);
}

TEST_P(ListTest, TotalCountsAllPages) {
  ListPersonsRequest request;
  request.set_page_size(1);
  request.set_show_total(true);
  request.set_filter("given_name = Bo");
  const auto response = list_of(request);
  EXPECT_EQ(response.persons_size(), 1);
  EXPECT_EQ(response.total_size(), 2);
}

TEST_P(ListTest, PageSizes) {
  ListPersonsRequest request;
  request.set_page_size(-1);
  EXPECT_EQ(error_of(request).violations().at(0).field, "page_size");
  request.set_page_size(1000);
  EXPECT_EQ(list_of(request, {.table = "person", .page_size_max = 2}).persons_size(), 2);
  request.set_page_size(0);
  EXPECT_EQ(list_of(request, {.table = "person", .page_size_default = 3}).persons_size(), 3);
}

// Pages of every order together give every row once, in the order of the whole list.
TEST_P(ListTest, PagesAreTheWholeListWithoutGapsOrRepeats) {
  std::mt19937 random(7);
  for (int i = 0; i < 60; ++i) {
    add("Q-" + std::to_string(i), std::string(1, static_cast<char>('a' + random() % 3)),
        std::string(1, static_cast<char>('a' + random() % 4)), platform::v1::GENDER_MAN, "", "");
  }
  for (const char* order : {"", "number", "given_name", "given_name desc", "given_name, family_name",
                            "given_name desc, family_name desc", "given_name, family_name desc",
                            "family_name desc, given_name, number desc", "create_time desc", "gender, name desc"}) {
    ListPersonsRequest request;
    request.set_order_by(order);
    request.set_filter("number != P-2");
    std::string paged;
    request.set_page_size(7);
    int rows = 0;
    do {
      const auto response = list_of(request);
      paged += numbers(response);
      rows += response.persons_size();
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty() && rows < 1000);
    EXPECT_EQ(rows, 63) << order;
    EXPECT_EQ(paged, numbers(list_of([&] {
                request.clear_page_token();
                request.set_page_size(500);
                return request;
              }())))
        << order;
  }
}

TEST_P(ListTest, TokenOfAnotherQueryIsRefused) {
  ListPersonsRequest request;
  request.set_page_size(1);
  const std::string token = list_of(request).next_page_token();
  ASSERT_NE(token, "");
  request.set_page_token(token);
  EXPECT_EQ(numbers(list_of(request)), "2");

  const auto refused = [&](const ListPersonsRequest& other, const rows::ListSpec& spec) {
    EXPECT_EQ(error_of(other, spec).violations().at(0).field, "page_token");
  };
  ListPersonsRequest filter = request;
  filter.set_filter("number != P-3");
  refused(filter, {"person"});
  ListPersonsRequest order = request;
  order.set_order_by("number");
  refused(order, {"person"});
  refused(request, {.table = "person", .where = {"id > ?", {0LL}}});
  for (std::string wrong : {"x", "!!!", "AAAAAAAAAAAAAAAA", token.substr(0, 13).c_str()}) {
    ListPersonsRequest broken = request;
    broken.set_page_token(wrong);
    refused(broken, {"person"});
  }
  ListPersonsRequest longer = request;
  longer.set_page_token(token + "AAAA");
  refused(longer, {"person"});
}

// As JSON is made of the bytes, without a message between: in the order of the numbers, defaults left out.
TEST_P(ListTest, GivesTheBytesThatProtobufWouldWrite) {
  ListPersonsRequest request;
  request.set_page_size(2);
  request.set_show_total(true);
  const auto page = rows::list<Person, ListPersonsResponse>(test_database().reader(), request, {"person"});
  EXPECT_EQ(page.message().persons_size(), 2);
  EXPECT_FALSE(page.message().next_page_token().empty());
  EXPECT_EQ(page.bytes, page.message().SerializeAsString());
}

// SQLite keeps any bytes as text, PostgreSQL refuses to take them.
TEST_P(ListTest, TellsOfTextThatIsNotUtf8) {
  const bool sqlite = backend() == Backend::sqlite;
  const std::string bytes = sqlite ? "CAST(X'4FFF' AS TEXT)" : "CONVERT_FROM('\\x4fff', 'UTF8')";
  const auto spoil = [&] {
    database().write_now([&](Session& session) {
      execute(session, {"UPDATE person SET given_name = " + bytes + " WHERE number = 'P-1'"});
    });
  };
  if (!sqlite) {
    EXPECT_THROW(spoil(), Error);
    return;
  }
  spoil();
  try {
    list_of({});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::internal);
    EXPECT_EQ(error.message(), "muster.roster.v1.Person.given_name is text that is not UTF-8 in the database");
  }
}

}  // namespace
}  // namespace muster::db
