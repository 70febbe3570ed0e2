// SPDX-License-Identifier: EUPL-1.2
#include "nominations/states.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::nominations {
namespace {

using States = std::vector<v1::NominationState>;

constexpr auto draft = v1::NOMINATION_STATE_DRAFT;
constexpr auto in_review = v1::NOMINATION_STATE_IN_REVIEW;
constexpr auto returned = v1::NOMINATION_STATE_RETURNED;
constexpr auto endorsed = v1::NOMINATION_STATE_ENDORSED;
constexpr auto not_endorsed = v1::NOMINATION_STATE_NOT_ENDORSED;
constexpr auto submitted = v1::NOMINATION_STATE_SUBMITTED;
constexpr auto shortlisted = v1::NOMINATION_STATE_SHORTLISTED;
constexpr auto selected = v1::NOMINATION_STATE_SELECTED;
constexpr auto reserve = v1::NOMINATION_STATE_RESERVE;
constexpr auto not_selected = v1::NOMINATION_STATE_NOT_SELECTED;
constexpr auto accepted = v1::NOMINATION_STATE_ACCEPTED;
constexpr auto declined = v1::NOMINATION_STATE_DECLINED;
constexpr auto withdrawn = v1::NOMINATION_STATE_WITHDRAWN;
constexpr auto withdrawn_by_state = v1::NOMINATION_STATE_WITHDRAWN_BY_STATE;
constexpr auto lapsed = v1::NOMINATION_STATE_LAPSED;
constexpr auto closed_post_cancelled = v1::NOMINATION_STATE_CLOSED_POST_CANCELLED;
constexpr auto voided = v1::NOMINATION_STATE_VOID;

const States open_states = {draft, in_review, returned, endorsed, submitted, shortlisted, selected, reserve, accepted};
const States terminal_states = {not_endorsed, not_selected,         declined, withdrawn, withdrawn_by_state,
                                lapsed,       closed_post_cancelled};

States joined(const States& a, const States& b) {
  States all = a;
  all.insert(all.end(), b.begin(), b.end());
  return all;
}

// Whether the person is eligible for the post is judged by people yet: rules that block, and waivers of them,
// become guards of SubmitNominationForReview and EndorseNomination when there is an engine for them. Nor are there
// packages yet, whose completeness SubmitNomination would guard, or tasks, such as to tell the organisation of a
// withdrawal. A conversion's event is the deployment's.
// A converted nomination moves by its deployment: cancelling or voiding that makes it accepted again.
const std::vector<Step> table = {
    {"SubmitNominationForReview", {draft}, in_review, {}, {not_own_case, call_open, supervisor_agrees}},
    {"SubmitNominationForReview", {returned}, in_review, {}, {not_own_case, call_open}},
    {"ReturnNomination", {in_review}, returned, {.words = true}, {not_own_case}},
    {"EndorseNomination",
     {in_review},
     endorsed,
     {},
     {not_proposer, not_own_case, call_open, room_on_slate, composition}},
    {"DeclineToEndorseNomination", {in_review, returned}, not_endorsed, {.coded_reason = true}, {not_own_case}},
    {"RecallNomination", {endorsed}, in_review, {.any_reason = true}, {not_own_case}},
    {"SubmitNomination",
     {endorsed},
     submitted,
     {.reference = true},
     {not_own_case, call_open, before_deadline, room_on_slate}},
    {"ShortlistNomination", {submitted}, shortlisted, {}, {not_own_case}},
    // The state stays: the event is the record, with the day of the interview, and figures do not count it.
    {"RecordInterview", {shortlisted}, shortlisted, {}, {not_own_case}},
    {"SelectNomination", {submitted, shortlisted, reserve}, selected, {}, {not_own_case}},
    {"ReserveNomination", {submitted, shortlisted}, reserve, {.reserve_until = true}, {not_own_case}},
    {"DoNotSelectNomination", {submitted, shortlisted}, not_selected, {.coded_reason = true}, {not_own_case}},
    {"AcceptNomination", {selected}, accepted, {}, {person_free, post_there}},
    {"DeclineNomination", {selected}, declined, {.coded_reason = true}},
    {"WithdrawNomination", open_states, withdrawn, {.coded_reason = true}},
    {"WithdrawNominationByState",
     {endorsed, submitted, shortlisted, selected, reserve, accepted},
     withdrawn_by_state,
     {.coded_reason = true},
     {not_own_case}},
    {"LapseNomination", {reserve}, lapsed, {}, {not_own_case, reserve_over}},
    {"LapseNomination", {draft, in_review, returned, endorsed}, lapsed, {}, {not_own_case, deadline_over}},
    {"CloseNominationOfCancelledPost", open_states, closed_post_cancelled, {}, {not_own_case, post_cancelled}},
    {"VoidNomination",
     joined(open_states, terminal_states),
     voided,
     {.any_reason = true},
     {not_proposer, not_own_case}},
    {"ReopenNomination",
     terminal_states,
     {},
     {.any_reason = true},
     {not_own_case, not_decider, call_stands, only_one, room_on_slate, person_free}},
};

bool contains(const States& states, v1::NominationState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

const std::vector<Step>& steps() { return table; }

std::vector<const Step*> steps_from(v1::NominationState state) {
  std::vector<const Step*> result;
  for (const Step& step : table) {
    if (contains(step.from, state)) result.push_back(&step);
  }
  return result;
}

const Step& find_step(std::string_view verb, v1::NominationState state) {
  std::string possible;
  for (const Step* step : steps_from(state)) {
    if (step->verb == verb) return *step;
    possible += (possible.empty() ? "" : ", ") + std::string(step->verb);
  }
  throw status::failed_precondition(
      platform::v1::REASON_WRONG_STATE,
      "the nomination is " + short_name(state) + ": " + std::string(verb) + " is not possible; possible " +
          (possible.empty() ? "is nothing" : "are " + possible),
      {{"state", short_name(state)}, {"verb", std::string(verb)}, {"possible", possible}});
}

bool is_before_submission(v1::NominationState state) { return contains({draft, in_review, returned, endorsed}, state); }

bool is_terminal(v1::NominationState state) { return state == voided || contains(terminal_states, state); }

bool holds_place(v1::NominationState state) {
  return contains({endorsed, submitted, shortlisted, selected, reserve, not_selected, accepted, declined,
                   v1::NOMINATION_STATE_CONVERTED},
                  state);
}

std::string short_name(v1::NominationState state) {
  return v1::NominationState_Name(state).substr(std::string_view("NOMINATION_STATE_").size());
}

}  // namespace muster::nominations
