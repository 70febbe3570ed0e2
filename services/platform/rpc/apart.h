// SPDX-License-Identifier: EUPL-1.2
// What stands apart from the caller (disclosure.h) is named to them nowhere: an answer or an error that refers to it says
// "units/other", and a request that names it is carried out as if there were no such thing.
//
// So it is of every method, by the descriptors: whatever has google.api.resource_reference, and names in texts
// ("missions/7", and "mission/7" in the audit). What people wrote themselves is left as it is.
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::rpc {

struct Apart {
  // By collection, "units": the ids.
  std::map<std::string, std::set<long long>, std::less<>> ids;
  std::map<long long, std::string> unit_codes;

  bool empty() const { return ids.empty(); }
  bool has(std::string_view collection, long long id) const;
};

// Reads it once a call. Of the command line, of who reads everything, and of what is the account's own: nothing.
const Apart& apart_of(Context& context);

// A request as it is carried out: the names of what stands apart are names of nothing.
class SeenRequest {
 public:
  // Errors: INVALID_ARGUMENT (MALFORMED_ORDER) for an order by what a reference names, which would tell records of one
  // mission from those of another.
  SeenRequest(Context& context, const google::protobuf::Message& request);

  const google::protobuf::Message& message() const { return seen_ ? *seen_ : asked_; }
  // The error with the names that were given.
  status::Error with_given_names(const status::Error& error) const;
  const std::set<std::string>& given() const { return given_; }

 private:
  const google::protobuf::Message& asked_;
  std::unique_ptr<google::protobuf::Message> seen_;
  std::set<std::string> given_;  // "units/7"
};

// The error without the names of what stands apart, but for those that the caller gave.
status::Error conceal(Context& context, const status::Error& error, const std::set<std::string>& given);

void conceal(Context& context, google::protobuf::Message& answer);
// The same of an answer of `type` in Protobuf's binary form.
void conceal(Context& context, const google::protobuf::Descriptor& type, std::string& answer);

}  // namespace muster::rpc
