// SPDX-License-Identifier: EUPL-1.2
// Who holds the seats of a post (the view post_holder of schema/0028_seat_facts.sql), and whether one more finds room:
// more holders than seats are a handover, for as many days in a row as the setting says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/rpc/context.h"
#include "platform/rpc/steps.h"

namespace muster::rpc {

// Days on which somebody holds a post, both counting; without `last`: without end.
struct Tenure {
  rules::Day first;
  std::optional<rules::Day> last = {};
};

// A post with more holders than seats for longer than a handover.
struct Crowd {
  long long post;
  int seats;
  int handover_days;
  std::string holder;  // one of the others, "deployments/7" or "nominations/3"; empty: none whom the caller sees
  Tenure days;         // in a row
};

// For how many days in a row a post may have more holders than seats without a word.
int handover_days(Context& context);

// What would be, if besides the others somebody held a seat of the post on the days of `own`, which do not overlap:
// nothing, or the first stretch of more holders than seats that is longer than a handover and has one of the days of
// `added`. `not_counted` are the names of who takes the seat ("deployments/7", "nominations/3"). Looked at after the
// ledger's lock was taken, so that no two can both find the seat free.
std::optional<Crowd> crowd_of(Context& context, long long post, const std::vector<Tenure>& own,
                              const std::vector<Tenure>& added, const std::vector<std::string>& not_counted);

// POST_FULL; `remedy` is how to go on ("choose other days").
Refusal post_full(const Crowd& crowd, const std::string& remedy);

}  // namespace muster::rpc
