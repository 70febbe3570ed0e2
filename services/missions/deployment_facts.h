// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of deployments: rows of deployment_fact, one record for each segment
// with actual days. Rows are appended, never changed; the latest row of a record holds.
#pragma once

#include <string>

#include "platform/rpc/context.h"

namespace muster::missions {

// The first segment began: a fact from the rows of the deployment, its segment, mission and person.
// Gender is the person's of now; a nomination's frozen one never differs from it, because a
// correction corrects both.
void append_departure(rpc::Context& context, long long segment);

// `segment` follows `before`, which has a fact already: what differs is taken from its row.
void append_next_segment(rpc::Context& context, long long before, long long segment);

// Corrects the segment's last fact to end with `last_day` (inclusive civil date).
void append_last_day(rpc::Context& context, long long segment, const std::string& last_day);

// Takes all facts of the deployment out of every figure known from now on.
void append_void(rpc::Context& context, long long deployment);

// Corrects the facts of all deployments of the person to the person's gender of now: figures as
// known from now on count it on every date, figures as known before stay. To be called in the
// transaction that corrects the person.
void append_gender_correction(rpc::Context& context, long long person);

}  // namespace muster::missions
