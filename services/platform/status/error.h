// SPDX-License-Identifier: EUPL-1.2
// The one exception of Muster and the codes it carries: the bottom layer.
#pragma once

#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace muster::status {

// The sixteen codes of the Connect protocol, with its numbers.
enum class Code {
  canceled = 1,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  already_exists = 6,
  permission_denied = 7,
  resource_exhausted = 8,
  failed_precondition = 9,
  aborted = 10,
  out_of_range = 11,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  data_loss = 15,
  unauthenticated = 16,
};

// The wire name, such as "invalid_argument".
std::string_view code_name(Code code);

// The HTTP status that the Connect protocol gives the code.
int http_status(Code code);

// The reason (Error::reason) of a request that may or may not have been saved.
inline constexpr std::string_view reason_unknown_outcome = "OUTCOME_UNKNOWN";

// One wrong input: a path such as "person.birth_date", and what was wrong with
// how to mend it.
struct FieldViolation {
  std::string field;
  std::string description;
};

// What a request failed with. The message and the violations reach the client:
// they never hold text of a backend or of another caller.
class Error : public std::exception {
 public:
  Error(Code code, std::string message) : code_(code), message_(std::move(message)) {}

  Code code() const { return code_; }
  const std::string& message() const { return message_; }
  const std::vector<FieldViolation>& violations() const { return violations_; }
  // A stable UPPER_SNAKE_CASE reason for programs (google.rpc.ErrorInfo); empty if none.
  const std::string& reason() const { return reason_; }
  // How long the client should wait before it tries again; zero if unsaid.
  std::chrono::seconds retry_after() const { return retry_after_; }

  Error&& with_reason(std::string reason) &&;
  Error&& with_violations(std::vector<FieldViolation> violations) &&;
  Error&& with_retry_after(std::chrono::seconds wait) &&;

  const char* what() const noexcept override { return message_.c_str(); }

 private:
  Code code_;
  std::string message_;
  std::string reason_;
  std::vector<FieldViolation> violations_;
  std::chrono::seconds retry_after_{0};
};

// One wrong field: INVALID_ARGUMENT with a single violation.
Error invalid_argument(std::string field, std::string description);
// "persons/42 was not found": also what a caller outside the scope is told. Its violation's field
// is the name; rpc puts the field of the request in its place that held it.
Error not_found(std::string_view name);
Error already_exists(std::string field, std::string description);
Error failed_precondition(std::string message);
// ABORTED: somebody else changed the row since the caller read it.
Error stale_etag();
Error permission_denied(std::string message);
Error unauthenticated(std::string message);
Error resource_exhausted(std::string message);
// Overload or a lost database: the client may try again after `wait`.
Error unavailable(std::string message, std::chrono::seconds wait = std::chrono::seconds(1));
Error deadline_exceeded();

// Collects every violation of a request, so that the client sees all at once.
class Violations {
 public:
  void add(std::string field, std::string description);
  bool empty() const { return all_.empty(); }
  const std::vector<FieldViolation>& all() const { return all_; }
  // Throws INVALID_ARGUMENT with all of them if there are any.
  void throw_if_any() const;

 private:
  std::vector<FieldViolation> all_;
};

}  // namespace muster::status
