// SPDX-License-Identifier: EUPL-1.2
// An answer of the statistics as rows. The columns of a file of figures are these, in this order, of every indicator
// and whoever writes the file (the page follows them too); a value that there is not is an empty cell, never 0:
//
//   first one column for each of group_by, by the dimension's name: "mission", "rank_band", "month"
//   women, men, other, unknown, total   the counts, by gender; of coverage those who must be trained; of vacancy the
//                                       seats, in total only
//   share, share_low, share_high        of women among those of known gender, whatever the indicator divides, and what
//                                       it could be at least and at most
//   coverage, coverage_low, coverage_high   of a training requirement
//   index, index_low, index_high            of parity
//   vacant, vacancy                         of seats: how many are vacant, and which part of them
//   rate, rate_low, rate_high               of selection, with its 95 % interval
//   valid, soon, expired, never, waived, training_unknown   persons by status of their training
//   cohort_submitted, cohort_selected, cohort_open          what `rate` is of
//   base_women, base_men, base_other, base_unknown, base_total   whom an index divides by, or the untrained are of
//   numerator, denominator              of the indicator's own figure: of women, of coverage, or of
//                                       vacancy
//   date, date_to                       the day, or the period's first and last one
//   indicator, requirement, stage, tier_min, source   what was asked, defaults filled in; tier is a group's
//   filter, scope                       "mission=UNMISS|MINUSCA; category=police"; the units of the reader's grants
//   known_at, sequence                  as asked, and the ledger's last number that the answer knows
//   completeness, low_completeness      the part whose gender (of coverage: training) is known; "yes" below 95 %
//   no_report, not_stated               "yes" where there is no number, and for want of which dimensions
//   last_reported                       the earlier day whose counts these are
//   last_reported_by                    the sources whose last report it is
//   absent_sources, absent_months, missing_reports, headcount_units, from_headcounts
//   unstated, counted_elsewhere, dormant, anomalies   as Cell says; of each anomaly source and month, "UN 2020-08"
//
// Several values in one cell have "; " between them. Shares are fractions of 1 with six decimals, half up.
#pragma once

#include <string>
#include <vector>

#include "muster/statistics/v1/statistics.pb.h"

namespace muster::cli {

using Rows = std::vector<std::vector<std::string>>;

// Below this much known, a figure carries a mark, as on the page (services/web/src/statistics/ShareTile.tsx).
inline constexpr double complete_enough = 0.95;

// "rank_band" is DIMENSION_RANK_BAND.
std::string dimension_name(int dimension);

// The header and a row for each cell, for a file. Of a date without a number a split answer has no cell: one row says
// so, with empty counts, and groups but for the month.
Rows file_rows(const statistics::v1::QueryIndicatorRequest& request,
               const statistics::v1::QueryIndicatorResponse& answer);

// The same for eyes: per cents, and no columns but the counts and those that say something.
Rows table_rows(const statistics::v1::QueryIndicatorRequest& request,
                const statistics::v1::QueryIndicatorResponse& answer);

}  // namespace muster::cli
