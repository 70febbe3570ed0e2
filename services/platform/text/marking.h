// SPDX-License-Identifier: EUPL-1.2
// Classification markings in text: Muster holds unclassified information only, and refuses the rest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/text/complaint.h"

namespace muster::text {

// The marking that `text` (UTF-8) carries, such as "NATO RESTRICTED" or "BEGRENSET", or nothing. Only
// capitals count: that is how markings are written, a person may be called Secret, and talks may be
// confidential. Blanks of any kind, hyphens, underscores and slashes between the words are all alike.
// Words that are no marking by themselves everywhere (SECRET, CONFIDENTIAL, RESTRICTED) count where a
// marking stands: alone, at the beginning or end of a line, in brackets or after a colon, unless the word
// beside is in capitals too, as in "CONFIDENTIAL SECRETARY".
// Fast for text without a marking: it runs on every cell of an import.
// Source: NATO security policy, EU Council Decision 2013/488/EU, ST/SGB/2007/6, sikkerhetsloven 5-3,
// beskyttelsesinstruksen.
std::optional<std::string> classification_marking(std::string_view text);

// The same as a complaint.
std::optional<Complaint> check_marking(std::string_view text);

}  // namespace muster::text
