// SPDX-License-Identifier: EUPL-1.2
// What identifiers and contacts look like.
#pragma once

#include <string_view>

namespace muster::rules {

// A Norwegian national identity number (fødselsnummer or D-number): eleven digits whose last two are the control
// digits of the others, with or without a space, dot or dash between them.
bool is_norwegian_identity_number(std::string_view text);

// Whether a free text has one in it: with a day and a month that exist (also as D-number or as a made-up one of the
// registers' tests), between other characters than digits, and not behind a +, as telephone numbers are. Between day,
// month, year and the rest may be a space, dot or dash.
bool holds_norwegian_identity_number(std::string_view text);

// name@example.org: what RFC 5321 takes without quotes, of at most 254 bytes, with letters of any script.
bool is_email_address(std::string_view text);

// Digits, 3 to 17 of them, with + in front or not, and with spaces, dashes, dots, slashes and brackets between them.
bool is_phone_number(std::string_view text);

}  // namespace muster::rules
