// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/people_shown.h"

#include <charconv>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/imports/lookup.h"
#include "platform/rpc/scope.h"
#include "platform/text/code_key.h"

namespace muster::imports {
namespace {

constexpr std::size_t longest_number = 100;  // bytes; no number or identifier is longer

constexpr std::string_view collection = "persons/";

// The cells of a line of CSV as Row::text() writes it, without their quotes.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

// "persons/7" in a text.
std::vector<long long> people_in(std::string_view text) {
  std::vector<long long> people;
  for (auto at = text.find(collection); at != std::string_view::npos; at = text.find(collection, at)) {
    at += collection.size();
    long long id = 0;
    if (std::from_chars(text.data() + at, text.data() + text.size(), id).ec == std::errc()) people.push_back(id);
  }
  return people;
}

}  // namespace

void add_people_shown(rpc::Context& context, v1::ListImportRowsResponse& page) {
  std::map<std::string, std::set<int>> rows_with;  // by the key of a cell
  std::map<long long, std::set<int>> rows_naming;  // by the person
  std::set<std::string> keys;
  for (int i = 0; i < page.import_rows_size(); ++i) {
    for (const std::string& cell : cells_of(page.import_rows(i).text())) {
      if (cell.empty() || cell.size() > longest_number) continue;
      std::string key = text::code_key(cell);
      keys.insert(key);
      rows_with[std::move(key)].insert(i);
    }
    for (const long long person : people_in(page.import_rows(i).description())) rows_naming[person].insert(i);
  }
  const auto shown_by = [&](const std::string& key, long long person) {
    rows_naming[person].insert(rows_with.at(key).begin(), rows_with.at(key).end());
  };
  select_in<std::string, long long>(context.sql, "SELECT number_key, id FROM person WHERE number_key", keys, "",
                                    shown_by);
  select_in<std::string, long long>(context.sql, "SELECT value_key, person FROM identifier WHERE value_key", keys, "",
                                    shown_by);
  std::vector<long long> named;
  for (const auto& [person, rows] : rows_naming) named.push_back(person);
  db::Query visible("SELECT id FROM person WHERE ");
  visible += db::one_of("id", named);
  visible += " AND ";
  visible += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  visible += " ORDER BY id";
  for (const auto& [person] : db::select<long long>(context.sql, visible)) {
    for (const int row : rows_naming.at(person)) {
      page.mutable_import_rows(row)->add_persons(std::string(collection) + std::to_string(person));
    }
  }
}

}  // namespace muster::imports
