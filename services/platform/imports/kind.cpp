// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/kind.h"

#include <algorithm>

#include "platform/rpc/taken_numbers.h"

namespace muster::imports {
namespace {

std::string last_part(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

// The file's names of the columns that are bound to the field at `path` or are called as it is; its name if there are
// none.
std::vector<std::string> columns_of(const Row& row, const std::string& path) {
  const std::string name = last_part(path);
  std::vector<std::string> names;
  const auto& columns = row.header->layout->columns;
  for (std::size_t place = 0; place < columns.size(); ++place) {
    const BoundField& bound = columns[place].field;
    if (bound.path.empty() ? columns[place].name == name : bound.path == path) names.push_back(row.name_of(place));
  }
  if (names.empty()) names.push_back(name);
  return names;
}

void merge(Ranges& ranges) {
  std::sort(ranges.begin(), ranges.end());
  Ranges merged;
  for (const auto& range : ranges) {
    if (!merged.empty() && merged.back().second + 1 >= range.first) {
      merged.back().second = std::max(merged.back().second, range.second);
    } else {
      merged.push_back(range);
    }
  }
  ranges = std::move(merged);
}

}  // namespace

void Findings::add(const Row& row, v1::RowOutcome outcome, std::string field, std::string description) {
  add_later(row.line, outcome, std::move(field), std::move(description));
  fill_text(row);
}

void Findings::wrong(const Row& row, std::size_t column, std::string description) {
  add(row, v1::ROW_OUTCOME_WRONG, row.name_of(column), std::move(description));
}

void Findings::wrong(const Row& row, std::string_view column, std::string description) {
  wrong(row, row.header->layout->place_of(column), std::move(description));
}

void Findings::doubt(const Row& row, std::string_view column, const rules::Doubt& doubt, const std::string& reason) {
  if (!doubt || !reason.empty()) return;
  wrong(row, column,
        *doubt + "; correct it, or give the import a plausible_reason (--plausible-reason) if it is right");
}

void Findings::wrong(const Row& row, const status::Error& error) {
  if (error.violations().empty()) add(row, v1::ROW_OUTCOME_WRONG, "", error.message());
  for (const auto& violation : error.violations()) {
    const auto columns = columns_of(row, violation.field);
    // One complaint about a cell is enough: the first says what the word was.
    bool known = false;
    for (auto finding = all_.rbegin(); finding != all_.rend() && finding->line == row.line; ++finding) {
      known = known || std::find(columns.begin(), columns.end(), finding->field) != columns.end();
    }
    if (!known) add(row, v1::ROW_OUTCOME_WRONG, columns.front(), violation.description);
  }
}

void Findings::taken(const Row& row, std::string_view column) {
  keep_no_text(row);
  wrong(row, column, rpc::number_not_available_in_a_file);
  ++taken_;
}

void Findings::add_later(int line, v1::RowOutcome outcome, std::string field, std::string description) {
  const auto [entry, first] = outcomes_.emplace(line, outcome);
  if (first) ++counts_[outcome];
  if (entry->second == outcome) keep(line, outcome, std::move(field), std::move(description));
}

void Findings::doubtful(const Row& row, std::string_view column, std::string description) {
  if (std::exchange(last_doubtful_, row.line) != row.line) ++counts_[v1::ROW_OUTCOME_DOUBTFUL];
  keep(row.line, v1::ROW_OUTCOME_DOUBTFUL, row.name_of(row.header->layout->place_of(column)), std::move(description));
  fill_text(row);
}

void Findings::keep(int line, v1::RowOutcome outcome, std::string field, std::string description) {
  if (kept_[outcome] == finding_limit) return;
  ++kept_[outcome];
  without_text_.emplace(line, all_.size());
  all_.push_back({line, outcome, std::move(field), std::move(description), ""});
}

void Findings::append(Findings following) {
  for (Finding& finding : following.all_) {
    const std::size_t place = all_.size();
    add_later(finding.line, finding.outcome, std::move(finding.field), std::move(finding.description));
    if (all_.size() == place || text_bytes_ + finding.text.size() > finding_text_bytes) continue;
    text_bytes_ += finding.text.size();
    all_.back().text = std::move(finding.text);
    std::erase_if(without_text_, [&](const auto& one) { return one.second == place; });
  }
}

void Findings::unchanged(const Row& row) {
  if (outcomes_.emplace(row.line, v1::ROW_OUTCOME_UNSPECIFIED).second) ++counts_[v1::ROW_OUTCOME_UNSPECIFIED];
}

void Findings::fill_text(const Row& row) {
  const auto [first, last] = without_text_.equal_range(row.line);
  if (first == last) return;
  const std::string text = textless_.contains(row.line) ? std::string() : row.text();
  for (auto place = first; place != last; ++place) {
    if (text_bytes_ + text.size() > finding_text_bytes) break;
    text_bytes_ += text.size();
    all_[place->second].text = text;
  }
  without_text_.erase(first, last);
}

int Findings::count(v1::RowOutcome outcome) const {
  const auto found = counts_.find(outcome);
  return found == counts_.end() ? 0 : found->second;
}

void Effects::created(std::string_view table, const std::vector<long long>& ids) {
  Ranges& ranges = all_[std::string(table)];
  for (long long id : ids) ranges.emplace_back(id, id);
  merge(ranges);
}

void Effects::created(std::string_view table, long long first, long long last) {
  Ranges& ranges = all_[std::string(table)];
  ranges.emplace_back(first, last);
  merge(ranges);
}

const Ranges& Effects::of(std::string_view table) const {
  static const Ranges none;
  const auto found = all_.find(table);
  return found == all_.end() ? none : found->second;
}

void for_each_range(const Effects& effects, std::string_view table,
                    const std::function<void(long long first, long long last)>& run) {
  for (const auto& [first, last] : effects.of(table)) run(first, last);
}

}  // namespace muster::imports
