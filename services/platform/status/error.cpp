// SPDX-License-Identifier: EUPL-1.2
#include "platform/status/error.h"

#include <array>

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

Error&& Error::with_reason(std::string reason) && {
  reason_ = std::move(reason);
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

Error invalid_argument(std::string field, std::string description) {
  std::string message = field + ": " + description;
  return Error(Code::invalid_argument, std::move(message))
      .with_violations({{std::move(field), std::move(description)}});
}

Error not_found(std::string_view name) {
  return Error(Code::not_found, std::string(name) + " was not found")
      .with_violations({{std::string(name), "was not found; give one that exists and that your roles cover"}});
}

Error already_exists(std::string field, std::string description) {
  std::string message = field + ": " + description;
  return Error(Code::already_exists, std::move(message)).with_violations({{std::move(field), std::move(description)}});
}

Error failed_precondition(std::string message) { return {Code::failed_precondition, std::move(message)}; }

Error stale_etag() {
  return Error(Code::aborted, "the record was changed by somebody else since it was read: read it again")
      .with_violations({{"etag", "is not the present one; read the record again and send its etag"}});
}

Error permission_denied(std::string message) { return {Code::permission_denied, std::move(message)}; }

Error unauthenticated(std::string message) { return {Code::unauthenticated, std::move(message)}; }

Error resource_exhausted(std::string message) { return {Code::resource_exhausted, std::move(message)}; }

Error unavailable(std::string message, std::chrono::seconds wait) {
  return Error(Code::unavailable, std::move(message)).with_retry_after(wait);
}

Error deadline_exceeded() { return {Code::deadline_exceeded, "the request did not finish before its deadline"}; }

void Violations::add(std::string field, std::string description) {
  all_.push_back({std::move(field), std::move(description)});
}

void Violations::throw_if_any() const {
  if (all_.empty()) return;
  std::string message = all_.front().field + ": " + all_.front().description;
  if (all_.size() > 1) message += " (and " + std::to_string(all_.size() - 1) + " more)";
  throw Error(Code::invalid_argument, std::move(message)).with_violations(all_);
}

}  // namespace muster::status
