// SPDX-License-Identifier: EUPL-1.2
#include "access/notices.h"

#include "platform/proto/resources.h"
#include "platform/rows/rows.h"
#include "platform/rpc/second_hand.h"
#include "platform/status/error.h"

namespace muster::access {

void tell_person(rpc::Context& context, long long person, v1::NoticeKind kind, long long account) {
  auto row = db::select_one<long long>(
      context.sql,
      {"INSERT INTO notice (person, kind, account, actor, create_time) VALUES (?, ?, ?, ?, ?) RETURNING id",
       {person, v1::NoticeKind_Name(kind), account, rpc::first_hand_of(context), context.now_micros()}});
  context.sql.record({db::Change::Kind::created, "notice", std::get<0>(*row), {}});
}

void add_notices(rpc::Context& context, v1::Session& session) {
  if (session.person().empty()) return;
  const long long person = proto::id_of(session.person(), "persons", "person");
  for (auto& notice : rows::query<v1::Notice>(
           context.sql, {"SELECT " + rows::columns<v1::Notice>() +
                             " FROM notice WHERE person = ? AND dismiss_time IS NULL ORDER BY id DESC LIMIT 20",
                         {person}})) {
    *session.add_notices() = std::move(notice);
  }
}

v1::DismissNoticeResponse dismiss_notice(rpc::Context& context, const v1::DismissNoticeRequest& request) {
  const long long id = proto::id_of<v1::Notice>(request.name());
  const long long person = context.caller.person.value_or(0);
  if (!db::select_one<long long>(context.sql, {"SELECT 1 FROM notice WHERE id = ? AND person = ?", {id, person}})) {
    throw status::not_found(request.name());
  }
  const db::Query dismiss{"UPDATE notice SET dismiss_time = ? WHERE id = ? AND dismiss_time IS NULL",
                          {context.now_micros(), id}};
  if (db::execute(context.sql, dismiss) > 0) {
    context.sql.record({db::Change::Kind::updated, "notice", id, {"dismiss_time"}});
  }
  return {};
}

}  // namespace muster::access
