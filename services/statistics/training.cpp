// SPDX-License-Identifier: EUPL-1.2
#include "statistics/training.h"

#include <algorithm>

#include "statistics/entries.h"

namespace muster::statistics {
namespace {

// For each code of topics whether one of them is wanted. The texts are JSON arrays of names that
// hold letters and '_' only.
std::vector<bool> wanted_topics(const Codes& topics, const std::vector<std::string>& wanted) {
  std::vector<bool> meets(topics.size(), false);
  for (std::size_t code = 0; code < topics.size(); ++code) {
    for (const std::string& topic : wanted) {
      const std::string& text = topics.text(static_cast<std::uint16_t>(code));
      meets[code] = meets[code] || text.find('"' + topic + '"') != std::string::npos;
    }
  }
  return meets;
}

}  // namespace

struct Training::Holding {
  std::uint32_t subject;
  rules::Validity validity;
};

Training::BySubject Training::sorted(std::vector<Holding> holdings) {
  std::sort(holdings.begin(), holdings.end(), [](const Holding& a, const Holding& b) { return a.subject < b.subject; });
  BySubject result;
  for (const Holding& holding : holdings) {
    result.subjects.push_back(holding.subject);
    result.validities.push_back(holding.validity);
  }
  return result;
}

std::span<const rules::Validity> Training::BySubject::of(std::uint32_t subject) const {
  auto [first, last] = std::equal_range(subjects.begin(), subjects.end(), subject);
  return std::span(validities)
      .subspan(static_cast<std::size_t>(first - subjects.begin()), static_cast<std::size_t>(last - first));
}

Training::Training(const Facts& facts, const Question& question) : facts_(facts), question_(question) {
  read_completions();
  read_waivers();
  if (question.requirement.time == rules::RequirementTime::on_nomination) read_nominations();
  if (question.requirement.time == rules::RequirementTime::on_departure) read_departures();
}

void Training::read_completions() {
  const std::vector<bool> topics = wanted_topics(facts_.topics, question_.requirement.topics);
  const auto& courses = question_.requirement.courses;
  std::vector<Holding> completions;
  facts_.completions.visit(question_.known, [&](const CompletionFact& fact) {
    if (topics[fact.topics] || std::find(courses.begin(), courses.end(), fact.course) != courses.end()) {
      completions.push_back({fact.subject, {fact.day_from, fact.day_to}});
    }
  });
  completions_ = sorted(std::move(completions));
}

void Training::read_waivers() {
  std::vector<Holding> waivers;
  facts_.waivers.visit(question_.known, [&](const WaiverFact& fact) {
    if (fact.requirement == question_.requirement.id) {
      waivers.push_back({fact.subject, {fact.day_from, fact.day_to}});
    }
  });
  waivers_ = sorted(std::move(waivers));
}

void Training::read_nominations() {
  const auto in_review = facts_.states.find("NOMINATION_STATE_IN_REVIEW");
  if (!in_review) return;
  std::vector<Holding> nominations;
  for (const auto& [nomination, fact] : first_entries(facts_, *in_review, question_.known)) {
    nominations.push_back({fact.subject, {fact.day_from, rules::open_validity}});
  }
  nominations_ = sorted(std::move(nominations));
}

// Nearly all are in the segment that began their deployment: only of the others the beginning is
// looked for.
void Training::read_departures() {
  auto visit = [&](auto chosen, auto take) {
    facts_.deployments.visit(
        question_.known, chosen,
        [&](const DeploymentColumns::Block& block) {
          for (const std::uint16_t row : block.rows) take(block.fact(row));
        },
        take);
  };
  const Span window = window_of(question_);
  visit([window](Day from, Day to) { return (from < window.to) & (to > window.from); },
        [&](const DeploymentFact& fact) {
          if (!facts_.deployment_profiles[fact.profile].departure) departures_.try_emplace(fact.deployment, open_end);
        });
  if (departures_.empty()) return;
  visit([window](Day from, Day to) { return (from < window.to) & (from < to); },
        [&](const DeploymentFact& fact) {
          if (!facts_.deployment_profiles[fact.profile].departure) return;
          auto place = departures_.find(fact.deployment);
          if (place != departures_.end()) place->second = std::min(place->second, fact.day_from);
        });
}

rules::TrainingStatus Training::status(std::uint32_t subject, Day day, std::optional<Day> departure) const {
  rules::Occasions occasions{.departure = departure, .nomination = std::nullopt};
  for (const rules::Validity& nomination : nominations_.of(subject)) {
    if (nomination.from > day) continue;
    occasions.nomination = std::max(occasions.nomination.value_or(nomination.from), nomination.from);
  }
  const Day judged = rules::judged_day(question_.requirement.time, day, occasions);
  return rules::training_status(completions_.of(subject), waivers_.of(subject), judged,
                                question_.requirement.soon_days);
}

rules::TrainingStatus Training::of_member(std::uint32_t subject, Day day) const {
  return status(subject, day, std::nullopt);
}

rules::TrainingStatus Training::of_deployed(const Presence& segment, Day day) const {
  const Profile& profile = facts_.deployment_profiles[segment.profile];
  if (profile.anonymous) return rules::TrainingStatus::unknown;
  Day departure = segment.start;
  if (auto begun = departures_.find(segment.parent); !profile.departure && begun != departures_.end()) {
    departure = std::min(departure, begun->second);
  }
  return status(segment.subject, day, departure);
}

}  // namespace muster::statistics
