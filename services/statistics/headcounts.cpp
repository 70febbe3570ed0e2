// SPDX-License-Identifier: EUPL-1.2
#include "statistics/headcounts.h"

namespace muster::statistics {

void Headcounts::apply(const HeadcountFact& fact) {
  std::vector<Report>& reports = reports_[fact.source][fact.unit][fact.month];
  auto same_report = [&](const Report& report) {
    return fact.import ? report.import == fact.import
                       : !report.import && report.first_sequence == fact.sequence;
  };
  // A large import comes in several transactions, between which another report may have come.
  for (Report& report : reports) {
    if (!same_report(report)) continue;
    report.withdrawn = report.withdrawn && fact.withdraws;
    report.rows.push_back({fact.profile, fact.count, fact.sequence});
    return;
  }
  Report& report = reports.emplace_back();
  report.import = fact.import;
  report.first_sequence = fact.sequence;
  report.withdrawn = fact.withdraws;
  report.rows.push_back({fact.profile, fact.count, fact.sequence});
}

const Report* Headcounts::find(std::string_view source, std::int64_t unit, Day month, std::uint32_t known) const {
  auto of_source = reports_.find(source);
  if (of_source == reports_.end()) return nullptr;
  auto of_unit = of_source->second.find(unit);
  if (of_unit == of_source->second.end()) return nullptr;
  auto of_month = of_unit->second.find(month);
  if (of_month == of_unit->second.end()) return nullptr;
  const Report* holding = nullptr;
  for (const Report& report : of_month->second) {
    if (report.first_sequence <= known) holding = &report;
  }
  return holding == nullptr || holding->withdrawn ? nullptr : holding;
}

std::vector<std::int64_t> Headcounts::units(std::string_view source) const {
  std::vector<std::int64_t> units;
  auto of_source = reports_.find(source);
  if (of_source == reports_.end()) return units;
  for (const auto& [unit, months] : of_source->second) units.push_back(unit);
  return units;
}

std::vector<std::string> Headcounts::sources() const {
  std::vector<std::string> sources;
  for (const auto& [source, units] : reports_) {
    if (!source.empty()) sources.push_back(source);
  }
  return sources;
}

}  // namespace muster::statistics
