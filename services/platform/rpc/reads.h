// SPDX-License-Identifier: EUPL-1.2
// Who reads whom, and how many: every answer that names people is noted here, and written within a second
// (read_records.h). An account that has read many within an hour gives the password anew before it reads more.
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "platform/db/database.h"
#include "platform/rpc/context.h"
#include "platform/rpc/read_records.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {

// Thread-safe. What is not written yet is in this process alone; whom an account has read within the hour is followed
// here, and taken from the database at the first read, and every second where other processes write there too.
class Reads {
 public:
  // `shared`: other processes write to the database.
  explicit Reads(bool shared) : shared_(shared) {}

  // Notes whom the answer of a read, in Protobuf's binary form, names. Reads of one's own data are not counted.
  // Errors: PERMISSION_DENIED (FRESH_FACTOR_NEEDED) when the account would have read more people within an hour than it
  // may without a fresh factor (fresh_factor.h) or a token for TOKEN_PURPOSE_EXPORT: then nothing is noted.
  void take(Context& context, const google::protobuf::Message& request, std::string_view answer);

  // The two halves of it, for a write that is a read, for its audit or with validate_only: before it and after its
  // commit. Of every other write nothing is noted: the audit tells of it.
  void require_room(Context& context, const google::protobuf::Message& request);
  void note(const Method& method, const google::protobuf::Message& request, const Caller& caller,
            const std::string& address, TimePoint now, std::string_view answer);

  // Writes what was noted.
  void write(db::Database& database, TimePoint now);

  // Seals records every ten minutes, and forgets old ones every day.
  void keep_up(db::Database& database, TimePoint now);

  // The same whenever it was done last, for tests.
  static void seal(db::Database& database, TimePoint now);
  static void forget(db::Database& database, TimePoint now);

 private:
  struct Key {
    long long account;
    const Method* method;
    std::string address, fields, filter_hash;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };
  // Whom an account has read within the hour, and when; times are microseconds since 1970.
  struct Recent {
    std::unordered_map<long long, long long> people;
    long long many_until = 0;  // too many to be kept: until then
    long long known_at = 0;    // of what the database knew
  };
  struct Asked {
    std::string fields, filter_hash;
  };
  // What was read of one kind since the last time that it was written.
  struct Noted {
    ReadCount count;
    std::vector<long long> named;  // not counted together yet

    void add(const std::vector<long long>& people);
    // Counts them together.
    void fold();
  };

  Asked asked_of(Context& context, const google::protobuf::Message& request);
  void follow(Context& context, long long moment);
  bool has_room(Context& context, const std::vector<long long>& people, long long moment, int& limit);
  int limit_of(Context& context, long long moment);
  void note(const Method& method, const Caller& caller, const std::string& address, long long moment, Asked asked,
            const std::vector<long long>& people);

  const bool shared_;
  std::mutex mutex_;
  std::unordered_map<Key, Noted, Hash> noted_;
  std::unordered_map<long long, Recent> recent_;
  std::string filter_key_;
  // Hashes of filters, by the type and bytes of the request.
  std::map<std::pair<const google::protobuf::Descriptor*, std::string>, std::string> filters_;
  int limit_ = 0;
  long long limit_known_at_ = 0;
  TimePoint seal_due_, forget_due_;
};

}  // namespace muster::rpc
