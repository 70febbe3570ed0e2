// SPDX-License-Identifier: EUPL-1.2
// Calls and jobs at a moment that the test gives, in June of next year.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/day_job.h"
#include "platform/rpc/transaction.h"
#include "platform/rpc/validate.h"
#include "support/nominations.h"
#include "targets.h"

namespace muster::support {

class GivenClockTest : public NominationTest {
 protected:
  using TimePoint = rpc::TimePoint;

  // 30 June of next year, so that all that a test sets up lies before it.
  static rules::Day june_30() {
    const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const auto next = std::chrono::year_month_day(now).year() + std::chrono::years(1);
    return static_cast<rules::Day>(std::chrono::sys_days(next / 6 / 30).time_since_epoch().count());
  }
  static std::string june(int day) { return rules::format_date(june_30() + day - 30); }
  // On that day of June, by UTC; 31 is 1 July.
  static TimePoint at(int day, std::chrono::minutes time) {
    return TimePoint(std::chrono::days(june_30() + day - 30)) + time;
  }

  // A call at that moment.
  template <class Res>
  Res call_at(TimePoint moment, const std::string& path, const google::protobuf::Message& request) {
    return call_at<Res>(moment, path, request, system());
  }
  template <class Res>
  Res call_at(TimePoint moment, const std::string& path, const google::protobuf::Message& request,
              const rpc::Caller& who) {
    const rpc::Method& method = *registry().find(path);
    Res answer;
    sql([&](db::Session& session) {
      const std::unique_ptr<google::protobuf::Message> message(request.New());
      message->CopyFrom(request);
      rpc::validate(*message);
      rpc::Context context(session, method, who, moment);
      answer.CopyFrom(*rpc::run_method(context, *message));
    });
    return answer;
  }
  status::Error refused_at(TimePoint moment, const std::string& path, const google::protobuf::Message& request) {
    try {
      sql([&](db::Session& session) {
        const rpc::Caller caller = system();
        rpc::Context context(session, *registry().find(path), caller, moment);
        rpc::run_method(context, request);
      });
    } catch (const status::Error& error) {
      return error;
    }
    ADD_FAILURE() << path << " was not refused";
    return {status::Code::unknown, "not refused"};
  }

  void move_roster(const std::string& zone) {
    access::v1::SetRosterSettingsRequest request;
    request.set_time_zone(zone);
    EXPECT_EQ(call<access::v1::RosterSettings>("muster.access.v1.AccessService/SetRosterSettings", request).time_zone(),
              zone);
  }

  // What rpc::DayJob does at that moment, by its first look; how many rows it writes.
  long long follow_day(TimePoint moment) {
    const rpc::Caller caller = system();
    long long all = 0;
    for (const rpc::RowsOfToday& rows : rows_of_today()) {
      for (long long written = 1; written > 0; all += written) {
        rpc::DayLook look;
        sql([&](db::Session& session) {
          rpc::Context context(session, *registry().find(rows.method), caller, moment);
          look.today = context.today();
          written = 0;
          if (!rows.behind(session, look)) return;
          rpc::run_work(context, [&](rpc::Context& work) { written = rows.follow(work, look); });
          EXPECT_GT(written, 0) << rows.method;
        });
      }
    }
    return all;
  }
};

}  // namespace muster::support
