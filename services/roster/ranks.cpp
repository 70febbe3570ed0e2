// SPDX-License-Identifier: EUPL-1.2
#include "roster/ranks.h"

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/status/error.h"

namespace muster::roster {

proto::Encoded<v1::ListRanksResponse> list_ranks(rpc::Context& context, const v1::ListRanksRequest& request) {
  rows::ListSpec spec;
  spec.table = "rank";
  spec.default_order = "scheme, position";
  spec.page_size_default = 200;
  return rows::list<v1::Rank, v1::ListRanksResponse>(context.sql, request, spec);
}

namespace {

constexpr const char* bands_changed = "SELECT id FROM rank WHERE counted_band <> rank_band ORDER BY id";

}  // namespace

void follow_rank_bands(rpc::Context& context) {
  for (const auto& [rank] : db::select<long long>(context.sql, bands_changed)) {
    const db::Query band{"(SELECT rank_band FROM rank WHERE id = ?)", {rank}};
    // Of each membership the fact that holds.
    db::Query others(
        "SELECT fact.record FROM membership_fact fact JOIN affiliation ON affiliation.id = fact.record "
        "WHERE fact.id = (SELECT MAX(id) FROM membership_fact last WHERE last.record = fact.record) AND "
        "affiliation.rank = ? AND fact.rank_band <> ",
        {rank});
    others += band;
    rpc::supersede<facts::v1::MembershipFact>(context, others, {{"rank_band", band}});
    db::execute(context.sql, {"UPDATE rank SET counted_band = rank_band WHERE id = ?", {rank}});
    context.audit_lines.push_back("followed the band of rank/" + std::to_string(rank));
  }
}

void follow_rank_bands(rpc::Dispatcher& dispatcher) {
  bool changed = false;
  dispatcher.database().read_now(
      [&](db::Session& session) { changed = db::select_one<long long>(session, bands_changed).has_value(); });
  if (!changed) return;
  rpc::Caller caller;
  caller.system = true;
  dispatcher.write_as(caller, "muster.roster.v1.RosterService/CreateAffiliation",
                      [](rpc::Context& context) { follow_rank_bands(context); });
}

std::optional<v1::Rank> rank_in_use(rpc::Context& context, const v1::Affiliation& affiliation) {
  if (affiliation.rank().empty()) return std::nullopt;
  const std::string field = "affiliation.rank";
  const long long id = proto::id_of<v1::Rank>(affiliation.rank(), field);
  auto rank =
      rows::query_one<v1::Rank>(context.sql, {"SELECT " + rows::columns<v1::Rank>() + " FROM rank WHERE id = ?", {id}});
  if (!rank)
    throw status::invalid_argument(field, platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   affiliation.rank() + " does not exist; see ListRanks",
                                   {{"name", affiliation.rank()}});
  status::Metadata metadata{{"name", rank->display_name()}, {"valid_from", rank->valid_from()}};
  if (rank->has_valid_to()) metadata["valid_to"] = rank->valid_to();
  if (affiliation.valid_from() < rank->valid_from()) {
    throw status::invalid_argument(field, platform::v1::REASON_NOT_VALID_THEN,
                                   rank->display_name() + " is a rank from " + rank->valid_from() +
                                       " on only; give the rank that was held on " + affiliation.valid_from(),
                                   std::move(metadata));
  }
  if (rank->has_valid_to() && rank->valid_to() < affiliation.valid_from()) {
    throw status::invalid_argument(
        field, platform::v1::REASON_NOT_VALID_THEN,
        rank->display_name() + " is a rank until " + rank->valid_to() + " only; give the rank that followed it",
        std::move(metadata));
  }
  return rank;
}

}  // namespace muster::roster
