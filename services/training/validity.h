// SPDX-License-Identifier: EUPL-1.2
// Until when completions are good. That follows from all of a person's completions of a course that were not revoked, in
// the order of their days (rules/completion_validity.h), whatever the order in which they are entered: whoever adds one
// or takes one away judges the others anew.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "platform/rpc/context.h"
#include "platform/rpc/dispatch.h"
#include "rules/completion_validity.h"

namespace muster::training {

// A completion with what its end follows from.
struct Judged {
  long long id = 0;  // 0: not recorded yet
  long long person = 0;
  long long course = 0;
  long long version = 0;
  rules::Completed completed;
  std::optional<rules::Day> end;  // as recorded; nothing: good for good
};

// The rule of a course version, as its row says it.
rules::ValidityRule rule_of(std::optional<long long> months, long long window_days);

// The completions that were not revoked and that `condition`, on the columns of "completion", lets through.
std::vector<Judged> read_completions(rpc::Context& context, const db::Query& condition);

// Sets the end of each as it follows from all of them: they may be of many people and courses, each with all of its
// completions. Those recorded with another end are corrected, in their rows and by a fact each.
void judge(rpc::Context& context, std::span<Judged> completions);

// Judges anew what is left of completions that were taken away: those of the same people and courses.
// `taken`: a condition on the columns of "completion" that holds for what was taken away, which is still in the table.
void judge_without(rpc::Context& context, const db::Query& taken);

// Corrects all ends that follow an earlier rule than rules::completion_rule, in slices. What was known before stays as
// it was. Does nothing where they follow the present one.
void follow_present_rule(rpc::Dispatcher& dispatcher);

}  // namespace muster::training
