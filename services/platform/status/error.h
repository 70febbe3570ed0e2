// SPDX-License-Identifier: EUPL-1.2
// The one exception of Muster and the codes it carries: the bottom layer.
#pragma once

#include <chrono>
#include <exception>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// Declared here and not included: a new reason rebuilds only those who refuse something.
namespace muster::platform::v1 {
enum Reason : int;
}

namespace muster::status {

using platform::v1::Reason;

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

// The wire name of a reason, such as "WRONG_STATE".
std::string reason_name(Reason reason);

// What a translated sentence names, such as {"limit", "200"}; the keys are documented beside each reason.
using Metadata = std::map<std::string, std::string>;

// One wrong input: a path such as "person.birth_date", and what was wrong with how to mend it.
struct FieldViolation {
  std::string field;
  Reason reason;
  std::string description;
  Metadata metadata = {};
};

// A code that says by itself that the server is at fault. Every other refusal has a reason: the compiler sees to it.
struct Fault {
  consteval Fault(Code fault) : code(fault) {
    if (fault != Code::internal && fault != Code::unknown && fault != Code::data_loss && fault != Code::unimplemented) {
      throw "a refusal needs a reason";
    }
  }
  Code code;
};

// What a request failed with. The message and the violations reach the client:
// they never hold text of a backend or of another caller.
class Error : public std::exception {
 public:
  Error(Fault fault, std::string message) : code_(fault.code), message_(std::move(message)) {}
  Error(Code code, Reason reason, std::string message, Metadata metadata = {})
      : code_(code), reason_(reason), message_(std::move(message)), metadata_(std::move(metadata)) {}

  Code code() const { return code_; }
  const std::string& message() const { return message_; }
  // With violations the reason and its metadata are those of the first.
  const std::vector<FieldViolation>& violations() const { return violations_; }
  Reason cause() const { return reason_; }
  // The cause as on the wire (google.rpc.ErrorInfo); of a fault, its code in capitals.
  std::string reason() const;
  const Metadata& metadata() const { return metadata_; }
  // How long the client should wait before it tries again; zero if unsaid.
  std::chrono::seconds retry_after() const { return retry_after_; }

  Error&& with_message(std::string message) &&;
  Error&& with_violations(std::vector<FieldViolation> violations) &&;
  Error&& with_retry_after(std::chrono::seconds wait) &&;

  const char* what() const noexcept override { return message_.c_str(); }

 private:
  Code code_;
  Reason reason_{};
  std::string message_;
  Metadata metadata_;
  std::vector<FieldViolation> violations_;
  std::chrono::seconds retry_after_{0};
};

// One wrong field: INVALID_ARGUMENT with a single violation.
Error invalid_argument(std::string field, Reason reason, std::string description, Metadata metadata = {});
// "persons/42 was not found": also what a caller outside the scope is told. Its violation's field
// is the name; rpc puts the field of the request in its place that held it.
Error not_found(std::string_view name);
Error already_exists(std::string field, Reason reason, std::string description, Metadata metadata = {});
Error failed_precondition(Reason reason, std::string message, Metadata metadata = {});
// ABORTED: somebody else changed the row since the caller read it.
Error stale_etag();
// Throws it unless the etag that was given, if any, is the row's.
void require_etag(std::string_view given, std::string_view known);
Error permission_denied(Reason reason, std::string message, Metadata metadata = {});
Error unauthenticated(Reason reason, std::string message);
Error resource_exhausted(Reason reason, std::string message, Metadata metadata = {});
// Overload or a lost database: the client may try again after `wait`.
Error unavailable(Reason reason, std::string message, std::chrono::seconds wait = std::chrono::seconds(1));
Error deadline_exceeded();

// Collects every violation of a request, so that the client sees all at once.
class Violations {
 public:
  void add(std::string field, Reason reason, std::string description, Metadata metadata = {});
  bool empty() const { return all_.empty(); }
  const std::vector<FieldViolation>& all() const { return all_; }
  // Throws INVALID_ARGUMENT with all of them if there are any.
  void throw_if_any() const;

 private:
  std::vector<FieldViolation> all_;
};

}  // namespace muster::status
