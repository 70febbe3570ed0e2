// SPDX-License-Identifier: EUPL-1.2
// What text must look like, whoever sends it: requests and import files alike.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "muster/platform/v1/options.pb.h"
#include "platform/text/complaint.h"

namespace muster::text {

// What is wrong with `text` under `format`; nothing if it is right. FORMAT_NAME and FORMAT_TEXT bring `text` to
// Unicode's NFC, FORMAT_CODE and FORMAT_IDENTIFIER to half width without space around it (the latter to NFC too), FORMAT_SEPARATOR the words "tab" and "\\t" to the
// character.
std::optional<Complaint> check_format(std::string& text, platform::v1::Format format);

// Unicode code points in valid UTF-8.
int count_characters(std::string_view text);

}  // namespace muster::text
