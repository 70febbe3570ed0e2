// SPDX-License-Identifier: EUPL-1.2
// What the fact tables share: pseudonyms with what belongs to them, and days. See schema/0002_roster.sql,
// membership_fact; schema/0014_subjects.sql; and fact_rows.h, which appends facts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "muster/platform/v1/terms.pb.h"
#include "platform/rpc/context.h"

namespace muster::rpc {

// Somebody who gets a pseudonym.
struct NewSubject {
  long long person = 0;
  platform::v1::Gender gender{};
};

// The pseudonym that the person's facts carry; made at the first use.
long long subject_of(Context& context, long long person);

// New pseudonyms, with their profiles, of people who have none yet, in their order. Those of one call are
// neighbours in random order: the facts of one transaction can be told by its sequence anyway, so that tells
// nobody more, and an index takes them in one place instead of thousands.
std::vector<long long> make_subjects(Context& context, const std::vector<NewSubject>& people);

// The people with these ids, first to last, lose their pseudonyms: nothing leads from them to their facts any more.
// What the pseudonyms are like stays, as the facts do, or figures of a known_at before would change.
void forget_subjects(Context& context, long long first, long long last);

// A new pseudonym for somebody reported without a name; its profile is for add_profiles().
long long new_subject();

// Gives pseudonyms their profiles; those that have one keep it.
void add_profiles(Context& context, const std::map<long long, platform::v1::Gender>& genders);

// The person's gender is this one and was never another: figures of every known_at use it, and no fact is appended.
void correct_gender(Context& context, long long person, platform::v1::Gender gender);

// Half-open days of a fact from an inclusive period of civil dates.
long long day_from(const std::string& first);
// The day after.
long long day_to(const std::string& last);

}  // namespace muster::rpc
