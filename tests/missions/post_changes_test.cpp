// SPDX-License-Identifier: EUPL-1.2
// A post is something else from a day on: who serves there is counted by what it was on each day, and what was known
// before stays.
#include <gtest/gtest.h>

#include <random>

#include "day_model.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "support/deployments.h"
#include "support/rounds.h"

namespace muster {
namespace {

using namespace muster::missions::v1;
using namespace muster::platform::v1;
using support::number_of;

class PostChangesTest : public support::DeploymentTest {
 protected:
  ChangePostRequest tier_from(int tier, int from) {
    ChangePostRequest request;
    request.mutable_post()->set_name(post.name());
    request.mutable_post()->set_leadership_tier(tier);
    request.mutable_update_mask()->add_paths("leadership_tier");
    request.set_valid_from(day(from));
    return request;
  }
  CorrectPostRequest tier_on(int tier, std::optional<int> first, std::optional<int> last) {
    CorrectPostRequest request;
    request.mutable_post()->set_name(post.name());
    request.mutable_post()->set_leadership_tier(tier);
    request.mutable_update_mask()->add_paths("leadership_tier");
    if (first) request.set_first_day(day(*first));
    if (last) request.set_last_day(day(*last));
    request.set_reason("the establishment table says so");
    return request;
  }
  Post change(const ChangePostRequest& request) { return call<Post>(missions_service + "ChangePost", request); }
  Post correct(const CorrectPostRequest& request) { return call<Post>(missions_service + "CorrectPost", request); }

  std::string away(int from) {
    auto request = plan(add_person("C-" + std::to_string(++people_)));
    request.mutable_deployment()->set_planned_from(day(from));
    const auto name = call<Deployment>(missions_service + "CreateDeployment", request).name();
    depart(name, day(from));
    return name;
  }
  // The tiers of who is away on the day, as the figure has them: "3=1".
  std::string tiers(int on, std::optional<long long> known = std::nullopt) {
    statistics::v1::QueryIndicatorRequest request;
    request.set_indicator("S1");
    request.set_as_of(day(on));
    request.add_group_by(statistics::v1::DIMENSION_TIER);
    if (known) request.set_known_sequence(*known);
    std::string text;
    const auto response =
        call<statistics::v1::QueryIndicatorResponse>("muster.statistics.v1.StatisticsService/QueryIndicator", request);
    for (const auto& cell : response.cells()) {
      if (cell.total()) text += (text.empty() ? "" : " ") + cell.group(0) + "=" + std::to_string(cell.total());
    }
    return text;
  }
  // "first day|tier" of each period.
  std::vector<std::string> periods() {
    return rows(
        "SELECT COALESCE(NULLIF(valid_from, ''), 'ever'), CAST(leadership_tier AS TEXT) FROM post_period WHERE post "
        "= " +
            std::to_string(number_of(post.name())) + " ORDER BY valid_from",
        2);
  }
  std::vector<std::string> segments(const std::string& deployment) {
    std::vector<std::string> texts;
    const Deployment found = get(deployment);
    for (const auto& segment : found.segments()) {
      texts.push_back(segment.valid_from() + " " + segment.valid_to() + " " +
                      std::to_string(segment.leadership_tier()));
    }
    return texts;
  }
  int people_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, PostChangesTest, support::backends(), support::backend_name);

TEST_P(PostChangesTest, AChangeCutsWhoServesThereAndLeavesTheDaysBefore) {
  const auto one = away(-100);
  const auto before = last_sequence();
  EXPECT_EQ(change(tier_from(3, -30)).leadership_tier(), 3);
  EXPECT_EQ(segments(one), (std::vector<std::string>{day(-100) + " " + day(-31) + " 0", day(-30) + "  3"}));
  EXPECT_EQ(tiers(-31), "0=1");
  EXPECT_EQ(tiers(-30), "3=1");
  EXPECT_EQ(tiers(-30, before), "0=1");
  // The tour is one departure still.
  EXPECT_EQ(rows("SELECT CAST(departure AS TEXT) FROM deployment_fact fact WHERE id = "
                 "(SELECT MAX(id) FROM deployment_fact WHERE record = fact.record) ORDER BY day_from",
                 1),
            (std::vector<std::string>{"1", "0"}));
  EXPECT_EQ(rows("SELECT verb, effective_date FROM deployment_event ORDER BY id DESC LIMIT 1", 2).front(),
            "ChangePost|" + day(-30));
  // Who comes later is counted by what the post is then.
  EXPECT_EQ(segments(away(-10)), (std::vector<std::string>{day(-10) + "  3"}));
  // A departure that is recorded late runs across the change.
  EXPECT_EQ(segments(away(-40)), (std::vector<std::string>{day(-40) + " " + day(-31) + " 0", day(-30) + "  3"}));
  EXPECT_EQ(tiers(-35), "0=2");
}

TEST_P(PostChangesTest, AChangeHoldsUntilTheNextOfTheSame) {
  change(tier_from(3, -30));
  change(tier_from(2, -60));
  EXPECT_EQ(periods(), (std::vector<std::string>{"ever|0", day(-60) + "|2", day(-30) + "|3"}));
  // A change of something else is no end of it.
  auto function = tier_from(0, -45);
  function.mutable_update_mask()->clear_paths();
  function.mutable_update_mask()->add_paths("function");
  function.mutable_post()->set_function(POST_FUNCTION_COMMANDER);
  change(function);
  change(tier_from(1, -50));
  EXPECT_EQ(periods(),
            (std::vector<std::string>{"ever|0", day(-60) + "|2", day(-50) + "|1", day(-45) + "|1", day(-30) + "|3"}));
}

TEST_P(PostChangesTest, ACorrectionRestatesItsDaysOnly) {
  const auto one = away(-100);
  const auto before = last_sequence();
  correct(tier_on(4, -50, -40));
  EXPECT_EQ(tiers(-51), "0=1");
  EXPECT_EQ(tiers(-50), "4=1");
  EXPECT_EQ(tiers(-40), "4=1");
  EXPECT_EQ(tiers(-39), "0=1");
  EXPECT_EQ(tiers(-45, before), "0=1");
  EXPECT_EQ(get(one).segments_size(), 3);
  // Without days: as long as it has been what it is.
  correct(tier_on(2, std::nullopt, std::nullopt));
  EXPECT_EQ(periods(), (std::vector<std::string>{"ever|0", day(-50) + "|4", day(-39) + "|2"}));
  correct(tier_on(0, std::nullopt, -45));
  EXPECT_EQ(tiers(-46), "0=1");
  EXPECT_EQ(tiers(-44), "4=1");
  GetPostHistoryRequest request;
  request.set_post(post.name());
  const auto history = call<PostHistory>(missions_service + "GetPostHistory", request);
  EXPECT_EQ(history.events(0).verb(), "CorrectPost");
  EXPECT_EQ(history.events(0).reason(), "the establishment table says so");
  EXPECT_EQ(history.events(0).recorded(0), "leadership_tier = 4");
  EXPECT_EQ(history.events(0).first_day(), day(-50));
  EXPECT_EQ(history.periods_size(), 3);
}

TEST_P(PostChangesTest, WhatNominationsHaveFrozenFollows) {
  const auto nomination = bring_to(nominations::v1::NOMINATION_STATE_SUBMITTED,
                                   nominate(add_person("N-1"), add_call("26/1", {post.name()})).name());
  EXPECT_EQ(nomination.frozen_leadership_tier(), 0);
  const auto frozen = [&] {
    return rows(
               "SELECT CAST(frozen_leadership_tier AS TEXT), (SELECT CAST(MIN(tier) * 10 + MAX(tier) AS TEXT) FROM "
               "nomination_fact fact WHERE id = (SELECT MAX(id) FROM nomination_fact WHERE record = fact.record)) "
               "FROM nomination",
               2)
        .front();
  };
  change(tier_from(3, -10));
  EXPECT_EQ(frozen(), "3|33") << "it was so when it was submitted today";
  correct(tier_on(2, 0, 0));
  EXPECT_EQ(frozen(), "2|22");
  correct(tier_on(1, -10, -1));
  EXPECT_EQ(frozen(), "2|22");
}

TEST_P(PostChangesTest, AVoidDeploymentStaysVoid) {
  const auto one = away(-100);
  VoidDeploymentRequest never;
  never.set_name(one);
  never.set_reason("a slip");
  call<Deployment>(missions_service + "VoidDeployment", never);
  change(tier_from(3, -30));
  EXPECT_EQ(tiers(-60) + tiers(-20), "");
}

TEST_P(PostChangesTest, SaysWhatIsWrong) {
  const auto reason = [&](const std::string& verb, const google::protobuf::Message& request) {
    const auto before = last_sequence();
    const std::string found = refused(missions_service + verb, request, system()).reason();
    EXPECT_EQ(last_sequence(), before);
    return found;
  };
  UpdatePostRequest update;
  update.mutable_post()->set_name(post.name());
  update.mutable_post()->set_leadership_tier(2);
  update.mutable_update_mask()->add_paths("leadership_tier");
  const auto error = refused(missions_service + "UpdatePost", update, system());
  EXPECT_EQ(error.reason(), "CHANGE_OR_CORRECT");
  EXPECT_EQ(error.violations().at(0).metadata.at("change"), "ChangePost");
  EXPECT_EQ(error.violations().at(0).metadata.at("correct"), "CorrectPost");

  EXPECT_EQ(reason("ChangePost", tier_from(0, -10)), "NO_CHANGE");
  EXPECT_EQ(reason("ChangePost", tier_from(3, 5)), "IN_FUTURE");
  EXPECT_EQ(reason("CorrectPost", tier_on(3, -5, 5)), "IN_FUTURE");
  EXPECT_EQ(reason("CorrectPost", tier_on(0, -5, -1)), "NO_CHANGE");
  EXPECT_EQ(reason("CorrectPost", tier_on(3, -5, -6)), "TOO_EARLY");
  auto early = tier_from(3, -10);
  early.set_valid_from("2020-01-01");
  EXPECT_EQ(reason("ChangePost", early), "TOO_EARLY");
  auto other = tier_from(3, -10);
  other.mutable_update_mask()->add_paths("display_name");
  other.mutable_post()->set_display_name("Another");
  EXPECT_EQ(reason("ChangePost", other), "VALUE_REFUSED");
  auto nobody = tier_from(3, -10);
  nobody.mutable_post()->set_name("posts/9999");
  EXPECT_EQ(reason("ChangePost", nobody), "NOT_FOUND");

  auto request = tier_from(3, -10);
  request.mutable_post()->set_etag(post.etag());
  change(request);
  request.set_valid_from(day(-9));
  request.mutable_post()->set_leadership_tier(2);
  EXPECT_EQ(reason("ChangePost", request), "STALE_ETAG");
  EXPECT_EQ(reason("ChangePost", tier_from(2, -10)), "CHANGED_THAT_DAY");

  auto dry = tier_from(2, -5);
  dry.set_validate_only(true);
  EXPECT_EQ(change(dry).leadership_tier(), 2);
  EXPECT_EQ(periods(), (std::vector<std::string>{"ever|0", day(-10) + "|3"}));
}

TEST_P(PostChangesTest, RandomHistoriesAreTheModelsAndWhatWasKnownStays) {
  for (unsigned seed = 1; seed <= support::rounds(2); ++seed) {
    std::mt19937 random(seed);
    const auto number = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    post = add_post(mission, "R" + std::to_string(seed), 0);
    const auto one = away(-390);
    testing::DayModel model(0);
    struct Known {
      int day;
      long long sequence;
      std::string answer;
    };
    std::vector<Known> known;
    int taken = 0;
    for (int step = 0; step < 30; ++step) {
      const int tier = number(0, 4), first = number(-380, 0), last = number(first, 0);
      testing::DayModel after = model;
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step));
      if (number(0, 1) == 0) {
        after.change(first, tier);
        const auto request = tier_from(tier, first);
        if (after == model) {
          EXPECT_EQ(refused(missions_service + "ChangePost", request, system()).reason(), "NO_CHANGE");
        } else if (model.changed_on(first)) {
          EXPECT_EQ(refused(missions_service + "ChangePost", request, system()).reason(), "CHANGED_THAT_DAY");
          after = model;
        } else {
          change(request);
          ++taken;
        }
      } else {
        const std::optional<int> from = number(0, 3) ? std::optional(first) : std::nullopt;
        const std::optional<int> to = number(0, 3) ? std::optional(last) : std::nullopt;
        after.correct(from, to, tier);
        const auto request = tier_on(tier, from, to);
        if (after == model) {
          EXPECT_EQ(refused(missions_service + "CorrectPost", request, system()).reason(), "NO_CHANGE");
        } else {
          correct(request);
          ++taken;
        }
      }
      model = after;
      for (int i = 0; i < 4; ++i) {
        const int on = number(-389, 0);
        ASSERT_EQ(tiers(on), std::to_string(model.on(on)) + "=1") << "on day " << on;
        known.push_back({on, last_sequence(), tiers(on)});
      }
    }
    EXPECT_GT(taken, 15);
    for (const auto& one_known : known) {
      ASSERT_EQ(tiers(one_known.day, one_known.sequence), one_known.answer) << "as known then is for ever";
    }
    const auto found = segments(one);
    for (std::size_t i = 1; i < found.size(); ++i) {
      const auto next = rules::format_date(*rules::parse_date(found[i - 1].substr(11, 10)) + 1);
      EXPECT_EQ(found[i].substr(0, 10), next) << "segments follow without a gap";
    }
    VoidDeploymentRequest never;
    never.set_name(one);
    never.set_reason("the next seed");
    call<Deployment>(missions_service + "VoidDeployment", never);
  }
}

}  // namespace
}  // namespace muster
