// SPDX-License-Identifier: EUPL-1.2
// The import of tours of the past and of people reported without names.
#pragma once

#include "platform/imports/kind.h"

namespace muster::missions {

// Deployments with actual dates, one a row, of people on the roster or without names:
//   mission, country, personnel_type, category, actual_from, actual_to
//   and subject or number, and if there are any: gender, rank_band, tier, unit
// number: of somebody on the roster within the caller's units, or, where nobody has it, an identifier of theirs in force
// on actual_from; gender, if given, must be theirs, and
// unit and rank_band, if not given, are those of their affiliation on the first day. subject: any
// text that stands for one person in this file; it is not kept, gender must be given, and a unit if
// the caller's grants are for units. An empty mission, personnel_type or rank_band is not stated.
// actual_to: the last day; empty: not returned yet. tier: 0 to 4.
// With a source, for whoever may create missions: missions that are not known are created, and both
// they and rows that name none are of the source's organisation, as in headcounts. With
// reported_months besides: a month between the first and the last of them that is not among them has
// no report, and figures leave the source's people out of it.
imports::Kind deployment_import();

}  // namespace muster::missions
