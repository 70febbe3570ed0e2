// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "muster/access/v1/access.pb.h"
#include "platform/rows/bulk.h"
#include "platform/rows/names.h"
#include "platform/rows/new_words.h"
#include "platform/text/name_order.h"
#include "platform/text/search_words.h"
#include "roster/name_job.h"
#include "support/name_spellings.h"
#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using Numbers = std::vector<std::string>;

class NameSearchTest : public RosterTest {
 protected:
  v1::Person add(const std::string& number, const std::string& given, const std::string& family,
                 const std::string& preferred = "") {
    auto request = person_request(number, army_);
    request.mutable_person()->set_given_name(given);
    request.mutable_person()->set_family_name(family);
    request.mutable_person()->set_preferred_name(preferred);
    return call<v1::Person>(roster("CreatePerson"), request);
  }
  // The numbers of all pages, or of the first; the total is that of all.
  struct Listed {
    Numbers numbers;
    std::size_t total = 0;
  };
  Listed pages(v1::ListPersonsRequest request, int at_most) {
    Numbers numbers;
    int total = 0;
    request.set_show_total(true);
    do {
      const auto response = call<v1::ListPersonsResponse>(roster("ListPersons"), request);
      for (const auto& person : response.persons()) numbers.push_back(person.number());
      total += response.total_size();
      request.set_page_token(response.next_page_token());
      request.set_show_total(false);
    } while (!request.page_token().empty() && --at_most > 0);
    return {numbers, static_cast<std::size_t>(total)};
  }
  Numbers all_pages(const v1::ListPersonsRequest& request) {
    Listed listed = pages(request, std::numeric_limits<int>::max());
    EXPECT_EQ(listed.total, listed.numbers.size());
    return std::move(listed.numbers);
  }
  Numbers found(const std::string& query, const std::string& order = "", int page_size = 50) {
    v1::ListPersonsRequest request;
    request.set_query(query);
    request.set_order_by(order);
    request.set_page_size(page_size);
    return all_pages(request);
  }
  access::v1::RosterSettings set(const std::string& locale, std::optional<bool> particles = {}) {
    access::v1::SetRosterSettingsRequest request;
    if (!locale.empty()) request.set_locale(locale);
    if (particles) request.set_sort_by_particles(*particles);
    return call<access::v1::RosterSettings>("muster.access.v1.AccessService/SetRosterSettings", request);
  }
  // As a file writes them, up to what comes when it is through.
  std::vector<long long> insert(const std::vector<v1::Person>& people) {
    std::vector<long long> ids;
    sql([&](db::Session& session) {
      const rows::NewRows made = rows::new_rows(people, rows::name_rules(session));
      ids = rows::insert_all(session, "person", made);
      words_.emplace(*v1::Person::descriptor()).add(made, ids);
    });
    return ids;
  }
  // What comes then; in how many parts.
  int gather() {
    int parts = 0;
    for (auto some = words_->next(); !some.empty(); some = words_->next()) {
      sql([&](db::Session& session) { words_->insert_next(session, some); });
      ++parts;
    }
    for (std::size_t place = 0; place < words_->places();) {
      std::vector<long long> changed;
      sql([&](db::Session& session) { changed = words_->changed(session, place); });
      sql([&](db::Session& session) { words_->settle(session, changed); });
    }
    return parts;
  }
  // The words of which each has a row that is the person's of now, and nothing else.
  void expect_words_are_kept() {
    std::vector<std::string> expected;
    sql([&](db::Session& session) {
      for (const auto& [id, family, given, words] : db::select<long long, std::string, std::string, std::string>(
               session, "SELECT id, family_name_order, given_name_order, words FROM person")) {
        std::istringstream in(words);
        for (std::string word; in >> word;) {
          expected.push_back(word + '|' + family + ' ' + given + '|' + std::to_string(id) + '|' + words);
        }
      }
    });
    auto there = rows("SELECT word, name_order, person, words FROM person_word", 4);
    std::sort(expected.begin(), expected.end());
    std::sort(there.begin(), there.end());
    EXPECT_EQ(there, expected);
  }

 private:
  std::optional<rows::NewWords> words_;
};
INSTANTIATE_TEST_SUITE_P(Backends, NameSearchTest, backends(), backend_name);

TEST_P(NameSearchTest, APersonIsFoundHoweverTheNameIsTyped) {
  add("N-1", "Bjørn", "Ødegård");
  add("N-2", "Sean", "O’Testen");
  add("N-3", "Zoë", "Müller", "Zo");
  add("N-4", "Anne-Eva", "de Vries");
  for (const char* query : {"ØDEGÅRD", "odegard", "bjorn", "Ødegård, Bjørn", "Oedegaard,B", "N-1", "n1", "Ｂｊ"}) {
    EXPECT_EQ(found(query), Numbers{"N-1"}) << query;
  }
  for (const char* query : {"o'testen", "O`Testen", "testen", "otest", "sean o"}) {
    EXPECT_EQ(found(query), Numbers{"N-2"}) << query;
  }
  for (const char* query : {"muller", "Mueller", "MU\xCC\x88LL", "zoe", "zo"}) {
    EXPECT_EQ(found(query), Numbers{"N-3"}) << query;
  }
  for (const char* query : {"anne eva", "anne-eva", "AnneEva", "eva vries", "de Vries, Anne-E", "4"}) {
    EXPECT_EQ(found(query), Numbers{"N-4"}) << query;
  }
  for (const char* query : {"degard", "bjorn muller", "xyz", "-", "'"}) EXPECT_EQ(found(query), Numbers{}) << query;
  EXPECT_EQ(found("n"), (Numbers{"N-4", "N-3", "N-2", "N-1"})) << "by name";
  EXPECT_EQ(found("  ").size(), 4u) << "nothing is asked for";
  expect_words_are_kept();
}

TEST_P(NameSearchTest, AnySpellingFindsThePerson) {
  std::mt19937 random(14);
  std::vector<v1::Person> people;
  for (int i = 0; i < 40; ++i) {
    people.push_back(add("P" + std::to_string(i), random_name(random), i % 9 == 0 ? "" : random_name(random)));
  }
  for (int turn = 0; turn < 400; ++turn) {
    const auto& person = people[std::uniform_int_distribution<std::size_t>(0, people.size() - 1)(random)];
    const std::string family = spelling(random, person.family_name());
    const std::string given = spelling(random, person.given_name());
    std::vector<std::string> queries{given, person.number(), beginning(random, given)};
    if (!family.empty()) {
      queries.insert(queries.end(), {family + ", " + given, given + " " + family, beginning(random, family)});
    }
    for (const std::string& query : queries) {
      if (text::typed_words(query).empty()) continue;
      const Numbers numbers = found(query, "", 500);
      EXPECT_EQ(std::count(numbers.begin(), numbers.end(), person.number()), 1)
          << query << " for " << person.display_name();
    }
  }
}

TEST_P(NameSearchTest, ExactOnesComeFirstThenByName) {
  add("1", "Karianne", "Aas");
  add("2", "Kari", "Hansen");
  add("3", "Karin", "Berg");
  add("4", "Kari", "Berg");
  add("5", "Per", "Karius");
  add("6", "Kari", "Hanssen");
  for (int size : {1, 2, 3, 4, 50}) {
    EXPECT_EQ(found("kari", "", size), (Numbers{"4", "2", "6", "3", "5", "1"})) << size;
    EXPECT_EQ(found("kari hansen", "", size), (Numbers{"2"})) << size;
    EXPECT_EQ(found("k hans", "", size), (Numbers{"2", "6"})) << size;
    EXPECT_EQ(found("kari", "family_name desc, given_name desc", size), (Numbers{"6", "2", "4", "1", "5", "3"}))
        << size;
    EXPECT_EQ(found("kari", "number", size), (Numbers{"2", "4", "6", "1", "3", "5"})) << size;
    EXPECT_EQ(found("kari", "given_name", size), (Numbers{"4", "2", "6", "1", "3", "5"})) << size;
  }
  v1::ListPersonsRequest request;
  request.set_query("kari");
  request.set_filter("family_name >= \"hansen\"");
  request.set_page_size(1);
  EXPECT_EQ(all_pages(request), (Numbers{"2", "6", "5", "1"}));
  EXPECT_EQ(found("hansen, kari"), found("HANSEN kari"));
}

TEST_P(NameSearchTest, ListsAreInTheOrderOfTheLanguage) {
  const auto families = [&](const std::string& order) {
    v1::ListPersonsRequest request;
    request.set_order_by(order);
    const auto response = call<v1::ListPersonsResponse>(roster("ListPersons"), request);
    std::vector<std::string> names;
    for (const auto& person : response.persons()) names.push_back(person.family_name());
    return names;
  };
  int number = 0;
  for (const char* family : {"Zimmer", "Ådland", "von Adler", "Berg", "Ødegård", "de Vries", "Ærøe", "Wang", "Aasen"}) {
    add(std::to_string(++number), "Kari", family);
  }
  add("M", "Dewi", "");
  const std::vector<std::string> norwegian{"Berg",   "de Vries", "",        "von Adler", "Wang",
                                           "Zimmer", "Ærøe",     "Ødegård", "Ådland",    "Aasen"};
  EXPECT_EQ(families(""), norwegian) << "who has one name is in order by it";
  EXPECT_EQ(families("family_name"), norwegian);
  EXPECT_EQ(families("family_name desc"), std::vector<std::string>(norwegian.rbegin(), norwegian.rend()));

  EXPECT_GT(set("", false).names_left(), 0);
  roster::follow_name_rules(database());
  EXPECT_EQ(families(""), (std::vector<std::string>{"von Adler", "Berg", "", "de Vries", "Wang", "Zimmer", "Ærøe",
                                                    "Ødegård", "Ådland", "Aasen"}));
  const auto german = set("de", true);
  EXPECT_EQ(german.locale(), "de");
  EXPECT_TRUE(german.sort_by_particles());
  EXPECT_EQ(german.names_left(), 10);
  roster::follow_name_rules(database());
  EXPECT_EQ(set("").names_left(), 0);
  EXPECT_EQ(families(""), (std::vector<std::string>{"Aasen", "Ådland", "Ærøe", "Berg", "de Vries", "", "Ødegård",
                                                    "von Adler", "Wang", "Zimmer"}));
  expect_words_are_kept();
  for (const char* wrong : {"xx", "nb_NO", "'"}) {
    access::v1::SetRosterSettingsRequest request;
    request.set_locale(wrong);
    EXPECT_TRUE(names_field(refused("muster.access.v1.AccessService/SetRosterSettings", request, system()), "locale"))
        << wrong;
  }
}

TEST_P(NameSearchTest, TheLanguageIsAtFirstTheHomeCountrys) {
  EXPECT_EQ(set("").locale(), "nb") << "no country";
  for (const auto& [country, locale] : std::vector<std::pair<std::string, std::string>>{{"SWE", "sv"}, {"NOR", "nb"}}) {
    access::v1::SetHomeCountryRequest request;
    request.set_country(country);
    call<access::v1::SetHomeCountryResponse>("muster.access.v1.AccessService/SetHomeCountry", request);
    EXPECT_EQ(set("").locale(), locale);
  }
  EXPECT_TRUE(set("").sort_by_particles());
}

TEST_P(NameSearchTest, AChangeOfNamesIsFollowed) {
  v1::UpdatePersonRequest update;
  *update.mutable_person() = add("N1", "Kari", "Moe");
  add("N2", "Per", "Nes");
  update.mutable_person()->set_family_name("Ås");
  update.mutable_update_mask()->add_paths("family_name");
  call<v1::Person>(roster("UpdatePerson"), update);
  EXPECT_EQ(found("moe"), Numbers{});
  EXPECT_EQ(found("aas kari"), Numbers{"N1"});
  EXPECT_EQ(found("n"), (Numbers{"N2", "N1"}));
  update.mutable_person()->clear_etag();
  update.mutable_person()->set_number("Q-7");
  update.mutable_person()->set_preferred_name("Mimi");
  update.mutable_update_mask()->clear_paths();
  update.mutable_update_mask()->add_paths("number");
  update.mutable_update_mask()->add_paths("preferred_name");
  call<v1::Person>(roster("UpdatePerson"), update);
  EXPECT_EQ(found("n1"), Numbers{});
  EXPECT_EQ(found("q7"), Numbers{"Q-7"});
  EXPECT_EQ(found("mimi ås"), Numbers{"Q-7"});
  expect_words_are_kept();
}

TEST_P(NameSearchTest, OtherWordsFindThePersonWhateverItsNamesBecome) {
  v1::UpdatePersonRequest update;
  *update.mutable_person() = add("N1", "Kari", "Moe");
  const long long id = number_of(update.person().name());
  sql([&](db::Session& session) {
    rows::set_other_words<v1::Person>(session, "person", id, {"PAY-00815", "kari@example.org"});
  });
  for (const char* query : {"pay-008", "00815", "kari@example.org", "moe pay00815"}) {
    EXPECT_EQ(found(query), Numbers{"N1"}) << query;
  }
  update.mutable_person()->set_family_name("Ås");
  update.mutable_update_mask()->add_paths("family_name");
  call<v1::Person>(roster("UpdatePerson"), update);
  EXPECT_EQ(found("ås pay-00815"), Numbers{"N1"});
  sql([&](db::Session& session) { rows::set_other_words<v1::Person>(session, "person", id, {}); });
  EXPECT_EQ(found("pay"), Numbers{});
  expect_words_are_kept();
}

TEST_P(NameSearchTest, RowsOfAnOlderProgramAreFollowed) {
  add("N1", "Kari", "Moe");
  sql([](db::Session& session) {
    db::execute(session, {"UPDATE person SET words = '', family_name_order = '', given_name_order = ''"});
    db::execute(session, {"DELETE FROM person_word"});
    db::execute(session, {"UPDATE name_basis SET basis = ''"});
  });
  EXPECT_EQ(found("kari"), Numbers{});
  roster::follow_name_rules(database());
  EXPECT_EQ(found("kari"), Numbers{"N1"});
  expect_words_are_kept();
}

// So many that the quick ways are taken, against a model that looks at everybody.
TEST_P(NameSearchTest, EveryPageOfManyIsThatOfTheWholeList) {
  std::mt19937 random(5);
  const auto one_of = [&](const std::vector<std::string>& all) {
    return all[std::uniform_int_distribution<std::size_t>(0, all.size() - 1)(random)];
  };
  std::vector<v1::Person> people;
  for (int i = 0; i < 31'000; ++i) {
    v1::Person& person = people.emplace_back();
    person.set_number("N" + std::to_string(i));
    person.set_given_name(i % 700 == 0 ? "Rar" : one_of({"Kari", "Karl", "Kåre", "Ka", "Kai Kari"}));
    person.set_family_name(one_of({"Hansen", "Hanssen", "Åsen", "Berg", "Kari", "Østby", "Han"}) +
                           std::to_string(i % 60));
    person.set_gender(platform::v1::GENDER_WOMAN);
    person.set_category(i % 3 == 0 ? platform::v1::CATEGORY_POLICE : platform::v1::CATEGORY_MILITARY);
    person.set_status(v1::PERSON_STATUS_ACTIVE);
  }
  const std::vector<long long> ids = insert(people);
  gather();
  struct Known {
    std::vector<std::string> words;
    std::string family, given;
  };
  std::vector<Known> known;
  for (const v1::Person& person : people) {
    Known& one = known.emplace_back();
    for (const std::string& name : {person.number(), person.given_name(), person.family_name()}) {
      for (std::string& word : text::kept_words(name)) one.words.push_back(std::move(word));
    }
    one.family = text::name_order(person.family_name(), {});
    one.given = text::name_order(person.given_name(), {});
  }
  // Whole words first, then by names, then as they were added.
  using Place = std::tuple<bool, std::string, std::string, long long, std::string>;
  const auto expected = [&](const std::string& query, bool descending, bool police) {
    const auto all_typed = text::typed_words(query);
    std::vector<Place> places;
    for (std::size_t i = 0; i < people.size(); ++i) {
      const v1::Person& person = people[i];
      if (police && person.category() != platform::v1::CATEGORY_POLICE) continue;
      const auto& [words, family, given] = known[i];
      bool begun = true, whole = true;
      for (const std::string& typed : all_typed) {
        begun &= std::any_of(words.begin(), words.end(), [&](const auto& word) { return word.starts_with(typed); });
        whole &= std::find(words.begin(), words.end(), typed) != words.end();
      }
      if (!begun) continue;
      places.emplace_back(whole == descending, family, given, ids[i], person.number());
    }
    std::sort(places.begin(), places.end());
    if (descending) std::reverse(places.begin(), places.end());
    Numbers numbers;
    for (const Place& place : places) numbers.push_back(std::get<4>(place));
    return numbers;
  };
  // One typed letter and words that are many, few, together few, and none.
  for (const char* query : {"k", "kari h", "n k", "rar k", "n12", "kari hansen5"}) {
    for (const auto& [descending, police] : {std::pair(false, false), {true, false}, {false, true}}) {
      v1::ListPersonsRequest request;
      request.set_query(query);
      request.set_order_by(descending ? "family_name desc, given_name desc" : "");
      request.set_filter(police ? "category = CATEGORY_POLICE" : "");
      request.set_page_size(200);
      const Listed listed = pages(request, 5);
      Numbers all = expected(query, descending, police);
      EXPECT_EQ(listed.total, all.size()) << query << descending << police;
      all.resize(std::min(all.size(), std::size_t{1000}));
      EXPECT_EQ(listed.numbers, all) << query << descending << police;
    }
  }
}

}  // namespace
// More words than go into the search at a time, and people who are changed before and between.
TEST_P(NameSearchTest, PeopleOfAFileAreFoundOnceTheirWordsAreGathered) {
  std::vector<v1::Person> people;
  for (int i = 0; i < 7001; ++i) {
    v1::Person person;
    person.set_number("AB-" + std::to_string(i));
    person.set_given_name("Abel");
    person.set_family_name("Abo" + std::to_string(i % 7));
    person.set_gender(platform::v1::GENDER_NOT_STATED);
    person.set_category(platform::v1::CATEGORY_MILITARY);
    person.set_status(v1::PERSON_STATUS_ACTIVE);
    people.push_back(std::move(person));
  }
  const std::vector<long long> ids = insert(people);
  EXPECT_EQ(found("Abel").size(), 0u);
  const auto rename = [&](long long id, const std::string& family_name) {
    v1::UpdatePersonRequest update;
    update.mutable_person()->set_name("persons/" + std::to_string(id));
    update.mutable_person()->set_family_name(family_name);
    update.mutable_update_mask()->add_paths("family_name");
    call<v1::Person>(roster("UpdatePerson"), update);
  };
  rename(ids[1], "Øy");
  rename(ids[2], "Abo2");  // as it was
  v1::CreateIdentifierRequest identifier;
  identifier.mutable_identifier()->set_person("persons/" + std::to_string(ids[3]));
  identifier.mutable_identifier()->set_scheme(v1::IDENTIFIER_SCHEME_PAYROLL);
  identifier.mutable_identifier()->set_value("PAY-3");
  identifier.mutable_identifier()->set_valid_from("2020-01-01");
  call<v1::Identifier>(roster("CreateIdentifier"), identifier);
  EXPECT_GT(gather(), 1);
  expect_words_are_kept();
  EXPECT_EQ(found("oy"), Numbers{"AB-1"});
  EXPECT_EQ(found("pay3"), Numbers{"AB-3"});
}

}  // namespace muster::support
