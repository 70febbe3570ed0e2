// SPDX-License-Identifier: EUPL-1.2
#include "nominations/nomination_facts.h"

#include "platform/rows/rows.h"
#include "platform/rpc/facts.h"

namespace muster::nominations {
namespace {

// The casts tell PostgreSQL the types of arguments in a select list.
constexpr const char* insert_select =
    "INSERT INTO nomination_fact (sequence, recorded_time, record, nomination, subject, state, day_from, day_to, "
    "gender, category, personnel_type, rank_band, tier, mission, organisation, country, unit) "
    "SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), ";

// The facts of events that hold and count.
constexpr const char* of_events =
    "FROM nomination_event event JOIN nomination_fact fact "
    "ON fact.id = (SELECT MAX(id) FROM nomination_fact WHERE record = event.id) "
    "JOIN nomination ON nomination.id = event.nomination JOIN person ON person.id = nomination.person "
    "WHERE fact.day_to > fact.day_from AND ";

void append_void_where(rpc::Context& context, const char* condition, long long id) {
  db::execute(context.sql,
              {std::string(insert_select) +
                   "fact.record, fact.nomination, fact.subject, fact.state, fact.day_from, fact.day_from, "
                   "fact.gender, fact.category, fact.personnel_type, fact.rank_band, fact.tier, fact.mission, "
                   "fact.organisation, fact.country, fact.unit " +
                   of_events + condition,
               {context.sequence(), context.now_micros(), id}});
}

}  // namespace

void append_entered(rpc::Context& context, long long event, v1::NominationState state, const std::string& day) {
  const auto [person] =
      *db::select_one<long long>(context.sql, {"SELECT nomination.person FROM nomination_event event "
                                               "JOIN nomination ON nomination.id = event.nomination WHERE event.id = ?",
                                               {event}});
  const long long subject = rpc::subject_of(context, person);
  db::execute(context.sql,
              {std::string(insert_select) +
                   "event.id, nomination.id, CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS BIGINT), "
                   "CAST(? AS BIGINT), nomination.frozen_gender, nomination.frozen_category, post.personnel_type, "
                   "nomination.frozen_rank_band, nomination.frozen_leadership_tier, post.mission, "
                   "mission.organisation, "
                   "COALESCE((SELECT value FROM setting WHERE key = 'home_country'), ''), nomination.frozen_unit "
                   "FROM nomination_event event JOIN nomination ON nomination.id = event.nomination "
                   "JOIN post ON post.id = nomination.post JOIN mission ON mission.id = post.mission "
                   "WHERE event.id = ?",
               {context.sequence(), context.now_micros(), subject, v1::NominationState_Name(state), rpc::day_from(day),
                rpc::day_to(day), event}});
}

void append_void_event(rpc::Context& context, long long event) { append_void_where(context, "event.id = ?", event); }

void append_void(rpc::Context& context, long long nomination) {
  append_void_where(context, "event.nomination = ?", nomination);
}

void append_gender_correction(rpc::Context& context, long long person) {
  db::execute(context.sql,
              {std::string(insert_select) +
                   "fact.record, fact.nomination, fact.subject, fact.state, fact.day_from, fact.day_to, "
                   "person.gender, fact.category, fact.personnel_type, fact.rank_band, fact.tier, fact.mission, "
                   "fact.organisation, fact.country, fact.unit " +
                   of_events + "nomination.person = ? AND fact.gender <> person.gender",
               {context.sequence(), context.now_micros(), person}});
  // The former value lives on in superseded facts only, never beside a name.
  google::protobuf::FieldMask mask;
  mask.add_paths("frozen_gender");
  for (const auto& [id, gender] : db::select<long long, std::string>(
           context.sql,
           {"SELECT nomination.id, person.gender FROM nomination JOIN person ON person.id = nomination.person "
            "WHERE person.id = ?",
            {person}})) {
    v1::Nomination nomination;
    platform::v1::Gender value = platform::v1::GENDER_UNSPECIFIED;
    platform::v1::Gender_Parse(gender, &value);
    nomination.set_name(proto::name_of<v1::Nomination>(id));
    nomination.set_frozen_gender(value);
    rows::update(context.sql, "nomination", nomination, mask);
  }
}

}  // namespace muster::nominations
