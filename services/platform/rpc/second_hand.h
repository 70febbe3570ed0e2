// SPDX-License-Identifier: EUPL-1.2
// Acts that take a second hand (two_hand_acts.h). A service registers, for a method, what of it is such an act
// (Registry::second_hand). run_write() then does nothing of it before somebody else has approved: it files the request
// and answers APPROVAL_NEEDED. On the database itself the console is the second hand.
#pragma once

#include <google/protobuf/message.h>

#include <any>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "muster/platform/v1/hands.pb.h"
#include "muster/platform/v1/options.pb.h"
#include "platform/rpc/context.h"

namespace muster::rpc {

// What a request asks for that takes a second hand.
struct Act {
  platform::v1::TwoHandAct act;
  platform::v1::SecondHandMode mode;
  std::string sentence;                   // in English: "Give HR_CENTRAL for all units to helper1 (accounts/9)"
  std::optional<long long> account = {};  // that it is for
  platform::v1::Role role = platform::v1::ROLE_UNSPECIFIED;
  // Whoever approves has one of `approvers` for this unit or one above it; none: for all units.
  std::optional<long long> unit = {};
  std::optional<long long> person = {};  // whom it concerns
  std::string label = {};                // what the account is called, or the method
  std::string grounds = {};              // why, of an act that is looked at afterwards
  std::vector<platform::v1::Role> approvers = {platform::v1::ROLE_ADMINISTRATOR};
};

// None: the request takes no second hand. Only reads; what is wrong with the request is for the handler to say.
using SecondHandRule = std::function<std::optional<Act>(Context&, const google::protobuf::Message&)>;

// A request to be filed.
struct Asked {
  Act act;
  std::string request = {};     // in JSON, without sensitive fields
  std::string digest = {};      // retry_digest()
  std::string request_id = {};  // of the request
  std::string prepared = {};    // what the method's prepare step made
  std::string result = {};      // the name of what came of it, of an act that is done already
  bool by_asker = false;        // a secret is in the request or the answer, so that whoever asked has to call again
};
// Files it, or finds the same request: what the caller is told. None: it was approved before and is the caller's to do.
using FileApproval = std::function<std::optional<status::Error>(Context&, const Asked&)>;

enum class Hands {
  enough,   // the act is done
  lacking,  // nothing of it is done; context.refusal says what the caller is told
  review,   // it is done, and filed (file_review) for somebody to look at
};
// Before a write's handler, which `attempt` is: it is tried out, so that a request that would be refused is refused at once and never filed.
// Errors: those of the handler; with `dry` (nothing is filed) APPROVAL_NEEDED; FRESH_FACTOR_NEEDED.
Hands take_second_hand(Context& context, const google::protobuf::Message& request, bool dry,
                       const std::function<void(Context&)>& attempt);
// After the handler, whose answer is `answer`, of Hands::review.
// Errors: FAILED_PRECONDITION (REVIEWER_NEEDED).
void file_review(Context& context, const google::protobuf::Message& request, const google::protobuf::Message& answer);

// What one is told whose request was filed as `approval`, or is only tried (empty). `approvers`: what accounts are called
// that may approve; without any the console has to.
status::Error approval_needed(const Act& act, const std::string& approval, const std::string& expires,
                              const std::vector<std::string>& approvers);

// Throws FAILED_PRECONDITION (ACT_NOT_SERVED), saying where to go, unless this server serves the method.
void require_served(const Context& context, const std::string& method);

// Does what was approved as who asked, in the transaction of `deciding`, with every check of a call: access, fields,
// validity, handler. `request` is JSON as filed. Answers the name of what came of it, if it has one.
// Errors: those of the call; then nothing of it stays, and the transaction goes on.
std::string run_approved(Context& deciding, const std::string& method, const std::string& request,
                         const std::string& request_id, const std::string& prepared, const Caller& asker,
                         const std::string& second_hand);

// The unit that a person belongs to today, if any: whose holders of roles are asked.
std::optional<long long> unit_of_person(Context& context, long long person);

// Who gives what is done here, and the second hand, as rows keep them: "accounts/4", or "console"; nobody: empty.
std::string first_hand_of(const Context& context);
std::string second_hand_of(const Context& context);

}  // namespace muster::rpc
