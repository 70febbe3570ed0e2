// SPDX-License-Identifier: EUPL-1.2
#include "access/approvals.h"

#include <google/protobuf/util/time_util.h>

#include <stdexcept>

#include "access/accounts.h"
#include "access/approvers.h"
#include "access/notices.h"
#include "access/reviews.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/authenticate.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

constexpr long long second_micros = 1'000'000;
constexpr long long day_micros = 24 * 3600 * second_micros;
constexpr long long days_to_approve = 7;
constexpr long long days_to_review = 14;
constexpr std::size_t reason_length = 1000;

using google::protobuf::util::TimeUtil;

std::string short_state(v1::ApprovalState state) {
  return v1::ApprovalState_Name(state).substr(sizeof("APPROVAL_STATE_") - 1);
}

bool waits(const v1::Approval& approval) {
  return approval.state() == v1::APPROVAL_STATE_PENDING || is_to_review(approval);
}

// Table approval as it is now, to be read in its place. Nobody writes that the time was up: it is so from then on.
db::Query approvals_of_now(const rpc::Context& context) {
  std::string columns = rows::columns<v1::Approval>() + ", digest, by_asker, used";
  const std::string stored = ", state,";
  const auto place = columns.find(stored);
  if (place == std::string::npos) throw std::logic_error("an approval without a state");
  columns.replace(place, stored.size(),
                  ", CASE WHEN expire_time > ? THEN state WHEN state = 'APPROVAL_STATE_PENDING' THEN"
                  " 'APPROVAL_STATE_EXPIRED' WHEN state = 'APPROVAL_STATE_TO_REVIEW' THEN"
                  " 'APPROVAL_STATE_REVIEW_OVERDUE' ELSE state END AS state,");
  return {"(SELECT " + columns + " FROM approval) approval", {context.now_micros()}};
}

v1::Approval read_approval(rpc::Context& context, long long id) {
  db::Query query("SELECT " + rows::columns<v1::Approval>() + " FROM ");
  query += approvals_of_now(context);
  query += {" WHERE id = ?", {id}};
  auto approval = rows::query_one<v1::Approval>(context.sql, query);
  if (!approval) throw status::not_found(proto::name_of<v1::Approval>(id));
  return *approval;
}

// Everyone may ask, so the method declares no role that would be the scope.
bool audits_all_units(const rpc::Context& context) {
  for (const rpc::Grant& grant : context.caller.grants) {
    if (grant.role == platform::v1::ROLE_AUDITOR && !grant.unit) return true;
  }
  return context.caller.system;
}

db::Query visible(rpc::Context& context) {
  if (audits_all_units(context)) return "1 = 1";
  db::Query condition{"(asked_by = ? OR ", {context.caller.account}};
  condition += of_callers_roles(context);
  condition.text += ')';
  return condition;
}

v1::Approval read_visible(rpc::Context& context, const std::string& name) {
  const long long id = proto::id_of<v1::Approval>(name);
  db::Query query{"SELECT 1 FROM approval WHERE id = ? AND ", {id}};
  query += visible(context);
  if (!db::select_one<long long>(context.sql, query)) throw status::not_found(name);
  return read_approval(context, id);
}

// What the caller may see of it, with what is not in its row.
void describe(rpc::Context& context, v1::Approval& approval, AccountNames& names) {
  describe_reviewer(context, approval);
  const bool asked = approval.asked_by() == proto::name_of<v1::Account>(context.caller.account);
  if (!asked && !is_of_callers_roles(context, approval)) approval.clear_request();
  approval.set_asked_by_display_name(names.of(approval.asked_by()));
  if (!approval.account().empty()) approval.set_account_display_name(names.of(approval.account()));
  if (!approval.decided_by().empty()) approval.set_decided_by_display_name(names.of(approval.decided_by()));
  if (!approval.reviewer().empty()) approval.set_reviewer_display_name(names.of(approval.reviewer()));
}

v1::Approval described(rpc::Context& context, v1::Approval approval) {
  AccountNames names(context);
  describe(context, approval, names);
  return approval;
}

status::Error decided_already(const v1::Approval& approval) {
  std::string text =
      approval.name() +
      (is_to_review(approval) ? " was done already, and is to be looked at: " : " was decided already: ") +
      short_state(approval.state());
  if (!approval.decided_by().empty()) text += " by " + approval.decided_by();
  if (!approval.reason().empty()) text += ", " + approval.reason();
  return status::failed_precondition(
      platform::v1::REASON_APPROVAL_DECIDED, std::move(text),
      {{"approval", approval.name()}, {"state", short_state(approval.state())}, {"by", approval.decided_by()}});
}

void require_waiting(const v1::Approval& approval) {
  if (approval.state() == v1::APPROVAL_STATE_EXPIRED) {
    throw status::failed_precondition(platform::v1::REASON_APPROVAL_EXPIRED,
                                      "nobody decided on " + approval.name() + " until " +
                                          TimeUtil::ToString(approval.expire_time()) + "; it has to be asked for anew",
                                      {{"approval", approval.name()}});
  }
  if (!waits(approval)) throw decided_already(approval);
}

struct Decision {
  v1::ApprovalState state;
  std::string reason = {};
  std::string result = {};
};

v1::Approval decide(rpc::Context& context, const v1::Approval& approval, const Decision& decision) {
  const long long id = proto::id_of<v1::Approval>(approval.name());
  db::execute(context.sql,
              {"UPDATE approval SET state = ?, decided_by = ?, decide_time = ?, reason = ?, result = ?, prepared = '',"
               " update_time = ?, row_version = row_version + 1 WHERE id = ?",
               {v1::ApprovalState_Name(decision.state), rpc::first_hand_of(context), context.now_micros(),
                decision.reason.substr(0, reason_length), decision.result.empty() ? approval.result() : decision.result,
                context.now_micros(), id}});
  context.sql.record({db::Change::Kind::updated, "approval", id, {"state"}});
  dismiss_review_notices(context, id);
  return described(context, read_approval(context, id));
}

// What a client would be told, in one sentence.
std::string sentence_of(const status::Error& error) {
  if (error.violations().empty()) return error.message();
  return error.violations().front().field + " " + error.violations().front().description;
}

// It is the request that cannot be done, and not the server that fails.
bool concerns_request(const status::Error& error) {
  switch (error.code()) {
    case status::Code::invalid_argument:
    case status::Code::not_found:
    case status::Code::already_exists:
    case status::Code::permission_denied:
    case status::Code::failed_precondition:
    case status::Code::aborted:
    case status::Code::out_of_range:
    case status::Code::unauthenticated: return true;
    default: return false;
  }
}

struct Kept {
  std::string request_id, prepared;
  bool by_asker;
};

Kept read_kept(rpc::Context& context, const v1::Approval& approval) {
  auto row = db::select_one<std::string, std::string, long long>(
      context.sql, {"SELECT request_id, prepared, by_asker FROM approval WHERE id = ?",
                    {proto::id_of<v1::Approval>(approval.name())}});
  return {std::get<0>(*row), std::get<1>(*row), std::get<2>(*row) != 0};
}

std::string run(rpc::Context& context, const v1::Approval& approval, const Kept& kept) {
  const auto asker = rpc::caller_of(context.sql, proto::id_of<v1::Account>(approval.asked_by()), context.now);
  if (!asker) {
    throw status::failed_precondition(platform::v1::REASON_ACCOUNT_REQUIRED, "the account that asked is disabled");
  }
  return rpc::run_approved(context, approval.method(), approval.request(), kept.request_id, kept.prepared, *asker,
                           rpc::first_hand_of(context));
}

v1::Approval to_row(const rpc::Context& context, const rpc::Asked& asked) {
  const rpc::Act& act = asked.act;
  const bool review = act.mode == platform::v1::SECOND_HAND_MODE_AFTERWARDS;
  v1::Approval approval;
  approval.set_act(act.act);
  approval.set_method(context.method.path);
  approval.set_sentence(act.sentence);
  approval.set_request(asked.request);
  approval.set_asked_by(proto::name_of<v1::Account>(context.caller.account));
  const long long until = context.now_micros() + (review ? days_to_review : days_to_approve) * day_micros;
  *approval.mutable_expire_time() = TimeUtil::MicrosecondsToTimestamp(until - until % second_micros);
  approval.set_state(review ? v1::APPROVAL_STATE_TO_REVIEW : v1::APPROVAL_STATE_PENDING);
  if (act.account) approval.set_account(proto::name_of<v1::Account>(*act.account));
  approval.set_role(act.role);
  if (act.unit) approval.set_unit("units/" + std::to_string(*act.unit));
  if (act.person) approval.set_person("persons/" + std::to_string(*act.person));
  approval.set_label(act.label);
  approval.set_grounds(act.grounds);
  approval.set_result(asked.result);
  for (const platform::v1::Role role : act.approvers) approval.add_approver_roles(role);
  return approval;
}

status::Error needed(rpc::Context& context, const rpc::Asked& asked, const v1::Approval& approval) {
  return rpc::approval_needed(asked.act, approval.name(), TimeUtil::ToString(approval.expire_time()),
                              approvers_of(context, approval));
}

// The request_id tells the same request for ever.
std::optional<status::Error> answered_before(rpc::Context& context, const rpc::Asked& asked) {
  if (asked.request_id.empty()) return std::nullopt;
  auto row = db::select_one<long long, std::string, long long>(
      context.sql, {"SELECT id, digest, by_asker FROM approval WHERE asked_by = ? AND method = ? AND request_id = ?"
                    " ORDER BY id DESC",
                    {context.caller.account, context.method.path, asked.request_id}});
  if (!row) return std::nullopt;
  const auto& [id, digest, by_asker] = *row;
  if (digest != asked.digest) {
    throw status::invalid_argument("request_id", platform::v1::REASON_REQUEST_ID_REUSED,
                                   "was used for another request; make a new one for each");
  }
  const v1::Approval earlier = read_approval(context, id);
  if (waits(earlier) || (by_asker != 0 && earlier.state() == v1::APPROVAL_STATE_APPROVED)) return std::nullopt;
  return decided_already(earlier);
}

// The same request that waits, or is approved and the caller's to do.
std::optional<v1::Approval> same_request(rpc::Context& context, const rpc::Asked& asked) {
  db::Query query("SELECT id FROM ");
  query += approvals_of_now(context);
  query += {
      " WHERE asked_by = ? AND method = ? AND digest = ? AND (state = 'APPROVAL_STATE_PENDING' OR (state ="
      " 'APPROVAL_STATE_APPROVED' AND by_asker = 1 AND used = 0 AND decide_time > ?)) ORDER BY id DESC",
      {context.caller.account, context.method.path, asked.digest, context.now_micros() - days_to_approve * day_micros}};
  auto row = db::select_one<long long>(context.sql, query);
  return row ? std::optional(read_approval(context, std::get<0>(*row))) : std::nullopt;
}

}  // namespace

std::optional<status::Error> file_approval(rpc::Context& context, const rpc::Asked& asked) {
  context.sequence();  // the same request at the same time: the second one waits here
  if (asked.act.mode == platform::v1::SECOND_HAND_MODE_BEFORE) {
    if (auto refusal = answered_before(context, asked)) return refusal;
    if (const auto same = same_request(context, asked)) {
      const long long id = proto::id_of<v1::Approval>(same->name());
      if (same->state() == v1::APPROVAL_STATE_APPROVED) {
        db::execute(context.sql, {"UPDATE approval SET used = 1 WHERE id = ?", {id}});
        context.second_hand = same->decided_by();
        context.audit_lines.push_back("approved by approval/" + std::to_string(id));
        return std::nullopt;
      }
      // Its secret is the one that was given last.
      db::execute(context.sql, {"UPDATE approval SET prepared = ? WHERE id = ?", {asked.prepared, id}});
      return needed(context, asked, *same);
    }
  }
  v1::Approval approval = to_row(context, asked);
  if (is_to_review(approval)) require_somebody_to_review(context, approval);
  const long long id = rows::insert(context.sql, "approval", approval);
  db::execute(context.sql, {"UPDATE approval SET digest = ?, request_id = ?, prepared = ?, by_asker = ? WHERE id = ?",
                            {asked.digest, asked.request_id, asked.prepared, asked.by_asker ? 1LL : 0LL, id}});
  if (is_to_review(approval)) {
    approval.set_name(proto::name_of<v1::Approval>(id));
    tell_reviewers(context, approval);
    return std::nullopt;
  }
  return needed(context, asked, read_approval(context, id));
}

v1::ListApprovalsResponse list_approvals(rpc::Context& context, const v1::ListApprovalsRequest& request) {
  rows::ListSpec spec;
  spec.table = "approval";
  spec.rows_of_now = approvals_of_now(context);
  spec.default_order = "create_time desc";
  switch (request.view()) {
    case v1::APPROVAL_VIEW_MINE_TO_GIVE: spec.where = waits_for_caller(context); break;
    case v1::APPROVAL_VIEW_ASKED_BY_ME: spec.where = {"asked_by = ?", {context.caller.account}}; break;
    default: spec.where = visible(context);
  }
  v1::ListApprovalsResponse response;
  const auto listed = rows::list<v1::Approval, v1::ListApprovalsResponse>(context.sql, request, spec);
  if (!response.ParseFromString(listed.bytes)) throw std::logic_error("a list that is no message");
  AccountNames names(context);
  for (auto& approval : *response.mutable_approvals()) describe(context, approval, names);
  return response;
}

v1::Approval get_approval(rpc::Context& context, const v1::GetApprovalRequest& request) {
  return described(context, read_visible(context, request.name()));
}

v1::Approval approve_request(rpc::Context& context, const v1::ApproveRequestRequest& request) {
  context.sequence();  // of two at once one runs; the other one waits here and hears of it
  const v1::Approval approval = read_visible(context, request.name());
  require_waiting(approval);
  require_approver(context, approval);
  status::require_etag(request.etag(), approval.etag());
  const Kept kept = read_kept(context, approval);
  if (is_to_review(approval)) return decide(context, approval, {.state = v1::APPROVAL_STATE_REVIEWED});
  if (kept.by_asker) return decide(context, approval, {.state = v1::APPROVAL_STATE_APPROVED});
  rpc::require_served(context, approval.method());
  try {
    const std::string result = run(context, approval, kept);
    return decide(context, approval, {.state = v1::APPROVAL_STATE_APPROVED, .result = result});
  } catch (const status::Error& error) {
    if (!concerns_request(error)) throw;
    const std::string why = sentence_of(error);
    context.refusal =
        status::failed_precondition(platform::v1::REASON_APPROVAL_FAILED,
                                    approval.name() + " cannot be done any more, and nothing was done: " + why,
                                    {{"approval", approval.name()}, {"cause", error.reason()}});
    return decide(context, approval, {.state = v1::APPROVAL_STATE_FAILED, .reason = why});
  }
}

v1::Approval refuse_request(rpc::Context& context, const v1::RefuseRequestRequest& request) {
  context.sequence();
  const v1::Approval approval = read_visible(context, request.name());
  require_waiting(approval);
  require_approver(context, approval);
  status::require_etag(request.etag(), approval.etag());
  if (!is_to_review(approval)) {
    return decide(context, approval, {.state = v1::APPROVAL_STATE_REFUSED, .reason = request.reason()});
  }
  tell_account(context, proto::id_of<v1::Account>(approval.asked_by()), v1::NOTICE_KIND_REVIEW_OBJECTED, approval,
               rpc::first_hand_of(context));
  return decide(context, approval, {.state = v1::APPROVAL_STATE_OBJECTED, .reason = request.reason()});
}

v1::Approval withdraw_request(rpc::Context& context, const v1::WithdrawRequestRequest& request) {
  context.sequence();
  const v1::Approval approval = read_visible(context, request.name());
  if (approval.asked_by() != proto::name_of<v1::Account>(context.caller.account)) {
    throw status::not_found(request.name());
  }
  require_waiting(approval);
  status::require_etag(request.etag(), approval.etag());
  // What was done already is not undone by taking it off the list.
  if (is_to_review(approval)) throw decided_already(approval);
  return decide(context, approval, {.state = v1::APPROVAL_STATE_WITHDRAWN});
}

}  // namespace muster::access
