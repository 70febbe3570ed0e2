// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/upkeep_terms.h"

#include <string>

#include "platform/db/query.h"

namespace muster::rpc {

rules::UpkeepTerms upkeep_terms(db::Session& session) {
  rules::UpkeepTerms terms;
  for (const auto& [key, value] : db::select<std::string, std::string>(
           session,
           "SELECT key, value FROM setting WHERE key IN ('letter_days', 'job_change_days', 'passport_months')")) {
    (key == "letter_days"       ? terms.letter_days
     : key == "job_change_days" ? terms.job_change_days
                                : terms.passport_months) = std::stoi(value);
  }
  return terms;
}

}  // namespace muster::rpc
