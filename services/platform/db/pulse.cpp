// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/pulse.h"

#include "platform/db/writer.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto ask_every = 1s;
constexpr auto counts_for = 3s;

}  // namespace

// The caller has opened the database a moment ago.
Pulse::Pulse(const Options& options)
    : options_(options), last_(Clock::now()), thread_([this](std::stop_token stop) { run(stop); }) {}

Pulse::~Pulse() = default;  // the thread is asked to stop, and waited for

bool Pulse::beats() const { return Clock::now() - last_.load() < counts_for; }

void Pulse::run(std::stop_token stop) {
  const Location location = location_of(options_);
  std::unique_ptr<Session> session;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, stop, ask_every, [&] { return stop.stop_requested(); })) {
    try {
      if (!session) session = open_session(location, Session::Impl::Access::read);
      session->impl().begin_read(Clock::now() + ask_every);
      // Reads a page: SQLite answers a SELECT of nothing without looking at the file.
      session->impl().each_row("SELECT COUNT(*) FROM schema_version", {Type::integer}, [](Row&) {});
      session->impl().rollback();
      last_ = Clock::now();
    } catch (const status::Error&) {
      session.reset();
    }
  }
}

}  // namespace muster::db
