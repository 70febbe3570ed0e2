// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/token_purpose.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"

namespace muster::rpc {

using platform::v1::TokenPurpose;

std::vector<TokenPurpose> purposes_of(const Method& method) {
  if (method.access.anyone()) return {};
  if (method.descriptor->service()->file()->package().starts_with("muster.imports.")) {
    return {platform::v1::TOKEN_PURPOSE_IMPORT};
  }
  // Making a token is declared as an audited read too, for its secret.
  if (method.changes_access) return {platform::v1::TOKEN_PURPOSE_ADMINISTER};
  if (!method.read_only && !method.access.audited_read()) return {platform::v1::TOKEN_PURPOSE_WRITE};
  if (method.access.personal_data()) return {platform::v1::TOKEN_PURPOSE_READ, platform::v1::TOKEN_PURPOSE_EXPORT};
  return {platform::v1::TOKEN_PURPOSE_READ, platform::v1::TOKEN_PURPOSE_EXPORT, platform::v1::TOKEN_PURPOSE_STATISTICS};
}

std::vector<TokenPurpose> all_purposes() {
  std::vector<TokenPurpose> all;
  for (int i = 1; i <= platform::v1::TokenPurpose_MAX; ++i) all.push_back(static_cast<TokenPurpose>(i));
  return all;
}

unsigned purpose_bit(TokenPurpose purpose) { return 1U << static_cast<unsigned>(purpose); }

void check_purpose(const Method& method, const Caller& caller) {
  if (!caller.token || (method.purposes & caller.purposes) != 0 || method.purposes == 0) return;
  std::string wanted;
  for (const TokenPurpose purpose : purposes_of(method)) {
    wanted += (wanted.empty() ? "" : ", ") + platform::v1::TokenPurpose_Name(purpose);
  }
  throw status::permission_denied(
      platform::v1::REASON_TOKEN_PURPOSE,
      "the token is not for " + method.descriptor->name() + ", which needs one for " + wanted + "; make another token",
      {{"method", method.descriptor->name()}, {"allowed", wanted}});
}

}  // namespace muster::rpc
