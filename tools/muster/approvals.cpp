// SPDX-License-Identifier: EUPL-1.2
// `muster approvals`, `muster approve` and `muster refuse`: the second hand. On the database itself it is the console.
#include <cstdio>
#include <memory>

#include "commands.h"
#include "muster/access/v1/access.pb.h"

namespace muster::cli {
namespace {

using namespace access::v1;

const std::string access_service = "muster.access.v1.AccessService/";

struct Wanted {
  std::string which;  // "approvals/7" or "7"
  std::string reason;
};

std::string name_of(const std::string& which) { return which.starts_with("approvals/") ? which : "approvals/" + which; }

std::string day_of(const google::protobuf::Timestamp& time) {
  return rules::format_date(static_cast<rules::Day>(time.seconds() / 86400));
}

void list(Client& client) {
  ListApprovalsRequest request;
  request.set_view(APPROVAL_VIEW_MINE_TO_GIVE);
  request.set_order_by("create_time");
  do {
    const auto page = client.call<ListApprovalsResponse>(access_service + "ListApprovals", request);
    for (const auto& approval : page.approvals()) {
      const bool done = approval.state() != APPROVAL_STATE_PENDING;
      std::printf("%s: %s%s. %s by %s (%s), %suntil %s%s.\n", approval.name().c_str(), approval.sentence().c_str(),
                  done ? (": " + approval.grounds()).c_str() : "", done ? "Done" : "Asked",
                  approval.asked_by_display_name().c_str(), approval.asked_by().c_str(), done ? "to be looked at " : "",
                  day_of(approval.expire_time()).c_str(),
                  approval.state() == APPROVAL_STATE_REVIEW_OVERDUE ? ", OVERDUE" : "");
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

void approve(Client& client, const Wanted& wanted) {
  ApproveRequestRequest request;
  request.set_name(name_of(wanted.which));
  const auto approval = client.call<Approval>(access_service + "ApproveRequest", request);
  std::printf("%s: %s. %s.%s\n", approval.name().c_str(),
              approval.state() == APPROVAL_STATE_REVIEWED ? "seen, and right" : "approved", approval.sentence().c_str(),
              approval.result().empty() ? "" : (" " + approval.result()).c_str());
}

void refuse(Client& client, const Wanted& wanted) {
  RefuseRequestRequest request;
  request.set_name(name_of(wanted.which));
  request.set_reason(wanted.reason);
  const auto approval = client.call<Approval>(access_service + "RefuseRequest", request);
  std::printf("%s: %s. %s.\n", approval.name().c_str(),
              approval.state() == APPROVAL_STATE_OBJECTED ? "not right" : "refused", approval.sentence().c_str());
}

}  // namespace

void add_approval_commands(CLI::App& app, Run& run) {
  app.add_subcommand("approvals", "List the requests that wait for a second hand")->callback([&run] {
    run = [](const Place& place) {
      Client client(place);
      list(client);
    };
  });
  auto wanted = std::make_shared<Wanted>();
  auto* approve_command = app.add_subcommand(
      "approve", "Be the second hand of a request: it is done at once; of what was done alone: it is right");
  approve_command->add_option("APPROVAL", wanted->which, "approvals/7, or 7")->required();
  approve_command->callback([wanted, &run] {
    run = [wanted](const Place& place) {
      Client client(place);
      approve(client, *wanted);
    };
  });
  auto* refuse_command = app.add_subcommand(
      "refuse", "Refuse a request that waits for a second hand; of what was done alone: it is not right");
  refuse_command->add_option("APPROVAL", wanted->which, "approvals/7, or 7")->required();
  refuse_command->add_option("--reason", wanted->reason, "Why, for whoever asked")->required();
  refuse_command->callback([wanted, &run] {
    run = [wanted](const Place& place) {
      Client client(place);
      refuse(client, *wanted);
    };
  });
}

}  // namespace muster::cli
