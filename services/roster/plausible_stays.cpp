// SPDX-License-Identifier: EUPL-1.2
#include "roster/plausible_stays.h"

#include <optional>

#include "platform/proto/resources.h"
#include "platform/rpc/plausible.h"

namespace muster::roster {
namespace {

// The last day of what is recorded of the person: of a completion, or of a deployment as far as it has come.
std::optional<rules::Day> last_recorded(rpc::Context& context, long long person) {
  const auto [day] = *db::select_one<std::optional<std::string>>(
      context.sql, {"SELECT MAX(day) FROM (SELECT completed_date AS day FROM completion "
                    "WHERE person = ? AND revoked_date IS NULL UNION ALL "
                    "SELECT COALESCE(actual_to, actual_from) FROM deployment WHERE person = ? "
                    "AND state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID')) recorded",
                    {person, person}});
  return rules::parse_date(day.value_or(""));
}

}  // namespace

void require_plausible(const v1::Affiliation& affiliation, const v1::Person& person) {
  status::Violations violations;
  rpc::add_doubt(
      violations, "affiliation.valid_from",
      rules::doubt_of_joining(*rules::parse_date(affiliation.valid_from()), rules::parse_date(person.birth_date())),
      "affiliation.plausible_reason", affiliation.plausible_reason());
  violations.throw_if_any();
}

void require_plausible_leaving(rpc::Context& context, long long person, const std::string& last_day,
                               const std::string& field, const std::string& reason_field, const std::string& reason) {
  status::Violations violations;
  rpc::add_doubt(violations, field,
                 rules::doubt_of_leaving(*rules::parse_date(last_day), last_recorded(context, person)), reason_field,
                 reason);
  violations.throw_if_any();
}

void require_plausible_end(rpc::Context& context, const v1::Affiliation& affiliation, const std::string& field,
                           const std::string& reason_field, const std::string& reason) {
  const long long person = proto::id_of<v1::Person>(affiliation.person());
  if (db::select_one<long long>(context.sql, {"SELECT id FROM affiliation WHERE person = ? AND valid_from > ?",
                                              {person, affiliation.valid_from()}})) {
    return;
  }
  require_plausible_leaving(context, person, affiliation.valid_to(), field, reason_field, reason);
}

}  // namespace muster::roster
