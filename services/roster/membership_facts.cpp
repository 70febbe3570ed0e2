// SPDX-License-Identifier: EUPL-1.2
#include "roster/membership_facts.h"

#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"

namespace muster::roster {

using facts::v1::MembershipFact;

MembershipFact membership_of(const v1::Affiliation& affiliation, long long id, long long subject,
                             platform::v1::RankBand rank_band) {
  MembershipFact fact;
  fact.set_record(id);
  fact.set_subject(subject);
  rpc::set_days(fact, affiliation.valid_from(),
                affiliation.has_valid_to() ? std::optional(affiliation.valid_to()) : std::nullopt);
  fact.set_category(affiliation.category());
  fact.set_rank_band(rank_band);
  fact.set_unit(proto::id_of<v1::Unit>(affiliation.unit()));
  fact.set_country(affiliation.nationality());
  return fact;
}

void append_membership_end(rpc::Context& context, long long affiliation, const std::string& last_day) {
  rpc::supersede<MembershipFact>(context, {"SELECT CAST(? AS BIGINT)", {affiliation}},
                                 {{"day_to", {"CAST(? AS BIGINT)", {rpc::day_to(last_day)}}}});
}

}  // namespace muster::roster
