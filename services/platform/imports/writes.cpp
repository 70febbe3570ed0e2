// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/writes.h"

#include <chrono>
#include <thread>

#include "platform/status/error.h"

namespace muster::imports {
namespace {

constexpr auto patience = std::chrono::minutes(2);
constexpr auto retry_after = std::chrono::milliseconds(200);

}  // namespace

Writes::Writes(rpc::Dispatcher& dispatcher, const rpc::Method& method, rpc::Caller caller, long long id,
               std::string run, std::function<bool()> stopping)
    : dispatcher_(dispatcher),
      method_(method),
      caller_(std::move(caller)),
      id_(id),
      run_(std::move(run)),
      stopping_(std::move(stopping)) {}

void Writes::read(const std::function<void(rpc::Context&)>& work) const {
  patiently([&] {
    dispatcher_.database().read_now([&](db::Session& session) {
      rpc::Context context(session, method_, caller_, std::chrono::system_clock::now());
      work(context);
    });
  });
}

void Writes::plain(v1::ImportState state, const std::function<void(db::Session&)>& work) const {
  patiently([&] {
    dispatcher_.database().write_now([&](db::Session& session) {
      require_hold(session, id_, state, run_);
      work(session);
    });
  });
}

void Writes::audited(v1::ImportState state, const std::function<void(rpc::Context&)>& work) const {
  patiently([&] {
    dispatcher_.write_as(caller_, method_.path, [&](rpc::Context& context) {
      context.sequence();  // the ledger's lock before the import's, as requests take them
      require_hold(context.sql, id_, state, run_);
      work(context);
    });
  });
}

void Writes::let_go() const {
  try {
    dispatcher_.database().write_now([&](db::Session& session) { imports::let_go(session, id_, run_); });
  } catch (const status::Error&) {
    // The database is away.
  }
}

void Writes::patiently(const std::function<void()>& transaction) const {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    try {
      return transaction();
    } catch (const status::Error& error) {
      if (error.code() != status::Code::unavailable || stopping_() || std::chrono::steady_clock::now() > until) {
        throw;
      }
    }
    std::this_thread::sleep_for(retry_after);
  }
}

}  // namespace muster::imports
