// SPDX-License-Identifier: EUPL-1.2
// What a service tells of a kind of import: the columns, how a row is judged, how rows are
// written and how they are taken back. The service that owns the tables provides it; main hands
// all of them to the Runner.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "muster/imports/v1/imports.pb.h"
#include "platform/imports/table.h"
#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::imports {

// Findings of one outcome beyond these are not kept; their rows are counted.
constexpr int finding_limit = 100'000;
// The texts of rows are kept up to this many bytes in all, so that a long file of wrong rows does
// not fill the memory; a finding beyond has its line, column and description.
constexpr std::size_t finding_text_bytes = 64 << 20;

// A row that is not simply written, and why.
struct Finding {
  int line = 0;
  v1::RowOutcome outcome = v1::ROW_OUTCOME_UNSPECIFIED;
  std::string field;        // the file's column; empty: the whole row
  std::string description;  // what is wrong and how to mend it
  std::string text;         // the row; filled in from the file; empty beyond finding_text_bytes
};

// What the check of a file found. A row has one outcome: the first it was given counts.
class Findings {
 public:
  void add(const Row& row, v1::RowOutcome outcome, std::string field, std::string description);
  void wrong(const Row& row, std::size_t column, std::string description);
  // A wrong row, from the violations of the message that it was made into: "person.given_name"
  // is the column given_name.
  void wrong(const Row& row, const status::Error& error);
  // About a row that has gone by.
  void add_later(int line, v1::RowOutcome outcome, std::string field, std::string description);
  // The row says what is there already: nothing to write.
  void unchanged(const Row& row);

  // Whether the row on this line is left out.
  bool left_out(int line) const { return outcomes_.contains(line); }
  bool lacks_text() const { return !without_text_.empty(); }
  // Gives the row's text to its findings that lack it.
  void fill_text(const Row& row);

  int count(v1::RowOutcome outcome) const;
  int unchanged_count() const { return count(v1::ROW_OUTCOME_UNSPECIFIED); }
  // At most finding_limit of an outcome, and finding_text_bytes of text; the counts are of all.
  const std::vector<Finding>& all() const { return all_; }

 private:
  std::unordered_map<int, v1::RowOutcome> outcomes_;  // UNSPECIFIED: unchanged
  std::map<v1::RowOutcome, int> counts_;              // of rows
  std::map<v1::RowOutcome, int> kept_;                // of findings
  std::vector<Finding> all_;
  std::multimap<int, std::size_t> without_text_;  // line -> place in all_
  std::size_t text_bytes_ = 0;                    // in all_
};

// Rows of a table by id: [first, last], in ascending order, none touching the next.
using Ranges = std::vector<std::pair<long long, long long>>;

// The rows that an import wrote.
class Effects {
 public:
  void created(std::string_view table, const std::vector<long long>& ids);
  void created(std::string_view table, long long first, long long last);
  const Ranges& of(std::string_view table) const;
  const std::map<std::string, Ranges, std::less<>>& all() const { return all_; }

 private:
  std::map<std::string, Ranges, std::less<>> all_;
};

// Writes rows in one transaction, which may run again: so what it remembers must not depend on
// what it wrote.
using Write = std::function<void(rpc::Context&, Effects&)>;

// One import on its way: made anew for each, so it may remember what it saw in the file. Used
// by one thread at a time, but for prepare().
class Work {
 public:
  virtual ~Work() = default;
  // Judges the next rows of the file. The call only reads; its scope is that of the kind's method.
  virtual void check(rpc::Context& context, std::span<const Row> rows, Findings& findings) = 0;
  // After the last row: what only the whole file shows.
  virtual void finish_check(Findings&) {}
  // What will write these rows, which nothing was found wrong with and which outlive it. Runs while
  // the rows before them are being written, so it must only read what check() left.
  virtual Write prepare(std::span<const Row> rows) = 0;
};

// Work that needs the database for all that it makes of rows: nothing is prepared.
class UnpreparedWork : public Work {
 public:
  Write prepare(std::span<const Row> rows) final {
    return [this, rows](rpc::Context& context, Effects& effects) { apply(context, rows, effects); };
  }

 private:
  virtual void apply(rpc::Context& context, std::span<const Row> rows, Effects& effects) = 0;
};

struct Kind {
  v1::ImportKind kind;
  // An import has the access, scope and audit of this method.
  std::string method;
  bool needs_source = false;
  std::vector<Layout> layouts;
  std::unique_ptr<Work> (*begin)(long long import, const v1::Import&);
  // What was later built on what an import wrote, as sentences; empty: it can be undone.
  std::vector<std::string> (*built_on)(rpc::Context&, const Effects&);
  // Deletes the rows and voids the facts.
  void (*undo)(rpc::Context&, const Effects&);
};

// Calls `run` with each range of the table's rows.
void for_each_range(const Effects& effects, std::string_view table,
                    const std::function<void(long long first, long long last)>& run);

// Deletes the rows that the import wrote to `table`, with a line for the audit.
void delete_created(rpc::Context& context, const Effects& effects, std::string_view table);

// Appends, for each fact that the import wrote to `table`, one of the same record that is void.
// `columns` are the table's without id, sequence, recorded_time, day_from and day_to.
void void_facts(rpc::Context& context, const Effects& effects, std::string_view table, const std::string& columns);

// One way in which something may rest on an imported row.
struct Dependent {
  std::string table;       // "nomination"
  std::string column;      // "person": the reference
  std::string collection;  // "nominations": how its rows are named
};

// The rows of `dependents` that refer to rows which the import wrote to `table`, without those
// that the import wrote itself: at most a few of each, as sentences.
std::vector<std::string> dependents_of(rpc::Context& context, const Effects& effects, std::string_view table,
                                       std::string_view collection, std::span<const Dependent> dependents);

// Rows of `table` that were changed since the import wrote them (row_version above 1).
std::vector<std::string> changed_since(rpc::Context& context, const Effects& effects, std::string_view table,
                                       std::string_view collection);

}  // namespace muster::imports
