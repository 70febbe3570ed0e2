// SPDX-License-Identifier: EUPL-1.2
// Members of the roster that people are sent from, and their letters of intent. Whether one is dormant follows from days
// (membership_upkeep.h): no step makes a member dormant, and none is needed.
#pragma once

#include <string>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// Errors: those of require_person_until (dated_records.h), INVALID_ARGUMENT (entry in the future, overlaps another
// membership, exit without its reason).
v1::RosterMembership create_membership(rpc::Context& context, const v1::CreateMembershipRequest& request);

// Gives the last day, or an earlier one, and says why. Errors: NOT_FOUND, INVALID_ARGUMENT (before the first day, overlaps
// the next membership), FAILED_PRECONDITION (it has ended before that day).
v1::RosterMembership end_membership(rpc::Context& context, const v1::EndMembershipRequest& request);

// Restates what was recorded, and what follows of it: the days on which the member is dormant.
// Errors: NOT_FOUND, those of correct_record (dated_records.h) and of create_membership; INVALID_ARGUMENT (a letter was
// signed long before the entry; what the last letter says).
v1::RosterMembership correct_membership(rpc::Context& context, const v1::CorrectMembershipRequest& request);

// Ends what runs of the person's memberships after `last_day`, when the person has died or left the roster; one that
// would begin later keeps its first day alone. Answers the names of those that it ended.
std::vector<std::string> end_memberships(rpc::Context& context, long long person, const std::string& last_day,
                                         const std::string& reason);

// Errors: NOT_FOUND, INVALID_ARGUMENT (signed in the future, before the year before the entry, or in another year than
// the letter's or the one before it), ALREADY_EXISTS (of the year and the day), FAILED_PRECONDITION (who died or left
// before the letter was signed; the membership has ended by then).
v1::RosterMembership renew_intent(rpc::Context& context, const v1::RenewIntentRequest& request);

// Restates what was recorded of a letter, and what follows of it. Errors: those of correct_record and renew_intent.
v1::RosterMembership correct_intent(rpc::Context& context, const v1::CorrectIntentRequest& request);

// Errors: NOT_FOUND.
v1::RosterMembership get_membership(rpc::Context& context, const v1::GetMembershipRequest& request);

// Latest first. Errors: NOT_FOUND (person), and those of rows::list.
v1::ListMembershipsResponse list_memberships(rpc::Context& context, const v1::ListMembershipsRequest& request);

}  // namespace muster::roster
