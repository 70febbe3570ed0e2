// SPDX-License-Identifier: EUPL-1.2
#include "statistics/scope.h"

#include "muster/statistics/v1/statistics.pb.h"

namespace muster::statistics {

rpc::Scope scope_of_figures(const rpc::Context& context) {
  static const auto access = v1::QueryIndicatorRequest::descriptor()
                                 ->file()
                                 ->FindServiceByName("StatisticsService")
                                 ->FindMethodByName("QueryIndicator")
                                 ->options()
                                 .GetExtension(platform::v1::access);
  return rpc::scope_of(context.caller, access);
}

}  // namespace muster::statistics
