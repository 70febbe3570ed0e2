// SPDX-License-Identifier: EUPL-1.2
// Makes anew where names stand in lists and what finds them, when the rules change by which that is made: the roster's
// language or what it says of particles, what this program makes of names, or a database of an older program.
#pragma once

#include <stop_token>

#include "platform/db/database.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/repeated_job.h"

namespace muster::roster {

// Until nothing is left, or `stop` is requested; some people at a time, in a transaction each, so that other work goes
// on between. Until it is done lists are in part in the order of the rules before. Writes nothing when all is right.
// Errors: the database's.
void follow_name_rules(db::Database& database, const std::stop_token& stop = {});

// One a process; several processes on one database do not disturb each other.
class NameJob {
 public:
  // Outlived by the database. Does nothing where the roster is not served.
  NameJob(const rpc::Registry& registry, db::Database& database);

  // Looks every few seconds, on a thread of its own, until stop().
  void start();
  // Ends after the people it is at; before the database ends.
  void stop() { job_.stop(); }

 private:
  const bool served_;
  db::Database& database_;
  rpc::RepeatedJob job_;
};

}  // namespace muster::roster
