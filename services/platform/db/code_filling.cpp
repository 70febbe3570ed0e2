// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/code_filling.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <tuple>
#include <utility>

#include "platform/db/query.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::db {
namespace {

constexpr std::size_t rows_at_once = 500;

CodeFilling filling_of(const std::string& line) {
  static const std::regex form(R"(FILL_(KEY|LIKENESS) (\w+) \((\w+)\)(?: WITHIN \((\w+)\)|( NOT UNIQUE))?;)");
  std::smatch found;
  if (!std::regex_match(line, found, form)) {
    throw status::Error(status::Code::internal, "a migration says: " + line);
  }
  CodeFilling filling;
  filling.what = found[1] == "KEY" ? CodeFilling::What::key : CodeFilling::What::likeness;
  filling.table = found[2];
  filling.column = found[3];
  filling.within = found[4];
  filling.unique = filling.what == CodeFilling::What::key && !found[5].matched;
  return filling;
}

// Of many rows at once: a statement for each takes a minute for a million people on PostgreSQL.
void write(Session& session, const std::string& table, const std::string& column,
           const std::vector<std::pair<long long, std::string>>& values) {
  for (std::size_t first = 0; first < values.size(); first += rows_at_once) {
    Query query("UPDATE " + table + " SET " + column + " = made.column2 FROM (VALUES ");
    const std::size_t end = std::min(values.size(), first + rows_at_once);
    for (std::size_t at = first; at < end; ++at) {
      query +=
          {at == first ? "(CAST(? AS BIGINT), CAST(? AS TEXT))" : ", (?, ?)", {values[at].first, values[at].second}};
    }
    query += {") AS made WHERE " + table + ".id = made.column1"};
    execute(session, query);
  }
}

bool is_there(Session& session, const CodeFilling& filling) {
  return select_one<std::string>(session, {session.backend() == Backend::sqlite
                                               ? "SELECT name FROM pragma_table_info(?) WHERE name = ?"
                                               : "SELECT CAST(column_name AS TEXT) FROM information_schema.columns "
                                                 "WHERE table_schema = current_schema() AND table_name = ? "
                                                 "AND column_name = ?",
                                           {filling.table, filling.column}})
      .has_value();
}

}  // namespace

std::vector<CodeFilling> parts_of(std::string_view sql) {
  std::vector<CodeFilling> parts(1);
  while (!sql.empty()) {
    const std::size_t end = std::min(sql.find('\n'), sql.size() - 1) + 1;
    const std::string_view line = sql.substr(0, end);
    sql.remove_prefix(end);
    if (!line.starts_with("FILL_")) {
      parts.back().script += line;
      continue;
    }
    parts.push_back(filling_of(std::string(line.substr(0, line.find('\n')))));
    parts.emplace_back();
  }
  return parts;
}

void fill(Session& session, const CodeFilling& filling) {
  const bool key = filling.what == CodeFilling::What::key;
  const std::string made = filling.column + (key ? "_key" : "_likeness");
  // Of ASCII, which most codes are, the database makes the key itself.
  const std::string folded = session.backend() == Backend::sqlite ? "lower(trim(" + filling.column + "))"
                                                                  : "lower(trim(" + filling.column + ") COLLATE \"C\")";
  if (key) execute(session, {"UPDATE " + filling.table + " SET " + made + " = " + folded});
  std::vector<std::pair<long long, std::string>> values;
  for (auto& [id, code, there] : select<long long, std::string, std::optional<std::string>>(
           session, {"SELECT id, " + filling.column + ", " + made + " FROM " + filling.table + " ORDER BY id"})) {
    std::string value = key ? text::code_key(code) : text::code_likeness(code);
    const bool right = key ? there == value : value == text::code_key(code);
    if (!right) values.emplace_back(id, std::move(value));
  }
  write(session, filling.table, made, values);
}

std::vector<std::string> same_codes(Session& session, const CodeFilling& filling) {
  if (!filling.unique || !is_there(session, filling)) return {};
  std::vector<std::tuple<std::string, long long, long long>> keys;  // key, within, id
  const std::string within = filling.within.empty() ? "0" : filling.within;
  for (auto& [id, of, code] : select<long long, long long, std::string>(
           session, {"SELECT id, CAST(" + within + " AS BIGINT), " + filling.column + " FROM " + filling.table})) {
    keys.emplace_back(text::code_key(code), of, id);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<std::string> all;
  for (std::size_t at = 1, first = 0; at < keys.size(); ++at) {
    const bool same =
        std::get<0>(keys[at]) == std::get<0>(keys[at - 1]) && std::get<1>(keys[at]) == std::get<1>(keys[at - 1]);
    if (!same) {
      first = at;
      continue;
    }
    const auto name = [&](std::size_t place) { return filling.table + "/" + std::to_string(std::get<2>(keys[place])); };
    if (at - first == 1) all.push_back(name(first));
    all.back() += " and " + name(at);
  }
  return all;
}

}  // namespace muster::db
