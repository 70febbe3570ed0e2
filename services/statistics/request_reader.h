// SPDX-License-Identifier: EUPL-1.2
// The steps by which a request becomes a question; request.cpp and request_days.cpp have them.
#pragma once

#include <set>
#include <string>

#include "platform/status/error.h"
#include "statistics/request.h"

namespace muster::statistics {

// Reads one request; each step fills its part of `asked`.
class RequestReader {
 public:
  RequestReader(rpc::Context& context, const v1::QueryIndicatorRequest& request, KeptNames& kept, Grouping& grouping,
                const Ledger& ledger, const std::string& path)
      : context_(context), request_(request), kept_(kept), grouping_(grouping), ledger_(ledger), path_(path) {}

  Asked read();

 private:
  void wrong(const std::string& field, status::Reason reason, std::string description, status::Metadata metadata = {}) {
    violations_.add(path_ + field, reason, std::move(description), std::move(metadata));
  }
  // Complains about what the request gives for a parameter that the indicator does not take.
  void refuse(Parameter parameter, const std::string& remedy = "leave it out") {
    wrong(std::string(name_of(parameter)), platform::v1::REASON_NOT_APPLICABLE,
          "belongs to " + codes_taking(parameter) + "; " + remedy);
  }
  std::string code() const { return std::string(asked_.indicator->code); }

  void read_indicator();
  void read_fields_of_indicator();
  void read_requirement();
  void read_groups();
  void read_filters();
  void read_filter(const v1::Filter& filter, const std::string& field);
  void read_dates();
  void read_day();
  void read_period();
  void add_months(Day from, Day to);
  void read_known();
  void read_known_sequence();
  // Where nothing was reported since, what was reported last is the answer of a day, and says so; in a series each month
  // stands for itself.
  void settle_day();
  void read_scope();
  // What stands as "other" on the days asked for.
  void read_others();
  // Puts together what the answer may not tell apart.
  void group_others();
  // Refuses what would tell it by something else, and leaves out the kinds of missions that would.
  // Errors: PERMISSION_DENIED (TELLS_OTHER).
  void leave_out_untold();
  // The facts' texts of what a filter says; nothing, with a complaint, for what is none.
  std::set<std::string> stored(int dimension, const std::string& value, const std::string& field);
  // Whether the day has come; complains if not.
  bool has_come(const std::string& field, Day day);
  bool usable(int dimension, const std::string& field);

  rpc::Context& context_;
  const v1::QueryIndicatorRequest& request_;
  KeptNames& kept_;
  Grouping& grouping_;
  const Ledger& ledger_;
  const std::string path_;
  std::shared_ptr<const Names> latest_names_;
  status::Violations violations_;
  Asked asked_;
};

}  // namespace muster::statistics
