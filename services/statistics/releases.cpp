// SPDX-License-Identifier: EUPL-1.2
#include "statistics/releases.h"

#include <optional>

#include "platform/rpc/transaction.h"
#include "platform/text/digest.h"
#include "rules/civil_date.h"

namespace muster::statistics {
namespace {

std::string month_text(Day month) { return rules::format_date(month).substr(0, 7); }

std::optional<Release> find(db::Session& sql, Day month) {
  const auto row = db::select_one<long long, std::string>(
      sql, {"SELECT sequence, secret FROM figure_release WHERE month = ?", {month_text(month)}});
  if (!row) return std::nullopt;
  return Release{static_cast<std::uint32_t>(std::get<0>(*row)), std::get<1>(*row)};
}

void release(rpc::Context& context, Day month) {
  // The ledger's lock first: of two that ask at once the second finds it.
  const long long sequence = context.sequence();
  if (find(context.sql, month)) return;
  const auto first = db::select_one<std::string>(context.sql, "SELECT secret FROM figure_release ORDER BY id LIMIT 1");
  const std::string secret = first ? std::get<0>(*first) : text::hexadecimal(text::random_bytes(32));
  db::execute(context.sql, {"INSERT INTO figure_release (month, sequence, secret, create_time) VALUES (?, ?, ?, ?)",
                            {month_text(month), sequence, secret, context.now_micros()}});
  context.audit_lines.push_back("released figures of " + month_text(month));
}

}  // namespace

std::map<Day, Release> releases_of(rpc::Context& context, const std::vector<Day>& months) {
  std::map<Day, Release> releases;
  std::vector<Day> missing;
  for (const Day month : months) {
    if (auto found = find(context.sql, month)) {
      releases[month] = *std::move(found);
    } else {
      missing.push_back(month);
    }
  }
  if (missing.empty()) return releases;
  throw rpc::WriteFirst{[missing](rpc::Context& writing) {
    for (const Day month : missing) release(writing, month);
  }};
}

}  // namespace muster::statistics
