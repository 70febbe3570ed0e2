// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <set>

#include "platform/imports/table.h"

namespace muster::imports {
namespace {

// What the header of a file is called here: their name -> ours; '' leaves the column out.
std::map<std::string, std::string> renaming(const std::vector<std::string>& mapping) {
  std::map<std::string, std::string> names;
  for (const auto& entry : mapping) {
    const auto equals = entry.find('=');
    if (equals != std::string::npos) names[entry.substr(equals + 1)] = entry.substr(0, equals);
  }
  return names;
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "\"" : ", \"") + name + "\"";
  return text;
}

// How a header fits a layout.
struct Fit {
  std::vector<std::string> missing;
  std::vector<std::string> unknown;
  std::vector<int> positions;
  std::size_t faults() const { return missing.size() + unknown.size(); }
};

Fit fit(const std::vector<std::string>& ours, const Layout& layout) {
  Fit result;
  for (const auto& column : layout.columns) {
    const auto found = std::find(ours.begin(), ours.end(), column.name);
    result.positions.push_back(found == ours.end() ? -1 : static_cast<int>(found - ours.begin()));
    if (found != ours.end() || !column.required) continue;
    if (std::find(ours.begin(), ours.end(), column.instead) == ours.end()) result.missing.push_back(column.name);
  }
  for (const auto& name : ours) {
    const bool known = std::any_of(layout.columns.begin(), layout.columns.end(),
                                   [&](const Column& column) { return column.name == name; });
    if (!known && !name.empty()) result.unknown.push_back(name);
  }
  return result;
}

// The name of each column here, and complaints about names that are empty or there twice.
std::vector<std::string> own_names(const std::vector<std::string>& theirs, int line,
                                   const std::vector<std::string>& mapping) {
  const auto names = renaming(mapping);
  for (const auto& [their, our] : names) {
    if (std::find(theirs.begin(), theirs.end(), their) == theirs.end()) {
      throw Unreadable(line, 0, "the header has no column \"" + their + "\", which header_mapping names");
    }
  }
  std::vector<std::string> ours;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const auto renamed = names.find(theirs[i]);
    ours.push_back(renamed == names.end() ? theirs[i] : renamed->second);
    if (theirs[i].empty()) {
      throw Unreadable(line, static_cast<int>(i) + 1, "the header's column has no name; give it one or remove it");
    }
    if (!ours.back().empty() && !seen.insert(ours.back()).second) {
      throw Unreadable(line, static_cast<int>(i) + 1,
                       "the header has the column \"" + ours.back() + "\" twice; remove one");
    }
  }
  return ours;
}

}  // namespace

std::vector<std::string> Header::sensitive_columns() const {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (positions[i] >= 0 && layout->columns[i].sensitive) found.push_back(layout->columns[i].name);
  }
  return found;
}

void Table::resolve_header(Raw raw, const TableOptions& options, const std::vector<Layout>& layouts) {
  const auto ours = own_names(raw.cells, raw.line, options.mapping);
  const Layout* best = nullptr;
  Fit best_fit;
  for (const Layout& layout : layouts) {
    Fit candidate = fit(ours, layout);
    if (best && candidate.faults() >= best_fit.faults()) continue;
    best = &layout;
    best_fit = std::move(candidate);
  }
  if (best_fit.faults() > 0) {
    std::string problem = "the header does not fit";
    if (!best->name.empty()) problem += " the " + best->name;
    if (!best_fit.missing.empty()) problem += "; missing: " + quoted_list(best_fit.missing);
    if (!best_fit.unknown.empty()) problem += "; unknown: " + quoted_list(best_fit.unknown);
    problem += ours.size() == 1 ? "; there is one column only: is this the right separator?" : ".";
    throw Unreadable(raw.line, 0,
                     problem + " Rename the columns, or map them with \"our=their\"; \"=their\" leaves one out");
  }
  auto header = std::make_shared<Header>();
  header->layout = best;
  header->names = std::move(raw.cells);
  header->positions = std::move(best_fit.positions);
  header->shown.resize(header->names.size());
  for (std::size_t i = 0; i < header->positions.size(); ++i) {
    const int position = header->positions[i];
    if (position >= 0) header->shown[static_cast<std::size_t>(position)] = !best->columns[i].sensitive;
  }
  header_ = std::move(header);
}

}  // namespace muster::imports
