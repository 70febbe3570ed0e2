// SPDX-License-Identifier: EUPL-1.2
#include <cstdio>
#include <fstream>
#include <memory>

#include "commands.h"
#include "intervals.h"
#include "platform/status/error.h"

namespace muster::cli {

void add_intervals_command(CLI::App& app, Run& run) {
  auto files = std::make_shared<std::pair<std::string, std::string>>();
  auto* command = app.add_subcommand("intervals", "Turn a table of month-end headcounts into anonymous deployments for import");
  command->add_option("TABLE", files->first, "CSV with report_date, mission, iso3, personnel_type, male, female, total")->required();
  command->add_option("OUT", files->second, "CSV for 'muster import deployments'")->required();
  command->callback([files, &run] {
    run = [files](const Place&) {
      std::ifstream in(files->first, std::ios::binary);
      if (!in) throw status::invalid_argument("TABLE", "cannot be read");
      std::ofstream out(files->second, std::ios::binary);
      const IntervalCounts counts = write_intervals(in, out);
      if (!out.flush()) throw status::unavailable("OUT cannot be written; is the disk full?");
      std::printf("%d rows of %d months became %d intervals.\n", counts.rows, counts.months, counts.intervals);
    };
  });
}

}  // namespace muster::cli
