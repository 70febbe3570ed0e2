// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/name_search.h"

#include <algorithm>
#include <utility>

#include "platform/rows/name_keys.h"

namespace muster::rows {
namespace {

// Of words that more rows begin with it is quicker to look through the first rows of the list.
constexpr long long rare_at_most = 30'000;
constexpr long long near_rows[] = {3'000, 20'000};

// One part of what is found.
struct Search {
  std::string table;
  std::string find;  // the backend's function that finds a text in another
  std::vector<std::string> words;
  std::string lead;  // the one of them by which the table of words is read
  bool whole;        // all are whole words; else all begin words, and not all are whole

  std::string of_words(const std::string& column) const { return table + "_word." + column; }
};

// On a column that holds all words of a row between spaces: whether it has each, with `end` behind it. `left_out`: one
// that is known to be there.
db::Query contains(const Search& search, const std::string& column, const char* end, const std::string& left_out = {}) {
  db::Query query("1 = 1");
  for (const std::string& word : search.words) {
    if (word == left_out) continue;
    query += {" AND " + search.find + "(" + column + ", ?) > 0", {' ' + word + end}};
  }
  return query;
}

db::Query is_found(const Search& search, const std::string& column, const std::string& left_out = {}) {
  if (search.whole) return contains(search, column, " ", left_out);
  db::Query query = contains(search, column, "", left_out);
  query += " AND NOT (";
  query += contains(search, column, " ");
  return query += ")";
}

// The rows of the table of words that are `word`, or begin so. In the order of bytes U+10FFFF is behind all else.
db::Query range(const Search& search, const std::string& word) {
  const std::string column = search.of_words("word");
  if (search.whole) return {column + " = ?", {word}};
  return {column + " >= ? AND " + column + " < ?", {word, word + "\xF4\x8F\xBF\xBF"}};
}

// Of the words by which somebody is found the first alone, so that nobody counts twice.
db::Query is_first(const Search& search, const std::string& column) {
  return {search.find + "(" + column + ", ?) = " + search.find + "(" + column + ", ' ' || " + search.of_words("word") +
              " || ' ')",
          {' ' + search.lead}};
}

// `condition` on the words that stand beside a word; those that are too many to stand there are looked up.
template <class Condition>
db::Query beside(const Search& search, Condition condition) {
  const std::string words = search.of_words("words");
  db::Query query("(" + words + " <> '' AND ");
  query += condition(words);
  query += ") OR (" + words + " = '' AND EXISTS (SELECT 1 FROM " + search.table +
           " one WHERE one.id = " + search.of_words(search.table) + " AND ";
  query += condition("one.words");
  return query += "))";
}

// " AND (columns) > (?, ?)": behind the place where the list goes on.
db::Query behind(const HeadAsked& asked, const std::string& columns, std::vector<db::Value> place) {
  std::string marks = "?";
  for (std::size_t at = 1; at < place.size(); ++at) marks += ", ?";
  return {" AND (" + columns + ")" + (asked.descending ? " < (" : " > (") + marks + ")", std::move(place)};
}

// Somebody with two words that begin alike is there twice, one behind the other.
Head head_of(db::Session& session, const db::Query& query, std::size_t count) {
  Head head;
  std::size_t rows = 0;
  for (const auto& [id] : db::select<long long>(session, query)) {
    ++rows;
    if (head.ids.empty() || head.ids.back() != id) head.ids.push_back(id);
  }
  head.all = rows < count;
  return head;
}

// Those who are found among the next `rows` of the list.
Head near_head(const Search& search, const HeadAsked& asked, long long rows) {
  const std::string down = asked.descending ? " DESC" : "";
  const std::string in_order =
      " ORDER BY family_name_order" + down + ", given_name_order" + down + ", id" + down + " LIMIT ?";
  db::Query query("SELECT id FROM (SELECT id, family_name_order, given_name_order, words FROM " + search.table +
                  " WHERE 1 = 1");
  if (asked.after) {
    query += behind(asked, "family_name_order, given_name_order, id",
                    {asked.after->family_order, asked.after->given_order, asked.after->id});
  }
  query += {in_order + ") near WHERE ", {rows}};
  query += is_found(search, "near.words");
  query += {in_order, {static_cast<long long>(asked.count)}};
  Head head = head_of(asked.session, query, asked.count);
  head.all = false;  // there may be others behind the next rows
  return head;
}

// Those who are found, from the table of words alone; some more than are asked for, of whom the list may leave some out.
Head word_head(const Search& search, const HeadAsked& asked) {
  const std::string down = asked.descending ? " DESC" : "";
  const std::string id = search.of_words(search.table);
  const std::size_t count = 3 * asked.count + 20;
  db::Query query("SELECT " + id + " FROM " + search.table + "_word WHERE ");
  query += range(search, search.lead);
  query += " AND (";
  query += beside(search, [&](const std::string& column) { return is_found(search, column, search.lead); });
  query += ")";
  if (asked.after) {
    query += behind(asked, "name_order, " + id,
                    {place_of(asked.after->family_order, asked.after->given_order), asked.after->id});
  }
  query += {" ORDER BY name_order" + down + ", " + id + down + " LIMIT ?", {static_cast<long long>(count)}};
  return head_of(asked.session, query, count);
}

// Leads by the word that fewest rows begin with; false if they are many whichever it is.
bool lead_by_rarest(db::Session& session, Search& search) {
  long long fewest = rare_at_most;
  for (const std::string& word : search.words) {
    db::Query query("SELECT COUNT(*) FROM (SELECT 1 FROM " + search.table + "_word WHERE ");
    query += range(search, word);
    query += {" LIMIT ?) begins", {rare_at_most}};
    const long long found = std::get<0>(*db::select_one<long long>(session, query));
    if (found < fewest) search.lead = word;
    fewest = std::min(found, fewest);
  }
  return fewest < rare_at_most;
}

Part part_of(const Search& search, bool rare) {
  Part part;
  part.where = is_found(search, search.table + ".words");
  part.narrowed =
      search.table + ".id IN (SELECT " + search.of_words(search.table) + " FROM " + search.table + "_word WHERE ";
  part.narrowed += range(search, search.lead);
  part.narrowed += ")";
  for (const long long rows : near_rows) {
    if (!rare) part.heads.push_back([search, rows](const HeadAsked& asked) { return near_head(search, asked, rows); });
  }
  part.heads.push_back([search](const HeadAsked& asked) { return word_head(search, asked); });
  return part;
}

}  // namespace

void search_names(db::Session& session, ListSpec& spec, std::vector<std::string> words, bool everybody) {
  if (words.empty()) {
    spec.parts = {Part{"1 = 0"}};
    return;
  }
  // The longest leads where all are frequent. One order of words, so that a token is of the same list.
  std::sort(words.begin(), words.end(), [](const std::string& one, const std::string& other) {
    return one.size() != other.size() ? one.size() > other.size() : one < other;
  });
  const std::string find = session.backend() == db::Backend::sqlite ? "instr" : "strpos";
  const Search whole{spec.table, find, words, words.front(), true};
  Search begun{spec.table, find, words, words.front(), false};
  const bool rare = lead_by_rarest(session, begun);
  spec.parts = {part_of(whole, true), part_of(begun, rare)};
  if (!everybody) return;
  db::Query total("SELECT COUNT(*) FROM " + begun.table + "_word WHERE ");
  total += range(begun, begun.lead);
  total += " AND (";
  total += beside(begun, [&](const std::string& column) {
    db::Query condition = contains(begun, column, "", begun.lead);
    condition += " AND ";
    return condition += is_first(begun, column);
  });
  total += ")";
  spec.total = std::move(total);
}

}  // namespace muster::rows
