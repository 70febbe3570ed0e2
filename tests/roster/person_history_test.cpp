// SPDX-License-Identifier: EUPL-1.2
// Random histories of changes and corrections against a model that knows nothing of affiliations but a value for each
// day: figures of today are the model's, and those known then are equal for ever.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <random>
#include <sstream>

#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/roster.h"
#include "support/rounds.h"

namespace muster::support {
namespace {

using namespace muster::roster::v1;

constexpr int people = 4;
constexpr int days = 120;  // the last one is today
constexpr int steps = 60;  // of a round

enum Attribute { category, nationality, unit, band };
using Values = std::array<std::string, 4>;  // one for each attribute
// What holds on each day; unset: belongs nowhere.
using Life = std::vector<std::optional<Values>>;

int member_before(const Life& life, int day) {
  do --day;
  while (day >= 0 && !life[static_cast<std::size_t>(day)]);
  return day;
}

std::string& value(Life& life, int day, Attribute which) { return (*life[static_cast<std::size_t>(day)])[which]; }

bool belongs(const Life& life, int day) { return life[static_cast<std::size_t>(day)].has_value(); }

// Has the attribute hold from `day` until the next day on which it is another; across gaps, if they do not end it. Tells
// whether that is a change.
std::string change(Life& life, int day, Attribute which, const std::string& to, bool across_gaps) {
  if (!belongs(life, day)) return "NOT_AFFILIATED";
  const std::string old = value(life, day, which);
  if (old == to) return "NO_CHANGE";
  const int before = member_before(life, day);
  if (before < 0 || value(life, before, which) != old) return "CHANGED_THAT_DAY";
  for (int at = day; at < days; ++at) {
    if (!belongs(life, at)) {
      if (across_gaps) continue;
      break;
    }
    if (value(life, at, which) != old) break;
    value(life, at, which) = to;
  }
  return "";
}

std::string correct(Life& life, int first, int last, Attribute which, const std::string& to) {
  bool changed = false;
  for (int at = first; at <= last; ++at) {
    if (!belongs(life, at) || value(life, at, which) == to) continue;
    value(life, at, which) = to;
    changed = true;
  }
  return changed ? "" : "NO_CHANGE";
}

// The days around the last one that have its value.
std::pair<int, int> present_period(Life& life, Attribute which) {
  const int last = member_before(life, days);
  int first = last;
  for (int at = member_before(life, first); at >= 0 && value(life, at, which) == value(life, last, which);
       at = member_before(life, at)) {
    first = at;
  }
  return {first, days - 1};
}

class PersonHistoryTest : public RosterTest {
 protected:
  void SetUp() override;
  void round(unsigned seed);

  int up_to(int last) { return std::uniform_int_distribution<int>(0, last)(random_); }
  template <class T>
  const T& one_of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(up_to(static_cast<int>(values.size()) - 1))];
  }
  std::string date(int of_model) const { return rules::format_date(start_ + of_model); }
  int of_model(const std::string& date) const { return static_cast<int>(*rules::parse_date(date) - start_); }
  Life& life_of(int who) { return lives_[static_cast<std::size_t>(who)]; }
  const std::string& name_of(int who) const { return names_[static_cast<std::size_t>(who)]; }

  void join(int who, unsigned seed);
  void take_step(int who);
  void change_person(int who);
  void correct_person(int who);
  void change_affiliation(int who);
  void correct_affiliation(int who);
  void move_first_day(int who);
  // Calls, and expects what the model says: "" or the reason of the refusal.
  template <class Answer>
  void expect(const std::string& method, const google::protobuf::Message& request, const std::string& reason);
  Affiliation any_affiliation(int who, int& first, int& last);

  long long known_now();
  std::vector<Life> counted(long long sequence);
  std::map<std::string, int> figure(int at, statistics::v1::Dimension dimension, long long sequence);
  void compare();
  void compare_figures();

  std::mt19937 random_;
  rules::Day start_ = 0;
  // Of all rounds; those of this one begin at `first_`.
  std::vector<Life> lives_;
  std::vector<std::string> names_;
  std::vector<std::string> subjects_;  // pseudonyms
  int first_ = 0;
  std::map<std::string, std::string> bands_;  // by the rank's name
  std::vector<std::string> units_, ranks_;
  int taken_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, PersonHistoryTest, backends(), backend_name);

void PersonHistoryTest::SetUp() {
  RosterTest::SetUp();
  if (HasFatalFailure()) return;
  start_ = *rules::parse_date(day(0)) - (days - 1);
  units_ = {army_, navy_, battalion_};
  for (const char* code : {"OF-2", "OF-4", "OF-7"}) {
    ranks_.push_back("ranks/" + rows(std::string("SELECT id FROM rank WHERE scheme = 'NOR-ARMY' AND code = '") + code +
                                         "' AND valid_to IS NULL ORDER BY id",
                                     1)
                                    .at(0));
    bands_[ranks_.back()] =
        rows("SELECT rank_band FROM rank WHERE id = " + std::to_string(number_of(ranks_.back())), 1).at(0);
  }
  training::v1::CreateRequirementRequest request;
  request.mutable_requirement()->set_code("R1");
  request.mutable_requirement()->set_display_name("Everybody");
  request.mutable_requirement()->set_population(training::v1::POPULATION_ROSTER);
  request.mutable_requirement()->set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
  request.mutable_requirement()->set_valid_from("2000-01-01");
  request.mutable_requirement()->add_topics(platform::v1::TOPIC_WPS);
  call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", request);
}

// Half of them have left once and come back.
void PersonHistoryTest::join(int who, unsigned seed) {
  const int first = up_to(20);
  auto request = person_request("P" + std::to_string(seed) + "-" + std::to_string(who), one_of(units_));
  request.mutable_affiliation()->set_valid_from(date(first));
  request.mutable_affiliation()->set_rank(one_of(ranks_));
  const bool comes_back = who % 2 == 1;
  const int last = 50 + up_to(10), again = last + 2 + up_to(10);
  if (comes_back) request.mutable_affiliation()->set_valid_to(date(last));
  names_.push_back(call<Person>(roster("CreatePerson"), request).name());
  subjects_.push_back(
      rows("SELECT subject FROM person_subject WHERE person = " + std::to_string(number_of(names_.back())), 1).at(0));
  Life life(days);
  const Values values = {"CATEGORY_MILITARY", "NOR", request.affiliation().unit(),
                         bands_[request.affiliation().rank()]};
  for (int at = first; at < days; ++at) {
    if (!comes_back || at <= last) life[static_cast<std::size_t>(at)] = values;
  }
  if (comes_back) {
    CreateAffiliationRequest back;
    back.mutable_affiliation()->set_person(names_.back());
    back.mutable_affiliation()->set_unit(one_of(units_));
    back.mutable_affiliation()->set_rank(one_of(ranks_));
    back.mutable_affiliation()->set_valid_from(date(again));
    call<Affiliation>(roster("CreateAffiliation"), back);
    for (int at = again; at < days; ++at) {
      life[static_cast<std::size_t>(at)] =
          Values{"CATEGORY_MILITARY", "NOR", back.affiliation().unit(), bands_[back.affiliation().rank()]};
    }
  }
  lives_.push_back(std::move(life));
}

template <class Answer>
void PersonHistoryTest::expect(const std::string& method, const google::protobuf::Message& request,
                               const std::string& reason) {
  SCOPED_TRACE(method + " " + request.ShortDebugString());
  if (reason.empty()) {
    ++taken_;
    try {
      call<Answer>(roster(method), request);
    } catch (const status::Error& error) {
      ADD_FAILURE() << error.message() << violations_of(error);
    }
  } else {
    EXPECT_EQ(refused(roster(method), request, system()).reason(), reason);
  }
}

const std::vector<std::string>& values_of(Attribute which) {
  static const std::vector<std::string> categories = {"CATEGORY_MILITARY", "CATEGORY_POLICE", "CATEGORY_CIVILIAN"};
  static const std::vector<std::string> countries = {"NOR", "SWE", "DNK"};
  return which == category ? categories : countries;
}

template <class Request>
void set_person(Request& request, const std::string& name, Attribute which, const std::string& to) {
  request.mutable_person()->set_name(name);
  request.mutable_update_mask()->add_paths(which == category ? "category" : "nationality");
  platform::v1::Category named{};
  if (platform::v1::Category_Parse(to, &named)) {
    request.mutable_person()->set_category(named);
  } else {
    request.mutable_person()->set_nationality(to);
  }
}

void PersonHistoryTest::change_person(int who) {
  Life& life = life_of(who);
  const Attribute which = up_to(2) > 0 ? category : nationality;
  const std::string to = one_of(values_of(which));
  const int from = up_to(days - 1);
  ChangePersonRequest request;
  set_person(request, name_of(who), which, to);
  request.set_valid_from(date(from));
  std::string reason = change(life, from, which, to, true);
  if (reason == "NOT_AFFILIATED" && member_before(life, from) < 0) reason = "TOO_EARLY";
  expect<Person>("ChangePerson", request, reason);
}

void PersonHistoryTest::correct_person(int who) {
  Life& life = life_of(who);
  const Attribute which = up_to(2) > 0 ? category : nationality;
  const std::string to = one_of(values_of(which));
  CorrectPersonRequest request;
  set_person(request, name_of(who), which, to);
  request.set_reason("Entered wrongly");
  const int bounds = up_to(3);  // 1: the first day alone; 2: the last one; 3: both
  auto [first, last] = bounds == 0 ? present_period(life, which) : std::pair(0, days - 1);
  if (bounds % 2 == 1) {
    first = up_to(days - 2);
    request.set_first_day(date(first));
  }
  if (bounds >= 2) {
    last = first + up_to(days - 2 - first);
    request.set_last_day(date(last));
  }
  expect<Person>("CorrectPerson", request, correct(life, first, last, which, to));
}

// One of the person's, with its days in the model.
Affiliation PersonHistoryTest::any_affiliation(int who, int& first, int& last) {
  ListAffiliationsRequest request;
  request.set_person(name_of(who));
  request.set_page_size(500);
  const auto all = call<ListAffiliationsResponse>(roster("ListAffiliations"), request);
  const Affiliation one = all.affiliations(up_to(all.affiliations_size() - 1));
  first = of_model(one.valid_from());
  last = one.has_valid_to() ? of_model(one.valid_to()) : days - 1;
  return one;
}

void PersonHistoryTest::change_affiliation(int who) {
  int first = 0, last = 0;
  const Affiliation present = any_affiliation(who, first, last);
  const int from = first + up_to(last - first);
  ChangeAffiliationRequest request;
  request.mutable_affiliation()->set_name(present.name());
  request.set_valid_from(date(from));
  Life& life = life_of(who);
  std::string reason;
  if (up_to(1) == 0) {
    request.mutable_affiliation()->set_unit(one_of(units_));
    request.mutable_update_mask()->add_paths("unit");
    reason = change(life, from, unit, request.affiliation().unit(), false);
  } else {
    request.mutable_affiliation()->set_rank(one_of(ranks_));
    request.mutable_update_mask()->add_paths("rank");
    reason = change(life, from, band, bands_[request.affiliation().rank()], false);
  }
  expect<Affiliation>("ChangeAffiliation", request, reason);
}

void PersonHistoryTest::correct_affiliation(int who) {
  int first = 0, last = 0;
  const Affiliation present = any_affiliation(who, first, last);
  CorrectAffiliationRequest request;
  request.mutable_affiliation()->set_name(present.name());
  request.set_reason("Entered wrongly");
  request.mutable_affiliation()->set_unit(one_of(units_));
  request.mutable_update_mask()->add_paths("unit");
  expect<Affiliation>("CorrectAffiliation", request,
                      correct(life_of(who), first, last, unit, request.affiliation().unit()));
}

// The day before goes with it, as far as it was somebody's.
void PersonHistoryTest::move_first_day(int who) {
  Life& life = life_of(who);
  int first = 0, last = 0;
  const Affiliation present = any_affiliation(who, first, last);
  const int to = std::clamp(first + up_to(10) - 5, 0, days - 1);
  std::optional<int> before_first, before_last;  // the days of the affiliation before
  for (const auto& row :
       rows("SELECT valid_from, valid_to FROM affiliation WHERE valid_from < '" + date(first) +
                "' AND person = " + std::to_string(number_of(name_of(who))) + " ORDER BY valid_from DESC LIMIT 1",
            2)) {
    before_first = of_model(row.substr(0, 10));
    before_last = of_model(row.substr(11, 10));
  }
  const bool touches = before_last && *before_last + 1 == first;
  std::string reason;
  if (to == first)
    reason = "NO_CHANGE";
  else if (to > last)
    reason = "TOO_LATE";
  else if (touches && to <= *before_first)
    reason = "TOO_EARLY";
  else if (!touches && before_last && to <= *before_last)
    reason = "AFFILIATION_OVERLAP";
  CorrectAffiliationRequest request;
  request.mutable_affiliation()->set_name(present.name());
  request.set_reason("Entered wrongly");
  request.mutable_affiliation()->set_valid_from(date(to));
  request.mutable_update_mask()->add_paths("valid_from");
  if (reason.empty()) {
    const std::optional<Values> own = life[static_cast<std::size_t>(first)];
    const std::optional<Values> others = touches ? life[static_cast<std::size_t>(first) - 1] : std::optional<Values>();
    for (int at = to; at < first; ++at) life[static_cast<std::size_t>(at)] = own;
    for (int at = first; at < to; ++at) life[static_cast<std::size_t>(at)] = others;
  }
  expect<Affiliation>("CorrectAffiliation", request, reason);
}

void PersonHistoryTest::take_step(int who) {
  switch (up_to(7)) {
    case 0:
    case 1: return change_person(who);
    case 2:
    case 3: return correct_person(who);
    case 4:
    case 5: return change_affiliation(who);
    case 6: return correct_affiliation(who);
    default: return move_first_day(who);
  }
}

// What the facts say of each person of the round, as known at `sequence`; nobody is in two places on a day.
std::vector<Life> PersonHistoryTest::counted(long long sequence) {
  std::vector<Life> lives;
  for (std::size_t who = static_cast<std::size_t>(first_); who < names_.size(); ++who) {
    Life& life = lives.emplace_back(days);
    for (const auto& row :
         rows("SELECT day_from, COALESCE(day_to, 99999), category, country, 'units/' || CAST(unit AS TEXT), rank_band "
              "FROM membership_fact WHERE subject = " +
                  subjects_[who] + " AND id IN (SELECT MAX(id) FROM membership_fact WHERE sequence <= " +
                  std::to_string(sequence) + " GROUP BY record)",
              6)) {
      std::vector<std::string> cells;
      std::istringstream in(row);
      for (std::string cell; std::getline(in, cell, '|');) cells.push_back(cell);
      const long long from = std::stoll(cells[0]) - start_, to = std::stoll(cells[1]) - start_;
      for (long long at = std::max(from, 0LL); at < std::min<long long>(to, days); ++at) {
        auto& day = life[static_cast<std::size_t>(at)];
        EXPECT_FALSE(day) << "in two places on " << date(static_cast<int>(at));
        day = Values{cells[2], cells[3], cells[4], cells[5]};
      }
    }
  }
  return lives;
}

// T1, by the dimension: how many must meet what everybody must.
std::map<std::string, int> PersonHistoryTest::figure(int at, statistics::v1::Dimension dimension, long long sequence) {
  statistics::v1::QueryIndicatorRequest request;
  request.set_indicator("T1");
  request.set_requirement("R1");
  request.set_as_of(date(at));
  request.add_group_by(dimension);
  request.set_known_sequence(sequence);
  const auto answer =
      call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", request);
  std::map<std::string, int> found;
  for (const auto& cell : answer.cells()) {
    if (cell.total() > 0) found[cell.group(0)] = static_cast<int>(cell.total());
  }
  return found;
}

long long PersonHistoryTest::known_now() {
  return std::stoll(rows("SELECT CAST(sequence AS TEXT) FROM ledger_head", 1).front());
}

void PersonHistoryTest::compare() {
  const auto found = counted(known_now());
  for (int who = first_; who < static_cast<int>(names_.size()); ++who) {
    Life& life = life_of(who);
    for (int at = 0; at < days; ++at) {
      ASSERT_EQ(found[static_cast<std::size_t>(who - first_)][static_cast<std::size_t>(at)],
                life[static_cast<std::size_t>(at)])
          << name_of(who) << " on " << date(at) << " (day " << at << ")";
    }
    const int last = member_before(life, days);
    const auto shown = person(name_of(who));
    EXPECT_EQ(platform::v1::Category_Name(shown.category()), value(life, last, category));
    EXPECT_EQ(shown.nationality(), value(life, last, nationality));
  }
}

// The statistics count as the model does.
void PersonHistoryTest::compare_figures() {
  const long long now = known_now();
  for (const int at : {up_to(days - 1), up_to(days - 1), days - 1}) {
    std::map<std::string, int> categories, bands;
    for (Life& life : lives_) {
      if (!belongs(life, at)) continue;
      ++categories[value(life, at, category)];
      ++bands[value(life, at, band)];
    }
    EXPECT_EQ(figure(at, statistics::v1::DIMENSION_CATEGORY, now), categories) << date(at);
    EXPECT_EQ(figure(at, statistics::v1::DIMENSION_RANK_BAND, now), bands) << date(at);
  }
}

void PersonHistoryTest::round(unsigned seed) {
  SCOPED_TRACE("round " + std::to_string(seed));
  random_.seed(seed);
  first_ = static_cast<int>(names_.size());
  for (int who = 0; who < people; ++who) join(who, seed);
  std::map<long long, std::vector<Life>> known;  // at the sequence
  for (int step = 0; step < steps && !HasFailure(); ++step) {
    take_step(first_ + up_to(people - 1));
    compare();
    known[known_now()] = {lives_.begin() + first_, lives_.end()};
  }
  compare_figures();
  for (const auto& [sequence, lives] : known) {
    if (HasFailure()) return;
    EXPECT_EQ(counted(sequence), lives) << "as known at " << sequence;
  }
}

TEST_P(PersonHistoryTest, IsTheModelsTodayAndAsKnownThenForEver) {
  const unsigned last = rounds(3);
  for (unsigned seed = 1; seed <= last && !HasFailure(); ++seed) round(seed);
  EXPECT_GT(taken_, static_cast<int>(last) * steps / 3) << "hardly anything happened";
}

}  // namespace
}  // namespace muster::support
