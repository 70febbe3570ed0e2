// SPDX-License-Identifier: EUPL-1.2
// Which rows a caller may see: the units of the grants whose role the method declares. What
// lies outside is answered as if it were not there.
#pragma once

#include <google/protobuf/field_mask.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "platform/rpc/context.h"

namespace muster::rpc {

struct Scope {
  bool everything = false;              // a grant for all units
  std::vector<long long> units;         // tops of the visible subtrees
  std::optional<long long> own_person;  // visible besides, through ROLE_PERSON

  // For what the server reads by itself, whatever the caller may see.
  static Scope all() {
    Scope scope;
    scope.everything = true;
    return scope;
  }

  // Nothing is visible.
  bool empty() const { return !everything && units.empty() && !own_person; }
  bool operator==(const Scope&) const = default;
};

// The scope of this call.
Scope scope_of(const Context& context);
// The scope that the caller would have in a method with this access.
Scope scope_of(const Caller& caller, const platform::v1::Access& access);

// A condition on a column that holds a unit's id: true where it lies within the scope.
// `column` is a literal of ours, "deployment.unit".
db::Query visible_units(const Scope& scope, std::string_view column);

// A condition on a column that holds a person's id: true for people whose affiliation of
// `today` lies within the scope (people without one: only when the scope is everything), and
// for the caller's own person.
db::Query visible_persons(const Scope& scope, std::string_view column, rules::Day today);

// SQL for the id of one person, NULL unless visible_persons() holds for them. A statement that begins with "person.id = "
// and this looks up the same whether the person is not there or not visible, so that its time does not tell either.
db::Query visible_person_id(const Scope& scope, long long person, rules::Day today);

// A condition on a column that holds a person's id: true for people of other units, who are not within the scope today,
// nor, if they belong to no unit today, on any other day.
db::Query persons_outside(const Scope& scope, std::string_view column, rules::Day today);

// The same as visible_persons() in a query that has joined the affiliation of today already: `unit` is its column with the
// unit, NULL for people without one.
db::Query visible_members(const Scope& scope, std::string_view person, std::string_view unit);

// A condition on a column that holds a person's id: true for people whose sensitive fields the caller may read, as
// ReadPersonDetails tells them. Whoever is told of others what rests on a birth date can find the date out by asking.
db::Query readable_details(const Context& context, std::string_view column);

// Throws NOT_FOUND for "persons/42" unless the person exists and is visible.
void require_visible_person(Context& context, long long person);

// Throws NOT_FOUND for "units/7" unless the unit exists and is within the scope.
void require_visible_unit(Context& context, long long unit);

// Throws PERMISSION_DENIED, saying why, unless a grant for all units lets the caller call this method:
// for what concerns the whole database and belongs to no unit.
void require_all_units(const Context& context);

// Missions, calls and courses have an `owner`: a unit, "units/7", or "", which is the whole state.

// Whether a scope has what belongs to the owner.
bool covers_owner(Context& context, const Scope& scope, const std::string& owner);

// Throws PERMISSION_DENIED, saying who may, unless a grant for all units, or one that covers the owner, lets the caller
// call this method.
void require_owner(Context& context, const std::string& owner);

// The same of the owner that `field` of a request gives to something.
// Errors: besides, INVALID_ARGUMENT for a unit that does not exist or has ended.
void require_new_owner(Context& context, const std::string& owner, const std::string& field);

// The same of a change of the fields of `mask`: of the present owner and, if it is another then, of the one given.
void require_owners(Context& context, const std::string& present, const std::string& given,
                    const google::protobuf::FieldMask& mask, const std::string& field);

// "HR_CENTRAL or TRAINING_COORDINATOR", of roles that a method or a field names: for sentences.
std::string roles_in_words(const google::protobuf::RepeatedField<int>& roles);
// "HR_CENTRAL,TRAINING_COORDINATOR", for metadata.
std::string roles_listed(const google::protobuf::RepeatedField<int>& roles);

// Whether the caller holds `role` in any unit.
bool has_role(const Context& context, platform::v1::Role role);

}  // namespace muster::rpc
