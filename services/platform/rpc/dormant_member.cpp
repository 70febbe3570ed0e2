// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/dormant_member.h"

#include <map>
#include <sstream>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/resources.h"
#include "platform/rpc/upkeep_terms.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

// What wakes a member who lacks `missing`, items of UpkeepItem with commas between them: "a letter of intent for 2026
// and a passport good for 6 months".
std::string missing_in_words(Context& context, const std::string& missing, const std::string& day) {
  const std::string year = day.substr(0, 4);
  const std::string months = std::to_string(upkeep_terms(context.sql).passport_months);
  const std::map<std::string, std::string> words = {
      {"UPKEEP_ITEM_LETTER_OF_INTENT", "a letter of intent for " + year},
      {"UPKEEP_ITEM_LETTER_AFTER_CHANGE_OF_JOB", "a letter of intent signed since the change of job"},
      {"UPKEEP_ITEM_EMPLOYER_CONSENT", "the employer's consent"},
      {"UPKEEP_ITEM_PASSPORT", "a passport good for " + months + " months"}};
  std::string text;
  std::istringstream items(missing);
  for (std::string item; std::getline(items, item, ',');) {
    text += (text.empty() ? "" : " and ") + words.at(item);
  }
  return text;
}

}  // namespace

void require_awake(Context& context, std::string_view person, const std::string& day,
                   const std::string& dormant_reason) {
  if (!dormant_reason.empty()) return;
  const auto dormant = db::select_one<long long, std::string, std::string>(
      context.sql, {"SELECT membership, day_from, missing FROM dormancy WHERE person = ? AND day_from <= ? "
                    "AND (day_to IS NULL OR day_to >= ?)",
                    {proto::id_of(person, "persons", "person"), day, day}});
  if (!dormant) return;
  const auto& [membership, from, missing] = *dormant;
  const std::string name = "rosterMemberships/" + std::to_string(membership);
  throw status::failed_precondition(platform::v1::REASON_DORMANT,
                                    std::string(person) + " is a dormant member of the roster since " + from + " by " +
                                        name + ", for want of " + missing_in_words(context, missing, day) +
                                        "; record what is missing (GetMembership tells how), or give a dormant_reason",
                                    {{"name", name}, {"from", from}, {"missing", missing}});
}

}  // namespace muster::rpc
