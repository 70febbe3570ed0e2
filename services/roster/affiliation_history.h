// SPDX-License-Identifier: EUPL-1.2
// Where a person belonged, in what capacity, in which category and of which nationality, over all days: the person's
// affiliations, as a change or a correction finds and leaves them.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "muster/roster/v1/roster.pb.h"
#include "platform/rpc/context.h"

namespace muster::roster {

// The earliest first; no two share a day.
using History = std::vector<v1::Affiliation>;

History read_history(rpc::Context& context, long long person);

// The place of the affiliation that lasts on `day` (civil date); unset: none does.
std::optional<std::size_t> place_on(const History& history, const std::string& day);

// The place of the one that says what holds on `day`: the last that has begun by then, or else the first. Of a history
// that is not empty.
std::size_t place_of_value(const History& history, const std::string& day);

// Whether `after` begins the day after `before` ends.
bool touches(const v1::Affiliation& before, const v1::Affiliation& after);

// Whether the two have the same in `field`.
bool same(const v1::Affiliation& one, const v1::Affiliation& other, const std::string& field);

// Gives `to` what `values` has in `field`.
void take_field(v1::Affiliation& to, const v1::Affiliation& values, const std::string& field);

// Has `history[place]` end the day before `day` and its like begin on `day`, which is one of its days but not the first.
// Returns the place of the one that begins.
std::size_t cut(History& history, std::size_t place, const std::string& day);

// How far a change reaches.
enum class Reach {
  next_change,  // to the next affiliation in which the field is another
  of_the_stay,  // no further than affiliations follow without a day between them
};

// Has the `fields` of `values` hold from `day` on, on which `history[place]` lasts; returns the place of the one that begins
// then. `correct` is the verb that a refusal names.
// Errors: FAILED_PRECONDITION (nothing would change; one of the fields changed or began on that day already).
std::size_t change_from(History& history, std::size_t place, const std::string& day,
                        const google::protobuf::FieldMask& fields, const v1::Affiliation& values, Reach reach,
                        const std::string& correct);

// Stores what differs between `before`, as read, and `after`, whose new ones have no name; appends the facts and restates
// what other services show and count of the person.
void store_history(rpc::Context& context, long long person, const History& before, const History& after);

// After a correction: has what other services have of the person's unit follow where it was another.
void restate_unit(rpc::Context& context, long long person, const History& before, const History& after);

// Throws INVALID_ARGUMENT unless the mask names some of `allowed` and nothing else.
void require_fields(const google::protobuf::FieldMask& mask, const std::vector<std::string>& allowed);

// What held on former days is part of the person, whose etag changes with it.
void raise_person_version(rpc::Context& context, long long person);

// FAILED_PRECONDITION: nothing would change.
[[noreturn]] void refuse_no_change(const std::string& name);

}  // namespace muster::roster
