// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include "commands.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"
#include "progress.h"
#include "rules/formula.h"
#include "upload.h"

namespace muster::cli {
namespace {

using namespace imports::v1;

constexpr int shown_findings = 20;

struct Flags {
  ImportKind kind{};
  std::string file;
  bool dry_run = false;
  bool clean_rows_only = false;
  bool replace = false;
  std::string plausible_reason;
  std::vector<std::string> map;
  std::string encoding, separator, source, findings, reported_months;
};

// One month a line, as `muster intervals` writes them.
void add_reported_months(const std::string& path, Import& import) {
  std::ifstream file(path);
  if (!file)
    throw status::invalid_argument("--reported-months", platform::v1::REASON_NO_SUCH_FILE,
                                   "cannot be read; is the path right?");
  for (std::string month; std::getline(file, month);) {
    if (month.ends_with('\r')) month.pop_back();
    if (!month.empty()) import.add_reported_months(month);
  }
}

Import open_import(Client& client, const Flags& flags, std::int64_t size_bytes) {
  CreateImportRequest request;
  Import& import = *request.mutable_import();
  import.set_kind(flags.kind);
  import.set_file_name(std::filesystem::path(flags.file).filename().string());
  import.set_size_bytes(size_bytes);
  import.set_dry_run(flags.dry_run);
  import.set_clean_rows_only(flags.clean_rows_only);
  import.set_replace(flags.replace);
  import.set_plausible_reason(flags.plausible_reason);
  for (const auto& entry : flags.map) import.add_header_mapping(entry);
  import.set_encoding(flags.encoding);
  import.set_separator(flags.separator);
  import.set_source(flags.source);
  if (!flags.reported_months.empty()) add_reported_months(flags.reported_months, import);
  return client.call<Import>(import_service + "CreateImport", request);
}

// An undoing that waits for something to go, which was built on the import, has ended for now.
bool is_at_work(const Import& import) {
  return import.state() == IMPORT_STATE_RUNNING || import.state() == IMPORT_STATE_TAKING_BACK ||
         (import.state() == IMPORT_STATE_UNDOING && import.refusal().empty());
}

Import wait(Client& client, const std::string& name, Progress& progress) {
  GetImportRequest request;
  request.set_name(name);
  auto pause = std::chrono::milliseconds(10);
  while (true) {
    const auto import = call_patiently<Import>(client, "GetImport", request);
    if (!is_at_work(import)) {
      // Rows that were left out are done with as well.
      if (import.state() == IMPORT_STATE_APPLIED) progress.show("Writing", import.rows_read(), import.rows_read());
      return import;
    }
    look_at_signals();
    if (import.state() != IMPORT_STATE_RUNNING) {
      progress.show("Taking back");
    } else if (import.rows_created() > 0) {
      progress.show("Writing", import.rows_created(), import.rows_read());
    } else {
      progress.show("Checking: " + std::to_string(import.rows_read()) + " rows");
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(500));
  }
}

std::string outcome_word(RowOutcome outcome) {
  switch (outcome) {
    case ROW_OUTCOME_WRONG: return "wrong";
    case ROW_OUTCOME_SUBTOTAL: return "subtotal";
    case ROW_OUTCOME_DUPLICATE: return "duplicate";
    case ROW_OUTCOME_QUARANTINED: return "quarantined";
    case ROW_OUTCOME_DOUBTFUL: return "doubtful";
    default: return "";
  }
}

// Calls `each` for every row that was not simply taken, until it says that it has enough.
template <class Each>
void for_each_finding(Client& client, const std::string& name, Each each) {
  ListImportRowsRequest request;
  request.set_import(name);
  request.set_page_size(500);
  do {
    const auto page = call_patiently<ListImportRowsResponse>(client, "ListImportRows", request);
    for (const auto& row : page.import_rows()) {
      if (!each(row)) return;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

// The wrong, quarantined and doubtful rows on the terminal, each with its place; at most a screenful.
void print_findings(Client& client, const Import& import) {
  int left = shown_findings;
  if (import.rows_wrong() + import.rows_quarantined() + import.rows_doubtful() == 0) return;
  for_each_finding(client, import.name(), [&](const ImportRow& row) {
    if (row.outcome() == ROW_OUTCOME_SUBTOTAL || row.outcome() == ROW_OUTCOME_DUPLICATE) return true;
    if (left-- == 0) {
      std::fprintf(stderr, "... and more; --findings FILE writes them all\n");
      return false;
    }
    const std::string place = row.field().empty() ? "" : ", column " + row.field();
    std::fprintf(stderr, "line %d%s: %s (%s)\n", row.line(), place.c_str(), row.description().c_str(),
                 outcome_word(row.outcome()).c_str());
    return true;
  });
}

void write_findings(Client& client, const Import& import, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  out << "line,outcome,column,description,text\r\n";
  for_each_finding(client, import.name(), [&](const ImportRow& row) {
    out << row.line() << ',' << outcome_word(row.outcome()) << ',' << rules::csv_cell(row.field()) << ','
        << rules::csv_cell(row.description()) << ',' << rules::csv_cell(row.text()) << "\r\n";
    return true;
  });
  if (!out.flush())
    throw status::unavailable(platform::v1::REASON_DISK_FULL,
                              "the file of --findings cannot be written; is the disk full?");
}

std::string state_word(const Import& import) {
  switch (import.state()) {
    case IMPORT_STATE_CHECKED: return "checked, nothing written";
    case IMPORT_STATE_APPLIED: return "applied";
    case IMPORT_STATE_UNDONE: return "undone";
    case IMPORT_STATE_FAILED: return "failed";
    case IMPORT_STATE_RUNNING:
    case IMPORT_STATE_TAKING_BACK: return "not ended";
    default: return "refused";
  }
}

// What the file replaces, month by month; at most a screenful.
void print_replaced(const Import& import) {
  int left = shown_findings;
  for (const auto& table : import.replaced()) {
    if (left-- == 0) {
      std::printf("... and tables of %d more months.\n", import.replaced_size() - shown_findings);
      break;
    }
    std::printf("%s of %s: %d lines, %lld people %s %d lines, %lld people.%s%s\n", table.month().c_str(),
                import.source().c_str(), table.lines(), static_cast<long long>(table.people()),
                import.state() == IMPORT_STATE_APPLIED ? "replaced by" : "would be replaced by", table.new_lines(),
                static_cast<long long>(table.new_people()), table.gone().empty() ? "" : " No longer named: ",
                table.gone().empty() ? "" : (table.gone() + ".").c_str());
  }
}

void print_summary(const Import& import) {
  std::printf("%s: %s. %d rows: %d %s, %d unchanged, %d wrong, %d duplicate, %d subtotal, %d quarantined.\n",
              import.name().c_str(), state_word(import).c_str(), import.rows_read(), import.rows_created(),
              import.dry_run() ? "to write" : "written", import.rows_unchanged(), import.rows_wrong(),
              import.rows_duplicate(), import.rows_subtotal(), import.rows_quarantined());
  if (import.rows_doubtful() > 0) std::printf("%d doubtful: look at them.\n", import.rows_doubtful());
}

// From the upload to the end. On a database itself, Ctrl+C leaves nothing of the import behind; a
// server goes on with what it has begun.
Import carry_out(Client& client, const std::string& name, std::ifstream& file, std::int64_t size_bytes) {
  Progress progress;
  if (client.local()) catch_signals();
  try {
    upload(client, name, file, size_bytes, progress);
    StartImportRequest start;
    start.set_name(name);
    start.set_request_id("start " + name);
    call_patiently<Import>(client, "StartImport", start);
    return wait(client, name, progress);
  } catch (const Interrupted&) {
    progress.show("Taking back");
    if (!client.take_back_import(name))
      throw status::failed_precondition(platform::v1::REASON_INTERRUPTED, "interrupted; nothing was written");
  }
  GetImportRequest request;
  request.set_name(name);
  return call_patiently<Import>(client, "GetImport", request);
}

void run_import(const Place& place, const Flags& flags) {
  std::ifstream file(flags.file, std::ios::binary | std::ios::ate);
  if (!file)
    throw status::invalid_argument("FILE", platform::v1::REASON_NO_SUCH_FILE, "cannot be read; is the path right?");
  const auto size_bytes = static_cast<std::int64_t>(file.tellg());
  file.seekg(0);
  Client client(place);
  Import import = open_import(client, flags, size_bytes);
  import = carry_out(client, import.name(), file, size_bytes);
  print_findings(client, import);
  if (!flags.findings.empty()) write_findings(client, import, flags.findings);
  print_replaced(import);
  print_summary(import);
  if (is_at_work(import))
    throw status::failed_precondition(platform::v1::REASON_INTERRUPTED,
                                      "interrupted; a server takes back what was written");
  if (!import.refusal().empty())
    throw status::failed_precondition(platform::v1::REASON_IMPORT_REFUSED, import.refusal());
  if (import.state() == IMPORT_STATE_CHECKED && import.rows_wrong() > 0 && !import.clean_rows_only()) {
    throw status::failed_precondition(platform::v1::REASON_IMPORT_REFUSED, "as it stands the import would be refused");
  }
  if (import.state() == IMPORT_STATE_CHECKED && import.replaced_size() > 0 && !import.replace()) {
    throw status::failed_precondition(platform::v1::REASON_IMPORT_REFUSED,
                                      "as it stands the import would be refused; --replace lets it replace tables");
  }
}

void add_kind(CLI::App& parent, Run& run, const char* name, ImportKind kind, const char* help, const char* source) {
  auto flags = std::make_shared<Flags>();
  flags->kind = kind;
  flags->source = source;
  auto* command = parent.add_subcommand(name, help);
  command->add_option("FILE", flags->file, "CSV with a header")->required();
  command->add_flag("--dry-run", flags->dry_run, "Check only, write nothing");
  command->add_flag("--clean-rows-only", flags->clean_rows_only,
                    "Write the rows that are right; without it all or nothing");
  command->add_option("--map", flags->map, "our=their for a header that differs; =their leaves a column out");
  command->add_option("--encoding", flags->encoding, "windows-1252, when the file is not UTF-8 or UTF-16");
  command->add_option("--separator", flags->separator, "One character, or tab; a comma without it");
  command->add_option("--source", flags->source, "What the rows are a report of, such as UN")->capture_default_str();
  if (kind == IMPORT_KIND_DEPLOYMENTS) {
    command->add_option("--reported-months", flags->reported_months,
                        "A file of the months that the source reported, one YYYY-MM a line: in a month between them "
                        "that is not there, figures leave its people out");
  }
  if (kind != IMPORT_KIND_HEADCOUNTS) {
    command->add_option("--plausible-reason", flags->plausible_reason,
                        "Why days that look like slips of the pen are right, for the whole file; rows with such days "
                        "are wrong without it");
  }
  if (kind == IMPORT_KIND_HEADCOUNTS) {
    command->add_flag(
        "--replace", flags->replace,
        "Put the file in the place of the tables that the source has of its months; a dry run tells which");
  }
  command->add_option("--findings", flags->findings, "Write a CSV of every row that was not simply taken, and why");
  command->callback([flags, &run] { run = [flags](const Place& place) { run_import(place, *flags); }; });
}

}  // namespace

void add_import_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("import", "Read a CSV file in, or take an import back")->require_subcommand(1);
  add_kind(*command, run, "persons", IMPORT_KIND_PERSONS, "People with their first affiliation", "");
  add_kind(*command, run, "completions", IMPORT_KIND_COMPLETIONS, "Completions of courses", "");
  add_kind(*command, run, "headcounts", IMPORT_KIND_HEADCOUNTS, "Published month-end tables", "UN");
  add_kind(*command, run, "deployments", IMPORT_KIND_DEPLOYMENTS,
           "Deployments with actual dates, of people with or without names", "");
  auto name = std::make_shared<std::string>();
  auto* undo = command->add_subcommand("undo", "Take back everything that an import wrote");
  undo->add_option("NAME", *name, "The import, such as imports/7")->required();
  undo->callback([name, &run] {
    run = [name](const Place& place) {
      Client client(place);
      UndoImportRequest request;
      request.set_name(*name);
      client.call<Import>(import_service + "UndoImport", request);
      Progress progress;
      const auto import = wait(client, *name, progress);
      progress.clear();
      if (!import.refusal().empty())
        throw status::failed_precondition(platform::v1::REASON_IMPORT_REFUSED, import.refusal());
      std::printf("%s: %s.\n", import.name().c_str(), state_word(import).c_str());
    };
  });
}

}  // namespace muster::cli
