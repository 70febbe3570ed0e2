// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/begun_day.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::rpc {

void require_begun(const Context& context, const std::string& field, const std::string& day,
                   const std::string& remedy) {
  const std::string latest = rules::format_date(context.latest_day());
  if (day <= latest) return;
  throw status::invalid_argument(field, platform::v1::REASON_IN_FUTURE, "is in the future; " + remedy,
                                 {{"latest", latest}});
}

}  // namespace muster::rpc
