// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/new_words.h"

#include <algorithm>
#include <tuple>

#include "platform/db/bulk.h"
#include "platform/proto/references.h"
#include "platform/rows/name_keys.h"

namespace muster::rows {
namespace {

// Words that go into the search at a time: a transaction that others wait for shortly.
constexpr std::size_t words_at_once = 20'000;
constexpr std::size_t rows_at_once = 20'000;

// Up to and with the second character of the word.
std::string_view run_of(std::string_view word) {
  std::size_t end = 0;
  for (int characters = 0; end < word.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(word[end]) & 0xC0) != 0x80;
    if (begins && ++characters > 2) break;
  }
  return word.substr(0, end);
}

}  // namespace

NewWords::NewWords(const google::protobuf::Descriptor& type) : type_(type) {}

void NewWords::add(const NewRows& rows, const std::vector<long long>& ids) {
  if (rules_.empty() || rules_.back().second != rows.rules()) rules_.emplace_back(rows_.size(), rows.rules());
  for (std::size_t at = 0; at < ids.size(); ++at) {
    const NameKeys& keys = rows.name_keys_of(at);
    const std::string place = place_of(keys.family, keys.given);
    const auto row = static_cast<std::uint32_t>(rows_.size());
    rows_.push_back({ids[at], static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint16_t>(place.size()),
                     static_cast<std::uint16_t>(keys.words.size())});
    texts_ += place;
    texts_ += keys.words;
    const std::string_view words = keys.words;
    for (std::size_t begin = 1, end = 0; begin < words.size(); begin = end + 1) {
      end = words.find(' ', begin);
      const std::string_view word = words.substr(begin, end - begin);
      const std::string_view run = run_of(word);
      auto place_of_run = runs_.find(run);
      if (place_of_run == runs_.end()) place_of_run = runs_.emplace(std::string(run), std::vector<Word>()).first;
      place_of_run->second.push_back({row, static_cast<std::uint16_t>(begin), static_cast<std::uint16_t>(word.size())});
    }
  }
}

std::size_t NewWords::bytes() const {
  std::size_t words = 0;
  for (const auto& [run, all] : runs_) words += all.capacity();
  return texts_.capacity() + rows_.capacity() * sizeof(Held) + words * sizeof(Word);
}

bool NewWords::is_before(const Word& one, const Word& other) const {
  const Held &row = rows_[one.row], &other_row = rows_[other.row];
  if (const int order = text_of(one).compare(text_of(other)); order != 0) return order < 0;
  return std::tuple(place_of_row(row), row.id) < std::tuple(place_of_row(other_row), other_row.id);
}

// A run is sorted when its turn comes, its last word first, so that what was given can be dropped.
std::vector<db::Row> NewWords::next() {
  std::vector<db::Row> rows;
  while (!runs_.empty() && rows.size() < words_at_once) {
    auto& [run, words] = *runs_.begin();
    if (sorted_ != run) {
      std::sort(words.begin(), words.end(),
                [this](const Word& one, const Word& other) { return is_before(other, one); });
      sorted_ = run;
    }
    for (; !words.empty() && rows.size() < words_at_once; words.pop_back()) {
      const Held& row = rows_[words.back().row];
      rows.push_back({std::string(text_of(words.back())), std::string(place_of_row(row)), row.id,
                      words_beside(std::string(words_of_row(row)))});
    }
    if (words.empty()) runs_.erase(runs_.begin());
  }
  return rows;
}

void NewWords::insert_next(db::Session& session, const std::vector<db::Row>& next) const {
  const std::string table = proto::table_of(type_);
  db::insert_rows_if_absent(session, table + "_word", word_columns(table), next);
}

std::vector<long long> NewWords::changed(db::Session& session, std::size_t& place) const {
  const std::size_t first = place;
  place = std::min(rows_.size(), first + rows_at_once);
  db::Query query("SELECT id FROM " + proto::table_of(type_) + " WHERE id BETWEEN ? AND ?",
                  {rows_[first].id, rows_[place - 1].id});
  // What is made of names without a change of the row: of others that it has, or by other rules.
  const text::NameRules now = name_rules(session);
  const bool other_rules =
      std::any_of(rules_.begin(), rules_.end(), [&](const auto& one) { return one.second != now; });
  if (!other_rules) query += " AND (row_version > 1 OR other_words <> '')";
  std::vector<long long> ids;
  for (const auto& [id] : db::select<long long>(session, query)) {
    if (find(id) != nullptr) ids.push_back(id);
  }
  return ids;
}

const NewWords::Held* NewWords::find(long long id) const {
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), id,
                                      [](const Held& row, long long wanted) { return row.id < wanted; });
  return found == rows_.end() || found->id != id ? nullptr : &*found;
}

void NewWords::settle(db::Session& session, const std::vector<long long>& ids) const {
  if (ids.empty()) return;
  const std::string table = proto::table_of(type_);
  db::Query query("SELECT id, family_name_order, given_name_order, words FROM " + table + " WHERE ");
  query += db::one_of("id", ids);
  query += db::row_lock(session);
  std::vector<Named> before, now;
  for (auto& [id, family, given, words] :
       db::select<long long, std::string, std::string, std::string>(session, query)) {
    const Held& held = *find(id);
    const auto place = place_of_row(held);
    const auto space = place.find(' ');
    before.push_back(
        {id,
         {std::string(place.substr(0, space)), std::string(place.substr(space + 1)), std::string(words_of_row(held))}});
    now.push_back({id, {std::move(family), std::move(given), std::move(words)}});
  }
  delete_words(session, table, before);
  delete_words(session, table, now);
  insert_words(session, table, now);
}

}  // namespace muster::rows
