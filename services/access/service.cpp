// SPDX-License-Identifier: EUPL-1.2
#include "access/service.h"

#include "access/accounts.h"
#include "access/approvals.h"
#include "access/audit_entries.h"
#include "access/erasure.h"
#include "access/first_passwords.h"
#include "access/follow_end.h"
#include "access/grants.h"
#include "access/notices.h"
#include "access/readers.h"
#include "access/reviews.h"
#include "access/second_hands.h"
#include "access/sessions.h"
#include "access/settings.h"
#include "access/tokens.h"

namespace muster::access {

void register_methods(rpc::Registry& registry) {
  const std::string service = "muster.access.v1.AccessService/";
  registry.add(service + "SignIn", &check_password, &sign_in);
  registry.add(service + "ConfirmPassword", &check_own_password, &confirm_password);
  registry.add(service + "SignOut", &sign_out);
  registry.add(service + "GetSession", &get_session, rpc::Run::io_thread);
  registry.add(service + "SetHomeCountry", &set_home_country);
  registry.add(service + "SetRosterSettings", &set_roster_settings);
  registry.add(service + "CreateAccount", &hash_new_password, &create_account);
  registry.add(service + "ListAccounts", &list_accounts);
  registry.add(service + "DisableAccount", &disable_account);
  registry.add(service + "CreateGrant", &create_grant);
  registry.add(service + "ListGrants", &list_grants);
  registry.add(service + "RevokeGrant", &revoke_grant);
  registry.add(service + "CreateToken", &create_token);
  registry.add(service + "ListTokens", &list_tokens);
  registry.add(service + "RevokeToken", &revoke_token);
  registry.add(service + "ListTwoHandActs", &list_two_hand_acts);
  registry.add(service + "SetReviewer", &set_reviewer);
  registry.add(service + "ListApprovals", &list_approvals);
  registry.add(service + "GetApproval", &get_approval);
  registry.add(service + "ApproveRequest", &approve_request);
  registry.add(service + "RefuseRequest", &refuse_request);
  registry.add(service + "WithdrawRequest", &withdraw_request);
  registry.add(service + "DismissNotice", &dismiss_notice);
  registry.add(service + "CreatePasswordCode", &create_password_code);
  registry.add(service + "SetPassword", &check_code, &set_password);
  registry.add(service + "ChangePassword", &check_present_password, &change_password);
  registry.add(service + "ListAuditEntries", &list_audit_entries, rpc::Run::statistics);
  registry.add(service + "ListReadRecords", &list_read_records, rpc::Run::statistics);
  registry.add(service + "ListMyReaders", &list_my_readers);
  registry.second_hand(service + "CreateAccount", &account_act);
  registry.second_hand(service + "CreateGrant", &grant_act);
  registry.second_hand(service + "CreateToken", &token_act);
  registry.second_hand(service + "CreatePasswordCode", &password_code_act);
}

void register_corrections(rpc::Registry& registry) {
  registry.on_end(&follow_end);
  registry.on_erasure(erasure_rule());
  registry.file_approvals(&file_approval);
}

}  // namespace muster::access
