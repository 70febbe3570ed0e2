// SPDX-License-Identifier: EUPL-1.2
// What the fact tables share: see schema/0002_roster.sql, membership_fact.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/rpc/context.h"

namespace muster::rpc {

// The pseudonym that the person's facts carry; made at the first use.
long long subject_of(Context& context, long long person);

// New pseudonyms of people who have none yet, in their order. Those of one call are neighbours in
// random order: the facts of one transaction can be told by its sequence anyway, so that tells nobody
// more, and an index takes them in one place instead of thousands.
std::vector<long long> make_subjects(Context& context, const std::vector<long long>& persons);

// The people with these ids, first to last, lose their pseudonyms: nothing leads from them to
// their facts any more.
void forget_subjects(Context& context, long long first, long long last);

// A new pseudonym for somebody reported without a name.
long long new_subject();

// Half-open days of a fact from an inclusive period: day_to is the day after `last`, or NULL.
db::Value day_from(const std::string& first);
db::Value day_to(const std::optional<std::string>& last);

}  // namespace muster::rpc
