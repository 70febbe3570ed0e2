// SPDX-License-Identifier: EUPL-1.2
// Figures follow the tree of units of each counted day, as it was known: random histories of moves and corrections
// against a model that keeps the unit above for every single day.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "statistics_database.h"
#include "support/roster.h"
#include "support/rounds.h"

namespace muster::statistics::testing {
namespace {

namespace r1 = muster::roster::v1;
using support::number_of;

// 2022-01-01 and three years on; the day before stands for all days before.
constexpr int first_day = 18993, days = 1096;
constexpr int units = 12;

struct Stay {
  int unit;
  int from, to;  // half-open, from first_day on
};
struct Report {
  int unit;
  std::string month;
  int from, to;  // its days
  int count;
};

// By unit the one above on every day; 0: none. The last day's stands for all days after.
struct Model {
  std::array<std::array<int, days + 1>, units + 1> above{};
  std::array<std::set<int>, units + 1> changes;  // the first days of places, but of the first one

  bool stands_below(int unit, int upper, int day) const {
    for (int steps = 0; unit != 0 && steps <= units; ++steps, unit = above[unit][day]) {
      if (unit == upper) return true;
    }
    return false;
  }
  std::set<int> with_below(int upper, int day) const {
    std::set<int> all;
    for (int unit = 1; unit <= units; ++unit) {
      if (stands_below(unit, upper, day)) all.insert(unit);
    }
    return all;
  }
  // The unit stands under `parent` from the day `from` until before `to`.
  bool put(int unit, int parent, int from, int to) {
    const bool same =
        std::all_of(above[unit].begin() + from, above[unit].begin() + to, [&](int one) { return one == parent; });
    if (same) return false;
    std::fill(above[unit].begin() + from, above[unit].begin() + to, parent);
    for (int day = from; day < to; ++day) {
      int upper = parent;
      for (int steps = 0; upper != 0; upper = above[upper][day]) {
        if (upper == unit || ++steps > units) return false;
      }
    }
    std::erase_if(changes[unit], [&](int day) { return day >= from && day < to; });
    if (from > 0) changes[unit].insert(from);
    if (to <= days) changes[unit].insert(to);
    return true;
  }
  int next_change(int unit, int day) const {
    const auto next = changes[unit].upper_bound(day);
    return next == changes[unit].end() ? days + 1 : *next;
  }
};

class UnitTreesTest : public StatisticsTest {
 protected:
  static std::string date(int day) { return rules::format_date(first_day + day - 1); }
  static std::string name(int unit) { return unit == 0 ? "" : "units/" + std::to_string(unit); }
  static std::string code(int unit) { return "UNIT-" + std::to_string(unit); }
  int number(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }

  // The third is below the first, and below the second from 15 March 2022 on.
  void build_three_units() {
    for (int unit = 1; unit <= 3; ++unit) {
      r1::CreateUnitRequest request;
      request.mutable_unit()->set_code(code(unit));
      request.mutable_unit()->set_display_name(code(unit));
      request.mutable_unit()->set_kind(r1::UNIT_KIND_UNIT);
      if (unit == 3) request.mutable_unit()->set_parent(name(1));
      call<r1::Unit>("muster.roster.v1.RosterService/CreateUnit", request);
    }
    r1::MoveUnitRequest move;
    move.set_name(name(3));
    move.set_parent(name(2));
    move.set_valid_from("2022-03-15");
    move.set_reason("Reorganised");
    call<r1::Unit>("muster.roster.v1.RosterService/MoveUnit", move);
  }

  void insert_stay(const Stay& stay) {
    Row row;
    row.sequence = 1;  // before all that the services write
    row.record = row.parent = ++records_;
    row.subject = records_ * 1'000'003LL;
    row.day_from = first_day + stay.from - 1;
    row.day_to = first_day + stay.to - 1;
    row.texts.resize(dimension_count);
    row.texts[dimension::country] = "NOR";
    row.texts[dimension::organisation] = "ORGANISATION_UN";
    row.texts[dimension::category] = "CATEGORY_MILITARY";
    row.texts[dimension::gender] = "GENDER_WOMAN";
    row.texts[dimension::unit] = std::to_string(stay.unit);
    sql([&](db::Session& session) {
      insert_row(session, row);
      db::execute(session, "UPDATE ledger_head SET sequence = 1");
    });
    stays_.push_back(stay);
  }
  void insert_report(int unit, int month_from) {
    HeadcountRow row;
    const rules::Day month = rules::month_start(first_day + month_from - 1);
    row.sequence = 1;
    row.unit = unit;
    row.month = rules::format_date(month).substr(0, 7);
    row.count = number(1, 9);
    row.texts.resize(dimension_count);
    row.texts[dimension::country] = "NOR";
    row.texts[dimension::organisation] = "ORGANISATION_UN";
    row.texts[dimension::category] = "CATEGORY_MILITARY";
    row.texts[dimension::gender] = "GENDER_WOMAN";
    row.texts[dimension::unit] = std::to_string(unit);
    for (const Report& other : reports_) {
      if (other.unit == unit && other.month == row.month) return;
    }
    sql([&](db::Session& session) { insert_headcount(session, row); });
    const int from = month - first_day + 1;
    reports_.push_back({unit, row.month, from, rules::add_months(month, 1) - first_day + 1, row.count});
  }

  // What the figure counts on the day: of `asked` units, and of the callers' all.
  long long count_on(const Model& model, const std::set<int>& asked, int day, bool with_reports) const {
    const auto report_of = [&](int unit) {
      const auto found = std::find_if(reports_.begin(), reports_.end(), [&](const Report& one) {
        return one.unit == unit && one.from <= day && day < one.to;
      });
      return with_reports && found != reports_.end() ? &*found : nullptr;
    };
    // The topmost of those above that reported and of which nothing is left out.
    const auto body_of = [&](int unit) {
      int body = 0;
      for (; unit != 0; unit = model.above[unit][day]) {
        const auto below = model.with_below(unit, day);
        if (report_of(unit) && std::includes(asked.begin(), asked.end(), below.begin(), below.end())) body = unit;
      }
      return body;
    };
    long long count = 0;
    for (const Stay& stay : stays_) {
      if (stay.from <= day && day < stay.to && asked.contains(stay.unit) && body_of(stay.unit) == 0) ++count;
    }
    for (int unit = 1; unit <= units; ++unit) {
      if (asked.contains(unit) && report_of(unit) && body_of(unit) == unit) count += report_of(unit)->count;
    }
    return count;
  }

  void make_world();
  void take_step();
  void move(int unit, int parent, int day);
  void correct(int unit, int parent, std::optional<int> first, std::optional<int> last);
  template <class Request>
  bool refused(const std::string& method, const Request& request);
  void ask(const rpc::Caller& who, int top);

  std::mt19937 random_;
  long long records_ = 0;
  std::vector<Stay> stays_;
  std::vector<Report> reports_;
  Model now_;
  std::vector<std::pair<long long, Model>> known_;  // by the ledger's sequence
};
INSTANTIATE_TEST_SUITE_P(Backends, UnitTreesTest, support::backends(), support::backend_name);

void UnitTreesTest::make_world() {
  for (int i = 0; i < 60; ++i) {
    const int from = number(1, days - 1);
    insert_stay({number(1, units), from, number(from + 1, days)});
  }
  for (int i = 0; i < 20; ++i) insert_report(number(1, units), number(40, days - 40));
  for (int unit = 1; unit <= units; ++unit) {
    r1::CreateUnitRequest request;
    request.mutable_unit()->set_code(code(unit));
    request.mutable_unit()->set_display_name(code(unit));
    request.mutable_unit()->set_kind(r1::UNIT_KIND_UNIT);
    const int parent = unit == 1 ? 0 : number(1, unit - 1);
    request.mutable_unit()->set_parent(name(parent));
    ASSERT_EQ(call<r1::Unit>("muster.roster.v1.RosterService/CreateUnit", request).name(), name(unit));
    now_.above[unit].fill(parent);
  }
}

template <class Request>
bool UnitTreesTest::refused(const std::string& method, const Request& request) {
  try {
    call<r1::Unit>("muster.roster.v1.RosterService/" + method, request);
    return false;
  } catch (const status::Error& error) {
    EXPECT_TRUE(error.reason() == "CHANGED_THAT_DAY" || error.reason() == "NO_CHANGE" ||
                error.reason() == "UNIT_BELOW_ITSELF")
        << error.reason() << " " << error.message();
    return true;
  }
}

void UnitTreesTest::move(int unit, int parent, int day) {
  Model after = now_;
  const bool well = !now_.changes[unit].contains(day) && after.put(unit, parent, day, now_.next_change(unit, day));
  r1::MoveUnitRequest request;
  request.set_name(name(unit));
  request.set_parent(name(parent));
  request.set_valid_from(date(day));
  request.set_reason("Reorganised");
  EXPECT_EQ(!refused("MoveUnit", request), well) << request.ShortDebugString();
  if (well) now_ = after;
}

void UnitTreesTest::correct(int unit, int parent, std::optional<int> first, std::optional<int> last) {
  int from = first.value_or(0);
  if (!first && !last && !now_.changes[unit].empty()) from = *now_.changes[unit].rbegin();
  const int to = last ? *last + 1 : first ? now_.next_change(unit, *first) : days + 1;
  Model after = now_;
  const bool well = after.put(unit, parent, from, to);
  r1::CorrectUnitRequest request;
  request.set_name(name(unit));
  request.set_parent(name(parent));
  if (first) request.set_first_day(date(*first));
  if (last) request.set_last_day(date(*last));
  request.set_reason("Recorded wrongly");
  EXPECT_EQ(!refused("CorrectUnit", request), well) << request.ShortDebugString();
  if (well) now_ = after;
}

void UnitTreesTest::take_step() {
  const int unit = number(2, units), parent = number(0, units), day = number(1, days - 1);
  switch (number(0, 5)) {
    case 0: correct(unit, parent, day, number(day, days - 1)); break;
    case 1: correct(unit, parent, {}, number(0, 1) == 0 ? std::optional(day) : std::nullopt); break;
    case 2: correct(unit, parent, day, {}); break;
    default: move(unit, parent, day);
  }
  sql([&](db::Session& session) {
    const auto head = db::select_one<long long>(session, "SELECT sequence FROM ledger_head");
    known_.emplace_back(std::get<0>(*head), now_);
  });
}

// `top`: the unit of the caller's grant; 0: all.
void UnitTreesTest::ask(const rpc::Caller& who, int top) {
  const auto& [sequence, model] = known_[static_cast<std::size_t>(number(0, static_cast<int>(known_.size()) - 1))];
  const int filter = number(0, units);
  const auto asked = [&, model = &model](int day) {
    std::set<int> all;
    for (int unit = 1; unit <= units; ++unit) {
      if ((filter == 0 || model->stands_below(unit, filter, day)) &&
          (top == 0 || model->stands_below(unit, top, day))) {
        all.insert(unit);
      }
    }
    return all;
  };
  const int from = number(1, days - 1), to = std::min(days - 1, from + number(0, 100));
  const bool period = number(0, 1) == 0, individuals = number(0, 1) == 0;
  auto request = period ? within("S2", date(from), date(to)) : on("S1", date(from));
  if (filter != 0) where(request, v1::DIMENSION_UNIT, {code(filter)});
  request.set_individuals_only(individuals);
  request.set_known_sequence(sequence);
  long long expected = 0;
  bool any = false;
  for (int day = from; day <= (period ? to : from); ++day) {
    any |= !asked(day).empty();
    expected += count_on(model, asked(day), day, !individuals);
  }
  v1::QueryIndicatorResponse answer;
  try {
    answer = StatisticsTest::ask(request, who);
  } catch (const status::Error& error) {
    EXPECT_FALSE(any) << error.message() << request.ShortDebugString();
    return;
  }
  EXPECT_TRUE(any);
  ASSERT_EQ(answer.cells_size(), 1);
  EXPECT_EQ(answer.cells(0).total(), expected) << request.ShortDebugString() << " as known at " << sequence;
}

TEST_P(UnitTreesTest, AFigureFollowsTheTreeOfItsDaysAsKnownThen) {
  for (unsigned seed = 1; seed <= support::rounds(1) && !HasFailure(); ++seed) {
    random_.seed(seed);
    if (seed == 1) make_world();
    const auto central = system();
    std::vector<std::pair<rpc::Caller, int>> callers{{central, 0}};
    for (const int top : {2, 3, 5}) callers.emplace_back(caller(platform::v1::ROLE_ENDORSER, top), top);
    for (int step = 0; step < 40 && !HasFailure(); ++step) {
      take_step();
      for (int i = 0; i < 12 && !HasFailure(); ++i) {
        const auto& [who, top] = callers[static_cast<std::size_t>(number(0, 3))];
        ask(who, top);
      }
    }
  }
}

TEST_P(UnitTreesTest, ASeriesUsesTheTreeOfEachMonth) {
  insert_stay({3, 1, days});
  build_three_units();
  const auto series = [&](int unit) {
    auto request = within("S1", "2022-01-01", "2022-05-31");
    request.set_every_month(true);
    where(request, v1::DIMENSION_UNIT, {code(unit)});
    std::map<std::string, long long> by_date;
    const auto answer = StatisticsTest::ask(request);
    for (const auto& cell : answer.cells()) by_date[cell.date()] = cell.total();
    return by_date;
  };
  EXPECT_EQ(series(1)["2022-02-28"], 1);
  EXPECT_EQ(series(1)["2022-03-31"], 0);
  EXPECT_EQ(series(2)["2022-02-28"], 0);
  EXPECT_EQ(series(2)["2022-03-31"], 1);
  // A new code changes nothing of where the unit stands.
  r1::UpdateUnitRequest update;
  update.mutable_unit()->set_name(name(3));
  update.mutable_unit()->set_code("RENAMED");
  update.mutable_update_mask()->add_paths("code");
  call<r1::Unit>("muster.roster.v1.RosterService/UpdateUnit", update);
  EXPECT_EQ(series(1)["2022-02-28"], 1);
  EXPECT_EQ(series(2)["2022-02-28"], 0);
}

TEST_P(UnitTreesTest, AListHoldsWhatTheTreeOfTheDayCounts) {
  insert_stay({3, 1, days});
  build_three_units();
  v1::ListCellRecordsRequest request;
  *request.mutable_query() = within("S2", "2022-03-01", "2022-03-31");
  const auto of = [&](int unit) {
    return call<v1::ListCellRecordsResponse>(records_path, request, caller(platform::v1::ROLE_HR_UNIT, unit));
  };
  EXPECT_EQ(of(1).total_count(), 14);
  EXPECT_EQ(of(2).total_count(), 17);
  EXPECT_EQ(of(3).total_count(), 31);
}

}  // namespace
}  // namespace muster::statistics::testing
