// SPDX-License-Identifier: EUPL-1.2
#include "rules/formula.h"

#include <gtest/gtest.h>

#include <utility>

namespace muster::rules {
namespace {

TEST(CsvCellTest, QuotesOnlyWhatNeedsIt) {
  const std::pair<std::string_view, std::string_view> cells[] = {
      {"", ""},
      {"UNMISS", "UNMISS"},
      {"not stated", "not stated"},
      {"0.500000", "0.500000"},
      {"-12.5", "-12.5"},
      {"Åse 漢字", "Åse 漢字"},
      {"it's", "it's"},
      {"a,b", "\"a,b\""},
      {"say \"no\"", "\"say \"\"no\"\"\""},
      {"two\nlines", "\"two\nlines\""},
      {"two\r\nlines", "\"two\r\nlines\""},
      {"a;b", "\"a;b\""},
      {"a\tb", "\"a\tb\""},
      {" a", "\" a\""},
      {"a ", "\"a \""},
      {"'a", "\"'a\""},
  };
  for (const auto& [text, cell] : cells) EXPECT_EQ(csv_cell(text), cell) << text;
}

TEST(CsvCellTest, NoCellIsAFormulaAndAnImportReadsItBack) {
  for (const std::string_view text : {"=1+1", "+47 99", "-1+1", "@SUM(A1)", "|calc", "%x", "\tx", "\rx", "\nx", " =1",
                                      "\u200b=1", "\ufeff@x", "\uff1d1"}) {
    const std::string cell = csv_cell(text);
    EXPECT_EQ(cell.substr(0, 2), "\"'") << text;
    EXPECT_EQ(cell.back(), '"') << text;
    EXPECT_EQ(without_formula_guard(cell.substr(1, cell.size() - 2)), text);
  }
  EXPECT_EQ(without_formula_guard("'a"), "'a");
}

}  // namespace
}  // namespace muster::rules
