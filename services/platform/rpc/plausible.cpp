// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/plausible.h"

#include "muster/platform/v1/reasons.pb.h"

namespace muster::rpc {

void add_doubt(status::Violations& violations, const std::string& field, const rules::Doubt& doubt,
               const std::string& reason_field, const std::string& reason) {
  if (!doubt || !reason.empty()) return;
  violations.add(field, platform::v1::REASON_IMPLAUSIBLE,
                 *doubt + "; correct it, or say in " + reason_field + " why it is right", {{"field", reason_field}});
}

}  // namespace muster::rpc
