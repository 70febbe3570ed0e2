// SPDX-License-Identifier: EUPL-1.2
// How many seats are vacant is a figure: V1 is what the recorded days come to, on any day and as known at any time, and
// what ListVacancies says of the day.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "day_model.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "support/deployments.h"
#include "support/rounds.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using statistics::v1::ListCellRecordsRequest;
using statistics::v1::ListCellRecordsResponse;
using statistics::v1::QueryIndicatorRequest;
using statistics::v1::QueryIndicatorResponse;

const std::string statistics_service = "muster.statistics.v1.StatisticsService/";

class VacanciesTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    support::DeploymentTest::SetUp();
    seats(post, 1);
    seats(leader_post, 1);
  }
  Post add_single(const std::string& in, const std::string& code, int tier) {
    const Post added = add_post(in, code, tier);
    seats(added, 1);
    return added;
  }
  QueryIndicatorRequest on(int from_today) {
    QueryIndicatorRequest request;
    request.set_indicator("V1");
    request.set_as_of(day(from_today));
    return request;
  }
  QueryIndicatorResponse ask(const QueryIndicatorRequest& request) {
    return call<QueryIndicatorResponse>(statistics_service + "QueryIndicator", request);
  }
  // "group=vacant/seats" of each group, or "vacant/seats".
  std::string answer(const QueryIndicatorRequest& request) {
    std::string text;
    const auto response = ask(request);
    for (const auto& cell : response.cells()) {
      text += text.empty() ? "" : " ";
      for (const auto& value : cell.group()) text += value + "=";
      text += std::to_string(cell.numerator()) + "/" + std::to_string(cell.total());
    }
    return text;
  }
  std::string answer(int from_today) { return answer(on(from_today)); }
  std::string by(statistics::v1::Dimension dimension, int from_today) {
    auto request = on(from_today);
    request.add_group_by(dimension);
    return answer(request);
  }
  template <class Request>
  bool taken(const std::string& verb, const Request& request) {
    try {
      dispatcher().call_message(missions_service + verb, request, system());
      return true;
    } catch (const status::Error& error) {
      EXPECT_NE(error.code(), status::Code::internal) << verb << ": " << error.message();
      return false;
    }
  }
  std::string away(const Post& in, int from, int to = 300) {
    auto request = plan(add_person("V-" + std::to_string(++people_)));
    request.set_post(in.name());
    request.mutable_deployment()->set_planned_from(day(from));
    request.mutable_deployment()->set_planned_to(day(to));
    request.set_handover_reason("agreed");
    const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
    depart(name, day(from));
    return name;
  }
  void seats(const Post& of, int number) {
    UpdatePostRequest request;
    request.mutable_post()->set_name(of.name());
    request.mutable_post()->set_seats(number);
    request.mutable_update_mask()->add_paths("seats");
    call<Post>(missions_service + "UpdatePost", request);
  }
  bool close(const Post& of, std::optional<int> last) {
    UpdatePostRequest request;
    request.mutable_post()->set_name(of.name());
    if (last) request.mutable_post()->set_valid_to(day(*last));
    request.mutable_update_mask()->add_paths("valid_to");
    return taken("UpdatePost", request);
  }

  int people_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, VacanciesTest, support::backends(), support::backend_name);

TEST_P(VacanciesTest, ASeatIsVacantUntilSomebodyIsThere) {
  EXPECT_EQ(answer(0), "2/2");
  seats(post, 3);
  EXPECT_EQ(answer(0), "4/4");
  call<Deployment>(missions_service + "CreateDeployment", plan(add_person("P-1")));
  EXPECT_EQ(answer(0), "4/4") << "a plan holds no seat";
  const auto one = away(post, -50);
  EXPECT_EQ(answer(-51) + " " + answer(-50) + " " + answer(0), "4/4 3/4 3/4");
  end(one, day(-10));
  EXPECT_EQ(answer(-10) + " " + answer(-9), "3/4 4/4");
  EXPECT_EQ(by(statistics::v1::DIMENSION_TIER, -10), "0=2/3 3=1/1");
  EXPECT_EQ(by(statistics::v1::DIMENSION_MISSION, -10), "UNMISS=3/4");
  VoidDeploymentRequest never;
  never.set_name(one);
  never.set_reason("a slip");
  call<Deployment>(missions_service + "VoidDeployment", never);
  EXPECT_EQ(answer(-10), "4/4");
  // A series is of month ends, and what was known stays.
  auto series = on(0);
  series.clear_as_of();
  series.set_from(day(-70));
  series.set_to(day(0));
  series.set_every_month(true);
  const auto totals = ask(series).totals();
  EXPECT_GE(totals.size(), 2);
  for (const auto& total : totals) EXPECT_EQ(total.numerator(), 4);
}

TEST_P(VacanciesTest, AHandoverFillsNoSeatOfAnotherPost) {
  away(post, -100);
  away(post, -20);
  EXPECT_EQ(answer(-10), "1/2");
  const auto total = ask(on(-10)).totals(0);
  EXPECT_DOUBLE_EQ(total.share(), 0.5);
  EXPECT_EQ(total.denominator(), 2);
  EXPECT_EQ(total.women() + total.men() + total.other() + total.unknown(), 0);
  EXPECT_FALSE(total.has_completeness() || total.has_bound_low() || total.has_women_low());
}

TEST_P(VacanciesTest, ClosedPostsHaveNoSeatsAndWhatWasKnownStays) {
  const long long before = last_sequence();
  ASSERT_TRUE(close(post, -30));
  EXPECT_EQ(answer(-30) + " " + answer(-29), "2/2 1/1");
  auto then = on(-29);
  then.set_known_sequence(before);
  EXPECT_EQ(answer(then), "2/2");
  EndMissionRequest over;
  over.set_name(mission);
  over.set_last_day(day(-5));
  over.set_reason("the mandate ended");
  call<Mission>(missions_service + "EndMission", over);
  EXPECT_EQ(answer(-5) + " " + answer(-4), "1/1 0/0");
}

TEST_P(VacanciesTest, ExercisesAreLeftOutUnlessAskedFor) {
  Mission exercise;
  exercise.set_acronym("EX");
  exercise.set_display_name("Exercise");
  exercise.set_organisation(ORGANISATION_NATO);
  exercise.set_kind(MISSION_KIND_EXERCISE);
  CreateMissionRequest request;
  *request.mutable_mission() = exercise;
  add_single(call<Mission>(missions_service + "CreateMission", request).name(), "0900", 1);
  EXPECT_EQ(answer(0), "2/2");
  EXPECT_EQ(by(statistics::v1::DIMENSION_MISSION_KIND, 0), "MISSION_KIND_EXERCISE=1/1 MISSION_KIND_INTERNATIONAL=2/2");
  auto named = on(0);
  auto& filter = *named.add_where();
  filter.set_dimension(statistics::v1::DIMENSION_MISSION);
  filter.add_values("EX");
  EXPECT_EQ(answer(named), "1/1");
}

TEST_P(VacanciesTest, EveryCallerCountsAllPostsAndListsThem) {
  seats(post, 4);
  away(post, -50);
  const auto unit = caller_of(ROLE_HR_UNIT, navy_);
  const auto response = call<QueryIndicatorResponse>(statistics_service + "QueryIndicator", on(0), unit);
  EXPECT_EQ(response.totals(0).numerator(), 4);
  EXPECT_EQ(response.scope_size(), 0);
  ListCellRecordsRequest list;
  *list.mutable_query() = on(0);
  const auto records = call<ListCellRecordsResponse>(statistics_service + "ListCellRecords", list, unit);
  EXPECT_EQ(records.total_count(), 4);
  ASSERT_EQ(records.records_size(), 2);
  const auto& first = records.records(0);
  EXPECT_EQ(first.record(), post.name());
  EXPECT_EQ(first.count(), 3);
  EXPECT_EQ(first.mission(), "UNMISS");
  EXPECT_EQ(first.valid_from(), post.valid_from());
  EXPECT_EQ(first.gender() + first.person() + first.unit(), "");
  EXPECT_EQ(records.records(1).tier(), 3);
  list.set_gender("WOMAN");
  const auto error = refused(statistics_service + "ListCellRecords", list, unit);
  EXPECT_TRUE(support::names_field(error, "gender"));
  EXPECT_EQ(error.reason(), "NOT_APPLICABLE");
}

TEST_P(VacanciesTest, TheSentenceSaysIt) {
  away(post, -50);
  const auto response = ask(on(0));
  EXPECT_NE(response.sentence().find(", 1 of 2 seats (50.0 %) were vacant."), std::string::npos) << response.sentence();
  EXPECT_NE(response.sentence_nb().find(" var 1 av 2 plasser (50,0 %) ubesatt."), std::string::npos)
      << response.sentence_nb();
}

// What is recorded, day by day; days are counted from today.
struct ModelPost {
  Post post;
  int seats = 1;
  int first = 0;
  std::optional<int> last = std::nullopt;
  testing::DayModel tier{0};
};
struct ModelTour {
  std::string name;
  std::vector<std::pair<std::size_t, int>> posts;  // where from which day on
  std::optional<int> last = std::nullopt;
  bool is_void = false;
};

// Where somebody is on the day.
std::optional<std::size_t> place_of(const ModelTour& tour, int day) {
  std::optional<std::size_t> place;
  if (tour.is_void || (tour.last && *tour.last < day)) return place;
  for (const auto& [post, from] : tour.posts) {
    if (from <= day) place = post;
  }
  return place;
}

TEST_P(VacanciesTest, RandomHistoriesAreTheModelsAndWhatWasKnownStays) {
  constexpr int earliest = -390;
  for (unsigned seed = 1; seed <= support::rounds(1); ++seed) {
    std::mt19937 random(seed);
    const auto number = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    const std::string in = add_mission("V" + std::to_string(seed));
    std::vector<ModelPost> posts;
    std::vector<ModelTour> tours;
    struct Known {
      QueryIndicatorRequest request;
      std::string answer;
    };
    std::vector<Known> known;
    const auto of_mission = [&](int from_today) {
      auto request = on(from_today);
      auto& filter = *request.add_where();
      filter.set_dimension(statistics::v1::DIMENSION_MISSION);
      filter.add_values("V" + std::to_string(seed));
      return request;
    };
    std::map<int, int> steps;
    for (int step = 0; step < 60; ++step) {
      const int kind = posts.empty() ? 0 : number(0, 9);
      const std::size_t of =
          posts.empty() ? 0 : static_cast<std::size_t>(number(0, static_cast<int>(posts.size()) - 1));
      ModelTour* tour =
          tours.empty() ? nullptr : &tours[static_cast<std::size_t>(number(0, static_cast<int>(tours.size()) - 1))];
      const bool running = tour && !tour->is_void && !tour->last;
      bool done = true;
      if (kind == 0 && posts.size() < 5) {
        posts.push_back({.post = add_single(in, "V" + std::to_string(seed) + "-" + std::to_string(posts.size()), 0),
                         .first = earliest - 1});
      } else if (kind == 1) {
        seats(posts[of].post, posts[of].seats = number(1, 3));
      } else if (kind == 2 && number(0, 2) == 0) {
        const auto last = number(0, 1) ? std::optional(number(-40, 30)) : std::nullopt;
        done = close(posts[of].post, last);
        if (done) posts[of].last = last;
      } else if (kind == 3) {
        ChangePostRequest request;
        const int from = number(-380, 0), tier = number(0, 2);
        request.mutable_post()->set_name(posts[of].post.name());
        request.mutable_post()->set_leadership_tier(tier);
        request.mutable_update_mask()->add_paths("leadership_tier");
        request.set_valid_from(day(from));
        done = taken("ChangePost", request);
        if (done) posts[of].tier.change(from, tier);
      } else if (kind == 4) {
        CorrectPostRequest request;
        const int from = number(-380, 0), to = number(from, 0), tier = number(0, 2);
        request.mutable_post()->set_name(posts[of].post.name());
        request.mutable_post()->set_leadership_tier(tier);
        request.mutable_update_mask()->add_paths("leadership_tier");
        request.set_first_day(day(from));
        request.set_last_day(day(to));
        request.set_reason("a slip");
        done = taken("CorrectPost", request);
        if (done) posts[of].tier.correct(from, to, tier);
      } else if (kind <= 6) {
        if (posts[of].last) continue;
        const int from = number(-370, -1);
        tours.push_back({.name = away(posts[of].post, from), .posts = {{of, from}}});
      } else if (kind == 7 && running && tour->posts.size() < 3) {
        ChangeRoleRequest request;
        const int from = number(tour->posts.back().second + 1, 0);
        request.set_name(tour->name);
        request.set_post(posts[of].post.name());
        request.set_valid_from(day(from));
        request.set_handover_reason("agreed");
        done = taken("ChangeRole", request);
        if (done) tour->posts.emplace_back(of, from);
      } else if (kind == 8 && running) {
        EndDeploymentRequest request;
        const int last = number(tour->posts.back().second, 0);
        request.set_name(tour->name);
        request.set_actual_to(day(last));
        request.set_end_reason(END_REASON_TOUR_COMPLETE);
        request.set_handover_reason("agreed");
        request.set_plausible_reason("agreed");
        done = taken("EndDeployment", request);
        if (done) tour->last = last;
      } else if (kind == 9 && tour && !tour->is_void) {
        if (number(0, 3) == 0) {
          VoidDeploymentRequest request;
          request.set_name(tour->name);
          request.set_reason("a slip");
          done = taken("VoidDeployment", request);
          tour->is_void = tour->is_void || done;
        } else if (tour->posts.size() == 1) {
          CorrectDeploymentDaysRequest request;
          const int from = number(-380, tour->last.value_or(0));
          request.set_name(tour->name);
          request.set_actual_from(day(from));
          request.set_reason("a slip");
          request.set_handover_reason("agreed");
          request.set_plausible_reason("agreed");
          done = taken("CorrectDeploymentDays", request);
          if (done) tour->posts.front().second = from;
        }
      }
      if (done) ++steps[kind];
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step) + " of kind " +
                   std::to_string(kind) + (done ? "" : ", refused"));
      for (int i = 0; i < 3; ++i) {
        const int at = number(earliest, 0);
        std::map<int, std::pair<int, int>> by_tier;
        std::pair<int, int> all;
        for (std::size_t p = 0; p < posts.size(); ++p) {
          if (at < posts[p].first || (posts[p].last && *posts[p].last < at)) continue;
          int there = 0;
          for (const ModelTour& one : tours) there += place_of(one, at) == p;
          for (auto* sum : {&by_tier[posts[p].tier.on(at)], &all}) {
            sum->first += std::max(0, posts[p].seats - there);
            sum->second += posts[p].seats;
          }
        }
        std::string expected;
        for (const auto& [tier, sum] : by_tier) {
          expected += (expected.empty() ? "" : " ") + std::to_string(tier) + "=" + std::to_string(sum.first) + "/" +
                      std::to_string(sum.second);
        }
        auto request = of_mission(at);
        request.add_group_by(statistics::v1::DIMENSION_TIER);
        ASSERT_EQ(answer(request), expected) << "on day " << at;
        request.set_known_sequence(last_sequence());
        known.push_back({request, expected});
        ListVacanciesRequest list;
        list.set_day(day(at));
        list.set_mission(in);
        const auto totals = call<ListVacanciesResponse>(missions_service + "ListVacancies", list).totals();
        ASSERT_EQ(totals.vacant(), all.first) << "on day " << at;
        ASSERT_EQ(totals.seats(), all.second);
      }
    }
    for (const int kind : {0, 1, 3, 4, 5, 7, 8, 9}) EXPECT_GT(steps[kind], 0) << kind;
    for (const Known& one : known) ASSERT_EQ(answer(one.request), one.answer) << "as known then is for ever";
  }
}

}  // namespace
}  // namespace muster
