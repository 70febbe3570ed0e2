// SPDX-License-Identifier: EUPL-1.2
#include "nominations/follow_end.h"

#include "nominations/calls.h"
#include "nominations/closing.h"
#include "platform/rows/rows.h"

namespace muster::nominations {
namespace {

using rpc::Consequence;
using rpc::End;

void tell_of_return(rpc::Context& context, const End& end) {
  for (const auto& [id] :
       db::select<long long>(context.sql, {"SELECT id FROM nomination WHERE person = ? "
                                           "AND state = 'NOMINATION_STATE_CLOSED_PERSON_LEFT' ORDER BY id",
                                           {end.id}})) {
    rpc::add_open(context, end, proto::name_of<v1::Nomination>(id), "ReopenNomination",
                  "was closed with the person's status, and " + rpc::in_words(end));
  }
}

void tell_without_unit(rpc::Context& context, const End& end) {
  for (long long id : open_nominations(context, {"person = ? AND planned_to > ?", {end.id, end.last_day}})) {
    rpc::add_open(context, end, proto::name_of<v1::Nomination>(id), "WithdrawNomination",
                  "is for later days, and " + rpc::in_words(end));
  }
}

// Nominations for `posts`, a SELECT of ids, with days after the last one.
void tell_beyond(rpc::Context& context, const End& end, const db::Query& posts) {
  db::Query which{"planned_to > ? AND post IN (", {end.last_day}};
  which += posts;
  which += ")";
  for (long long id : open_nominations(context, which)) {
    rpc::add_open(context, end, proto::name_of<v1::Nomination>(id), "CloseNominationOfCancelledPost",
                  "is for days after it, and " + rpc::in_words(end) + ": agree other days, or close it");
  }
}

// Calls that still take nominations for one of `posts`.
std::vector<std::tuple<long long>> calls_for(rpc::Context& context, const db::Query& posts) {
  db::Query query(
      "SELECT id FROM call WHERE state IN ('CALL_STATE_DRAFT', 'CALL_STATE_OPEN') AND EXISTS (SELECT 1 FROM call_post "
      "WHERE call_post.call = call.id AND call_post.post IN (");
  query += posts;
  query += ")) ORDER BY id";
  return db::select<long long>(context.sql, query);
}

void tell_call(rpc::Context& context, const End& end, long long id) {
  rpc::add_open(context, end, proto::name_of<v1::Call>(id), "CancelCall",
                "still takes nominations for it, and " + rpc::in_words(end));
}

void follow_post(rpc::Context& context, const End& end) {
  const db::Query post{"CAST(? AS BIGINT)", {end.id}};
  close_of_post(context, end, post);
  tell_beyond(context, end, post);
  for (const auto& [id] : calls_for(context, post)) tell_call(context, end, id);
}

// A call for posts of the mission alone asks for nobody any more, once its last day has come.
bool asks_for_nobody(rpc::Context& context, const End& end, long long call) {
  if (end.cause != Consequence::CAUSE_MISSION_OVER || end.last_day > rules::format_date(context.today())) return false;
  return !db::select_one<long long>(context.sql, {"SELECT post.id FROM call_post JOIN post ON post.id = call_post.post "
                                                  "WHERE call_post.call = ? AND post.mission <> ?",
                                                  {call, end.id}});
}

void follow_mission(rpc::Context& context, const End& end) {
  const db::Query posts{"SELECT id FROM post WHERE mission = ?", {end.id}};
  for (const auto& [id] : calls_for(context, posts)) {
    if (asks_for_nobody(context, end, id)) {
      cancel_call(context, end, id);
    } else {
      tell_call(context, end, id);
    }
  }
  if (end.cause == Consequence::CAUSE_MISSION_OVER) close_of_post(context, end, posts);
  tell_beyond(context, end, posts);
}

// Whose it is from then on has to be said.
void tell_owned(rpc::Context& context, const End& end) {
  for (const auto& [id] : db::select<long long>(
           context.sql, {"SELECT id FROM call WHERE owner = ? AND state IN ('CALL_STATE_DRAFT', 'CALL_STATE_OPEN') "
                         "ORDER BY id",
                         {end.id}})) {
    rpc::add_open(context, end, proto::name_of<v1::Call>(id), "UpdateCall",
                  "is owned by it, and " + rpc::in_words(end));
  }
}

}  // namespace

void follow_end(rpc::Context& context, const End& end) {
  switch (end.cause) {
    case Consequence::CAUSE_PERSON_DECEASED:
    case Consequence::CAUSE_PERSON_LEFT:
    case Consequence::CAUSE_PERSON_ERASED: return close_of_person(context, end);
    case Consequence::CAUSE_PERSON_RETURNED: return tell_of_return(context, end);
    case Consequence::CAUSE_AFFILIATION_ENDED: return tell_without_unit(context, end);
    case Consequence::CAUSE_POST_CLOSED: return follow_post(context, end);
    case Consequence::CAUSE_MISSION_OVER:
    case Consequence::CAUSE_MANDATE_SHORTENED: return follow_mission(context, end);
    case Consequence::CAUSE_UNIT_ENDED: return tell_owned(context, end);
    default: return;
  }
}

}  // namespace muster::nominations
