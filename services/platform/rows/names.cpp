// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/names.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <tuple>

#include "platform/db/bulk.h"
#include "platform/db/kept.h"
#include "platform/proto/references.h"
#include "platform/rows/name_keys.h"
#include "platform/text/search_words.h"

namespace muster::rows {
namespace {

constexpr std::size_t rows_at_once = 200;
// More is not kept beside each word, and then looked up in the row: an index takes some 2,700 bytes.
constexpr std::size_t words_beside_at_most = 400;

// A code is a word as a whole, "n12" of "N-12"; of what is in it people call it by what begins with a part and has a
// digit, "12".
std::vector<std::string> words_of_code(std::string_view code) {
  std::vector<std::string> words = text::typed_words(code);
  for (std::string& word : text::kept_words(code)) {
    const bool has_digit = std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (has_digit && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  }
  return words;
}

void append(std::string& all, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (all.find(' ' + word + ' ') == std::string::npos) all += (all.empty() ? " " : "") + word + ' ';
  }
}

std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> all;
  std::istringstream in(words);
  for (std::string word; in >> word;) all.push_back(std::move(word));
  return all;
}

// The rows of the table of words.
std::vector<db::Row> word_rows(const Named& row) {
  std::vector<db::Row> rows;
  const std::string place = place_of(row.keys.family, row.keys.given);
  const std::string beside = words_beside(row.keys.words);
  for (std::string& word : split(row.keys.words)) rows.push_back({std::move(word), place, row.id, beside});
  return rows;
}

const std::string& text_in(const db::Row& row, std::size_t at) { return std::get<std::string>(row[at]); }

// Deletes the rows with these values in these columns of their key.
void delete_by_key(db::Session& session, const std::string& table, const std::vector<std::string>& columns,
                   std::vector<db::Row> keys) {
  std::string one;
  for (const std::string& column : columns) one += (one.empty() ? "(" : " AND ") + column + " = ?";
  one += ')';
  for (std::size_t first = 0; first < keys.size(); first += rows_at_once) {
    db::Query query("DELETE FROM " + table + " WHERE ");
    for (std::size_t at = first; at < std::min(keys.size(), first + rows_at_once); ++at) {
      query += {(at == first ? "" : " OR ") + one, std::move(keys[at])};
    }
    db::execute(session, query);
  }
}

void write_keys(db::Session& session, std::string_view table, const std::vector<Named>& rows) {
  const std::string name(table);
  for (std::size_t first = 0; first < rows.size(); first += rows_at_once) {
    db::Query query("UPDATE " + name +
                    " SET family_name_order = made.column2, given_name_order = made.column3, words = made.column4 "
                    "FROM (VALUES ");
    for (std::size_t at = first; at < std::min(rows.size(), first + rows_at_once); ++at) {
      const auto& [id, keys] = rows[at];
      query +=
          {at == first ? "(CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT))" : ", (?, ?, ?, ?)",
           {id, keys.family, keys.given, keys.words}};
    }
    query += {") AS made WHERE " + name + ".id = made.column1"};
    db::execute(session, query);
  }
}

}  // namespace

namespace {

text::NameRules read_name_rules(db::Session& session) {
  text::NameRules rules;
  std::string country, locale;
  for (const auto& [key, value] : db::select<std::string, std::string>(
           session, "SELECT key, value FROM setting WHERE key IN ('home_country', 'locale', 'sort_by_particles')")) {
    if (key == "home_country") country = value;
    if (key == "locale") locale = value;
    if (key == "sort_by_particles") rules.particles = value != "false";
  }
  if (locale.empty()) locale = text::locale_of_country(country);
  if (!locale.empty()) rules.locale = locale;
  return rules;
}

}  // namespace

text::NameRules name_rules(db::Session& session) {
  return db::kept<text::NameRules>(session, "name_rules", [&] { return read_name_rules(session); });
}

text::NameRules rules_for_names(db::Session& session, const google::protobuf::Descriptor& type) {
  return plan_of(type).has_names() ? name_rules(session) : text::NameRules();
}

std::string basis_of(const text::NameRules& rules) {
  return rules.locale + (rules.particles ? " particles " : " ") + std::to_string(text::name_order_version) + "." +
         std::to_string(text::search_words_version);
}

NameKeys name_keys(const Plan& plan, const TextOf& text_of, const text::NameRules& rules,
                   std::string_view other_words) {
  NameKeys keys;
  const std::string family = text_of(*plan.family_name), given = text_of(*plan.given_name);
  keys.family = text::name_order(family.empty() ? given : family, rules);
  keys.given = text::name_order(given.empty() ? family : given, rules);
  for (const auto* field : plan.searched) {
    const std::string text = text_of(*field);
    append(keys.words, plan.key_of(*field) != nullptr ? words_of_code(text) : text::kept_words(text));
  }
  append(keys.words, split(std::string(other_words)));
  return keys;
}

NameKeys name_keys(const Plan& plan, const google::protobuf::Message& message, const text::NameRules& rules) {
  const auto* reflection = message.GetReflection();
  return name_keys(
      plan, [&](const google::protobuf::FieldDescriptor& field) { return reflection->GetString(message, &field); },
      rules);
}

db::Value value_of(const NameKeys& keys, const Column& column) {
  if (column.kind == Kind::words) return keys.words;
  return column.name == "family_name_order" ? keys.family : keys.given;
}

// A space is before everything that a key is written in.
std::string place_of(const std::string& family_order, const std::string& given_order) {
  return family_order + ' ' + given_order;
}

std::vector<std::string> word_columns(const std::string& table) { return {"word", "name_order", table, "words"}; }

std::string words_beside(std::string words) {
  if (words.size() > words_beside_at_most) words.clear();
  return words;
}

void delete_words(db::Session& session, std::string_view table, const std::vector<Named>& rows) {
  const std::string name(table);
  std::vector<db::Row> words;
  for (const Named& row : rows) {
    for (db::Row& word : word_rows(row)) {
      words.push_back({std::move(word[0]), std::move(word[1]), std::move(word[2])});
    }
  }
  delete_by_key(session, name + "_word", {"word", "name_order", name}, std::move(words));
}

void insert_words(db::Session& session, std::string_view table, const std::vector<Named>& rows) {
  std::vector<db::Row> words;
  for (const Named& row : rows) {
    for (db::Row& word : word_rows(row)) words.push_back(std::move(word));
  }
  std::sort(words.begin(), words.end());  // what lies side by side in the index is written at once
  db::insert_rows_without_id(session, std::string(table) + "_word", word_columns(std::string(table)), std::move(words));
}

void index_names(db::Session& session, std::string_view table, const google::protobuf::Descriptor& type,
                 const db::Query& condition) {
  const Plan& plan = plan_of(type);
  const text::NameRules rules = name_rules(session);
  db::Query query("SELECT id, family_name_order, given_name_order, words, other_words");
  std::vector<const google::protobuf::FieldDescriptor*> fields{plan.family_name, plan.given_name};
  fields.insert(fields.end(), plan.searched.begin(), plan.searched.end());
  for (const auto* field : fields) query.text += ", " + field->name();
  query.text += " FROM " + std::string(table) + " WHERE ";
  query += condition;
  query.text += db::row_lock(session);
  std::vector<db::Type> types(5 + fields.size(), db::Type::text);
  types[0] = db::Type::integer;
  std::vector<Named> before, after;
  for (const db::Row& row : db::detail::select_rows(session, query, types)) {
    const auto id = std::get<long long>(row[0]);
    const auto text_of = [&](const google::protobuf::FieldDescriptor& field) {
      const auto at = std::find(fields.begin(), fields.end(), &field) - fields.begin();
      return text_in(row, 5 + static_cast<std::size_t>(at));
    };
    NameKeys made = name_keys(plan, text_of, rules, text_in(row, 4));
    const NameKeys there{text_in(row, 1), text_in(row, 2), text_in(row, 3)};
    if (std::tie(made.family, made.given, made.words) == std::tie(there.family, there.given, there.words)) continue;
    before.push_back({id, there});
    after.push_back({id, std::move(made)});
  }
  delete_words(session, table, before);
  write_keys(session, table, after);
  insert_words(session, table, after);
}

void set_other_words(db::Session& session, std::string_view table, const google::protobuf::Descriptor& type,
                     long long id, const std::vector<std::string>& texts) {
  std::string words;
  for (const std::string& text : texts) append(words, words_of_code(text));
  db::execute(session, {"UPDATE " + std::string(table) + " SET other_words = ? WHERE id = ?", {words, id}});
  index_names(session, table, type, {"id = ?", {id}});
}

void forget_words(db::Session& session, const google::protobuf::Descriptor& type, long long first, long long last) {
  if (plan_of(type).searched.empty()) return;
  const std::string table = proto::table_of(type);
  std::vector<Named> rows;
  for (auto& [id, family, given, words] : db::select<long long, std::string, std::string, std::string>(
           session,
           {"SELECT id, family_name_order, given_name_order, words FROM " + table + " WHERE id BETWEEN ? AND ?",
            {first, last}})) {
    rows.push_back({id, {std::move(family), std::move(given), std::move(words)}});
  }
  delete_words(session, table, rows);
}

}  // namespace muster::rows
