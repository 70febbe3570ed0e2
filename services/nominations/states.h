// SPDX-License-Identifier: EUPL-1.2
// The table of a nomination's states: which verb leads from where to where, what must be given with
// it and what else must hold. Who may is the access option of the verb's method in the proto.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/nominations/v1/nominations.pb.h"
#include "nominations/guards.h"

namespace muster::nominations {

// What a request must give.
struct Needs {
  bool coded_reason = false;  // reason: coded to barriers, so that it can be counted
  bool words = false;         // reason_text: what is missing
  bool any_reason = false;    // one of the two
  bool reference = false;     // where it is filed
  bool reserve_until = false;
};

struct Step {
  std::string_view verb;  // of NominationsService
  std::vector<v1::NominationState> from;
  std::optional<v1::NominationState> to;  // nothing: the open state before the present one
  Needs needs = {};
  std::vector<Guard> guards = {};
};

const std::vector<Step>& steps();

// Every row that leads away from `state`, in the order of the table.
std::vector<const Step*> steps_from(v1::NominationState state);

// Errors: FAILED_PRECONDITION (WRONG_STATE) with the state and what would be possible.
const Step& find_step(std::string_view verb, v1::NominationState state);

// Whether figures still follow today's facts of the person: the organisation has not got it yet.
bool is_before_submission(v1::NominationState state);

// The process has ended, one way or another; an accepted nomination is not at its end.
bool is_terminal(v1::NominationState state);

// Takes a place of the call's max_nominees: endorsed or beyond. Those not selected or declined keep
// theirs, for they were put forward; those withdrawn, lapsed or closed leave it to others.
bool holds_place(v1::NominationState state);

// "IN_REVIEW" of NOMINATION_STATE_IN_REVIEW.
std::string short_name(v1::NominationState state);

}  // namespace muster::nominations
