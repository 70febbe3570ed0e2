// SPDX-License-Identifier: EUPL-1.2
// Many messages of one kind as rows at once, as imports write them.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/db/query.h"
#include "platform/db/session.h"

namespace muster::rows {

// Inserts `messages`, ignoring their names, and returns the new ids in their order. Stamps create_time and update_time
// with `now_micros` (microseconds since 1970 UTC; the present without it) and row_version 1, as insert() does, but
// records no change for the audit: who calls says what it wrote. The table is one of insert_rows (platform/db/bulk.h).
// Errors: those of db::insert_rows, which do not say which of the rows is at fault.
template <class M>
std::vector<long long> insert_all(db::Session& session, std::string_view table, const std::vector<M>& messages,
                                  std::optional<long long> now_micros = {});

// The same of any type: `at` gives the message at each place below `count`.
std::vector<long long> insert_all(db::Session& session, std::string_view table,
                                  const google::protobuf::Descriptor& type, std::size_t count,
                                  const std::function<const google::protobuf::Message&(std::size_t)>& at,
                                  std::optional<long long> now_micros = {});

template <class M>
std::vector<long long> insert_all(db::Session& session, std::string_view table, const std::vector<M>& messages,
                                  std::optional<long long> now_micros) {
  return insert_all(
      session, table, *M::descriptor(), messages.size(),
      [&](std::size_t place) -> const google::protobuf::Message& { return messages[place]; }, now_micros);
}

// Inserts a copy of each row of `table`, whose messages are of `type`, that `where` picks, with what `changed` says in the
// columns that it names: SQL, whose arguments PostgreSQL must be told the type of, "CAST(? AS BIGINT)". Times and
// versions are those of new rows. Returns how many; records no change for the audit. Errors: those of db::execute.
long long copy_rows(db::Session& session, std::string_view table, const google::protobuf::Descriptor& type,
                    const db::Query& where, const std::vector<std::pair<std::string, db::Query>>& changed,
                    long long now_micros);

}  // namespace muster::rows
