// SPDX-License-Identifier: EUPL-1.2
// The words of many new rows on their way into the search: those of all rows of a file lie side by side in the table of
// words, those of a part of it all over the table. Some 110 bytes a row are held until then.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/session.h"
#include "platform/rows/bulk.h"

namespace muster::rows {

// Rows are found by their words when next() has given all, each of which insert_next() has written, and settle() has been
// at all rows. A row may be changed meanwhile, and not deleted.
class NewWords {
 public:
  // `type` has words.
  explicit NewWords(const google::protobuf::Descriptor& type);

  // Rows that insert_all() wrote under these ids, once that is committed; the ids ascend from call to call.
  void add(const NewRows& rows, const std::vector<long long>& ids);

  bool empty() const { return rows_.empty(); }
  // How much memory is held.
  std::size_t bytes() const;

  // The rows of the table of words that come next in its order, a transaction's worth of them; none: all were given.
  std::vector<db::Row> next();
  // Writes those. One that is there already is let be.
  void insert_next(db::Session& session, const std::vector<db::Row>& next) const;

  // How many places settle() has to look at, from 0 on.
  std::size_t places() const { return rows_.size(); }
  // After all are written: the ids of the rows at the next places from `place` that were changed since they were added.
  // Moves `place` behind them. Errors: the database's.
  std::vector<long long> changed(db::Session& session, std::size_t& place) const;
  // Has the table of words hold what these rows say now, and nothing else.
  void settle(db::Session& session, const std::vector<long long>& ids) const;

 private:
  // One row: its place in the order of names, and its words, in `texts_`.
  struct Held {
    long long id;
    std::uint32_t begin;
    std::uint16_t place_size, words_size;
  };
  // A word within the words of a row.
  struct Word {
    std::uint32_t row;
    std::uint16_t begin, size;
  };

  std::string_view place_of_row(const Held& held) const { return {texts_.data() + held.begin, held.place_size}; }
  std::string_view words_of_row(const Held& held) const {
    return {texts_.data() + held.begin + held.place_size, held.words_size};
  }
  std::string_view text_of(const Word& word) const {
    return words_of_row(rows_[word.row]).substr(word.begin, word.size);
  }
  bool is_before(const Word& one, const Word& other) const;
  // The row of this id; null if there is none.
  const Held* find(long long id) const;

  const google::protobuf::Descriptor& type_;
  std::string texts_;
  std::vector<Held> rows_;
  std::map<std::string, std::vector<Word>, std::less<>> runs_;  // by the first two characters of the word
  std::string sorted_;                                          // the run that is, from behind
  std::vector<std::pair<std::size_t, text::NameRules>> rules_;  // from which row on they hold
};

}  // namespace muster::rows
