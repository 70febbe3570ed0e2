// SPDX-License-Identifier: EUPL-1.2
#include "nominations/nomination_facts.h"

#include "muster/facts/v1/facts.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"

namespace muster::nominations {

using facts::v1::NominationFact;

void append_entered(rpc::Context& context, long long event, v1::NominationState state, const std::string& day) {
  const auto [person] =
      *db::select_one<long long>(context.sql, {"SELECT nomination.person FROM nomination_event event "
                                               "JOIN nomination ON nomination.id = event.nomination WHERE event.id = ?",
                                               {event}});
  const long long subject = rpc::subject_of(context, person);
  rpc::append_from<NominationFact>(
      context,
      {"nomination_event event JOIN nomination ON nomination.id = event.nomination "
       "JOIN post ON post.id = nomination.post JOIN mission ON mission.id = post.mission WHERE event.id = ?",
       {event}},
      {{"record", "event.id"},
       {"nomination", "nomination.id"},
       {"subject", {"CAST(? AS BIGINT)", {subject}}},
       {"state", {"CAST(? AS TEXT)", {v1::NominationState_Name(state)}}},
       {"day_from", {"CAST(? AS BIGINT)", {rpc::day_from(day)}}},
       {"day_to", {"CAST(? AS BIGINT)", {rpc::day_to(day)}}},
       {"category", "nomination.frozen_category"},
       {"personnel_type",
        {"(SELECT period.personnel_type FROM post_period period WHERE period.post = post.id AND period.valid_from <= ? "
         "ORDER BY period.valid_from DESC LIMIT 1)",
         {day}}},
       {"rank_band", "nomination.frozen_rank_band"},
       {"tier", "nomination.frozen_leadership_tier"},
       {"mission", "post.mission"},
       {"organisation", "mission.organisation"},
       {"country", "COALESCE((SELECT value FROM setting WHERE key = 'home_country'), '')"},
       {"unit", "nomination.frozen_unit"}});
}

void append_void_event(rpc::Context& context, long long event) {
  rpc::void_records<NominationFact>(context, {"SELECT CAST(? AS BIGINT)", {event}});
}

void append_void(rpc::Context& context, long long nomination) {
  rpc::void_records<NominationFact>(context, {"SELECT id FROM nomination_event WHERE nomination = ?", {nomination}});
}

void show_corrected_gender(rpc::Context& context, long long person) {
  google::protobuf::FieldMask mask;
  mask.add_paths("frozen_gender");
  for (const auto& [id, gender] : db::select<long long, std::string>(
           context.sql,
           {"SELECT nomination.id, person.gender FROM nomination JOIN person ON person.id = nomination.person "
            "WHERE person.id = ?",
            {person}})) {
    v1::Nomination nomination;
    nomination.set_name(proto::name_of<v1::Nomination>(id));
    nomination.set_frozen_gender(proto::enum_named<platform::v1::Gender>(gender));
    rows::update(context.sql, "nomination", nomination, mask);
  }
}

}  // namespace muster::nominations
