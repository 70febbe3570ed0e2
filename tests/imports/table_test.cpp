// SPDX-License-Identifier: EUPL-1.2
// Files that are not quite tables: each is refused with the line and, where there is one, the
// column, or read as what it is.
#include "platform/imports/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/imports.h"

namespace muster::imports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<Layout> layouts{{"", {{"number"}, {"name"}, {"note", false}}}};

// The content in pieces of `size` bytes, so that every boundary falls everywhere once.
NextBytes pieces_of(const std::string& content, std::size_t size) {
  return [=, at = std::size_t{0}]() mutable {
    std::string piece = content.substr(at, size);
    at += piece.size();
    return piece;
  };
}

std::vector<Row> read(const std::string& content, const TableOptions& options = {}, std::size_t piece = 1 << 16,
                      const std::vector<Layout>& allowed = layouts) {
  Table table(pieces_of(content, piece), options, allowed);
  std::vector<Row> all, rows;
  for (table.read(rows, 2); !rows.empty(); table.read(rows, 2)) all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

// "line L, column C: ..." of the refusal.
std::string refusal(const std::string& content, const TableOptions& options = {}) {
  try {
    read(content, options);
  } catch (const Unreadable& error) {
    return error.text();
  }
  return "not refused";
}

std::vector<std::string> names(const std::vector<Row>& rows) {
  std::vector<std::string> texts;
  for (const Row& row : rows) texts.emplace_back(row.at(1));
  return texts;
}

std::vector<int> lines(const std::vector<Row>& rows) {
  std::vector<int> numbers;
  for (const Row& row : rows) numbers.push_back(row.line);
  return numbers;
}

TEST(TableTest, ReadsTheSameWhateverThePieces) {
  const std::string content = "number,name\r\n1,\"Å\r\nse\"\r\n\r\n2,\"a \"\"b\"\"\"\r\n";
  for (std::size_t size = 1; size < content.size(); ++size) {
    const auto rows = read(content, {}, size);
    EXPECT_THAT(names(rows), ElementsAre("Å\r\nse", "a \"b\"")) << size;
    EXPECT_THAT(lines(rows), ElementsAre(2, 5)) << size;
  }
}

TEST(TableTest, TakesEveryLineEnd) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const std::string content = std::string("number,name") + end + "1,a" + end + "2,b";
    EXPECT_THAT(lines(read(content, {}, 1)), ElementsAre(2, 3));
  }
}

TEST(TableTest, ReadsEncodings) {
  EXPECT_THAT(names(read("\xEF\xBB\xBFnumber,name\n1,Øyvind\n")), ElementsAre("Øyvind"));
  TableOptions windows;
  windows.encoding = "windows-1252";
  EXPECT_THAT(names(read("number,name\n1,\xD8yvind\n", windows)), ElementsAre("Øyvind"));
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (char16_t c : std::u16string(u"number,name\n1,Øyvind\n")) {
    little += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
    big += {static_cast<char>(c >> 8), static_cast<char>(c & 0xFF)};
  }
  for (std::size_t size : {1u, 3u, 100u}) {
    EXPECT_THAT(names(read(little, {}, size)), ElementsAre("Øyvind"));
    EXPECT_THAT(names(read(big, {}, size)), ElementsAre("Øyvind"));
  }
}

TEST(TableTest, RefusesBytesOutsideTheEncoding) {
  EXPECT_THAT(refusal("number,name\n1,a\n2,\xD8yvind\n"), HasSubstr("line 3: the text is not UTF-8"));
  EXPECT_THAT(refusal("number,name\n1,\xC3"), HasSubstr("line 2: the text is not UTF-8"));
  EXPECT_THAT(refusal("\xFF\xFEn"), HasSubstr("UTF-16LE"));
  // UTF-16 without a mark shows by its NUL characters.
  EXPECT_THAT(refusal(std::string("n\0u\0", 4)), HasSubstr("line 1: holds a NUL"));
}

TEST(TableTest, RefusesWhatIsNoTable) {
  EXPECT_THAT(refusal(""), HasSubstr("the file is empty"));
  EXPECT_THAT(refusal("\n\n"), HasSubstr("the file is empty"));
  EXPECT_THAT(refusal("number,name\n1,\"a\n2,b\n"),
              HasSubstr("line 2, column 2: a quote is opened here and never closed"));
  EXPECT_THAT(refusal("number,name\n1,a\"b\n"), HasSubstr("line 2, column 2: has a quote in the wrong place"));
  EXPECT_THAT(refusal("number,name\n1,a\n2," + std::string(9000, 'x')),
              HasSubstr("line 3, column 2: the cell is longer than 8 KB"));
  EXPECT_THAT(refusal("number,name\n1,\"" + std::string(20'000, 'x')),
              HasSubstr("line 2, column 2: the cell is longer than 8 KB"));
  EXPECT_THAT(refusal("number,name\n" + std::string(70, ',') + "\n"), HasSubstr("more than 64 cells"));
  EXPECT_THAT(refusal(std::string("number,name\n1,a\0b\n", 18)), HasSubstr("line 2: holds a NUL"));
}

TEST(TableTest, NamesTheColumnsThatDiffer) {
  const std::string wrong = refusal("number,nme,shoe size\n1,a,43\n");
  EXPECT_THAT(wrong, HasSubstr("line 1: "));
  EXPECT_THAT(wrong, HasSubstr("missing: \"name\""));
  EXPECT_THAT(wrong, HasSubstr("unknown: \"nme\", \"shoe size\""));
  EXPECT_THAT(refusal("number,name,name\n"), HasSubstr("line 1, column 3: the header has the column \"name\" twice"));
  EXPECT_THAT(refusal("number,name,\n"), HasSubstr("line 1, column 3: the header's column has no name"));
  EXPECT_THAT(refusal("number;name\n"), HasSubstr("is this the right separator?"));
}

TEST(TableTest, MapsTheirHeaderToOurs) {
  TableOptions options;
  options.mapping = {"number=idnumber", "name=fullname", "=city"};
  const auto rows = read("idnumber,city,fullname\n1,Oslo,Åse\n", options);
  EXPECT_THAT(names(rows), ElementsAre("Åse"));
  EXPECT_EQ(rows[0].name_of(1), "fullname") << "findings name the file's column";
  options.mapping = {"number=id"};
  EXPECT_THAT(refusal("number,name\n", options), HasSubstr("no column \"id\", which header_mapping names"));
}

TEST(TableTest, TakesASeparatorAndOptionalColumns) {
  TableOptions options;
  options.separator = ';';
  const auto rows = read("name;note;number\n Åse ;x,y;7\n", options);
  EXPECT_EQ(rows[0].at(0), "7");
  EXPECT_EQ(rows[0].at(1), "Åse") << "space around a cell without quotes is not part of it";
  EXPECT_EQ(rows[0].at(2), "x,y");
  EXPECT_EQ(read("number,name\n1,a\n")[0].at(2), "") << "a column that the file does not have";
}

TEST(TableTest, SaysWhichRowsAreRagged) {
  const auto rows = read("number,name\n1\n2,b,c\n3,d\n");
  EXPECT_TRUE(rows[0].ragged());
  EXPECT_TRUE(rows[1].ragged());
  EXPECT_FALSE(rows[2].ragged());
}

TEST(TableTest, TakesOffTheFormulaGuardOnce) {
  const auto rows = read("number,name\n1,'=1+1\n2,''=1\n3,'tis\n4,-5\n");
  EXPECT_THAT(names(rows), ElementsAre("=1+1", "''=1", "'tis", "-5"));
}

// Genuine files of a learning system, with their faults.
TEST(TableTest, JudgesGenuineFiles) {
  const std::vector<Layout> completions{
      {"", {{"username"}, {"courseshortname"}, {"courseidnumber"}, {"completiondate"}, {"grade"}}}};
  auto file = support::data_file("training/totara/course_completion_CR_line_endings.csv");
  if (!file) GTEST_SKIP();
  EXPECT_THAT(lines(read(support::read_file(*file), {}, 7, completions)), ElementsAre(2, 3));
  try {
    read(support::read_file(*support::data_file("training/totara/course_completion_badcolumns.csv")), {}, 7,
         completions);
    ADD_FAILURE() << "bad columns were accepted";
  } catch (const Unreadable& error) {
    EXPECT_THAT(error.text(), HasSubstr("missing: \"courseidnumber\""));
    EXPECT_THAT(error.text(), HasSubstr("unknown: \"badcolumn\""));
  }
  const std::vector<Layout> users{
      {"", {{"idnumber"}, {"timemodified"}, {"username"}, {"deleted"}, {"firstname"}, {"lastname"}, {"email"}}}};
  const std::string tabs = support::read_file(*support::data_file("training/totara/users-with-tab-delimiter.csv"));
  EXPECT_THROW(read(tabs, {}, 7, users), Unreadable);
  TableOptions options;
  options.separator = '\t';
  EXPECT_EQ(read(tabs, options, 7, users).size(), 3u);
  const std::string mixed = support::read_file(*support::data_file("training/totara/user_mixed_case_1.csv"));
  EXPECT_EQ(read(mixed, {}, 7, users)[6].at(4), "Žlutý");
}

TEST(TableTest, RefusesAFileWithAMarkingInAnyCell) {
  const std::string marked = "carries the marking NATO SECRET; leave classified information out: Muster holds none";
  EXPECT_EQ(refusal("number,name\n1,a\n2,NATO SECRET\n"), "line 3, column 2: " + marked);
  EXPECT_EQ(refusal("number,name,note\n1,a,NATO-SECRET\n"), "line 2, column 3: " + marked);
  TableOptions leaves_out;
  leaves_out.mapping = {"=left out"};
  EXPECT_EQ(refusal("number,name,left out\n1,a,NATO SECRET\n", leaves_out), "line 2, column 3: " + marked);
  EXPECT_EQ(refusal("number,name,NATO SECRET\n1,a,b\n"), "line 1, column 3: " + marked);
  EXPECT_EQ(refusal("NATO SECRET,,\nnumber,name,note\n1,a,b\n"), "line 1, column 1: " + marked);
  EXPECT_EQ(refusal("number,name\n1,a\n2,b,too many,NATO SECRET\n"), "line 3, column 4: " + marked) << "a ragged row";
  EXPECT_EQ(refusal("number,name\n1,\"of two\nlines NATO SECRET\"\n"), "line 3, column 2: " + marked);
  EXPECT_EQ(refusal("number,name\n1,'=NATO SECRET"), "line 2, column 2: " + marked) << "no line end, a formula guard";
}

TEST(TableTest, HidesSensitiveColumnsAndThoseLeftOutInTheTextOfARow) {
  const std::vector<Layout> sensitive{{"", {{"number"}, {"born", false, true}, {"note", false}}}};
  TableOptions options;
  options.mapping = {"=id", "born=birthday"};
  const auto rows =
      read("number,birthday,id,note\n1,1990-01-02,11223344556,x\n2,,,\n3,1990-01-02\n", options, 100, sensitive);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].text(), "1,***,***,x");
  EXPECT_EQ(rows[0].at(1), "1990-01-02");
  EXPECT_EQ(rows[1].text(), "2,,,");
  EXPECT_EQ(rows[2].text(), "") << "which cell is which is not known";
  EXPECT_THAT(rows[0].header->sensitive_columns(), ElementsAre("born"));
  const auto without = read("number,note\n1\n", {}, 100, sensitive);
  EXPECT_EQ(without.at(0).text(), "1") << "nothing to hide";
}

}  // namespace
}  // namespace muster::imports
