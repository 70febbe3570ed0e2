// SPDX-License-Identifier: EUPL-1.2
// Many messages of one kind as rows at once, as imports write them.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/db/query.h"
#include "platform/db/session.h"
#include "platform/rows/names.h"

namespace muster::rows {

struct NameKeys;

// What each of some rows refers to in one column.
struct Referred {
  std::string_view column;  // empty: in none
  std::vector<long long> ids;
};

// Messages of one kind as rows that no table has yet.
class NewRows {
 public:
  // Whatever needs no database, so that it can be done before the transaction that writes them. `at` gives the message at
  // each place below `count`. `rules`: those of name_rules() (names.h), for a type with names.
  NewRows(const google::protobuf::Descriptor& type, std::size_t count,
          const std::function<const google::protobuf::Message&(std::size_t)>& at, const text::NameRules& rules);

  // Whether they have names, whose words wait for a NewWords.
  bool has_words() const;

 private:
  friend std::vector<long long> insert_all(db::Session&, std::string_view, const NewRows&, std::optional<long long>,
                                           const Referred&);
  friend class NewWords;
  const NameKeys& name_keys_of(std::size_t place) const;  // of a type with names
  const text::NameRules& rules() const;
  struct Made;
  std::shared_ptr<const Made> made_;
};

// Inserts messages, ignoring their names, and returns the new ids in their order. Stamps create_time and update_time
// with `now_micros` (microseconds since 1970 UTC; the present without it) and row_version 1, as insert() does, but
// records no change for the audit: who calls says what it wrote. The words of names are not in the search by it: they
// wait until all rows are there (new_words.h).
// The table is one of insert_rows (platform/db/bulk.h).
// `referred` stands in its column whatever the messages have there.
// Errors: those of db::insert_rows, which do not say which of the rows is at fault.
std::vector<long long> insert_all(db::Session& session, std::string_view table, const NewRows& rows,
                                  std::optional<long long> now_micros = {}, const Referred& referred = {});

template <class M>
NewRows new_rows(const std::vector<M>& messages, const text::NameRules& rules) {
  return NewRows(
      *M::descriptor(), messages.size(),
      [&](std::size_t place) -> const google::protobuf::Message& { return messages[place]; }, rules);
}

template <class M>
std::vector<long long> insert_all(db::Session& session, std::string_view table, const std::vector<M>& messages,
                                  std::optional<long long> now_micros = {}) {
  return insert_all(session, table, new_rows(messages, rules_for_names(session, *M::descriptor())), now_micros);
}

// Inserts a copy of each row of `table`, whose messages are of `type`, that `where` picks, with what `changed` says in the
// columns that it names: SQL, whose arguments PostgreSQL must be told the type of, "CAST(? AS BIGINT)". Times and
// versions are those of new rows. Returns how many; records no change for the audit. Errors: those of db::execute.
long long copy_rows(db::Session& session, std::string_view table, const google::protobuf::Descriptor& type,
                    const db::Query& where, const std::vector<std::pair<std::string, db::Query>>& changed,
                    long long now_micros);

}  // namespace muster::rows
