// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using status::Code;

class PersonListTest : public RosterTest {
 protected:
  void add(const std::string& number, const std::string& given, const std::string& family, const std::string& unit,
           const std::string& preferred = "") {
    auto request = person_request(number, unit);
    request.mutable_person()->set_given_name(given);
    request.mutable_person()->set_family_name(family);
    request.mutable_person()->set_preferred_name(preferred);
    call<v1::Person>(roster("CreatePerson"), request);
  }
  v1::ListPersonsResponse list(const v1::ListPersonsRequest& request) {
    return call<v1::ListPersonsResponse>(roster("ListPersons"), request);
  }
  static std::vector<std::string> numbers(const v1::ListPersonsResponse& response) {
    std::vector<std::string> result;
    for (const auto& person : response.persons()) result.push_back(person.number());
    return result;
  }
  std::vector<std::string> found(const std::string& query) {
    v1::ListPersonsRequest request;
    request.set_query(query);
    request.set_order_by("number");
    return numbers(list(request));
  }
  using Numbers = std::vector<std::string>;
};
INSTANTIATE_TEST_SUITE_P(Backends, PersonListTest, backends(), backend_name);

TEST_P(PersonListTest, EveryWordMustBeginAWordOfTheNames) {
  add("N1", "Åse Marie", "Østby", army_);
  add("N2", "Marie", "Hansen", army_, "Mia");
  add("N3", "Per", "Hansen", army_);
  EXPECT_EQ(found("marie"), (Numbers{"N1", "N2"}));
  EXPECT_EQ(found("MARIE hans"), (Numbers{"N2"}));
  EXPECT_EQ(found("mia"), (Numbers{"N2"}));
  EXPECT_EQ(found("ØSTBY åse"), (Numbers{"N1"}));
  EXPECT_EQ(found("n3"), (Numbers{"N3"}));
  EXPECT_EQ(found("  hansen   per "), (Numbers{"N3"}));
  EXPECT_EQ(found("marieøstby"), Numbers{});
  EXPECT_EQ(found("arie"), Numbers{}) << "the middle of a word begins nothing";
  EXPECT_EQ(found("per marie"), Numbers{});
}

TEST_P(PersonListTest, WildcardsOfSqlAreOrdinaryCharacters) {
  add("N1", "100% Kari", "Nordmann", army_);
  add("N2", "Kari_Anne", "Nordmann!", army_);
  for (const char* sign : {"%", "_", "!", "\\", "*", "'", " - "}) EXPECT_EQ(found(sign), Numbers{}) << sign;
  EXPECT_EQ(found("K%i"), Numbers{}) << "K and i: nobody has a word with i";
  EXPECT_EQ(found("100%"), (Numbers{"N1"}));
  EXPECT_EQ(found("kari_a"), (Numbers{"N2"}));
}

TEST_P(PersonListTest, MoreThanTenWordsAreRefused) {
  v1::ListPersonsRequest request;
  request.set_query("a b c d e f g h i j k");
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), request, hr()), "query"));
}

TEST_P(PersonListTest, UnitMeansTheUnitAndAllBelowIt) {
  add("N1", "A", "A", army_);
  add("N2", "B", "B", battalion_);
  add("N3", "C", "C", navy_);
  v1::ListPersonsRequest request;
  request.set_order_by("number");
  request.set_unit(army_);
  const auto response = list(request);
  EXPECT_EQ(numbers(response), (Numbers{"N1", "N2"}));
  EXPECT_EQ(response.persons(1).unit(), battalion_);
  EXPECT_EQ(response.persons(1).unit_display_name(), "Unit BATTALION");
  request.set_unit(battalion_);
  EXPECT_EQ(numbers(list(request)), (Numbers{"N2"}));
  request.set_unit(navy_);
  const auto hidden = refused(roster("ListPersons"), request, hr());
  request.set_unit("units/999999");
  const auto absent = refused(roster("ListPersons"), request, hr());
  EXPECT_EQ(hidden.code(), Code::not_found);
  EXPECT_EQ(absent.code(), Code::not_found);
  EXPECT_EQ(absent.message().size() - std::string("units/999999").size(), hidden.message().size() - navy_.size());
}

TEST_P(PersonListTest, FiltersOrdersAndCountsWithinTheScope) {
  for (int i = 0; i < 6; ++i) {
    auto request = person_request("N" + std::to_string(i), i < 4 ? army_ : navy_);
    request.mutable_person()->set_gender(i % 2 ? platform::v1::GENDER_MAN : platform::v1::GENDER_WOMAN);
    call<v1::Person>(roster("CreatePerson"), request);
  }
  v1::ListPersonsRequest request;
  request.set_filter("gender = GENDER_WOMAN AND nationality = NOR");
  request.set_order_by("number desc");
  request.set_show_total(true);
  request.set_page_size(1);
  const auto response = call<v1::ListPersonsResponse>(roster("ListPersons"), request, hr());
  EXPECT_EQ(numbers(response), (Numbers{"N2"}));
  EXPECT_EQ(response.total_size(), 2);
  EXPECT_FALSE(response.next_page_token().empty());
  request.set_filter("gender = GENDER_WOMAN OR gender = GENDER_MAN");
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), request, hr()), "filter"));
  request.set_filter("no_such_field = 1");
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), request, hr()), "filter"));
  request.clear_filter();
  request.set_order_by("birth_date");
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), request, hr()), "order_by"));
}

TEST_P(PersonListTest, PagesNeitherRepeatNorSkipWhenPeopleAreAddedBetween) {
  for (int i = 0; i < 10; ++i) add("N" + std::to_string(i), "A", "F" + std::to_string(2 * i), army_);
  v1::ListPersonsRequest request;
  request.set_page_size(3);
  request.set_order_by("family_name");
  Numbers seen;
  for (int page = 0;; ++page) {
    const auto response = list(request);
    for (const auto& number : numbers(response)) seen.push_back(number);
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
    // Before everything that is on the pages: an offset would now repeat a row.
    add("NEW" + std::to_string(page), "A", "A" + std::to_string(page), army_);
  }
  // F0, F10, F12, ..., F18, F2, F4, F6, F8
  EXPECT_EQ(seen, (Numbers{"N0", "N5", "N6", "N7", "N8", "N9", "N1", "N2", "N3", "N4"}));
}

TEST_P(PersonListTest, ATokenServesItsOwnQueryOnly) {
  for (int i = 0; i < 3; ++i) add("N" + std::to_string(i), "A", "B", i < 2 ? army_ : navy_);
  v1::ListPersonsRequest request;
  request.set_page_size(1);
  const auto token = list(request).next_page_token();
  ASSERT_FALSE(token.empty());
  request.set_page_token(token);
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), request, hr()), "page_token")) << "another scope";
  request.set_query("A");
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), request, system()), "page_token")) << "another query";
  request.clear_query();
  request.set_page_token("A" + token);
  EXPECT_TRUE(names_field(refused(roster("ListPersons"), request, system()), "page_token"));
}

TEST_P(PersonListTest, EveryoneOnAPageHasTodaysUnit) {
  const std::vector<std::string> units = {army_, navy_, battalion_};
  for (int i = 0; i < 9; ++i) add("N" + std::to_string(i), "A", "B", units[i % 3]);
  for (int size : {1, 2, 3, 5, 8, 9}) {
    v1::ListPersonsRequest request;
    request.set_order_by("number");
    request.set_page_size(size);
    const auto response = list(request);
    ASSERT_EQ(response.persons_size(), size);
    for (int i = 0; i < size; ++i) EXPECT_EQ(response.persons(i).unit(), units[i % 3]);
  }
}

}  // namespace
}  // namespace muster::support
