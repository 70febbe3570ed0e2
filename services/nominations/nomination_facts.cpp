// SPDX-License-Identifier: EUPL-1.2
#include "nominations/nomination_facts.h"

#include <vector>

#include "muster/facts/v1/facts.pb.h"
#include "nominations/states.h"
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
       "JOIN post ON post.id = nomination.post WHERE event.id = ?",
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
       {"organisation",
        {"(SELECT period.organisation FROM mission_period period WHERE period.mission = post.mission "
         "AND period.valid_from <= ? ORDER BY period.valid_from DESC LIMIT 1)",
         {day}}},
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

namespace {

// An event of a nomination, on the day whose facts it was counted with.
struct Counted {
  long long event;
  std::string day;
};

std::vector<Counted> counted_events(rpc::Context& context, long long nomination) {
  std::vector<Counted> events;
  std::string frozen;
  for (const auto& [id, verb, from, day] : db::select<long long, std::string, std::string, std::string>(
           context.sql, {"SELECT id, verb, from_state, effective_date FROM nomination_event WHERE nomination = ? "
                         "ORDER BY id",
                         {nomination}})) {
    if (freezes(verb, proto::enum_named<v1::NominationState>(from))) frozen = day;
    events.push_back({id, frozen});
  }
  return events;
}

// What a nomination has frozen of the person, and its facts count by: the two columns, and how SQL takes a value.
struct Frozen {
  const char* column;
  const char* fact_column;
  const char* argument;
  db::Value was, is;
};

// Has the nominations that were frozen on one of the days with what was wrong show what `right` has there, and their
// events counted by it.
void show_restated(rpc::Context& context, const rpc::Restatement& restatement, const Frozen& frozen,
                   v1::Nomination right) {
  const auto within = [&](const std::string& day) {
    return (!restatement.first_day || day >= *restatement.first_day) &&
           (!restatement.last_day || day <= *restatement.last_day);
  };
  google::protobuf::FieldMask mask;
  mask.add_paths(frozen.column);
  std::vector<long long> events;
  for (const auto& [id, wrong] : db::select<long long, long long>(
           context.sql, {std::string("SELECT id, CASE WHEN ") + frozen.column + " = " + frozen.argument +
                             " THEN 1 ELSE 0 END FROM nomination WHERE person = ?",
                         {frozen.was, restatement.person}})) {
    const auto counted = counted_events(context, id);
    for (const auto& [event, day] : counted) {
      if (within(day)) events.push_back(event);
    }
    if (counted.empty() || wrong == 0 || !within(counted.back().day)) continue;
    right.set_name(proto::name_of<v1::Nomination>(id));
    rows::update(context.sql, "nomination", right, mask);
  }
  db::Query records("SELECT event.id FROM nomination_event event WHERE ");
  records += db::one_of("event.id", events);
  records += {
      std::string(" AND (SELECT fact.") + frozen.fact_column +
          " FROM nomination_fact fact WHERE fact.record = event.id ORDER BY fact.id DESC LIMIT 1) = " + frozen.argument,
      {frozen.was}};
  rpc::supersede<NominationFact>(context, records, {{frozen.fact_column, {frozen.argument, {frozen.is}}}});
}

}  // namespace

void show_restated_category(rpc::Context& context, const rpc::Restatement& restatement) {
  if (restatement.was == restatement.is) return;
  v1::Nomination right;
  right.set_frozen_category(restatement.is);
  show_restated(context, restatement,
                {"frozen_category", "category", "CAST(? AS TEXT)", platform::v1::Category_Name(restatement.was),
                 platform::v1::Category_Name(restatement.is)},
                right);
}

void show_restated_unit(rpc::Context& context, const rpc::Restatement& restatement) {
  if (restatement.unit_was == restatement.unit_is) return;
  v1::Nomination right;
  right.set_frozen_unit("units/" + std::to_string(restatement.unit_is));
  show_restated(context, restatement,
                {"frozen_unit", "unit", "CAST(? AS BIGINT)", restatement.unit_was, restatement.unit_is}, right);
}

}  // namespace muster::nominations
