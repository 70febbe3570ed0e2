// SPDX-License-Identifier: EUPL-1.2
#include "roster/follow_end.h"

#include "muster/facts/v1/facts.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "roster/membership_facts.h"
#include "roster/memberships.h"

namespace muster::roster {
namespace {

// The days after the last one never came.
void take_out(rpc::Context& context, const rpc::End& end, const v1::Affiliation& affiliation) {
  const long long id = proto::id_of<v1::Affiliation>(affiliation.name());
  rpc::void_records<facts::v1::MembershipFact>(context, {"SELECT CAST(? AS BIGINT)", {id}});
  rows::remove(context.sql, "affiliation", id);
  rpc::add_settled(context, end, affiliation.name(), "EndAffiliation",
                   "would begin on " + affiliation.valid_from() + ": taken out, since " + rpc::in_words(end));
}

void end_affiliations(rpc::Context& context, const rpc::End& end) {
  for (v1::Affiliation& affiliation : rows::query<v1::Affiliation>(
           context.sql, {"SELECT " + rows::columns<v1::Affiliation>() +
                             " FROM affiliation WHERE person = ? AND (valid_to IS NULL OR valid_to > ?) ORDER BY id",
                         {end.id, end.last_day}})) {
    if (affiliation.valid_from() > end.last_day) {
      take_out(context, end, affiliation);
      continue;
    }
    affiliation.set_valid_to(end.last_day);
    google::protobuf::FieldMask mask;
    mask.add_paths("valid_to");
    rows::update(context.sql, "affiliation", affiliation, mask);
    append_membership_end(context, proto::id_of<v1::Affiliation>(affiliation.name()), end.last_day);
    rpc::add_settled(context, end, affiliation.name(), "EndAffiliation",
                     "ended on " + end.last_day + ", since " + rpc::in_words(end));
  }
  for (const std::string& membership : end_memberships(context, end.id, end.last_day, rpc::in_words(end))) {
    rpc::add_settled(context, end, membership, "EndMembership",
                     "ended on " + end.last_day + ", since " + rpc::in_words(end));
  }
}

// The membership that ended with the person's status on `day`, if it is the last one.
std::optional<std::string> membership_ended_with(rpc::Context& context, const rpc::End& end, const std::string& day) {
  const auto last = rows::query_one<v1::RosterMembership>(
      context.sql, {"SELECT " + rows::columns<v1::RosterMembership>() +
                        " FROM roster_membership WHERE person = ? ORDER BY valid_from DESC LIMIT 1",
                    {end.id}});
  if (!last || !last->has_valid_to()) return std::nullopt;
  for (const auto cause : {rpc::Consequence::CAUSE_PERSON_DECEASED, rpc::Consequence::CAUSE_PERSON_LEFT}) {
    for (const std::string& last_day : {day, last->valid_to()}) {
      if (last->exit_reason() == rpc::in_words({cause, end.id, last_day})) return last->name();
    }
  }
  return std::nullopt;
}

// What was ended by a former last day, now that the last day is a later one.
void tell_ended_early(rpc::Context& context, const rpc::End& end) {
  if (!end.former_last_day) return;
  const std::string why = "was ended on " + *end.former_last_day + ", and " + rpc::in_words(end);
  for (const auto& [id] :
       db::select<long long>(context.sql, {"SELECT id FROM affiliation WHERE person = ? AND valid_to = ? ORDER BY id",
                                           {end.id, *end.former_last_day}})) {
    rpc::add_open(context, end, proto::name_of<v1::Affiliation>(id), "CorrectAffiliation", why);
  }
  if (const auto membership = membership_ended_with(context, end, *end.former_last_day)) {
    rpc::add_open(context, end, *membership, "EndMembership", why);
  }
}

void tell_of_return(rpc::Context& context, const rpc::End& end) {
  if (const auto membership = membership_ended_with(context, end, end.last_day)) {
    rpc::add_open(context, end, *membership, "CreateMembership",
                  "was ended with the person's status, and " + rpc::in_words(end));
  }
  const std::string today = rules::format_date(context.today());
  if (db::select_one<long long>(
          context.sql,
          {"SELECT id FROM affiliation WHERE person = ? AND (valid_to IS NULL OR valid_to >= ?)", {end.id, today}})) {
    return;
  }
  rpc::add_open(context, end, proto::name_of<v1::Person>(end.id), "CreateAffiliation",
                "belongs to no unit, and " + rpc::in_words(end) + ": say where the person belongs now");
}

}  // namespace

void follow_end(rpc::Context& context, const rpc::End& end) {
  switch (end.cause) {
    case rpc::Consequence::CAUSE_PERSON_DECEASED:
    case rpc::Consequence::CAUSE_PERSON_LEFT:
    case rpc::Consequence::CAUSE_PERSON_ERASED: end_affiliations(context, end); return tell_ended_early(context, end);
    case rpc::Consequence::CAUSE_PERSON_RETURNED: return tell_of_return(context, end);
    default: return;
  }
}

}  // namespace muster::roster
