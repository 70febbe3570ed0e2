// SPDX-License-Identifier: EUPL-1.2
// What hangs on a person, unit, mission, post or call when that ends or is restated. The service that changes it tells
// the others in the same transaction; each settles what is its own by its rule, or lists it as open. What was done is in
// context.consequences, which run_write() puts into the answer's field `consequences`.
#pragma once

#include <optional>
#include <string>

#include "muster/platform/v1/terms.pb.h"
#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::rpc {

using platform::v1::Consequence;

// Something that others hang on has ended.
struct End {
  Consequence::Cause cause;
  long long id;          // of the person, unit, mission, post or call that the cause names
  std::string last_day;  // inclusive civil date; empty of a mandate that is prolonged without an end
  // The last day by which it was ended before, where this one is later: what ended by that does not come back by itself.
  std::optional<std::string> former_last_day = std::nullopt;
};

// "PERSON_DECEASED": the reason of the events that follow.
std::string name_of(Consequence::Cause cause);

// "the person has died (last day 2026-09-01)", for explanations.
std::string in_words(const End& end);

// The person's category is another than it was on these days (inclusive; unset: without bound): it changed, or was
// recorded wrongly. Or the unit that they belonged to was recorded wrongly; a transfer is no such thing, for what a unit
// sent or nominated stays its own.
struct Restatement {
  long long person;
  std::optional<std::string> first_day;
  std::optional<std::string> last_day;
  platform::v1::Category was{};
  platform::v1::Category is{};
  // 0: not about the unit.
  long long unit_was = 0;
  long long unit_is = 0;
};

// Adds to context.consequences what was done to `name` by `verb` ("CancelDeployment"), `why` in English.
void add_settled(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why);
// The same of what is left for somebody to do by `verb`.
void add_open(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why);

// The write reaches the record "deployments/7" besides what it was called for. What add_settled() and add_open() name is
// reached by itself, but for what is of the person whom an end is about: the caller was found to see them.
void reach(Context& context, const std::string& name);
// The same of the people that `persons`, a SELECT of ids, gives, as far as they are outside the caller's units.
void reach_persons(Context& context, const db::Query& persons);

// EFFECTS_BEYOND_SCOPE for so many people and other records: PERMISSION_DENIED, saying who may.
status::Error effects_beyond_scope(const Context& context, std::size_t people, std::size_t records);

// Throws it if what the write reaches is not all within the
// caller's units: people of other units; deployments without a name, and what has an owner, of other units. Called
// when the handler has ended: then nothing of the write stays.
void require_effects_within_scope(Context& context);

// Has every service settle what hangs on what ended.
void carry_on(Context& context, const End& end);
// Has every service correct what it shows and counts of the person.
void restate(Context& context, const Restatement& restatement);

// Has every service correct what it has of the post and of what it was on some days: it is something else then.
void post_changed(Context& context, long long post);

}  // namespace muster::rpc
