// SPDX-License-Identifier: EUPL-1.2
#include "statistics/grouping.h"

#include <algorithm>

#include "platform/db/query.h"
#include "rules/civil_date.h"
#include "statistics/engine.h"
#include "statistics/stretches.h"

namespace muster::statistics {
namespace {

constexpr std::int64_t day_micros = 86'400'000'000;

std::set<std::string> texts_of(const Ids& ids) {
  std::set<std::string> texts;
  for (const std::int64_t id : ids) texts.insert(std::to_string(id));
  return texts;
}

Question of_day(const Names& names, const Facts& facts, Day day, std::uint32_t known, int dimension) {
  Question question;
  question.spans = {{day, day + 1}};
  question.group_by = {dimension};
  question.known = known;
  question.trees = names.trees();
  question.missions = names.missions(facts.dimensions[dimension::mission]);
  follow_tree_of(question, day);
  return question;
}

People people_of(const Facts& facts, const Question& question) {
  People people;
  const Counts counts = count(facts, question);
  for (std::size_t g = 0; g < counts.groups.size(); ++g) {
    const std::string& text = counts.groups[g].front();
    const std::int64_t total = counts.spans.front()[g].total();
    if (!text.empty() && total > 0) people[std::stoll(text)] += total;
  }
  return people;
}

// The same of those of each category and country.
void add_alike(const Facts& facts, Question question, PeopleByValue& alike) {
  for (const int d : {dimension::category, dimension::country}) {
    question.group_by.resize(1);
    question.group_by.push_back(d);
    const Counts counts = count(facts, question);
    for (std::size_t g = 0; g < counts.groups.size(); ++g) {
      const std::string &target = counts.groups[g][0], &value = counts.groups[g][1];
      const std::int64_t total = counts.spans.front()[g].total();
      if (!target.empty() && total > 0) alike[{d, value}][std::stoll(target)] += total;
    }
  }
}

// Everybody on the roster, whatever they must be trained in.
Question of_members(Question question) {
  question.population = Population::must_train;
  question.requirement.in_force = {first_day, open_end};
  return question;
}

std::map<std::int64_t, MissionClass> classes_of(const Question& question, const Facts& facts, Day day) {
  std::map<std::int64_t, MissionClass> classes;
  for (std::size_t code = 0; code < question.missions.size(); ++code) {
    const std::string& text = facts.dimensions[dimension::mission].text(static_cast<std::uint16_t>(code));
    for (const MissionDays& days : question.missions[code]) {
      if (!text.empty() && days.from <= day && day < days.to) {
        classes[std::stoll(text)] = {days.organisation, days.kind};
      }
    }
  }
  return classes;
}

}  // namespace

const std::set<std::string>& Others::of(int dimension) const {
  static const std::set<std::string> none;
  if (dimension == dimension::mission) return missions;
  return dimension == dimension::unit ? units : none;
}

const std::set<std::string>& Others::nameless(int dimension) const {
  static const std::set<std::string> none;
  if (dimension == dimension::mission) return nameless_missions;
  return dimension == dimension::unit ? nameless_units : none;
}

void Others::add(const Others& more) {
  missions.insert(more.missions.begin(), more.missions.end());
  units.insert(more.units.begin(), more.units.end());
  nameless_missions.insert(more.nameless_missions.begin(), more.nameless_missions.end());
  nameless_units.insert(more.nameless_units.begin(), more.nameless_units.end());
  of_any_organisation.insert(more.of_any_organisation.begin(), more.of_any_organisation.end());
  untold_kinds.insert(more.untold_kinds.begin(), more.untold_kinds.end());
  untold_dimensions.insert(more.untold_dimensions.begin(), more.untold_dimensions.end());
}

std::vector<Grouping::Change> Grouping::read(db::Session& sql, const char* table) {
  std::vector<Change> changes;
  const std::string name(table);
  for (const auto& [target, disclosure, first, sequence, time] :
       db::select<long long, std::string, std::string, long long, long long>(
           sql, "SELECT " + name + ", disclosure, valid_from, sequence, create_time FROM " + name +
                    "_disclosure ORDER BY sequence, id")) {
    changes.push_back({target, disclosure == "DISCLOSURE_GROUPED", *rules::parse_date(first),
                       static_cast<std::uint32_t>(sequence), time});
  }
  return changes;
}

// After each change the months that it reaches, up to the one in which the next was recorded: nobody has been told
// later ones by it.
void Grouping::settle(const Ledger& ledger, KeptNames& kept, bool of_units, Day until) {
  Kind& kind = of_units ? units_ : missions_;
  kind.months.clear();
  const Facts& facts = ledger.facts();
  for (std::size_t i = 0; i < kind.changes.size(); ++i) {
    const Change& last = kind.changes[i];
    const bool is_last = i + 1 == kind.changes.size();
    const Day end = is_last ? until : std::max(last.first, static_cast<Day>(kind.changes[i + 1].time / day_micros));
    for (Day month = rules::month_start(last.first); month <= end; month = rules::add_months(month, 1)) {
      // By target what holds at the month's beginning, and whether any day of the month is another.
      std::map<std::int64_t, std::pair<Day, bool>> before;
      Ids grouped;
      for (std::size_t k = 0; k <= i; ++k) {
        const Change& change = kind.changes[k];
        if (change.first > rules::month_end(month)) continue;
        if (change.first > month) {
          if (change.grouped) grouped.insert(change.target);
          continue;
        }
        const auto [place, is_new] = before.try_emplace(change.target, change.first, change.grouped);
        if (!is_new && change.first >= place->second.first) place->second = {change.first, change.grouped};
      }
      for (const auto& [target, state] : before) {
        if (state.second) grouped.insert(target);
      }
      Month& settled = kind.months[month];
      settled.grouped = grouped;
      if (grouped.empty()) {
        settled = {};
        continue;
      }
      if (const auto former = kind.months.find(rules::add_months(month, -1)); former != kind.months.end()) {
        settled.joined.insert(former->second.joined.begin(), former->second.joined.end());
        settled.told.of_any_organisation.insert(former->second.told.of_any_organisation.begin(),
                                                former->second.told.of_any_organisation.end());
      }
      const std::uint32_t known = std::max(last.sequence, ledger.sequence_at(std::int64_t{month} * day_micros));
      const auto names = kept.of(facts.directory, known);
      const Question deployed = of_day(*names, facts, month, known, of_units ? dimension::unit : dimension::mission);
      PeopleByValue alike;
      add_alike(facts, deployed, alike);
      if (of_units) {
        const Question members = of_members(deployed);
        add_alike(facts, members, alike);
        settled.untold_dimensions = join_units(deployed.units, {people_of(facts, members), people_of(facts, deployed)},
                                               alike, grouped, settled.joined);
      } else {
        settled.untold_dimensions = join_missions(classes_of(deployed, facts, month), people_of(facts, deployed), alike,
                                                  grouped, settled.joined, settled.told);
      }
    }
  }
}

Others Grouping::of(db::Session& sql, const Ledger& ledger, KeptNames& names, const Sight& sight,
                    const rpc::Scope& figures, const Span& window) {
  Others others;
  if (sight.persons.everything) return others;
  std::lock_guard lock(mutex_);
  auto units = read(sql, "unit"), missions = read(sql, "mission");
  if (units.empty() && missions.empty()) return others;
  const Day until = rules::month_end(window.to - 1);
  if (units.size() != units_.changes.size() || missions.size() != missions_.changes.size() || until > until_) {
    units_.changes = std::move(units);
    missions_.changes = std::move(missions);
    until_ = std::max(until, until_);
    settle(ledger, names, true, until_);
    settle(ledger, names, false, until_);
  }
  const auto each = [&](const Kind& kind, auto take) {
    for (const auto& [first, month] : kind.months) {
      if (first < window.to && rules::month_end(first) >= window.from && !month.grouped.empty()) take(month);
    }
  };
  each(missions_, [&](const Month& month) {
    Ids all = month.grouped;
    all.insert(month.joined.begin(), month.joined.end());
    others.add({.missions = texts_of(all),
                .nameless_missions = texts_of(month.grouped),
                .of_any_organisation = texts_of(month.told.of_any_organisation),
                .untold_kinds = month.told.kinds,
                .untold_dimensions = month.untold_dimensions});
  });
  Question tree;
  tree.trees = names.of(ledger.facts().directory, known_now)->trees();
  follow_tree_of(tree, window.to - 1);
  each(units_, [&](const Month& month) {
    Ids tops = month.grouped;
    tops.insert(month.joined.begin(), month.joined.end());
    Ids seen = Ids(sight.persons.units.begin(), sight.persons.units.end());
    const Ids hidden = with_below(tree.units, tops);
    for (const long long unit : figures.units) {
      if (hidden.contains(unit)) seen.insert(unit);
    }
    const Ids named = with_below(tree.units, seen);
    const auto without_named = [&](Ids ids) {
      std::erase_if(ids, [&](std::int64_t id) { return named.contains(id); });
      return texts_of(ids);
    };
    const auto nameless = without_named(with_below(tree.units, month.grouped));
    others.add({.units = without_named(hidden),
                .nameless_units = nameless,
                .untold_dimensions = nameless.empty() ? std::set<int>() : month.untold_dimensions});
  });
  return others;
}

}  // namespace muster::statistics
