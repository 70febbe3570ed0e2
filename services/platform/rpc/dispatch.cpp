// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/dispatch.h"

#include <utility>
#include <variant>

#include "platform/connect/connect.h"
#include "platform/rpc/attempts.h"
#include "platform/rpc/authenticate.h"
#include "platform/rpc/fault.h"
#include "platform/rpc/field_access.h"
#include "platform/rpc/known_moment.h"
#include "platform/rpc/local_calls.h"
#include "platform/rpc/reads.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/roster_day.h"
#include "platform/rpc/transaction.h"
#include "platform/rpc/validate.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

using google::protobuf::Message;
using Deadline = db::Database::Deadline;

constexpr auto longest_request = std::chrono::seconds(10);
constexpr auto longest_statistics = std::chrono::seconds(60);

// One request on its way through the threads.
struct Running {
  connect::Request request;
  connect::Respond respond;
  const Method* method = nullptr;
  connect::Envelope envelope;
  std::unique_ptr<Message> message;
  std::optional<Secret> secret;
  unsigned callers_generation = 0;  // from before any snapshot that the request reads
  Caller caller;
  long long account_tried = 0;  // Context::account_tried
  TimePoint now;
  Deadline deadline;
  std::any prepared;
  bool written_first = false;
  std::string digest;  // of a write: here rather than on the one thread that writes
  std::optional<std::string> time_zone;
  // Of the run that committed: a run that was rolled back and repeated leaves nothing here.
  std::string answer;                    // in Protobuf's binary form
  std::optional<status::Error> refusal;  // instead of it, although what was written stays
  std::vector<std::pair<std::string, std::string>> response_headers;
};
using RunningPtr = std::shared_ptr<Running>;

// For the log: whose password was given, or who calls.
long long account_of(const Running& running) {
  return running.account_tried != 0 ? running.account_tried : running.caller.account;
}

// Cacheable are only GETs of methods without personal data; the envelope knows the verb.
connect::Caching caching_of(const Running& running) {
  const bool cacheable = running.envelope.get && running.method->read_only && !running.method->access.personal_data();
  return cacheable ? connect::Caching::minute : connect::Caching::no_store;
}

void succeed(Running& running) {
  std::string body =
      connect::encode(running.envelope.codec, *running.method->descriptor->output_type(), std::move(running.answer));
  connect::Response response = connect::encode_answer(running.envelope, std::move(body), caching_of(running));
  for (auto& [name, value] : running.response_headers) response.headers.add(name, value);
  response.account = account_of(running);
  running.respond(std::move(response));
}

}  // namespace

class Dispatcher::Impl {
 public:
  Impl(const Registry& registry, db::Database& database, std::chrono::milliseconds longest_settling)
      : registry_(registry),
        database_(database),
        longest_settling_(longest_settling),
        callers_(database.embedded()),
        reads_(!database.embedded()),
        local_({registry, database, longest_settling, callers_, reads_, attempts_}) {}

  void dispatch(connect::Request request, connect::Respond respond);
  void write_gathered(TimePoint now, bool all);
  db::Database& database() { return database_; }
  LocalCalls& local() { return local_; }

 private:
  void fail(Running& running, std::exception_ptr failure);
  bool open(Running& running);
  // Who calls, whether they may, and whether the request is right; throws.
  void admit(Running& running, db::Session& session);
  void read(const RunningPtr& running);
  void write(const RunningPtr& running);
  void run_read_on(Running& running, db::Session& session);
  void read_on_pool(const RunningPtr& running, std::function<void(db::Session&)> job);
  // Answers the read, at once or after what it needs to be written first.
  void answer_read(const RunningPtr& running, db::Session& session);
  // The read again on a new snapshot, once nothing more can be recorded at the moment or before it.
  void read_settled(const RunningPtr& running, long long moment);
  void answer_write(const RunningPtr& running, bool dry);
  // Runs `next` after admit(): at once on SQLite, on a worker elsewhere.
  void admit_then(const RunningPtr& running, std::function<void()> next);
  void prepare_then(const RunningPtr& running, std::function<void()> next);
  Context make_context(Running& running, db::Session& session);

  const Registry& registry_;
  db::Database& database_;
  const std::chrono::milliseconds longest_settling_;
  Callers callers_;
  Reads reads_;
  Attempts attempts_;
  LocalCalls local_;
};

void Dispatcher::Impl::fail(Running& running, std::exception_ptr failure) {
  const status::Error error = to_error(failure, running.request.request_id);
  const long long account = account_of(running);
  if (running.method) attempts_.note(*running.method, account, running.request.peer, error, running.now);
  connect::Response response = connect::encode_error(error, running.request.request_id);
  response.account = account;
  running.respond(std::move(response));
}

// False when it has answered already.
bool Dispatcher::Impl::open(Running& running) {
  std::string_view path = running.request.path;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  running.method = registry_.find(path);
  connect::MethodRules rules;
  if (running.method) {
    rules.allow_get = running.method->read_only && !running.method->access.personal_data();
    rules.message_limit_bytes = running.method->message_limit_bytes;
  }
  auto opened = connect::open_envelope(running.request, running.method ? &rules : nullptr);
  if (auto* refusal = std::get_if<connect::Response>(&opened)) {
    running.respond(std::move(*refusal));
    return false;
  }
  running.envelope = std::move(std::get<connect::Envelope>(opened));
  const auto longest =
      std::chrono::milliseconds(running.method->run == Run::statistics ? longest_statistics : longest_request);
  running.deadline = running.request.received + std::min(running.envelope.timeout.value_or(longest), longest);
  if (std::chrono::steady_clock::now() >= running.deadline) throw status::deadline_exceeded();
  if (auto due = std::exchange(running.request.due, nullptr)) due({running.deadline, !running.method->read_only});
  running.message.reset(running.method->request_prototype->New());
  connect::decode(running.envelope.codec, running.envelope.message, *running.message,
                  running.method->read_only ? connect::UnknownFields::dropped : connect::UnknownFields::refused);
  running.secret = secret_of(running.request);
  if (running.secret && running.secret->cookie && !running.envelope.get) check_same_origin(running.request);
  return true;
}

void Dispatcher::Impl::admit(Running& running, db::Session& session) {
  try {
    running.caller = callers_.find(session, running.secret, running.now, running.callers_generation);
  } catch (const status::Error&) {
    // An ended session may still ask who it is, or sign in anew.
    if (!running.method->access.anyone()) throw;
  }
  check_access(*running.method, running.caller);
  validate(*running.message);
  Context context = make_context(running, session);
  check_writable(context, *running.message);
  if (running.method->read_only) return;
  reads_.require_room(context, *running.message);
  running.time_zone = roster_zone(session);
  if (!retry_key(*running.message).empty()) running.digest = retry_digest(*running.message);
}

Context Dispatcher::Impl::make_context(Running& running, db::Session& session) {
  Context context(session, *running.method, running.caller, running.now);
  context.clock = Clock::running;
  context.request_id = running.request.request_id;
  context.prepared = running.prepared;
  context.written_first = running.written_first;
  context.request_digest = running.digest;
  if (running.time_zone) context.know_time_zone(*running.time_zone);
  context.secure = running.request.secure;
  context.peer = running.request.peer;
  context.account_tried = running.account_tried;
  return context;
}

void Dispatcher::Impl::run_read_on(Running& running, db::Session& session) {
  Context context = make_context(running, session);
  running.answer = run_read(context, *running.message);
  reads_.take(context, *running.message, running.answer);
  running.response_headers = std::move(context.response_headers);
}

void Dispatcher::Impl::answer_read(const RunningPtr& running, db::Session& session) {
  try {
    run_read_on(*running, session);
  } catch (const WriteFirst& first) {
    if (std::exchange(running->written_first, true)) throw;
    database_.write_patiently(
        running->deadline,
        [this, running, work = first.work](db::Session& writing) {
          Context context = make_context(*running, writing);
          run_work(context, work);
        },
        [this, running](std::exception_ptr failure) {
          if (failure) return fail(*running, failure);
          read_on_pool(running, [this, running](db::Session& again) { answer_read(running, again); });
        });
    return;
  }
  succeed(*running);
}

void Dispatcher::Impl::read_on_pool(const RunningPtr& running, std::function<void(db::Session&)> job) {
  const auto pool = running->method->run == Run::statistics ? db::Pool::statistics : db::Pool::reads;
  database_.read(pool, running->deadline, std::move(job),
                 [this, running](std::exception_ptr failure) { fail(*running, failure); });
}

void Dispatcher::Impl::read(const RunningPtr& running) {
  const auto moment = known_moment(*running->message, running->now);
  if (!moment && running->method->run == Run::io_thread && database_.embedded()) {
    database_.read_here(running->deadline, [&](db::Session& session) {
      admit(*running, session);
      run_read_on(*running, session);
    });
    succeed(*running);
    return;
  }
  read_on_pool(running, [this, running, moment](db::Session& session) {
    admit(*running, session);
    if (moment && !is_settled(session, *moment)) return read_settled(running, *moment);
    answer_read(running, session);
  });
}

void Dispatcher::Impl::read_settled(const RunningPtr& running, long long moment) {
  settle(database_, moment, running->deadline, longest_settling_, [this, running](std::exception_ptr refusal) {
    if (refusal) return fail(*running, refusal);
    read_on_pool(running, [this, running](db::Session& session) { answer_read(running, session); });
  });
}

void Dispatcher::Impl::admit_then(const RunningPtr& running, std::function<void()> next) {
  if (database_.embedded()) {
    database_.read_here(running->deadline, [&](db::Session& session) { admit(*running, session); });
    next();
    return;
  }
  database_.read(
      db::Pool::reads, running->deadline,
      [this, running, next](db::Session& session) {
        admit(*running, session);
        next();
      },
      [this, running](std::exception_ptr failure) { fail(*running, failure); });
}

void Dispatcher::Impl::prepare_then(const RunningPtr& running, std::function<void()> next) {
  if (!running->method->prepare) return next();
  database_.read(
      db::Pool::reads, running->deadline,
      [this, running, next](db::Session& session) {
        Context context = make_context(*running, session);
        try {
          running->prepared = running->method->prepare(context, *running->message);
        } catch (...) {
          running->account_tried = context.account_tried;
          throw;
        }
        running->account_tried = context.account_tried;
        next();
      },
      [this, running](std::exception_ptr failure) { fail(*running, failure); });
}

void Dispatcher::Impl::write(const RunningPtr& running) {
  auto work = [this, running](db::Session& session) {
    Context context = make_context(*running, session);
    running->answer = run_write(context, *running->message);
    running->refusal = std::move(context.refusal);
    running->response_headers = std::move(context.response_headers);
  };
  auto done = [this, running](std::exception_ptr failure) {
    const auto dry = dry_answer(failure);
    if (failure && !dry) return fail(*running, failure);
    if (dry) running->answer = *dry;
    if (running->method->changes_access) callers_.forget();
    if (running->refusal) return fail(*running, std::make_exception_ptr(*running->refusal));
    reads_.note(*running->method, *running->message, running->caller, running->request.peer, running->now,
                running->answer);
    answer_write(running, dry.has_value());
  };
  admit_then(running, [this, running, work, done] {
    prepare_then(running, [this, running, work, done] { database_.write(running->deadline, work, done); });
  });
}

// After the commit, on the thread that writes: what has to be read first is read on a worker.
void Dispatcher::Impl::answer_write(const RunningPtr& running, bool dry) {
  auto answer = [this, running] {
    try {
      succeed(*running);
    } catch (...) {
      fail(*running, std::current_exception());
    }
  };
  if (dry || !running->method->read_back) return answer();
  database_.read_back(
      running->deadline,
      [this, running, answer](db::Session& session) {
        Context context = make_context(*running, session);
        running->answer = read_back(context, running->answer);
        answer();
      },
      // The write has taken place, so its answer is no error: it names what was written.
      [running, answer](std::exception_ptr failure) {
        to_error(failure, running->request.request_id);
        answer();
      });
}

void Dispatcher::Impl::dispatch(connect::Request request, connect::Respond respond) {
  auto running = std::make_shared<Running>();
  running->request = std::move(request);
  running->respond = std::move(respond);
  running->now = std::chrono::system_clock::now();
  running->callers_generation = callers_.generation();
  try {
    if (!open(*running)) return;
    if (running->method->read_only) {
      read(running);
    } else {
      write(running);
    }
  } catch (...) {
    fail(*running, std::current_exception());
  }
}

void Dispatcher::Impl::write_gathered(TimePoint now, bool all) {
  attempts_.write(database_, now, all);
  reads_.write(database_, now);
  if (!all) reads_.keep_up(database_, now);
}

Dispatcher::Dispatcher(const Registry& registry, db::Database& database, std::chrono::milliseconds longest_settling)
    : impl_(std::make_unique<Impl>(registry, database, longest_settling)) {}
Dispatcher::~Dispatcher() {
  try {
    write_gathered(std::chrono::system_clock::now(), true);
  } catch (...) {
    // The database has ended, or is away: who needs it written calls write_gathered() before.
  }
}

void Dispatcher::dispatch(connect::Request request, connect::Respond respond) {
  impl_->dispatch(std::move(request), std::move(respond));
}

std::unique_ptr<Message> Dispatcher::call_message(std::string_view path, const Message& request, const Caller& caller) {
  return impl_->local().call(path, request, caller);
}

void Dispatcher::write_as(const Caller& caller, std::string_view path, const std::function<void(Context&)>& work) {
  impl_->local().write_as(caller, path, work);
}

void Dispatcher::write_gathered(TimePoint now, bool all) { impl_->write_gathered(now, all); }

db::Database& Dispatcher::database() { return impl_->database(); }

}  // namespace muster::rpc
