// SPDX-License-Identifier: EUPL-1.2
// What the statistics know of deployments: DeploymentFact, one record for each segment with actual days. Facts are
// appended, never changed; the latest of a record holds.
#pragma once

#include <optional>
#include <string>

#include "platform/rpc/context.h"

namespace muster::missions {

// SQL: the organisation of the mission of `segment`, a row of deployment_segment, on the segment's first day.
inline constexpr const char* organisation_then =
    "(SELECT period.organisation FROM mission_period period WHERE period.mission = segment.mission "
    "AND period.valid_from <= segment.valid_from ORDER BY period.valid_from DESC LIMIT 1)";

// The first segment began: a fact from the rows of the deployment, its segment, mission and person.
void append_departure(rpc::Context& context, long long segment);

// `segment`, which has a post, follows `before`, which has a fact already: what differs is taken from its row, the
// mission and its organisation among it.
void append_next_segment(rpc::Context& context, long long before, long long segment);

// `segment` was cut off `before` and begins on `day`: the facts of both follow, and what else they say stays.
void append_cut(rpc::Context& context, long long before, long long segment, const std::string& day);

// Corrects the segment's last fact to end with `last_day` (inclusive civil date).
void append_last_day(rpc::Context& context, long long segment, const std::string& last_day);

// Corrects the segment's last fact to have these days (inclusive civil dates; without a last one: without end).
void append_days(rpc::Context& context, long long segment, const std::string& first_day,
                 const std::optional<std::string>& last_day);

// Takes all facts of the deployment out of every figure known from now on.
void append_void(rpc::Context& context, long long deployment);

}  // namespace muster::missions
