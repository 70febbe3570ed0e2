// SPDX-License-Identifier: EUPL-1.2
// What hangs on a person, unit, mission, post or call when that ends or is restated. The service that changes it tells
// the others in the same transaction; each settles what is its own by its rule, or lists it as open. What was done is in
// context.consequences, which run_write() puts into the answer's field `consequences`.
#pragma once

#include <optional>
#include <string>

#include "platform/rpc/context.h"

namespace muster::rpc {

// Why something ended; consequences name it as their cause.
enum class Cause {
  person_deceased,
  person_left,  // no longer active on the roster
  person_erased,
  unit_ended,
  mission_over,
  post_closed,
  call_cancelled,
  // What follows settles nothing: it is told as open.
  person_returned,    // to the roster
  affiliation_ended,  // the person, who is active, belongs to no unit from then on
  mandate_shortened,  // of the mission that the id gives
};

// "PERSON_DECEASED".
std::string name_of(Cause cause);

// Something that others hang on has ended.
struct End {
  Cause cause;
  long long id;          // of the person, unit, mission, post or call that the cause names
  std::string last_day;  // inclusive civil date
};

// "the person has died (last day 2026-09-01)", for explanations.
std::string in_words(const End& end);

// The person's category or nationality was recorded wrongly for these days (inclusive; unset: without bound).
struct Restatement {
  long long person;
  std::optional<std::string> first_day;
  std::optional<std::string> last_day;
};

// Adds to context.consequences what was done to `name` by `verb` ("CancelDeployment"), `why` in English.
void add_settled(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why);
// The same of what is left for somebody to do by `verb`.
void add_open(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why);

// Has every service settle what hangs on what ended.
void carry_on(Context& context, const End& end);
// Has every service correct what it shows and counts of the person.
void restate(Context& context, const Restatement& restatement);

}  // namespace muster::rpc
