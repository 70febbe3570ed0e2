// SPDX-License-Identifier: EUPL-1.2
// Units and missions that are grouped (platform::v1::Disclosure) are for their own readers: for others lists are without
// them, as if they were not there, and whatever else refers to them says "other" (apart.h).
//
// A unit's readers are those of its people, who keep the tree (administrators), whoever has a grant for it, and who
// belongs or belonged to it. A mission's are those of the people of all units, or of the unit whose it is, and who
// is or was nominated or deployed there. What asks for people for grouped missions alone is as they are.
#pragma once

#include <string>
#include <string_view>

#include "muster/platform/v1/terms.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/scope.h"

namespace muster::rpc {

// The units of whose people the caller may read by any method: those of the grants with a role that reads persons.
Scope reading_scope(const Caller& caller);

// Whether nothing stands apart from the caller, whatever is grouped.
bool reads_all(const Caller& caller);

// Whether any unit or mission is grouped today.
bool is_any_grouped(Context& context);

// A condition on a column that holds a unit's id: true unless the unit, or one above it, is grouped today and the caller
// is none of its readers.
db::Query named_units(Context& context, std::string_view column);

// The same of missions.
db::Query named_missions(Context& context, std::string_view column);

// The same of calls: true of one that asks for people for a mission that is named, or for none yet.
db::Query named_calls(Context& context, std::string_view column);

// SQL for the code of the row of `unit`, or "other" where it stands apart from the caller.
db::Query shown_unit_code(Context& context);

// What the changes of the unit or mission make of it on the roster's today; `table`: "unit" or "mission". Of two with one
// first day the later one holds.
platform::v1::Disclosure disclosure_today(Context& context, const std::string& table, long long id);

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
