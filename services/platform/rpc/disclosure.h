// SPDX-License-Identifier: EUPL-1.2
// Units and missions that are grouped (platform::v1::Disclosure) are for their own readers: for others lists are without
// them, as if they were not there.
#pragma once

#include <string>
#include <string_view>

#include "muster/platform/v1/terms.pb.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"

namespace muster::rpc {

// The units of whose people the caller may read by any method: those of the grants with a role that reads persons.
Scope reading_scope(const Caller& caller);

// A condition on a column that holds a unit's id: true unless the unit, or one above it, is grouped today and the caller
// is none of its readers, who are those of its people and who keep the tree.
db::Query named_units(Context& context, std::string_view column);

// The same of missions: the readers are those of the people of all units.
db::Query named_missions(Context& context, std::string_view column);

// What the changes of the unit or mission make of it today; `table`: "unit" or "mission". Of two with one first day the
// later one holds.
platform::v1::Disclosure disclosure_today(Context& context, const std::string& table, long long id);

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

// What groups are called together in figures: no unit or mission is.
inline constexpr std::string_view other_code = "other";

// Whether `code` is that in whatever spelling, or "andre".
bool is_reserved_code(const std::string& code);
// Throws INVALID_ARGUMENT for `field` if it is.
void require_no_reserved_code(const std::string& field, const std::string& code);

// Throws NOT_FOUND for "units/7" where the unit stands apart from the caller, as where there is none.
void require_named_unit(Context& context, long long unit);
void require_named_mission(Context& context, long long mission);
// The same of a post, which stands with its mission.
void require_named_post(Context& context, long long post);

}  // namespace muster::rpc
