// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/run.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>
#include <typeinfo>

#include "platform/imports/store.h"
#include "platform/imports/unwind.h"
#include "platform/rows/names.h"
#include "platform/rpc/taken_numbers.h"

namespace muster::imports {
namespace {

constexpr std::size_t slice_rows = 3000;
// Of a chunk of the file, what is made into rows at a time: rows take many times their bytes.
constexpr std::size_t piece_bytes = 128 * 1024;
// Of words that wait for the rest of the file.
constexpr std::size_t words_bytes_at_most = 128 << 20;
constexpr auto sign_every = std::chrono::milliseconds(500);

// What the rows are to blame for; anything else is the server's failure.
bool is_refusal(const status::Error& error) {
  switch (error.code()) {
    case status::Code::invalid_argument:
    case status::Code::already_exists:
    case status::Code::failed_precondition:
    case status::Code::not_found:
    case status::Code::permission_denied:
    case status::Code::resource_exhausted: return true;
    default: return false;
  }
}

std::string in_words(const status::Error& error) {
  std::string text = error.message();
  for (const auto& violation : error.violations()) text += "; " + violation.field + " " + violation.description;
  return text;
}

// Why a file is refused that replaces `tables` and was not said to.
std::string would_replace(const std::string& source, const std::vector<platform::v1::ReplacedTable>& tables) {
  const platform::v1::ReplacedTable& first = tables.front();
  std::string text = source + " has a table of " + first.month() + " already, with " + std::to_string(first.lines()) +
                     " lines and " + std::to_string(first.people()) + " people";
  if (!first.gone().empty()) text += ", of which " + first.gone() + " would be gone";
  if (tables.size() > 1) text += ", and tables of " + std::to_string(tables.size() - 1) + " more months of the file";
  return text +
         "; nothing was written. Give replace (--replace) to put this file in their place, or leave these months out";
}

}  // namespace

Run::Run(const Kind& kind, Writes writes) : kind_(kind), writes_(std::move(writes)), id_(writes_.id()) {}

Run::~Run() = default;

void Run::run() {
  guarded([&] { go_on(); });
}

void Run::abandon() {
  guarded([&] {
    if (load())
      take_back(v1::IMPORT_STATE_FAILED, "the server stopped on the way; everything was taken back. Try again");
  });
}

void Run::guarded(const std::function<void()>& work) try { work(); } catch (const Stopped&) {
  spdlog::warn(R"({{"event":"import_stopped","import":{}}})", id_);
  writes_.let_go();
} catch (const std::exception& error) {
  // The import stays as it is: the next look of a server tries again.
  spdlog::error(R"({{"event":"import_not_ended","import":{},"type":"{}"}})", id_, typeid(error).name());
  writes_.let_go();
}

void Run::go_on() {
  if (!load()) return;
  if (import_.state() == v1::IMPORT_STATE_RUNNING) return check_and_apply();
  unwind(import_.state());
}

void Run::check_and_apply() {
  try {
    check();
    apply();
  } catch (const Unreadable& error) {
    finish(v1::IMPORT_STATE_REFUSED, error.text());
  } catch (const status::Error& error) {
    take_back(is_refusal(error) ? v1::IMPORT_STATE_REFUSED : v1::IMPORT_STATE_FAILED, in_words(error));
  } catch (const std::exception& error) {
    spdlog::error(R"({{"event":"import_failed","import":{},"type":"{}"}})", id_, typeid(error).name());
    take_back(v1::IMPORT_STATE_FAILED, "the server failed on the way; the log says where. Try again");
  }
}

bool Run::load() {
  std::optional<v1::Import> import;
  writes_.read([&](rpc::Context& context) { import = find_import(context.sql, id_); });
  if (!import) return false;
  import_ = std::move(*import);
  work_ = kind_.begin(id_, import_);
  return true;
}

std::unique_ptr<Table> Run::open_table() {
  TableOptions options;
  options.encoding = import_.encoding();
  if (!import_.separator().empty()) options.separator = import_.separator()[0];
  options.mapping.assign(import_.header_mapping().begin(), import_.header_mapping().end());
  offset_ = 0;
  auto next = [this, chunk = std::string(), used = std::size_t{0}]() mutable {
    if (writes_.stopping()) throw Stopped{};
    if (used == chunk.size()) {
      chunk.clear();
      used = 0;
      if (offset_ == import_.size_bytes()) return std::string();
      writes_.read([&](rpc::Context& context) { chunk = read_chunk(context.sql, id_, offset_); });
      if (chunk.empty()) {
        throw status::Error(status::Code::data_loss, "a part of the file is missing; import it again");
      }
      offset_ += static_cast<long long>(chunk.size());
    }
    std::string piece = chunk.substr(used, piece_bytes);
    used += piece.size();
    return piece;
  };
  return std::make_unique<Table>(next, options, kind_.layouts);
}

void Run::give_sign_of_life() {
  if (writes_.stopping()) throw Stopped{};
  const auto now = std::chrono::steady_clock::now();
  if (now - last_sign_ < sign_every) return;
  last_sign_ = now;
  write([&](db::Session& session) { save_rows(session, id_, import_.rows_read(), import_.rows_created()); });
}

// The next slice is read and `ready` is called with it while `work` is at this one.
template <class Ready, class Work>
void Run::each_slice(Ready ready, Work work) {
  auto table = open_table();
  auto next_slice = [&] {
    auto slice = std::make_unique<Slice>();
    table->read(slice->rows, slice_rows);
    slice->last = slice->rows.empty();
    if (!slice->last) ready(*slice);
    return slice;
  };
  for (auto slice = next_slice(); !slice->last;) {
    auto next = std::async(std::launch::async, next_slice);
    work(*slice);
    slice = next.get();
  }
}

void Run::check() {
  each_slice([](Slice&) {},
             [&](Slice& slice) {
               import_.set_rows_read(import_.rows_read() + static_cast<int>(slice.rows.size()));
               check_slice(slice.rows);
               give_sign_of_life();
             });
  if (import_.rows_read() == 0) throw Unreadable(0, 0, "the file has a header and no rows");
  writes_.read([&](rpc::Context& context) { work_->finish_check(context, findings_); });
  audit_comparison();
  count_taken_numbers();
  fill_texts();
  count();
  save_findings();
}

// Findings tell whether the rows agree with what is known already: for sensitive columns that is a
// read, also in a dry run.
void Run::audit_comparison() {
  std::string columns;
  for (const std::string& name : header_->sensitive_columns()) columns += (columns.empty() ? " " : ",") + name;
  if (columns.empty()) return;
  writes_.audited(v1::IMPORT_STATE_RUNNING, [&](rpc::Context& context) {
    context.audit_lines.push_back("compared imports/" + std::to_string(id_) + columns);
  });
}

// Beyond those that an account may be told of, nothing of the file is told.
void Run::count_taken_numbers() {
  if (findings_.taken_count() == 0) return;
  bool all = true;
  writes_.audited(v1::IMPORT_STATE_RUNNING,
                  [&](rpc::Context& context) { all = rpc::count_taken_numbers(context, findings_.taken_count()); });
  if (!all) writes_.read([](rpc::Context& context) { rpc::require_numbers_left(context); });
}

void Run::check_slice(std::vector<Row>& rows) {
  header_ = rows.front().header;
  std::erase_if(rows, [&](const Row& row) {
    if (!row.ragged()) return false;
    findings_.add(row, v1::ROW_OUTCOME_WRONG, "",
                  "has " + std::to_string(row.cells.size()) + " cells where the header has " +
                      std::to_string(row.header->names.size()) + "; is a separator missing or too many?");
    return true;
  });
  writes_.read([&](rpc::Context& context) { work_->check(context, rows, findings_); });
}

// Findings that only the end of the file showed are about rows that had gone by.
void Run::fill_texts() {
  if (!findings_.lacks_text()) return;
  each_slice([](Slice&) {},
             [&](Slice& slice) {
               for (const Row& row : slice.rows) findings_.fill_text(row);
               give_sign_of_life();
             });
}

void Run::count() {
  import_.set_rows_wrong(findings_.count(v1::ROW_OUTCOME_WRONG));
  import_.set_rows_subtotal(findings_.count(v1::ROW_OUTCOME_SUBTOTAL));
  import_.set_rows_duplicate(findings_.count(v1::ROW_OUTCOME_DUPLICATE));
  import_.set_rows_quarantined(findings_.count(v1::ROW_OUTCOME_QUARANTINED));
  import_.set_rows_doubtful(findings_.count(v1::ROW_OUTCOME_DOUBTFUL));
  import_.set_rows_unchanged(findings_.unchanged_count());
}

void Run::save_findings() {
  const auto& all = findings_.all();
  for (std::size_t first = 0; first < all.size(); first += slice_rows) {
    const std::size_t last = std::min(all.size(), first + slice_rows);
    write([&](db::Session& session) { imports::save_findings(session, id_, all, first, last); });
  }
  const auto& replaced = findings_.replaced();
  if (!replaced.empty()) write([&](db::Session& session) { save_replaced(session, id_, replaced); });
}

void Run::apply() {
  const int left_out = import_.rows_wrong() + import_.rows_subtotal() + import_.rows_duplicate() +
                       import_.rows_quarantined() + import_.rows_unchanged();
  if (import_.dry_run()) {
    import_.set_rows_created(import_.rows_read() - left_out);
    return finish(v1::IMPORT_STATE_CHECKED, "");
  }
  if (import_.rows_wrong() > 0 && !import_.clean_rows_only()) {
    return finish(v1::IMPORT_STATE_REFUSED,
                  std::to_string(import_.rows_wrong()) +
                      " rows are wrong, so nothing was written; mend them, or import the clean rows only");
  }
  if (!findings_.replaced().empty() && !import_.replace()) {
    return finish(v1::IMPORT_STATE_REFUSED, would_replace(import_.source(), findings_.replaced()));
  }
  auto ready = [&](Slice& slice) {
    std::erase_if(slice.rows, [&](const Row& row) { return findings_.left_out(row.line); });
    if (!slice.rows.empty()) slice.write = work_->prepare(slice.rows);
  };
  each_slice(ready, [&](Slice& slice) {
    if (writes_.stopping()) throw Stopped{};
    if (!slice.rows.empty()) apply_slice(slice);
  });
  gather_words();
  finish(v1::IMPORT_STATE_APPLIED, "");
}

// What comes next is put in order while what came before is written.
void Run::gather(rows::NewWords& words) {
  for (auto some = words.next(); !some.empty();) {
    if (writes_.stopping()) throw Stopped{};
    auto next = std::async(std::launch::async, [&] { return words.next(); });
    write([&](db::Session& session) { words.insert_next(session, some); });
    some = next.get();
  }
  for (std::size_t place = 0; place < words.places();) {
    std::vector<long long> changed;
    const std::size_t first = place;
    writes_.read([&](rpc::Context& context) {
      place = first;
      changed = words.changed(context.sql, place);
    });
    if (!changed.empty()) write([&](db::Session& session) { words.settle(session, changed); });
  }
}

// In the search once all of the file is there, or so much of it that the memory is wanted.
void Run::gather_words() {
  for (auto& [type, words] : words_) gather(words);
  words_.clear();
}

void Run::apply_slice(const Slice& slice) {
  const int created = import_.rows_created() + static_cast<int>(slice.rows.size());
  Effects effects;
  writes_.audited(v1::IMPORT_STATE_RUNNING, [&](rpc::Context& context) {
    context.audit_lines.push_back("import imports/" + std::to_string(id_));
    effects = {};
    slice.write(context, effects);
    for (const auto& [table, ranges] : effects.all()) {
      for (const auto& [first, last] : ranges) {
        context.audit_lines.push_back("created " + table + "/" + std::to_string(first) + "-" + std::to_string(last));
      }
    }
    save_effects(context.sql, id_, slices_, effects);
    save_rows(context.sql, id_, import_.rows_read(), created);
  });
  ++slices_;
  import_.set_rows_created(created);
  for (const Effects::Named& named : effects.all_named()) {
    words_.try_emplace(named.type, *named.type).first->second.add(named.rows, named.ids);
  }
  const bool many = std::any_of(words_.begin(), words_.end(),
                                [](const auto& one) { return one.second.bytes() > words_bytes_at_most; });
  if (many) gather_words();
}

void Run::finish(v1::ImportState state, const std::string& refusal) {
  for (bool more = true; more;) {
    write([&](db::Session& session) { more = delete_chunk(session, id_); });
  }
  import_.set_state(state);
  import_.set_refusal(refusal);
  write([&](db::Session& session) { save_progress(session, id_, import_); });
}

void Run::take_back(v1::ImportState state, const std::string& refusal) {
  import_.set_state(v1::IMPORT_STATE_TAKING_BACK);
  import_.set_refusal(refusal);
  import_.set_rows_created(0);
  write([&](db::Session& session) {
    save_progress(session, id_, import_);
    save_end_state(session, id_, state);
  });
  unwind(v1::IMPORT_STATE_TAKING_BACK);
}

void Run::unwind(v1::ImportState state) {
  try {
    imports::unwind(writes_, kind_, state);
  } catch (const status::Error& error) {
    if (error.code() != status::Code::failed_precondition) throw;
    writes_.plain(state, [&](db::Session& session) { save_refusal(session, id_, in_words(error)); });
    throw;
  }
}

}  // namespace muster::imports
