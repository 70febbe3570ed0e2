// SPDX-License-Identifier: EUPL-1.2
#include "platform/status/error.h"

#include <array>

#include "muster/platform/v1/reasons.pb.h"

namespace muster::status {
namespace {

struct CodeRow {
  std::string_view name;
  int http_status;
};

// Source: Connect protocol specification, "Error codes".
constexpr std::array<CodeRow, 17> codes{{{"", 200},
                                         {"canceled", 499},
                                         {"unknown", 500},
                                         {"invalid_argument", 400},
                                         {"deadline_exceeded", 504},
                                         {"not_found", 404},
                                         {"already_exists", 409},
                                         {"permission_denied", 403},
                                         {"resource_exhausted", 429},
                                         {"failed_precondition", 400},
                                         {"aborted", 409},
                                         {"out_of_range", 400},
                                         {"unimplemented", 501},
                                         {"internal", 500},
                                         {"unavailable", 503},
                                         {"data_loss", 500},
                                         {"unauthenticated", 401}}};

}  // namespace

std::string_view code_name(Code code) { return codes.at(static_cast<std::size_t>(code)).name; }

int http_status(Code code) { return codes.at(static_cast<std::size_t>(code)).http_status; }

std::string reason_name(Reason reason) {
  constexpr std::string_view prefix = "REASON_";
  return platform::v1::Reason_Name(reason).substr(prefix.size());
}

std::string Error::reason() const {
  if (reason_ != platform::v1::REASON_UNSPECIFIED) return reason_name(reason_);
  std::string name(code_name(code_));
  for (char& c : name) c = c == '_' ? c : static_cast<char>(c & ~0x20);
  return name;
}

Error&& Error::with_message(std::string message) && {
  message_ = std::move(message);
  return std::move(*this);
}

Error&& Error::with_violations(std::vector<FieldViolation> violations) && {
  violations_ = std::move(violations);
  return std::move(*this);
}

Error&& Error::with_retry_after(std::chrono::seconds wait) && {
  retry_after_ = wait;
  return std::move(*this);
}

namespace {

// Speaks of one field alone.
Error of_field(Code code, FieldViolation violation) {
  return Error(code, violation.reason, violation.field + ": " + violation.description, violation.metadata)
      .with_violations({violation});
}

}  // namespace

Error invalid_argument(std::string field, Reason reason, std::string description, Metadata metadata) {
  return of_field(Code::invalid_argument, {std::move(field), reason, std::move(description), std::move(metadata)});
}

Error not_found(std::string_view name) {
  const std::string what(name);
  const Metadata metadata{{"name", what}};
  return Error(Code::not_found, platform::v1::REASON_NOT_FOUND, what + " was not found", metadata)
      .with_violations({{what, platform::v1::REASON_NOT_FOUND,
                         "was not found; give one that exists and that your roles cover", metadata}});
}

Error already_exists(std::string field, Reason reason, std::string description, Metadata metadata) {
  return of_field(Code::already_exists, {std::move(field), reason, std::move(description), std::move(metadata)});
}

Error failed_precondition(Reason reason, std::string message, Metadata metadata) {
  return {Code::failed_precondition, reason, std::move(message), std::move(metadata)};
}

Error stale_etag() {
  return Error(Code::aborted, platform::v1::REASON_STALE_ETAG,
               "the record was changed by somebody else since it was read: read it again")
      .with_violations({{"etag", platform::v1::REASON_STALE_ETAG,
                         "is not the present one; read the record again and send its etag"}});
}

void require_etag(std::string_view given, std::string_view known) {
  if (!given.empty() && given != known) throw stale_etag();
}

Error permission_denied(Reason reason, std::string message, Metadata metadata) {
  return {Code::permission_denied, reason, std::move(message), std::move(metadata)};
}

Error unauthenticated(Reason reason, std::string message) {
  return {Code::unauthenticated, reason, std::move(message)};
}

Error resource_exhausted(Reason reason, std::string message, Metadata metadata) {
  return {Code::resource_exhausted, reason, std::move(message), std::move(metadata)};
}

Error unavailable(Reason reason, std::string message, std::chrono::seconds wait) {
  return Error(Code::unavailable, reason, std::move(message)).with_retry_after(wait);
}

Error deadline_exceeded() {
  return {Code::deadline_exceeded, platform::v1::REASON_DEADLINE_EXCEEDED,
          "the request did not finish before its deadline"};
}

void Violations::add(std::string field, Reason reason, std::string description, Metadata metadata) {
  all_.push_back({std::move(field), reason, std::move(description), std::move(metadata)});
}

void Violations::throw_if_any() const {
  if (all_.empty()) return;
  const FieldViolation& first = all_.front();
  std::string message = first.field + ": " + first.description;
  if (all_.size() > 1) message += " (and " + std::to_string(all_.size() - 1) + " more)";
  throw Error(Code::invalid_argument, first.reason, std::move(message), first.metadata).with_violations(all_);
}

}  // namespace muster::status
