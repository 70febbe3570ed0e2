// SPDX-License-Identifier: EUPL-1.2
// Sensitive figures for those who may not read the persons and do not lead them: of monthly releases, rounded.
#pragma once

#include <functional>

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/rpc/context.h"
#include "statistics/request.h"
#include "statistics/rounding.h"

namespace muster::statistics {

// `asked` is the request as it was read; `read` reads another one likewise. Afterwards `asked` is the question of the
// last date, as it was released.
// Errors: INVALID_ARGUMENT for a day that is no month's end (RELEASED_BY_MONTH), or a moment of knowledge;
// rpc::WriteFirst where a month has no release yet; those of `read`.
v1::QueryIndicatorResponse rounded_answer(rpc::Context& context, const Facts& facts, MemberKeys& keys,
                                          const v1::QueryIndicatorRequest& request, Asked& asked,
                                          const std::function<Asked(const v1::QueryIndicatorRequest&)>& read);

}  // namespace muster::statistics
