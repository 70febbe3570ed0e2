// SPDX-License-Identifier: EUPL-1.2
#include "nominations/post_follower.h"

#include "muster/facts/v1/facts.pb.h"
#include "muster/nominations/v1/nominations.pb.h"
#include "nominations/states.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/fact_rows.h"

namespace muster::nominations {
namespace {

// The post on some day.
struct Frozen {
  std::string personnel_type;
  std::string rank_band;
  long long tier = 0;
};

Frozen post_on(rpc::Context& context, long long post, const std::string& day) {
  const auto [type, band, tier] = *db::select_one<std::string, std::string, long long>(
      context.sql, {"SELECT personnel_type, rank_band, leadership_tier FROM post_period WHERE post = ? "
                    "AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1",
                    {post, day}});
  return {type, band, tier};
}

// Appends the fact of the event anew, if it says something else and is not void; whether it does.
bool restate(rpc::Context& context, long long event, const Frozen& frozen) {
  const db::Query differs{
      "SELECT record FROM nomination_fact WHERE id = (SELECT MAX(id) FROM nomination_fact WHERE record = ?) "
      "AND (day_to IS NULL OR day_to > day_from) AND (personnel_type <> ? OR rank_band <> ? OR tier <> ?)",
      {event, frozen.personnel_type, frozen.rank_band, frozen.tier}};
  if (!db::select_one<long long>(context.sql, differs)) return false;
  rpc::supersede<facts::v1::NominationFact>(context, differs,
                                            {{"personnel_type", {"CAST(? AS TEXT)", {frozen.personnel_type}}},
                                             {"rank_band", {"CAST(? AS TEXT)", {frozen.rank_band}}},
                                             {"tier", {"CAST(? AS BIGINT)", {frozen.tier}}}});
  return true;
}

void follow(rpc::Context& context, long long id, long long post) {
  Frozen frozen;
  bool changes = false;
  for (const auto& [event, verb, from, day] : db::select<long long, std::string, std::string, std::string>(
           context.sql, {"SELECT id, verb, from_state, effective_date FROM nomination_event WHERE nomination = ? "
                         "ORDER BY id",
                         {id}})) {
    const Frozen then = post_on(context, post, day);
    if (freezes(verb, proto::enum_named<v1::NominationState>(from))) frozen = then;
    changes = restate(context, event, {then.personnel_type, frozen.rank_band, frozen.tier}) || changes;
  }
  if (changes) rpc::reach(context, proto::name_of<v1::Nomination>(id));
  v1::Nomination now;
  now.set_name(proto::name_of<v1::Nomination>(id));
  now.set_frozen_rank_band(proto::enum_named<platform::v1::RankBand>(frozen.rank_band));
  now.set_frozen_leadership_tier(static_cast<int>(frozen.tier));
  google::protobuf::FieldMask mask;
  mask.add_paths("frozen_rank_band");
  mask.add_paths("frozen_leadership_tier");
  rows::update(context.sql, "nomination", now, mask);
}

}  // namespace

void follow_post(rpc::Context& context, long long post) {
  const db::Query of_post{"SELECT id FROM nomination WHERE post = ? ORDER BY id", {post}};
  for (const auto& [id] : db::select<long long>(context.sql, of_post)) follow(context, id, post);
}

}  // namespace muster::nominations
