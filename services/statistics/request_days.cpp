// SPDX-License-Identifier: EUPL-1.2
// What a request says of days and of moments.
#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/known_moment.h"
#include "statistics/entries.h"
#include "statistics/request_reader.h"
#include "statistics/stretches.h"

namespace muster::statistics {

// Month ends within [from, to] for a stock, the parts of months for a flow.
void RequestReader::add_months(Day from, Day to) {
  auto& spans = asked_.question.spans;
  for (Day month = rules::month_start(from); month <= to; month = rules::add_months(month, 1)) {
    const Day end = rules::month_end(month);
    if (asked_.indicator->period()) {
      spans.push_back({std::max(from, month), std::min(to, end) + 1});
    } else if (end <= to) {
      spans.push_back({end, end + 1});
    }
    if (spans.size() > months_max) {
      wrong("to", platform::v1::REASON_TOO_MANY, "makes a series of more than 600 months; ask for a shorter period",
            {{"limit", std::to_string(months_max)}});
      return;
    }
  }
  if (spans.empty())
    wrong("to", platform::v1::REASON_NO_MONTH_END,
          "the period contains no month end; a stock's series is of month ends");
}

bool RequestReader::has_come(const std::string& field, Day day) {
  if (day <= context_.today()) return true;
  const std::string today = rules::format_date(context_.today());
  wrong(field, platform::v1::REASON_IN_FUTURE,
        "is later than today, " + today + ": a figure counts what has happened; give that day or an earlier one",
        {{"latest", today}});
  return false;
}

void RequestReader::read_day() {
  Day day = context_.today();
  if (request_.has_as_of()) day = *rules::parse_date(request_.as_of());
  has_come("as_of", day);
  // A published table is of a month's end.
  if (asked_.indicator->population == Population::reported) day = rules::month_end(day);
  asked_.question.spans.push_back({day, day + 1});
}

void RequestReader::read_period() {
  const bool stock = !asked_.indicator->period();
  if (request_.has_as_of()) {
    wrong("as_of", stock ? platform::v1::REASON_EXCLUSIVE : platform::v1::REASON_COUNTS_IN_A_PERIOD,
          stock ? "and a period exclude each other: give as_of for a day, or from and to for a series"
                : "is a day, but " + code() + " counts in a period: give from and to",
          stock ? status::Metadata() : status::Metadata{{"indicator", code()}});
  }
  if (stock && !asked_.series) {
    wrong("from", platform::v1::REASON_STOCK_OF_A_DAY,
          code() + " is a stock on a day: give as_of, or add every_month for a series of month ends",
          {{"indicator", code()}});
  }
  if (!request_.has_from()) wrong("from", platform::v1::REASON_REQUIRED, "is needed: the first day of the period");
  if (!request_.has_to()) wrong("to", platform::v1::REASON_REQUIRED, "is needed: the last day of the period");
  if (!violations_.empty()) return;
  const Day from = *rules::parse_date(request_.from());
  const Day to = *rules::parse_date(request_.to());
  const bool begun = has_come("from", from);
  if (!has_come("to", to) || !begun) return;
  if (asked_.series) {
    add_months(from, to);
  } else {
    asked_.question.spans.push_back({from, to + 1});
  }
}

void RequestReader::read_dates() {
  asked_.series = asked_.series || request_.every_month();
  const bool period_given = request_.has_from() || request_.has_to() || request_.every_month();
  if (asked_.indicator->period() || period_given) {
    read_period();
  } else {
    asked_.series = false;
    read_day();
  }
}

void RequestReader::read_known_sequence() {
  if (request_.has_known_at()) {
    wrong("known_sequence", platform::v1::REASON_EXCLUSIVE, "and known_at exclude each other: give one of them");
    return;
  }
  // Numbers follow the order of commits, so what is known at one that was reached is final, facts in it or none.
  const long long latest = std::max<long long>(ledger_.sequence(), Ledger::head(context_.sql));
  if (request_.known_sequence() > latest) {
    wrong("known_sequence", platform::v1::REASON_IN_FUTURE,
          "is later than " + std::to_string(latest) + ", the ledger's last; give what an answer told",
          {{"latest", std::to_string(latest)}});
    return;
  }
  asked_.question.known = static_cast<std::uint32_t>(request_.known_sequence());
  // Before the first fact there is no day to tell.
  const std::int64_t micros = ledger_.micros_of(asked_.question.known);
  if (micros > 0) asked_.known_day = context_.day_at(rpc::TimePoint(std::chrono::microseconds(micros)));
}

void RequestReader::read_known() {
  if (request_.has_known_sequence()) return read_known_sequence();
  if (!request_.has_known_at()) return;
  const long long micros = rpc::moment_of(request_.known_at());
  if (micros < 0) {
    wrong("known_at", platform::v1::REASON_TOO_EARLY,
          "lies before 1970, when nothing was known; leave it out for what is known now", {{"earliest", "1970-01-01"}});
    return;
  }
  if (micros > context_.now_micros()) {
    using google::protobuf::util::TimeUtil;
    wrong("known_at", platform::v1::REASON_KNOWN_AT_IN_FUTURE,
          "lies in the future, of which nothing can be known yet; give an earlier time, or leave it out for what is "
          "known now",
          {{"latest", TimeUtil::ToString(TimeUtil::MicrosecondsToTimestamp(context_.now_micros()))}});
    return;
  }
  // Final: the dispatcher has settled the ledger up to this moment.
  asked_.question.known = ledger_.sequence_at(micros);
  asked_.known_day = context_.day_at(rpc::TimePoint(std::chrono::microseconds(micros)));
}

void RequestReader::settle_day() {
  if (asked_.series) return;
  Question& question = asked_.question;
  const bool index = asked_.indicator->share == Share::index;
  asked_.last_report = last_report(ledger_.facts(), index ? of_any_tier(question) : question);
  if (!asked_.last_report) return;
  asked_.asked_day = question.spans.front().from;
  question.spans = {{asked_.last_report->day, asked_.last_report->day + 1}};
  follow_tree_of(question, asked_.last_report->day);
}

}  // namespace muster::statistics
