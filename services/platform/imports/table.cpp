// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/table.h"

#include <algorithm>
#include <stdexcept>

#include "platform/text/marking.h"
#include "rules/formula.h"

namespace muster::imports {
namespace {

constexpr std::size_t text_limit_bytes = 4000;

const std::string hidden = "***";

int is_space(unsigned char c) { return c == ' '; }

}  // namespace

std::size_t Layout::place_of(std::string_view column) const {
  for (std::size_t place = 0; place < columns.size(); ++place) {
    if (columns[place].name == column) return place;
  }
  throw std::logic_error("an import's layout has no column " + std::string(column));
}

std::string_view Row::at(std::string_view column) const { return at(header->layout->place_of(column)); }

std::string Row::name_of(std::string_view column) const { return name_of(header->layout->place_of(column)); }

std::string_view Row::at(std::size_t column) const {
  const int position = header->positions[column];
  return position < 0 ? std::string_view() : std::string_view(cells[static_cast<std::size_t>(position)]);
}

std::string Row::name_of(std::size_t column) const {
  const int position = header->positions[column];
  return position < 0 ? header->layout->columns[column].name : header->names[static_cast<std::size_t>(position)];
}

std::string Row::text() const {
  const auto& shown = header->shown;
  if (ragged() && std::find(shown.begin(), shown.end(), false) != shown.end()) return "";
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string& cell = i >= shown.size() || shown[i] || cells[i].empty() ? cells[i] : hidden;
    if (i > 0) line += ',';
    const bool plain = cell.find_first_of(",\"\r\n") == std::string::npos;
    line += plain ? cell : rules::csv_cell(cell);
  }
  if (line.size() <= text_limit_bytes) return line;
  std::size_t cut = text_limit_bytes;
  while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
  return line.substr(0, cut);
}

Table::Table(NextBytes next_bytes, const TableOptions& options, const std::vector<Layout>& layouts)
    : next_bytes_(std::move(next_bytes)), decoder_(options.encoding) {
  csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
  csv_set_delim(&parser_, static_cast<unsigned char>(options.separator));
  csv_set_space_func(&parser_, is_space);
  try {
    while (parsed_.empty() && read_more()) {
    }
    if (parsed_.empty()) throw Unreadable(0, 0, "the file is empty; the first row must be the header");
    Raw first = std::move(parsed_.front());
    parsed_.pop_front();
    resolve_header(std::move(first), options, layouts);
  } catch (...) {
    csv_free(&parser_);
    throw;
  }
}

Table::~Table() { csv_free(&parser_); }

void Table::read(std::vector<Row>& rows, std::size_t limit) {
  rows.clear();
  while (rows.size() < limit) {
    if (parsed_.empty()) {
      if (!read_more()) return;
      continue;
    }
    rows.push_back({parsed_.front().line, std::move(parsed_.front().cells), header_});
    parsed_.pop_front();
  }
}

bool Table::read_more() {
  if (ended_) return false;
  const std::string bytes = next_bytes_();
  parse(decoder_.decode(bytes, bytes.empty()));
  if (bytes.empty()) finish();
  return true;
}

void Table::fail(const std::string& problem, int column) const { throw Unreadable(line_, column, problem); }

// Feeds the parser line by line, because it does not say where it is.
void Table::parse(std::string_view text) {
  while (!text.empty()) {
    if (after_cr_ && text[0] == '\n') {
      // The second half of CR LF: no line of its own, but part of a cell in quotes.
      after_cr_ = false;
      parse_line_part(text.substr(0, 1), false);
      text.remove_prefix(1);
      continue;
    }
    after_cr_ = false;
    const std::size_t end = text.find_first_of("\r\n");
    const bool ends_line = end != std::string_view::npos;
    const std::size_t length = ends_line ? end + 1 : text.size();
    parse_line_part(text.substr(0, length), ends_line);
    after_cr_ = ends_line && text[end] == '\r';
    text.remove_prefix(length);
  }
}

void Table::parse_line_part(std::string_view part, bool ends_line) {
  if (part.find('\0') != std::string_view::npos) {
    fail("holds a NUL character; the file is damaged, or UTF-16 without a byte order mark: save it as UTF-8");
  }
  const std::size_t done = csv_parse(
      &parser_, part.data(), part.size(),
      [](void* cell, std::size_t size, void* self) {
        static_cast<Table*>(self)->take_cell({static_cast<const char*>(cell), size});
      },
      [](int, void* self) { static_cast<Table*>(self)->take_row(); }, this);
  if (!problem_.empty()) fail(problem_, problem_column_);
  if (done != part.size()) {
    fail("has a quote in the wrong place; put the whole cell in quotes and double the quotes within it",
         static_cast<int>(cells_.size()) + 1);
  }
  if (parser_.entry_pos > cell_limit_bytes) {
    throw Unreadable(row_line_, static_cast<int>(cells_.size()) + 1,
                     "the cell is longer than 8 KB; is a quote opened and not closed?");
  }
  if (!ends_line) return;
  ++line_;
  if (cells_.empty() && !parser_.quoted) row_line_ = line_;
}

void Table::finish() {
  ended_ = true;
  const int result = csv_fini(
      &parser_,
      [](void* cell, std::size_t size, void* self) {
        static_cast<Table*>(self)->take_cell({static_cast<const char*>(cell), size});
      },
      [](int, void* self) { static_cast<Table*>(self)->take_row(); }, this);
  if (!problem_.empty()) fail(problem_, problem_column_);
  if (result != 0) {
    throw Unreadable(row_line_, static_cast<int>(cells_.size()) + 1,
                     "a quote is opened here and never closed; close it, or double it if it is part of the text");
  }
}

void Table::take_cell(std::string_view cell) {
  if (!problem_.empty()) return;
  problem_column_ = static_cast<int>(cells_.size()) + 1;
  if (cells_.size() >= column_limit) {
    problem_column_ = column_limit;
    problem_ = "has more than 64 cells; is this the right separator?";
    return;
  }
  if (auto complaint = text::check_marking(cell)) {
    problem_ = std::move(complaint->description);
    return;
  }
  cells_.emplace_back(rules::without_formula_guard(cell));
}

void Table::take_row() {
  parsed_.push_back({row_line_, std::move(cells_)});
  cells_.clear();
}

}  // namespace muster::imports
