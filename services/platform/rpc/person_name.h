// SPDX-License-Identifier: EUPL-1.2
// What a person is called, wherever an answer names one.
#pragma once

namespace muster::rpc {

// Person.display_name as an SQL expression on a row of `person`.
// Who has one name only is called by it.
inline constexpr const char* person_display_name =
    "TRIM(CASE WHEN person.preferred_name = '' THEN person.given_name ELSE person.preferred_name END"
    " || ' ' || person.family_name)";

}  // namespace muster::rpc
