// SPDX-License-Identifier: EUPL-1.2
// Appending to the fact tables. A message of facts.proto is a table: DeploymentFact is deployment_fact, and each
// field is the column of its name. Nothing else writes them, and nothing changes a row.
//
// The fact is always named, append<facts::v1::DeploymentFact>(...), so that tools/check_writes sees whose table is
// written.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "platform/rpc/context.h"
#include "platform/rpc/facts.h"

namespace muster::rpc {

// A column's name, and SQL for what it shall hold. PostgreSQL must be told the type of an argument: "CAST(? AS BIGINT)".
using FactColumns = std::vector<std::pair<std::string, db::Query>>;

namespace detail {

std::vector<long long> append_facts(Context& context, const google::protobuf::Descriptor& type,
                                    const std::vector<const google::protobuf::Message*>& facts);
void append_facts_from(Context& context, const google::protobuf::Descriptor& type, const db::Query& from,
                       const FactColumns& columns);
void supersede(Context& context, const google::protobuf::Descriptor& type, const db::Query& records,
               const FactColumns& columns);
void void_records(Context& context, const google::protobuf::Descriptor& type, const db::Query& records);

}  // namespace detail

// Appends facts, with this transaction's sequence and time whatever theirs say, and returns their ids in their order.
template <class F>
std::vector<long long> append_all(Context& context, const std::type_identity_t<std::vector<F>>& facts) {
  std::vector<const google::protobuf::Message*> all;
  all.reserve(facts.size());
  for (const F& fact : facts) all.push_back(&fact);
  return detail::append_facts(context, *F::descriptor(), all);
}
template <class F>
long long append(Context& context, const std::type_identity_t<F>& fact) {
  return detail::append_facts(context, *F::descriptor(), {&fact}).front();
}

// Appends a fact for each row of `from`, SQL from behind FROM on, without bringing any here. A column that `columns`
// does not name is that of `fact`, if `from` calls so the fact that is appended again changed.
// Errors: std::logic_error for a column that the fact does not have.
template <class F>
void append_from(Context& context, const db::Query& from, const FactColumns& columns) {
  detail::append_facts_from(context, *F::descriptor(), from, columns);
}

// Appends the latest fact (`fact` in SQL) of each record that `records`, a SELECT of their ids, gives: with `columns` in
// place of its own.
template <class F>
void supersede(Context& context, const db::Query& records, const FactColumns& columns) {
  detail::supersede(context, *F::descriptor(), records, columns);
}

// Takes the records out of every figure known from now on: those whose latest fact is not void are void.
template <class F>
void void_records(Context& context, const db::Query& records) {
  detail::void_records(context, *F::descriptor(), records);
}

// The half-open days of a fact from an inclusive period; without `last`: without end.
template <class F>
void set_days(F& fact, const std::string& first, const std::optional<std::string>& last) {
  fact.set_day_from(day_from(first));
  if (last) fact.set_day_to(day_to(*last));
}

}  // namespace muster::rpc
