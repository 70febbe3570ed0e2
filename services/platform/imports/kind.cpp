// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/kind.h"

#include <algorithm>

namespace muster::imports {
namespace {

constexpr int named_dependents = 3;

std::string last_part(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos ? path : path.substr(dot + 1);
}

// The file's name of the layout's column `name`; `name` itself if there is none.
std::string column_name(const Row& row, const std::string& name) {
  const auto& columns = row.header->layout->columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return row.name_of(i);
  }
  return name;
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

void Findings::wrong(const Row& row, const status::Error& error) {
  if (error.violations().empty()) add(row, v1::ROW_OUTCOME_WRONG, "", error.message());
  for (const auto& violation : error.violations()) {
    const std::string column = column_name(row, last_part(violation.field));
    // One complaint about a cell is enough: the first says what the word was.
    bool known = false;
    for (auto finding = all_.rbegin(); finding != all_.rend() && finding->line == row.line; ++finding) {
      known = known || finding->field == column;
    }
    if (!known) add(row, v1::ROW_OUTCOME_WRONG, column, violation.description);
  }
}

void Findings::add_later(int line, v1::RowOutcome outcome, std::string field, std::string description) {
  const auto [entry, first] = outcomes_.emplace(line, outcome);
  if (first) ++counts_[outcome];
  if (entry->second != outcome || kept_[outcome] == finding_limit) return;
  ++kept_[outcome];
  without_text_.emplace(line, all_.size());
  all_.push_back({line, outcome, std::move(field), std::move(description), ""});
}

void Findings::unchanged(const Row& row) {
  if (outcomes_.emplace(row.line, v1::ROW_OUTCOME_UNSPECIFIED).second) ++counts_[v1::ROW_OUTCOME_UNSPECIFIED];
}

void Findings::fill_text(const Row& row) {
  const auto [first, last] = without_text_.equal_range(row.line);
  if (first == last) return;
  const std::string text = row.text();
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

void delete_created(rpc::Context& context, const Effects& effects, std::string_view table) {
  for_each_range(effects, table, [&](long long first, long long last) {
    db::execute(context.sql, {"DELETE FROM " + std::string(table) + " WHERE id BETWEEN ? AND ?", {first, last}});
    context.audit_lines.push_back("deleted " + std::string(table) + "/" + std::to_string(first) + "-" +
                                  std::to_string(last));
  });
}

std::vector<std::string> dependents_of(rpc::Context& context, const Effects& effects, std::string_view table,
                                       std::string_view collection, std::span<const Dependent> dependents) {
  std::vector<std::string> sentences;
  for (const auto& dependent : dependents) {
    int named = 0;
    for_each_range(effects, table, [&](long long first, long long last) {
      if (named >= named_dependents) return;
      db::Query query{"SELECT id, " + dependent.column + " FROM " + dependent.table + " WHERE " + dependent.column +
                          " BETWEEN ? AND ?",
                      {first, last}};
      for_each_range(effects, dependent.table, [&](long long own_first, long long own_last) {
        query += {" AND id NOT BETWEEN ? AND ?", {own_first, own_last}};
      });
      query += {" ORDER BY id LIMIT ?", {static_cast<long long>(named_dependents - named)}};
      for (const auto& [id, referred] : db::select<long long, long long>(context.sql, query)) {
        ++named;
        sentences.push_back(dependent.collection + "/" + std::to_string(id) + " refers to " + std::string(collection) +
                            "/" + std::to_string(referred));
      }
    });
  }
  return sentences;
}

std::vector<std::string> changed_since(rpc::Context& context, const Effects& effects, std::string_view table,
                                       std::string_view collection) {
  std::vector<std::string> sentences;
  for_each_range(effects, table, [&](long long first, long long last) {
    const auto rows = db::select<long long>(
        context.sql,
        {"SELECT id FROM " + std::string(table) + " WHERE id BETWEEN ? AND ? AND row_version > 1 ORDER BY id LIMIT 3",
         {first, last}});
    for (const auto& [id] : rows) {
      sentences.push_back(std::string(collection) + "/" + std::to_string(id) + " was changed since");
    }
  });
  return sentences;
}

}  // namespace muster::imports
