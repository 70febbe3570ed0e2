// SPDX-License-Identifier: EUPL-1.2
#include "access/notices.h"

#include "access/accounts.h"
#include "platform/proto/resources.h"
#include "platform/rows/rows.h"
#include "platform/rpc/second_hand.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

// A condition on table notice: for the account, or its person by whichever account.
db::Query addressed_to(long long account, std::optional<long long> person) {
  if (!person) return {"recipient = ?", {account}};
  return {"(recipient = ? OR person = ?)", {account, *person}};
}

}  // namespace

void tell_person(rpc::Context& context, long long person, v1::NoticeKind kind, long long account) {
  auto row = db::select_one<long long>(
      context.sql,
      {"INSERT INTO notice (person, kind, account, actor, create_time) VALUES (?, ?, ?, ?, ?) RETURNING id",
       {person, v1::NoticeKind_Name(kind), account, rpc::first_hand_of(context), context.now_micros()}});
  context.sql.record({db::Change::Kind::created, "notice", std::get<0>(*row), {}});
}

void tell_account(rpc::Context& context, long long account, v1::NoticeKind kind, const v1::Approval& approval,
                  const std::string& actor) {
  auto row = db::select_one<long long>(
      context.sql,
      {"INSERT INTO notice (recipient, kind, account, actor, create_time, approval) VALUES (?, ?, ?, ?, ?, ?)"
       " RETURNING id",
       {account, v1::NoticeKind_Name(kind), account, actor, context.now_micros(),
        proto::id_of<v1::Approval>(approval.name())}});
  context.sql.record({db::Change::Kind::created, "notice", std::get<0>(*row), {}});
}

void add_notices(rpc::Context& context, v1::Session& session) {
  db::Query of_account("SELECT " + rows::columns<v1::Notice>() + " FROM notice WHERE dismiss_time IS NULL AND ");
  of_account += addressed_to(
      proto::id_of<v1::Account>(session.account()),
      session.person().empty() ? std::nullopt : std::optional(proto::id_of(session.person(), "persons", "person")));
  of_account += " ORDER BY id DESC LIMIT 200";
  AccountNames names(context);
  for (auto& notice : rows::query<v1::Notice>(context.sql, of_account)) {
    notice.set_account_display_name(names.of(notice.account()));
    notice.set_actor_display_name(names.of(notice.actor()));
    *session.add_notices() = std::move(notice);
  }
}

v1::DismissNoticeResponse dismiss_notice(rpc::Context& context, const v1::DismissNoticeRequest& request) {
  const long long id = proto::id_of<v1::Notice>(request.name());
  db::Query own{"SELECT 1 FROM notice WHERE id = ? AND ", {id}};
  own += addressed_to(context.caller.account, context.caller.person);
  if (!db::select_one<long long>(context.sql, own)) {
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
