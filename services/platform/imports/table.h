// SPDX-License-Identifier: EUPL-1.2
// A CSV file as rows under a known header. Streams: holds one piece of the file at a time.
#pragma once

#include <csv.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/imports/decoder.h"

namespace google::protobuf {
class FieldDescriptor;
}

namespace muster::imports {

constexpr int column_limit = 64;
constexpr std::size_t cell_limit_bytes = 8 * 1024;

// The field of a message that a column's cells fill; see fields.h.
struct BoundField {
  std::string path;                                              // "person.given_name"; empty: none
  std::vector<const google::protobuf::FieldDescriptor*> fields;  // along the path
  bool needed = false;                                           // no cell may be empty
  std::string complaint;                                         // how a finding on a wrong word or number begins
};

struct Column {
  std::string name;
  bool required = true;    // the header must have it
  bool sensitive = false;  // what its cells hold is in no finding
  BoundField field = {};
  std::string instead = {};  // the column that the header may have in place of it; empty: none
};

// The columns of a file that a kind of import takes, in any order.
struct Layout {
  std::string name;  // in errors: "UN table"; empty when the kind has one layout only
  std::vector<Column> columns;

  // The place of the column of this name, which must be there.
  std::size_t place_of(std::string_view column) const;
};

// Where each column of the layout stands in the file; -1: the file has no such column.
struct Header {
  const Layout* layout = nullptr;
  std::vector<std::string> names;  // as the file has them
  std::vector<int> positions;      // by the layout's columns
  std::vector<bool> shown;         // by the file's: neither sensitive nor left out

  // The layout's names of the sensitive columns that the file has.
  std::vector<std::string> sensitive_columns() const;
};

// One row. `line` is the file's line that it begins on, from 1.
struct Row {
  int line = 0;
  std::vector<std::string> cells;  // as the file has them, without formula guards
  std::shared_ptr<const Header> header;

  // The cell of the layout's column; empty where the file has no such column.
  std::string_view at(std::size_t column) const;
  // Of the column of this name, which the layout must have.
  std::string_view at(std::string_view column) const;
  // The file's own name for the layout's column, for findings.
  std::string name_of(std::size_t column) const;
  std::string name_of(std::string_view column) const;
  // Fewer or more cells than the header has.
  bool ragged() const { return cells.size() != header->names.size(); }
  // The row as a line of CSV, cut after 4,000 bytes, with "***" for each cell that is not to be shown.
  // Empty for a ragged row that has such cells: which they are is not known.
  std::string text() const;
};

// The next bytes of the file; empty: its end.
using NextBytes = std::function<std::string()>;

struct TableOptions {
  std::string encoding;  // see Decoder
  char separator = ',';
  std::vector<std::string> mapping;  // "our=their"; "=their" leaves their column out
};

// Reads a file once, from the beginning. Line ends are LF, CR LF or CR; blank lines are skipped;
// white space around cells without quotes is not part of them.
class Table {
 public:
  // Reads the header. `layouts` must outlive the table and its rows.
  // Throws Unreadable for a file that is empty, carries a classification marking or whose header is none of `layouts`, naming the
  // columns that are missing, unknown or there twice.
  Table(NextBytes next_bytes, const TableOptions& options, const std::vector<Layout>& layouts);
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  // Replaces `rows` by the next ones, at most `limit`; none at the file's end.
  // Throws Unreadable for what makes the rest unreadable: bytes not in the encoding, NUL, a
  // quote in the wrong place or never closed, a cell or row beyond the limits; and for a
  // classification marking in any cell.
  void read(std::vector<Row>& rows, std::size_t limit);

  const Header& header() const { return *header_; }

 private:
  struct Raw {
    int line;
    std::vector<std::string> cells;
  };

  // Parses more of the file; false at its end.
  bool read_more();
  void parse(std::string_view text);
  void parse_line_part(std::string_view part, bool ends_line);
  void finish();
  void take_cell(std::string_view cell);
  void take_row();
  void fail(const std::string& problem, int column = 0) const;
  void resolve_header(Raw raw, const TableOptions& options, const std::vector<Layout>& layouts);

  NextBytes next_bytes_;
  Decoder decoder_;
  csv_parser parser_{};
  bool ended_ = false;
  bool after_cr_ = false;
  int line_ = 1;      // being parsed
  int row_line_ = 1;  // where the row being parsed begins
  std::vector<std::string> cells_;
  std::deque<Raw> parsed_;
  std::string problem_;  // found within a callback, which must not throw
  int problem_column_ = 0;
  std::shared_ptr<const Header> header_;
};

}  // namespace muster::imports
