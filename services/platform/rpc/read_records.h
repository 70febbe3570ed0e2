// SPDX-License-Identifier: EUPL-1.2
// Who read whom, in the database: tables read_record and read_person (schema/0033_reads.sql). A record is what an account
// read by one method with one filter from one address in ten minutes; then it is sealed: an audit entry has a hash over
// it. Whom it named is beside it, not sealed, since it goes when they are erased.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Beyond as many people a record keeps no names, but the units whose people it may have named.
constexpr long long most_people_kept = 1000;

// What was read since the last time that it was written. Times are microseconds since 1970.
struct ReadCount {
  long long account = 0;  // 0: the command line
  std::string address;
  std::string method;
  std::string fields;
  std::string filter_hash;
  platform::v1::Role role = platform::v1::ROLE_UNSPECIFIED;  // of the grant that let it in
  std::optional<long long> unit;
  std::string scope;  // of the caller: "all", or ",7,12,"
  long long times = 0;
  long long people = 0;
  long long first_time = 0;
  long long last_time = 0;
  bool many = false;                       // more than most_people_kept, so `persons` is empty
  std::map<long long, long long> persons;  // how often each was named
};

// Adds to the record of the last ten minutes, or begins one. Needs the ledger's lock (Context::sequence).
void write_reads(Context& context, const std::vector<ReadCount>& counts);

// Seals the records that get no more, with a line for the audit. False: there are none.
bool seal_reads(Context& context);

// Deletes the sealed records that are older than two years, with a line for the audit. False: there are none.
bool forget_reads(Context& context);

// The method in the audit of entries that seal and forget.
extern const std::string reads_method;

// The first audit entry whose records are not those that it sealed; 0: all are. What was forgotten is not missed.
long long first_broken_seal(db::Session& session);

}  // namespace muster::rpc
