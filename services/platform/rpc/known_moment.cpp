// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/known_moment.h"

#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <future>
#include <utility>
#include <vector>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/proto/per_type.h"
#include "platform/status/error.h"
#include "rules/civil_date.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

// The fields that lead to known_at; none: the requests have none.
using Path = std::vector<const FieldDescriptor*>;

const FieldDescriptor* own_known_at(const Descriptor& type) {
  const FieldDescriptor* field = type.FindFieldByName("known_at");
  return field != nullptr && !field->is_repeated() && field->message_type() == Timestamp::descriptor() ? field
                                                                                                       : nullptr;
}

Path path_in(const Descriptor& type) {
  if (const FieldDescriptor* own = own_known_at(type)) return {own};
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (field->is_repeated() || field->message_type() == nullptr) continue;
    if (const FieldDescriptor* inner = own_known_at(*field->message_type())) return {field, inner};
  }
  return {};
}

const Path& path_of(const Descriptor& type) {
  static auto& known = *new proto::PerType<Path>(&path_in);
  return known.of(type);
}

// What to tell when settling failed; null: answer all the same.
std::exception_ptr refusal_for(std::exception_ptr failure, bool at_the_deadline) {
  if (!failure) return nullptr;
  try {
    std::rethrow_exception(failure);
  } catch (const status::Error& error) {
    if (error.code() == status::Code::internal || error.cause() == platform::v1::REASON_DISK_FULL) return nullptr;
    const bool waited =
        error.code() == status::Code::deadline_exceeded || error.cause() == platform::v1::REASON_TOO_BUSY;
    if (!waited) return failure;
  } catch (...) {
    return failure;
  }
  if (at_the_deadline) return std::make_exception_ptr(status::deadline_exceeded());
  return std::make_exception_ptr(status::unavailable(
      platform::v1::REASON_TOO_BUSY,
      "something is still being recorded that was begun before known_at, so the answer would not be final; repeat the "
      "request, give an earlier known_at, or leave it out for what is known now"));
}

}  // namespace

long long moment_of(const Timestamp& time) {
  using google::protobuf::util::TimeUtil;
  // A client may send, in Protobuf's binary form, more seconds than microseconds can say.
  const bool in_range = time.seconds() >= 0 && time.seconds() <= TimeUtil::kTimestampMaxSeconds;
  if (!in_range) return time.seconds() < 0 ? -1 : (TimeUtil::kTimestampMaxSeconds + 1) * 1'000'000;
  return TimeUtil::TimestampToMicroseconds(time);
}

std::optional<long long> known_moment(const Message& request, TimePoint now) {
  const Path& path = path_of(*request.GetDescriptor());
  if (path.empty()) return std::nullopt;
  const Message* message = &request;
  for (const FieldDescriptor* field : path) {
    if (!message->GetReflection()->HasField(*message, field)) return std::nullopt;
    message = &message->GetReflection()->GetMessage(*message, field);
  }
  const long long moment = moment_of(static_cast<const Timestamp&>(*message));
  return moment < 0 || moment > rules::to_micros(now) ? std::nullopt : std::optional(moment);
}

bool is_settled(db::Session& session, long long moment) {
  const auto head = db::select_one<long long>(session, "SELECT recorded_time FROM ledger_head WHERE id = 1");
  return head && std::get<0>(*head) > moment;
}

void settle(db::Database& database, long long moment, db::Database::Deadline deadline,
            std::chrono::milliseconds longest, std::function<void(std::exception_ptr)> done) {
  const db::Database::Deadline latest = std::chrono::steady_clock::now() + longest;
  database.write_patiently(
      std::min(deadline, latest),
      [moment](db::Session& session) {
        // To the present, so that of many who ask for moments just before it one writes.
        const long long behind = std::max(moment + 1, rules::now_micros());
        db::execute(session,
                    {"UPDATE ledger_head SET recorded_time = ? WHERE id = 1 AND recorded_time <= ?", {behind, moment}});
      },
      // The backend may give up a moment before the time that it was given.
      [at_the_deadline = deadline <= latest, done = std::move(done)](std::exception_ptr failure) {
        done(refusal_for(failure, at_the_deadline));
      });
}

void settle_now(db::Database& database, long long moment, std::chrono::milliseconds longest) {
  std::promise<void> settled;
  settle(database, moment, db::Database::Deadline::max(), longest, [&](std::exception_ptr refusal) {
    if (refusal) {
      settled.set_exception(refusal);
    } else {
      settled.set_value();
    }
  });
  settled.get_future().get();
}

}  // namespace muster::rpc
