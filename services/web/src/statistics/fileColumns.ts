// SPDX-License-Identifier: EUPL-1.2
// The columns of a file of figures after those of its groups, of every indicator: the same as the command line's, where
// tools/muster/stat_columns.h says what each of them holds.
export const FILE_COLUMNS = [
  "women", "men", "other", "unknown", "total", "share", "share_low", "share_high",
  "coverage", "coverage_low", "coverage_high", "index", "index_low", "index_high", "vacant", "vacancy",
  "rate", "rate_low", "rate_high",
  "valid", "soon", "expired", "never", "waived", "training_unknown",
  "cohort_submitted", "cohort_selected", "cohort_open", "base_women", "base_men", "base_other", "base_unknown", "base_total",
  "numerator", "denominator", "date", "date_to", "indicator", "requirement", "stage", "tier_min", "source", "filter", "scope",
  "known_at", "sequence", "completeness", "low_completeness", "no_report", "not_stated", "last_reported", "last_reported_by",
  "absent_sources", "absent_months", "missing_reports", "headcount_units", "from_headcounts",
  "unstated", "counted_elsewhere", "dormant", "anomalies",
] as const;
