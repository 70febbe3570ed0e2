// SPDX-License-Identifier: EUPL-1.2
#include "statistics/training.h"

#include <algorithm>

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
  std::sort(holdings.begin(), holdings.end(),
            [](const Holding& a, const Holding& b) { return a.subject < b.subject; });
  BySubject result;
  for (const Holding& holding : holdings) {
    result.subjects.push_back(holding.subject);
    result.validities.push_back(holding.validity);
  }
  return result;
}

std::span<const rules::Validity> Training::BySubject::of(std::uint32_t subject) const {
  auto [first, last] = std::equal_range(subjects.begin(), subjects.end(), subject);
  return std::span(validities).subspan(static_cast<std::size_t>(first - subjects.begin()),
                                       static_cast<std::size_t>(last - first));
}

Training::Training(const Facts& facts, const Requirement& requirement, std::uint32_t known)
    : soon_days_(requirement.soon_days) {
  const std::vector<bool> topics = wanted_topics(facts.topics, requirement.topics);
  const auto& courses = requirement.courses;
  std::vector<Holding> completions;
  facts.completions.visit(known, [&](const CompletionFact& fact) {
    if (topics[fact.topics] || std::find(courses.begin(), courses.end(), fact.course) != courses.end()) {
      completions.push_back({fact.subject, {fact.day_from, fact.day_to}});
    }
  });
  std::vector<Holding> waivers;
  facts.waivers.visit(known, [&](const WaiverFact& fact) {
    if (fact.requirement == requirement.id) waivers.push_back({fact.subject, {fact.day_from, fact.day_to}});
  });
  completions_ = sorted(std::move(completions));
  waivers_ = sorted(std::move(waivers));
}

rules::TrainingStatus Training::status(std::uint32_t subject, Day day) const {
  return rules::training_status(completions_.of(subject), waivers_.of(subject), day, soon_days_);
}

}  // namespace muster::statistics
