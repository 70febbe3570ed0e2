// SPDX-License-Identifier: EUPL-1.2
// Rows of deployments, read and judged.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "missions/source_missions.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/imports/kind.h"
#include "platform/imports/people_named.h"
#include "platform/rpc/unit_in_force.h"
#include "rules/plausibility.h"

namespace muster::missions {

const imports::Layout& deployment_layout();

// A deployment that is there, or a row further up.
struct KnownDeployment {
  std::string name;  // "deployments/7" or "line 12"
  std::optional<long long> mission;
  std::string from;  // actual or else planned
  std::optional<std::string> to;
};

struct KnownAffiliation {
  long long unit;
  platform::v1::RankBand band;
  std::string from;
  std::optional<std::string> to;
};

struct KnownPerson {
  long long id = 0;
  platform::v1::Gender gender{};
  std::optional<rules::Day> birth;
  bool active = true;
  std::optional<std::string> last_day;  // on the roster, of somebody who is not active
  std::vector<KnownAffiliation> affiliations;
  std::vector<KnownDeployment> deployments;
};

// What the rows' codes stand for.
struct DeploymentCodes {
  MissionsByAcronym missions;
  std::unordered_map<std::string, long long> units;  // by the code's key: those within the scope
  std::map<long long, rpc::UnitEnd> ended;           // of all units
  bool every_unit = false;                           // the scope has no bounds
};
DeploymentCodes read_codes(rpc::Context& context);

// The missions that the rows name.
std::set<std::string> acronyms_of(std::span<const imports::Row> rows);

// The visible people that rows name.
struct KnownPeople {
  imports::PeopleNamed named;
  std::unordered_map<std::string, KnownPerson> by_number;  // its key
};
KnownPeople read_people(rpc::Context& context, std::span<const imports::Row> rows);

// What a row says.
struct DeploymentRow {
  std::string subject;  // '' : of a person
  const KnownPerson* person = nullptr;
  std::optional<KnownMission> mission;
  std::optional<long long> unit;
  platform::v1::Gender gender{};
  v1::Deployment deployment;  // with its one segment; without person, mission and unit
};

// Whether the person can have departed on that day; nothing of somebody without a name, whose tour has no post either
// that would say how long it is meant to be.
rules::Doubt doubt_of(const DeploymentRow& row);

// Reads a row; adds findings for what is wrong with it and then gives nothing.
// `latest` is YYYY-MM-DD: actual days are not in the future.
std::optional<DeploymentRow> read_deployment(const imports::Row& row, const DeploymentCodes& codes,
                                             const KnownPeople& people, const std::string& latest,
                                             imports::Findings& findings);

}  // namespace muster::missions
