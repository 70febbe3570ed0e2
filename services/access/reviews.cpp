// SPDX-License-Identifier: EUPL-1.2
#include "access/reviews.h"

#include <algorithm>

#include "access/approvers.h"
#include "access/notices.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/proto/resources.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/two_hand_acts.h"
#include "platform/status/error.h"

namespace muster::access {
namespace {

using platform::v1::TwoHandAct;
using platform::v1::TwoHandAct_Name;

struct Reviewer {
  long long account = 0;
  std::optional<long long> deputy;
  std::string first_day, last_day, plausible_reason;

  bool has_deputy_on(const std::string& day) const { return deputy && first_day <= day && day <= last_day; }
};

std::optional<Reviewer> reviewer_of(rpc::Context& context, TwoHandAct act) {
  auto row = db::select_one<long long, std::optional<long long>, std::optional<std::string>, std::optional<std::string>,
                            std::string>(
      context.sql, {"SELECT account, deputy, first_day, last_day, plausible_reason FROM reviewer WHERE act = ?",
                    {TwoHandAct_Name(act)}});
  if (!row) return std::nullopt;
  const auto& [account, deputy, first, last, reason] = *row;
  return Reviewer{account, deputy, first.value_or(""), last.value_or(""), reason};
}

std::string today_of(const rpc::Context& context) { return rules::format_date(context.today()); }

// Who looks at the act today, whether they may look at one of them or not.
std::vector<long long> reviewers_today(rpc::Context& context, TwoHandAct act) {
  const auto reviewer = reviewer_of(context, act);
  if (!reviewer) return {};
  std::vector<long long> accounts{reviewer->account};
  if (reviewer->has_deputy_on(today_of(context))) accounts.push_back(*reviewer->deputy);
  return accounts;
}

// Those of them who see this one, and are neither who did it nor whom it is for.
std::vector<long long> left_to_review(rpc::Context& context, const v1::Approval& approval) {
  std::vector<long long> left = reviewers_today(context, approval.act());
  std::erase_if(left, [&](long long account) {
    return is_party(context, approval, account) || !holds_role(context, approval, account);
  });
  return left;
}

v1::TwoHandActRule describe(rpc::Context& context, const rpc::TwoHandRule& rule) {
  v1::TwoHandActRule told;
  told.set_act(rule.act);
  told.set_mode(rule.mode);
  told.set_alone_below_accounts(rule.alone_below_accounts);
  told.set_why(rule.why);
  told.set_why_nb(rule.why_nb);
  for (const platform::v1::Role role : rule.reviewer_roles) told.add_reviewer_roles(role);
  const auto reviewer = reviewer_of(context, rule.act);
  if (!reviewer) return told;
  told.set_reviewer(proto::name_of<v1::Account>(reviewer->account));
  if (!reviewer->deputy) return told;
  told.mutable_deputy()->set_account(proto::name_of<v1::Account>(*reviewer->deputy));
  told.mutable_deputy()->set_first_day(reviewer->first_day);
  told.mutable_deputy()->set_last_day(reviewer->last_day);
  told.mutable_deputy()->set_plausible_reason(reviewer->plausible_reason);
  return told;
}

const rpc::TwoHandRule& reviewed_rule(TwoHandAct act) {
  std::string allowed;
  for (const auto& rule : rpc::two_hand_rules()) {
    if (rule.mode != platform::v1::SECOND_HAND_MODE_AFTERWARDS) continue;
    if (rule.act == act) return rule;
    allowed += (allowed.empty() ? "" : ", ") + TwoHandAct_Name(rule.act);
  }
  throw status::invalid_argument("act", platform::v1::REASON_VALUE_REFUSED,
                                 "is not looked at afterwards, so that it has no reviewer; give one of " + allowed,
                                 {{"allowed", allowed}});
}

// Whoever looks at all of them has to see all of them.
long long require_may_review(rpc::Context& context, const rpc::TwoHandRule& rule, const std::string& account,
                             const std::string& field) {
  const long long id = proto::id_of<v1::Account>(account, field);
  v1::Approval any;  // of all units
  for (const platform::v1::Role role : rule.reviewer_roles) any.add_approver_roles(role);
  if (holds_role(context, any, id)) return id;
  const std::string roles = role_words(any);
  throw status::invalid_argument(
      field, platform::v1::REASON_ROLE_NOT_HELD,
      "is no live account of somebody who sees all of these acts: whoever looks at them holds "
      "one of " +
          roles +
          " for all units, by a grant that was itself approved; name such an account, or give it the grant first",
      {{"role", roles}});
}

v1::Approval read_to_review(rpc::Context& context, long long id) {
  auto [act, asked_by, account, person, unit,
        roles] = *db::select_one<std::string, long long, std::optional<long long>, std::optional<long long>,
                                 std::optional<long long>, std::string>(
      context.sql, {"SELECT act, asked_by, account, person, unit, approver_roles FROM approval WHERE id = ?", {id}});
  v1::Approval approval;
  approval.set_name(proto::name_of<v1::Approval>(id));
  approval.set_act(proto::enum_named<TwoHandAct>(act));
  approval.set_asked_by(proto::name_of<v1::Account>(asked_by));
  if (account) approval.set_account(proto::name_of<v1::Account>(*account));
  if (person) approval.set_person("persons/" + std::to_string(*person));
  if (unit) approval.set_unit("units/" + std::to_string(*unit));
  for (const platform::v1::Role role : rpc::two_hand_rule(approval.act()).reviewer_roles) {
    approval.add_approver_roles(role);
  }
  return approval;
}

// What waits, to those who look at it from now on.
void tell_of_waiting(rpc::Context& context, TwoHandAct act) {
  for (const auto& [id] : db::select<long long>(
           context.sql, {"SELECT id FROM approval WHERE act = ? AND state = 'APPROVAL_STATE_TO_REVIEW' ORDER BY id",
                         {TwoHandAct_Name(act)}})) {
    dismiss_review_notices(context, id);
    tell_reviewers(context, read_to_review(context, id));
  }
}

}  // namespace

v1::TwoHandActRule set_reviewer(rpc::Context& context, const v1::SetReviewerRequest& request) {
  rpc::require_all_units(context);
  context.sequence();  // what is done at the same time is on the list of the one or the other
  const rpc::TwoHandRule& rule = reviewed_rule(request.act());
  const long long account = require_may_review(context, rule, request.account(), "account");
  db::Value deputy, first_day, last_day;
  if (request.has_deputy()) {
    const long long id = require_may_review(context, rule, request.deputy().account(), "deputy.account");
    if (id == account) {
      throw status::invalid_argument("deputy.account", platform::v1::REASON_NAMED_TWICE,
                                     "is the reviewer; a deputy is somebody else");
    }
    deputy = id;
    first_day = request.deputy().first_day();
    last_day = request.deputy().last_day();
  }
  db::execute(
      context.sql,
      {"INSERT INTO reviewer (act, account, deputy, first_day, last_day, plausible_reason) VALUES (?, ?, ?, ?, "
       "?, ?) ON CONFLICT (act) DO UPDATE SET account = excluded.account, deputy = excluded.deputy, first_day = "
       "excluded.first_day, last_day = excluded.last_day, plausible_reason = excluded.plausible_reason",
       {TwoHandAct_Name(rule.act), account, deputy, first_day, last_day, request.deputy().plausible_reason()}});
  // The table has one row an act and no numbers; 0 stands for the whole.
  context.sql.record({db::Change::Kind::updated, "reviewer", 0, {rpc::act_name(rule.act)}});
  tell_of_waiting(context, rule.act);
  return describe(context, rule);
}

v1::ListTwoHandActsResponse list_two_hand_acts(rpc::Context& context, const v1::ListTwoHandActsRequest&) {
  v1::ListTwoHandActsResponse response;
  for (const auto& rule : rpc::two_hand_rules()) *response.add_acts() = describe(context, rule);
  return response;
}

bool is_to_review(const v1::Approval& approval) {
  return approval.state() == v1::APPROVAL_STATE_TO_REVIEW || approval.state() == v1::APPROVAL_STATE_REVIEW_OVERDUE;
}

void require_somebody_to_review(rpc::Context& context, const v1::Approval& approval) {
  if (!left_to_review(context, approval).empty()) return;
  throw status::failed_precondition(
      platform::v1::REASON_REVIEWER_NEEDED,
      "this is done alone only if somebody else looks at it afterwards, and nobody is left who may: an administrator "
      "names a reviewer, or a deputy for these days, with SetReviewer, who is neither you nor whom it is for",
      {{"act", rpc::act_name(approval.act())}});
}

void tell_reviewers(rpc::Context& context, const v1::Approval& approval) {
  for (const long long account : left_to_review(context, approval)) {
    tell_account(context, account, v1::NOTICE_KIND_REVIEW_WAITS, approval, approval.asked_by());
  }
}

void require_reviewer(rpc::Context& context, const v1::Approval& approval) {
  if (context.caller.system || !is_to_review(approval)) return;
  const auto accounts = reviewers_today(context, approval.act());
  if (std::find(accounts.begin(), accounts.end(), context.caller.account) != accounts.end()) return;
  const std::string reviewer = accounts.empty() ? "" : proto::name_of<v1::Account>(accounts.front());
  throw status::permission_denied(platform::v1::REASON_NOT_THE_REVIEWER,
                                  reviewer.empty()
                                      ? "nobody was named to look at this; see SetReviewer"
                                      : "this is " + reviewer + "'s to look at, or the deputy's on the deputy's days",
                                  {{"reviewer", reviewer}});
}

db::Query to_review_by_caller(rpc::Context& context) {
  db::Query acts("approval.state IN ('APPROVAL_STATE_TO_REVIEW', 'APPROVAL_STATE_REVIEW_OVERDUE') AND act IN (''");
  for (const auto& rule : rpc::two_hand_rules()) {
    if (rule.mode != platform::v1::SECOND_HAND_MODE_AFTERWARDS) continue;
    const auto accounts = reviewers_today(context, rule.act);
    if (std::find(accounts.begin(), accounts.end(), context.caller.account) == accounts.end()) continue;
    acts += {", ?", {TwoHandAct_Name(rule.act)}};
  }
  acts += ")";
  return acts;
}

void describe_reviewer(rpc::Context& context, v1::Approval& approval) {
  if (!is_to_review(approval)) return;
  if (const auto reviewer = reviewer_of(context, approval.act())) {
    approval.set_reviewer(proto::name_of<v1::Account>(reviewer->account));
  }
}

void dismiss_review_notices(rpc::Context& context, long long approval) {
  db::execute(context.sql, {"UPDATE notice SET dismiss_time = ? WHERE approval = ? AND dismiss_time IS NULL AND kind = "
                            "'NOTICE_KIND_REVIEW_WAITS'",
                            {context.now_micros(), approval}});
}

}  // namespace muster::access
