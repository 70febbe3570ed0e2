// SPDX-License-Identifier: EUPL-1.2
// What a service tells of a kind of import: the columns, how a row is judged, how rows are
// written and how they are taken back. The service that owns the tables provides it; main hands
// all of them to the Runner.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "muster/imports/v1/imports.pb.h"
#include "muster/platform/v1/reports.pb.h"
#include "platform/imports/table.h"
#include "platform/proto/references.h"
#include "platform/rows/bulk.h"
#include "platform/rpc/context.h"
#include "platform/status/error.h"
#include "rules/plausibility.h"

namespace muster::imports {

// Findings of one outcome beyond these are not kept; their rows are counted.
constexpr int finding_limit = 100'000;
// The texts of rows are kept up to this many bytes in all, so that a long file of wrong rows does
// not fill the memory; a finding beyond has its line, column and description.
constexpr std::size_t finding_text_bytes = 64 << 20;

// A row that is not simply written, or is doubtful, and why.
struct Finding {
  int line = 0;
  v1::RowOutcome outcome = v1::ROW_OUTCOME_UNSPECIFIED;
  std::string field;        // the file's column; empty: the whole row
  std::string description;  // what is wrong and how to mend it
  std::string text;         // the row; filled in from the file; empty beyond finding_text_bytes
};

// What the check of a file found. A row has one outcome: the first it was given counts; it may be doubtful besides.
class Findings {
 public:
  void add(const Row& row, v1::RowOutcome outcome, std::string field, std::string description);
  void wrong(const Row& row, std::size_t column, std::string description);
  // Of the layout's column of this name.
  void wrong(const Row& row, std::string_view column, std::string description);
  // A wrong row, since there is a doubt about the column's day; not so where the import's plausible_reason, `reason`,
  // says why it is right.
  void doubt(const Row& row, std::string_view column, const rules::Doubt& doubt, const std::string& reason);
  // A wrong row, from the violations of the message that it was made into: of each the column that is bound to its
  // field, unless something was found wrong with that cell already.
  void wrong(const Row& row, const status::Error& error);
  // Whatever is found of the row, its text is not kept.
  void keep_no_text(const Row& row) { textless_.insert(row.line); }
  // About a row that has gone by.
  void add_later(int line, v1::RowOutcome outcome, std::string field, std::string description);
  // The row is taken all the same, and somebody should look at it.
  void doubtful(const Row& row, std::string_view column, std::string description);
  // The row says what is there already: nothing to write.
  void unchanged(const Row& row);
  // The rows replace the table of a month that is there; only an import with `replace` may.
  void replaces(platform::v1::ReplacedTable table) { replaced_.push_back(std::move(table)); }

  // A row with a number that is not available, of somebody whom the caller does not see or who was erased: its text is not
  // kept, and it counts among those that an account is told of (platform/rpc/taken_numbers.h).
  void taken(const Row& row, std::string_view column);
  // How many such rows there are.
  long long taken_count() const { return taken_; }

  // Adds what was found of the rows that follow those looked at so far.
  void append(Findings following);

  // Whether the row on this line is left out.
  bool left_out(int line) const { return outcomes_.contains(line); }
  bool lacks_text() const { return !without_text_.empty(); }
  // Gives the row's text to its findings that lack it.
  void fill_text(const Row& row);

  int count(v1::RowOutcome outcome) const;
  int unchanged_count() const { return count(v1::ROW_OUTCOME_UNSPECIFIED); }
  // At most finding_limit of an outcome, and finding_text_bytes of text; the counts are of all.
  const std::vector<Finding>& all() const { return all_; }
  const std::vector<platform::v1::ReplacedTable>& replaced() const { return replaced_; }

 private:
  void keep(int line, v1::RowOutcome outcome, std::string field, std::string description);

  std::unordered_map<int, v1::RowOutcome> outcomes_;  // UNSPECIFIED: unchanged
  std::map<v1::RowOutcome, int> counts_;              // of rows
  std::map<v1::RowOutcome, int> kept_;                // of findings
  int last_doubtful_ = 0;                             // line
  long long taken_ = 0;
  std::vector<Finding> all_;
  std::vector<platform::v1::ReplacedTable> replaced_;
  std::set<int> textless_;                        // lines
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

  // Rows of the type under their new ids, whose words are to be found when all of the file is there.
  struct Named {
    const google::protobuf::Descriptor* type;
    rows::NewRows rows;
    std::vector<long long> ids;
  };
  void named(Named named) { named_.push_back(std::move(named)); }
  const std::vector<Named>& all_named() const { return named_; }

 private:
  std::map<std::string, Ranges, std::less<>> all_;
  std::vector<Named> named_;
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
  // After the last row: what only the whole file shows. The call only reads.
  virtual void finish_check(rpc::Context&, Findings&) {}
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
  // The resources that an undo deletes, in this order: what refers before what it refers to. An undo looks by itself at
  // whatever refers to them and at whether they were changed (built_on() in unwind.h).
  std::vector<const google::protobuf::Descriptor*> resources;
  // Takes back the rest of what was written, before the resources are deleted: facts are void.
  void (*undo)(rpc::Context&, const Effects&);
};

// Calls `run` with each range of the table's rows.
void for_each_range(const Effects& effects, std::string_view table,
                    const std::function<void(long long first, long long last)>& run);

// Inserts the rows into the table of the messages that they were made of, with the time of the ledger, notes them in
// `effects`, and returns the new ids in their order. `referred`: what they refer to, which had no id yet when they were
// made.
template <class M>
std::vector<long long> create_all(rpc::Context& context, Effects& effects, const rows::NewRows& rows,
                                  const rows::Referred& referred = {}) {
  const std::string table = proto::table_of<M>();
  auto ids = rows::insert_all(context.sql, table, rows, context.now_micros(), referred);
  if (!ids.empty()) effects.created(table, ids);
  if (rows.has_words()) effects.named({M::descriptor(), rows, ids});
  return ids;
}
template <class M>
std::vector<long long> create_all(rpc::Context& context, Effects& effects, const std::vector<M>& messages) {
  return create_all<M>(context, effects,
                       rows::new_rows(messages, rows::rules_for_names(context.sql, *M::descriptor())));
}

}  // namespace muster::imports
