// SPDX-License-Identifier: EUPL-1.2
#include "nominations/states.h"

#include <algorithm>
#include <vector>

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
constexpr auto closed_person_left = v1::NOMINATION_STATE_CLOSED_PERSON_LEFT;
constexpr auto voided = v1::NOMINATION_STATE_VOID;

const States open_states = {draft, in_review, returned, endorsed, submitted, shortlisted, selected, reserve, accepted};
const States terminal_states = {not_endorsed, not_selected,          declined,          withdrawn, withdrawn_by_state,
                                lapsed,       closed_post_cancelled, closed_person_left};

States joined(const States& a, const States& b) {
  States all = a;
  all.insert(all.end(), b.begin(), b.end());
  return all;
}

const rpc::Need coded = {"reason", "one from the list of reasons"};  // to barriers, so that it can be counted
const rpc::Need missing = {"reason_text", "what is missing"};

// Whether the person is eligible for the post is judged by people yet: rules that block, and waivers of them,
// become guards of SubmitNominationForReview and EndorseNomination when there is an engine for them. Nor are there
// packages yet, whose completeness SubmitNomination would guard, or tasks, such as to tell the organisation of a
// withdrawal. A conversion's event is the deployment's.
// A converted nomination moves by its deployment: cancelling or voiding that makes it accepted again.
const Machine table = {
    "nomination",
    {
        {.verb = "SubmitNominationForReview",
         .from = {draft},
         .to = in_review,
         .optional = {"reason_text"},
         .guards = {not_own_case, person_active, call_open, supervisor_agrees}},
        {.verb = "SubmitNominationForReview",
         .from = {returned},
         .to = in_review,
         .optional = {"reason_text"},
         .guards = {not_own_case, person_active, call_open}},
        {.verb = "ReturnNomination",
         .from = {in_review},
         .to = returned,
         .needed = {missing},
         .guards = {not_own_case}},
        {.verb = "EndorseNomination",
         .from = {in_review},
         .to = endorsed,
         .optional = {"reason_text"},
         .guards = {not_proposer, not_own_case, person_active, call_open, room_on_slate, composition}},
        {.verb = "DeclineToEndorseNomination",
         .from = {in_review, returned},
         .to = not_endorsed,
         .needed = {coded},
         .optional = {"reason_text"},
         .guards = {not_own_case}},
        {.verb = "RecallNomination",
         .from = {endorsed},
         .to = in_review,
         .needed = {any_reason},
         .optional = {"reason"},
         .guards = {not_own_case}},
        {.verb = "SubmitNomination",
         .from = {endorsed},
         .to = submitted,
         .needed = {{"reference", "the number under which it is filed"}},
         .optional = {"effective_date", "reason_text"},
         .guards = {not_own_case, person_active, call_open, before_deadline, room_on_slate}},
        {.verb = "ShortlistNomination",
         .from = {submitted},
         .to = shortlisted,
         .optional = {"effective_date"},
         .guards = {not_own_case, person_active}},
        // The state stays: the event is the record, with the day of the interview, and figures do not count it.
        {.verb = "RecordInterview",
         .from = {shortlisted},
         .to = shortlisted,
         .optional = {"effective_date", "reason_text"},
         .guards = {not_own_case, person_active}},
        {.verb = "SelectNomination",
         .from = {submitted, shortlisted, reserve},
         .to = selected,
         .optional = {"effective_date"},
         .guards = {not_own_case, person_active}},
        {.verb = "ReserveNomination",
         .from = {submitted, shortlisted},
         .to = reserve,
         .needed = {{"reserve_until", "the last day that the reserve holds"}},
         .optional = {"effective_date", "reason_text"},
         .guards = {not_own_case, person_active}},
        {.verb = "DoNotSelectNomination",
         .from = {submitted, shortlisted},
         .to = not_selected,
         .needed = {coded},
         .optional = {"reason_text", "effective_date"},
         .guards = {not_own_case}},
        {.verb = "AcceptNomination",
         .from = {selected},
         .to = accepted,
         .optional = {"effective_date", "planned_from", "planned_to", "reason_text"},
         .guards = {person_active, person_free, post_there, seat_free, plausible_days}},
        {.verb = "DeclineNomination",
         .from = {selected},
         .to = declined,
         .needed = {coded},
         .optional = {"reason_text", "effective_date"}},
        {.verb = "WithdrawNomination",
         .from = open_states,
         .to = withdrawn,
         .needed = {coded},
         .optional = {"reason_text"}},
        {.verb = "WithdrawNominationByState",
         .from = {endorsed, submitted, shortlisted, selected, reserve, accepted},
         .to = withdrawn_by_state,
         .needed = {coded},
         .optional = {"reason_text"},
         .guards = {not_own_case}},
        {.verb = "LapseNomination",
         .from = {reserve},
         .to = lapsed,
         .optional = {"reason_text"},
         .guards = {not_own_case, reserve_over}},
        {.verb = "LapseNomination",
         .from = {draft, in_review, returned, endorsed},
         .to = lapsed,
         .optional = {"reason_text"},
         .guards = {not_own_case, deadline_over}},
        {.verb = "CloseNominationOfCancelledPost",
         .from = open_states,
         .to = closed_post_cancelled,
         .optional = {"reason_text"},
         .guards = {not_own_case, post_cancelled}},
        {.verb = "CloseNominationOfPerson",
         .from = open_states,
         .to = closed_person_left,
         .optional = {"reason_text"},
         .guards = {not_own_case, person_gone}},
        {.verb = "VoidNomination",
         .from = joined(open_states, terminal_states),
         .to = voided,
         .needed = {any_reason},
         .optional = {"reason"},
         .guards = {not_proposer, not_own_case}},
        {.verb = "ReopenNomination",
         .from = terminal_states,
         .to = std::nullopt,
         .needed = {any_reason},
         .optional = {"reason"},
         .guards = {not_own_case, person_active, not_decider, call_stands, only_one, room_on_slate, person_free,
                    seat_free, plausible_days}},
    }};

bool contains(const States& states, v1::NominationState state) {
  return std::find(states.begin(), states.end(), state) != states.end();
}

}  // namespace

const Machine& machine() { return table; }

bool is_before_submission(v1::NominationState state) { return contains({draft, in_review, returned, endorsed}, state); }

bool freezes(std::string_view verb, v1::NominationState from) {
  return verb != "UpdateNomination" && (from == v1::NOMINATION_STATE_UNSPECIFIED || is_before_submission(from));
}

bool is_terminal(v1::NominationState state) { return state == voided || contains(terminal_states, state); }

bool holds_place(v1::NominationState state) {
  return contains({endorsed, submitted, shortlisted, selected, reserve, not_selected, accepted, declined,
                   v1::NOMINATION_STATE_CONVERTED},
                  state);
}

}  // namespace muster::nominations
