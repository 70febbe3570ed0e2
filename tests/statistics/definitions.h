// SPDX-License-Identifier: EUPL-1.2
// Single segments, and what the engine counts of them.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "statistics/engine.h"
#include "world.h"

namespace muster::statistics::testing {

inline Day day(const std::string& date) { return *rules::parse_date(date); }

inline Texts texts_of(const std::string& mission, const std::string& tier, const std::string& gender) {
  Texts texts{mission, "NOR", "PERSONNEL_TYPE_TROOPS", "ORGANISATION_UN", "CATEGORY_MILITARY", "", tier, "", gender};
  texts.resize(dimension_count);
  return texts;
}

class DefinitionsTest : public ::testing::Test {
 protected:
  // A segment with inclusive dates; last "": open. Records count up.
  Row& segment(long long subject, const std::string& first, const std::string& last, const std::string& mission = "1",
               const std::string& tier = "0", const std::string& gender = "GENDER_WOMAN") {
    Row row;
    row.id = static_cast<long long>(world_.rows.size()) + 1;
    row.sequence = ++world_.last_sequence;
    row.record = row.id;
    row.parent = row.id;
    row.subject = subject;
    row.day_from = day(first);
    if (!last.empty()) row.day_to = day(last) + 1;
    row.departure = true;
    row.texts = texts_of(mission, tier, gender);
    return world_.rows.emplace_back(row);
  }

  // A completion with WPS as its topic, with inclusive dates.
  void hold(long long subject, const std::string& first, const std::string& last) {
    Row row;
    row.kind = Kind::completion;
    row.id = row.record = static_cast<long long>(world_.rows.size()) + 1;
    row.sequence = ++world_.last_sequence;
    row.subject = subject;
    row.day_from = day(first);
    row.day_to = day(last) + 1;
    row.topics = "[\"TOPIC_WPS\"]";
    world_.rows.push_back(row);
  }

  static Requirement wps_of_deployed() {
    Requirement requirement;
    requirement.id = 1;
    requirement.of_deployed = true;
    requirement.topics = {"TOPIC_WPS"};
    requirement.soon_days = 10;
    requirement.in_force = {day("2020-01-01"), open_end};
    return requirement;
  }

  Counts ask(const Question& question) const {
    Facts facts;
    world_.fill(facts);
    return count(facts, question);
  }

  long long total(const Question& question, std::size_t span = 0) const {
    const Counts counts = ask(question);
    long long sum = 0;
    for (const Tally& tally : counts.spans[span]) sum += tally.total();
    return sum;
  }

  static Question on(const std::string& date) {
    Question question;
    question.spans = {{day(date), day(date) + 1}};
    return question;
  }
  static Question within(Population population, Measure measure, const std::string& from, const std::string& to) {
    Question question;
    question.population = population;
    question.measure = measure;
    question.spans = {{day(from), day(to) + 1}};
    return question;
  }

  World world_;
};

}  // namespace muster::statistics::testing
