// SPDX-License-Identifier: EUPL-1.2
// The changes of the disclosure of units and missions: rows of unit_disclosure and mission_disclosure, each by its service.
#pragma once

#include <string>

#include "platform/rows/list.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/context.h"

namespace muster::rpc {

// What a request to change the disclosure of a unit or mission records, but for which it is.
// Errors: INVALID_ARGUMENT (IN_FUTURE) for a first day that has not begun.
template <class Change, class Request>
Change disclosure_change(Context& context, const Request& request) {
  require_begun(context, "valid_from", request.valid_from());
  Change change;
  change.set_disclosure(request.disclosure());
  change.set_valid_from(request.valid_from());
  change.set_reason(request.reason());
  change.set_sequence(context.sequence());
  return change;
}

// Those of the unit or mission; `table`: "unit" or "mission".
template <class Change, class Response, class Request>
proto::Encoded<Response> list_disclosures(Context& context, const Request& request, const std::string& table,
                                          long long id) {
  rows::ListSpec spec;
  spec.table = table + "_disclosure";
  spec.where = {spec.table + "." + table + " = ?", {id}};
  spec.default_order = "valid_from desc";
  return rows::list<Change, Response>(context.sql, request, spec);
}

}  // namespace muster::rpc
