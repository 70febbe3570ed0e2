// SPDX-License-Identifier: EUPL-1.2
#include "statistics/headcounts.h"

#include "platform/text/code_key.h"

namespace muster::statistics {
namespace {

// Of the reports of one month the one that held; null if none or a withdrawn one did.
const Report* holding(const std::vector<Report>& reports, std::uint32_t known) {
  const Report* last = nullptr;
  for (const Report& report : reports) {
    if (report.first_sequence <= known) last = &report;
  }
  return last == nullptr || last->withdrawn ? nullptr : last;
}

}  // namespace

void Headcounts::apply(const HeadcountFact& fact) {
  std::vector<Report>& reports = reports_[fact.source][fact.body][fact.month];
  auto same_report = [&](const Report& report) {
    return fact.import ? report.import == fact.import : !report.import && report.first_sequence == fact.sequence;
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

const Headcounts::Months* Headcounts::months_of(std::string_view source, const Body& body) const {
  auto of_source = reports_.find(source);
  if (of_source == reports_.end()) return nullptr;
  auto of_body = of_source->second.find(body);
  return of_body == of_source->second.end() ? nullptr : &of_body->second;
}

const Report* Headcounts::find(std::string_view source, const Body& body, Day month, std::uint32_t known) const {
  const Months* months = months_of(source, body);
  if (months == nullptr) return nullptr;
  auto of_month = months->find(month);
  return of_month == months->end() ? nullptr : holding(of_month->second, known);
}

std::vector<Body> Headcounts::bodies(std::string_view source) const {
  std::vector<Body> bodies;
  auto of_source = reports_.find(source);
  if (of_source == reports_.end()) return bodies;
  for (const auto& [body, months] : of_source->second) bodies.push_back(body);
  return bodies;
}

std::optional<Day> Headcounts::first_month(std::string_view source, const Body& body, std::uint32_t known) const {
  const Months* months = months_of(source, body);
  if (months == nullptr) return std::nullopt;
  for (const auto& [month, reports] : *months) {
    if (holding(reports, known) != nullptr) return month;
  }
  return std::nullopt;
}

std::vector<std::string> Headcounts::sources() const {
  std::vector<std::string> sources;
  for (const auto& [source, bodies] : reports_) {
    if (!source.empty()) sources.push_back(source);
  }
  return sources;
}

std::string Headcounts::source_named(const std::string& name) const {
  if (reports_.contains(name)) return name;
  for (const auto& [source, of_source] : reports_) {
    if (text::code_key(source) == text::code_key(name)) return source;
  }
  return name;
}

}  // namespace muster::statistics
