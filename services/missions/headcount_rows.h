// SPDX-License-Identifier: EUPL-1.2
// One row of a published table, read.
#pragma once

#include <string>
#include <vector>

#include "muster/platform/v1/terms.pb.h"
#include "platform/imports/kind.h"

namespace muster::missions {

// The two layouts: [0] with one personnel type a row, [1] with a column for each.
const std::vector<imports::Layout>& headcount_layouts();

struct HeadcountEntry {
  platform::v1::PersonnelType type;
  long long men = 0;
  long long women = 0;
  long long not_stated = 0;
  bool by_gender = false;  // men and women are printed, be they 0
};

// The type and its numbers, alike for the same.
std::string text_of(const HeadcountEntry& entry);

struct HeadcountRow {
  std::string month;    // "2024-06"
  std::string mission;  // '' : not stated
  std::string country;
  std::vector<HeadcountEntry> entries;
  // What it is about: rows with one key that say something else contradict each other.
  std::string key;
};

struct RowPlace {
  std::string month;
  std::string mission;  // the key of its acronym
  std::string country;
};
// Of a row with this key.
RowPlace place_of(const std::string& key);

// Reads a row that is neither a sum nor wrong; adds a finding and gives nothing otherwise.
// `latest` is YYYY-MM-DD: no report is from a later day.
std::optional<HeadcountRow> read_headcounts(const imports::Row& row, const std::string& latest,
                                            imports::Findings& findings);

}  // namespace muster::missions
