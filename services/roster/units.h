// SPDX-License-Identifier: EUPL-1.2
// The organisation tree and its closure, which makes every scope one indexed join.
#pragma once

#include "muster/roster/v1/roster.pb.h"
#include "platform/proto/encoded.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Levels of the tree, the top counted.
inline constexpr int unit_levels_max = 16;

// The unit as it stands. Errors: NOT_FOUND.
v1::Unit read_unit(rpc::Context& context, long long id);

// Errors: NOT_FOUND (parent not there or outside the caller's units), INVALID_ARGUMENT (no parent
// although the caller's grants are for some units only; too deep; a parent that has ended), ALREADY_EXISTS (code).
v1::Unit create_unit(rpc::Context& context, const v1::CreateUnitRequest& request);
// Changes the fields of update_mask. Errors: NOT_FOUND (also outside the caller's units), ABORTED (a stale etag),
// ALREADY_EXISTS (code), INVALID_ARGUMENT (the parent, which MoveUnit changes).
v1::Unit update_unit(rpc::Context& context, const v1::UpdateUnitRequest& request);

// The unit is named from a day on, or grouped, with all below it. Errors: PERMISSION_DENIED (a grant for some units),
// NOT_FOUND, ABORTED (a stale etag), INVALID_ARGUMENT (a day that has not begun).
v1::Unit change_unit_disclosure(rpc::Context& context, const v1::ChangeUnitDisclosureRequest& request);

// Which disclosure it was given and from when on, the latest first. Errors: NOT_FOUND (also outside the caller's units).
proto::Encoded<v1::ListUnitDisclosuresResponse> list_unit_disclosures(rpc::Context& context,
                                                                      const v1::ListUnitDisclosuresRequest& request);

// Every signed-in account sees the tree, for units are no personal data, but for what is grouped
// (platform/rpc/disclosure.h). Errors: NOT_FOUND.
v1::Unit get_unit(rpc::Context& context, const v1::GetUnitRequest& request);
proto::Encoded<v1::ListUnitsResponse> list_units(rpc::Context& context, const v1::ListUnitsRequest& request);
// Where the unit has stood, latest first. Errors: NOT_FOUND.
proto::Encoded<v1::ListUnitPlacesResponse> list_unit_places(rpc::Context& context,
                                                            const v1::ListUnitPlacesRequest& request);

}  // namespace muster::roster
