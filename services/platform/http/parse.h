// SPDX-License-Identifier: EUPL-1.2
// From a head that framing.h has passed to a Request, through Beast's parser.
#pragma once

#include <string_view>

#include "platform/connect/message.h"
#include "platform/http/framing.h"

namespace muster::http {

// Fills verb, path, query and headers of `request` from the whole head `text`, for which
// check_head() gave `head`. False if Beast's parser refuses it or reads another method than
// check_head() did: two readers must agree.
bool parse_head(std::string_view text, const Head& head, connect::Request& request);

}  // namespace muster::http
