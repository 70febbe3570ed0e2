// SPDX-License-Identifier: EUPL-1.2
#include <cstdio>
#include <fstream>
#include <memory>

#include "commands.h"
#include "intervals.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/status/error.h"

namespace muster::cli {
namespace {

struct Files {
  std::string table, out, reported_months;
};

void write_months(const std::string& path, const std::vector<std::string>& months) {
  std::ofstream out(path, std::ios::binary);
  for (const auto& month : months) out << month << '\n';
  if (!out.flush())
    throw status::unavailable(platform::v1::REASON_DISK_FULL,
                              "the file of --reported-months cannot be written; is the disk full?");
}

void run_intervals(const Files& files) {
  std::ifstream in(files.table, std::ios::binary);
  if (!in) throw status::invalid_argument("TABLE", platform::v1::REASON_NO_SUCH_FILE, "cannot be read");
  std::ofstream out(files.out, std::ios::binary);
  const IntervalCounts counts = write_intervals(in, out);
  if (!out.flush())
    throw status::unavailable(platform::v1::REASON_DISK_FULL, "OUT cannot be written; is the disk full?");
  if (!files.reported_months.empty()) write_months(files.reported_months, counts.months);
  std::printf("%d rows of %d months became %d intervals.\n", counts.rows, static_cast<int>(counts.months.size()),
              counts.intervals);
}

}  // namespace

void add_intervals_command(CLI::App& app, Run& run) {
  auto files = std::make_shared<Files>();
  auto* command =
      app.add_subcommand("intervals", "Turn a table of month-end headcounts into anonymous deployments for import");
  command->add_option("TABLE", files->table, "CSV with report_date, mission, iso3, personnel_type, male, female, total")
      ->required();
  command->add_option("OUT", files->out, "CSV for 'muster import deployments'")->required();
  command->add_option("--reported-months", files->reported_months,
                      "Write the months that the table reports, for the import's flag of the same name");
  command->callback([files, &run] { run = [files](const Place&) { run_intervals(*files); }; });
}

}  // namespace muster::cli
