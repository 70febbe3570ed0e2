// SPDX-License-Identifier: EUPL-1.2
#include "support/service.h"

#include <sodium.h>

#include <cstdlib>

#include "muster/access/v1/access.pb.h"
#include "platform/db/query.h"
#include "targets.h"

namespace muster::support {

const std::string& roster_zone() {
  static const char* given = std::getenv("MUSTER_TEST_ZONE");
  static const std::string zone = given ? given : "UTC";
  return zone;
}

void ServiceTest::SetUp() {
  MigratedTest::SetUp();
  ASSERT_GE(sodium_init(), 0);
  dispatcher_ = std::make_unique<rpc::Dispatcher>(registry_, database());
  runner_ = std::make_unique<imports::Runner>(import_kinds());
  register_targets(registry_, {"all"}, runner_.get());
  runner_->start(registry_, *dispatcher_, false);
  sql([](db::Session& session) {
    db::execute(session, {"DELETE FROM setting WHERE key = 'time_zone'"});
    db::execute(session, {"INSERT INTO setting (key, value) VALUES ('time_zone', ?)", {roster_zone()}});
  });
}

rpc::Caller ServiceTest::system() const {
  rpc::Caller caller;
  caller.system = true;
  return caller;
}

rpc::Caller ServiceTest::caller(platform::v1::Role role, std::optional<long long> unit) {
  rpc::Caller caller;
  caller.grants.push_back({role, unit});
  caller.factor_time = rules::now_micros();
  const std::string name = "account-" + std::to_string(++accounts_);
  sql([&](db::Session& session) {
    auto row = db::select_one<long long>(
        session, {"INSERT INTO account (account_name, account_name_key, display_name, disabled, create_time, "
                  "update_time, row_version) VALUES (?, ?, '', 0, 0, 0, 1) RETURNING id",
                  {name, name}});
    caller.account = std::get<0>(*row);
  });
  return caller;
}

rpc::Caller ServiceTest::holder(platform::v1::Role role, std::optional<long long> unit,
                                std::optional<long long> person) {
  rpc::Caller holder = caller(role, unit);
  holder.person = person;
  sql([&](db::Session& session) {
    db::execute(session,
                {"INSERT INTO role_grant (account, role, unit, valid_from, create_time, update_time, row_version,"
                 " given_by, approved_by) VALUES (?, ?, ?, '2020-01-01', 0, 0, 1, 'console', 'console')",
                 {holder.account, platform::v1::Role_Name(role), unit ? db::Value(*unit) : db::Value()}});
    if (person) db::execute(session, {"UPDATE account SET person = ? WHERE id = ?", {*person, holder.account}});
  });
  return holder;
}

rpc::Caller ServiceTest::name_reviewer() {
  const rpc::Caller reviewer = holder(platform::v1::ROLE_HR_CENTRAL);
  access::v1::SetReviewerRequest request;
  request.set_act(platform::v1::TWO_HAND_ACT_WAIVER);
  request.set_account("accounts/" + std::to_string(reviewer.account));
  call<access::v1::TwoHandActRule>("muster.access.v1.AccessService/SetReviewer", request);
  return reviewer;
}

void ServiceTest::approve(const status::Error& needed, const rpc::Caller& approver) {
  ASSERT_EQ(needed.reason(), "APPROVAL_NEEDED") << needed.message();
  access::v1::ApproveRequestRequest request;
  request.set_name(needed.metadata().at("approval"));
  EXPECT_EQ(call<access::v1::Approval>("muster.access.v1.AccessService/ApproveRequest", request, approver).state(),
            access::v1::APPROVAL_STATE_APPROVED);
}

status::Error ServiceTest::refused(std::string_view path, const google::protobuf::Message& request,
                                   const rpc::Caller& who) {
  try {
    dispatcher_->call_message(path, request, who);
  } catch (const status::Error& error) {
    return error;
  }
  ADD_FAILURE() << path << " was not refused: " << request.ShortDebugString();
  return {status::Code::unknown, "not refused"};
}

void ServiceTest::sql(const std::function<void(db::Session&)>& work) { database().write_now(work); }

std::string violations_of(const status::Error& error) {
  std::string text;
  for (const auto& violation : error.violations()) text += violation.field + ": " + violation.description + "\n";
  return text;
}

bool names_field(const status::Error& error, std::string_view field) {
  for (const auto& violation : error.violations()) {
    if (violation.field == field) return true;
  }
  return false;
}

}  // namespace muster::support
