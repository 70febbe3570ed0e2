// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/gathered_write.h"

#include <future>
#include <memory>

#include "platform/rpc/audit.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {
namespace {

constexpr auto longest = std::chrono::seconds(5);

}  // namespace

void write_gathered(db::Database& database, const Method& method, long long account, const std::string& address,
                    TimePoint now, const std::function<bool(Context&)>& work) {
  auto done = std::make_shared<std::promise<void>>();
  auto written = done->get_future();
  database.write(
      std::chrono::steady_clock::now() + longest,
      [&](db::Session& session) {
        Caller caller;
        caller.account = account;
        Context context(session, method, caller, now);
        context.clock = Clock::running;
        context.peer = address;
        session.clear_changes();
        if (work(context)) write_audit(context);
      },
      [done](std::exception_ptr failure) {
        if (failure) {
          done->set_exception(failure);
        } else {
          done->set_value();
        }
      });
  written.get();
}

}  // namespace muster::rpc
