// SPDX-License-Identifier: EUPL-1.2
#include "missions/deployment_rows.h"

#include <algorithm>

#include "platform/imports/fields.h"
#include "platform/imports/lookup.h"
#include "platform/proto/enums.h"
#include "platform/rpc/apart.h"
#include "platform/rpc/scope.h"
#include "platform/text/code_key.h"
#include "rules/civil_date.h"
#include "rules/iso_codes.h"
#include "rules/words.h"

namespace muster::missions {
namespace {

using namespace platform::v1;
using imports::Findings;
using imports::Row;

const KnownAffiliation* affiliation_on(const KnownPerson& person, const std::string& day) {
  for (const auto& affiliation : person.affiliations) {
    if (affiliation.from <= day && (!affiliation.to || *affiliation.to >= day)) return &affiliation;
  }
  return nullptr;
}

void check_dates(const Row& row, const std::string& latest, Findings& findings) {
  const std::string_view from = row.at("actual_from"), to = row.at("actual_to");
  if (!rules::parse_date(from)) {
    findings.wrong(row, "actual_from", "must be the first day; write YYYY-MM-DD");
  } else if (from > latest) {
    findings.wrong(row, "actual_from", "is in the future; only actual days are imported");
  }
  if (to.empty()) return;
  if (!rules::parse_date(to)) {
    findings.wrong(row, "actual_to",
                   "is not a date; write YYYY-MM-DD, or leave it empty if the person has not returned");
  } else if (to > latest) {
    findings.wrong(row, "actual_to", "is in the future; leave it empty until the person has returned");
  } else if (to < from) {
    findings.wrong(row, "actual_to", "is before actual_from");
  }
}

void read_place(const Row& row, const DeploymentCodes& codes, DeploymentRow& result, Findings& findings) {
  if (!row.at("mission").empty()) {
    const auto found = codes.missions.find(text::code_key(row.at("mission")));
    if (found == codes.missions.end()) {
      findings.wrong(row, "mission", "is not the acronym of a mission; create the mission first");
    } else {
      result.mission = found->second;
    }
  }
  if (!rules::is_country(row.at("country"))) {
    findings.wrong(row, "country", "is not a country; give its ISO 3166 alpha-3 code, such as NOR");
  }
  if (!row.at("unit").empty()) {
    const auto found = codes.units.find(text::code_key(row.at("unit")));
    if (found == codes.units.end()) {
      findings.wrong(row, "unit", "is not the code of a unit that you may write to");
    } else {
      result.unit = found->second;
      const auto end = codes.ended.find(found->second);
      if (end != codes.ended.end() && row.at("actual_from") > end->second.last_day) {
        findings.wrong(row, "unit", rpc::ended_on(end->second));
      }
    }
  }
}

void read_person(const Row& row, const KnownPeople& people, DeploymentRow& result, Findings& findings) {
  if (people.named.complain(row, findings)) return;
  const auto found = people.by_number.find(people.named.number_key(row));
  if (found == people.by_number.end()) {
    findings.wrong(
        row, "number",
        "is not the number of somebody on the roster within your units, nor an identifier of theirs on that day");
    return;
  }
  const KnownPerson& person = found->second;
  result.person = &person;
  result.gender = person.gender;
  if (!row.at("gender").empty() && rules::parse_gender(row.at("gender")) != person.gender) {
    findings.wrong(row, "gender", "is not what the roster says; leave it empty, or correct the person there first");
  }
  const v1::Deployment& served = result.deployment;
  if (!person.active && (!served.has_actual_to() || served.actual_to() > person.last_day.value_or(""))) {
    findings.wrong(row, "number",
                   "is of somebody who has died or left" +
                       (person.last_day ? " (last day " + *person.last_day + ")" : std::string()) +
                       "; only what happened until the last day is recorded");
  }
  if (const auto* affiliation = affiliation_on(person, result.deployment.actual_from())) {
    if (row.at("unit").empty()) result.unit = affiliation->unit;
    if (row.at("rank_band").empty()) result.deployment.mutable_segments(0)->set_rank_band(affiliation->band);
  }
}

}  // namespace

const imports::Layout& deployment_layout() {
  using imports::Need;
  static const auto columns = imports::layout_of<v1::Deployment>(
      {{"subject"},
       {"number", "person"},
       {"mission", "mission", Need::column},
       {"country", "country", Need::column},
       {"personnel_type", "segments.personnel_type", Need::column},
       {"category", "category", Need::cell},
       {"gender"},
       {"rank_band", "segments.rank_band"},
       {"tier", "segments.leadership_tier", Need::declared, "must be a leadership tier"},
       {"unit", "unit"},
       {"actual_from", "actual_from", Need::column},
       {"actual_to", "actual_to", Need::column}});
  return columns;
}

DeploymentCodes read_codes(rpc::Context& context) {
  DeploymentCodes codes;
  codes.missions = read_missions(context);
  // What stands apart from the caller is not there for their file either.
  std::erase_if(codes.missions, [&](const auto& one) { return rpc::apart_of(context).has("missions", one.second.id); });
  const rpc::Scope scope = rpc::scope_of(context);
  codes.every_unit = scope.everything;
  codes.ended = rpc::ended_units(context);
  db::Query visible("SELECT code_key, id FROM unit WHERE ");
  visible += rpc::visible_units(scope, "unit.id");
  for (auto& [code, id] : db::select<std::string, long long>(context.sql, visible)) codes.units[code] = id;
  return codes;
}

std::set<std::string> acronyms_of(std::span<const Row> rows) {
  std::set<std::string> acronyms;
  for (const Row& row : rows) {
    if (!row.at("mission").empty()) acronyms.insert(std::string(row.at("mission")));
  }
  return acronyms;
}

KnownPeople read_people(rpc::Context& context, std::span<const Row> rows) {
  KnownPeople known{{context, rows, "actual_from"}, {}};
  const std::set<std::string> numbers = known.named.number_keys(rows);
  auto& people = known.by_number;
  db::Query visible(" AND ");
  visible += rpc::visible_persons(rpc::scope_of(context), "person.id", context.today());
  imports::select_in<std::string, long long, std::string, std::string, std::optional<std::string>>(
      context.sql, "SELECT number_key, id, gender, status, last_day FROM person WHERE number_key", numbers, visible,
      [&](const std::string& number, long long id, const std::string& gender, const std::string& status,
          const std::optional<std::string>& last_day) {
        KnownPerson& person = people[number];
        person.id = id;
        person.active = status == "PERSON_STATUS_ACTIVE";
        person.last_day = last_day;
        person.gender = rules::parse_gender(gender).value_or(Gender{});
      });
  db::Query readable(" AND ");
  readable += rpc::readable_details(context, "person.id");
  imports::select_in<std::string, std::string>(
      context.sql, "SELECT number_key, birth_date FROM person WHERE birth_date IS NOT NULL AND number_key", numbers,
      readable, [&](const std::string& number, const std::string& birth) {
        const auto person = people.find(number);
        if (person != people.end()) person->second.birth = rules::parse_date(birth);
      });
  imports::select_in<std::string, long long, std::string, std::string, std::optional<std::string>>(
      context.sql,
      "SELECT person.number_key, affiliation.unit, COALESCE(rank.rank_band, 'RANK_BAND_UNSPECIFIED'),"
      " affiliation.valid_from, affiliation.valid_to FROM affiliation JOIN person ON person.id = affiliation.person"
      " LEFT JOIN rank ON rank.id = affiliation.rank WHERE person.number_key",
      numbers, "",
      [&](const std::string& number, long long unit, const std::string& band, const std::string& from,
          const std::optional<std::string>& to) {
        const auto person = people.find(number);
        if (person == people.end()) return;
        person->second.affiliations.push_back({unit, proto::enum_named<RankBand>(band), from, to});
      });
  imports::select_in<std::string, long long, std::optional<long long>, std::string, std::optional<std::string>>(
      context.sql,
      "SELECT person.number_key, deployment.id, deployment.mission, COALESCE(actual_from, planned_from),"
      " CASE WHEN actual_from IS NULL OR deployment.state = 'DEPLOYMENT_STATE_DEPLOYED'"
      " THEN planned_to ELSE actual_to END"
      " FROM deployment JOIN person ON person.id = deployment.person"
      " WHERE deployment.state NOT IN ('DEPLOYMENT_STATE_VOID', 'DEPLOYMENT_STATE_CANCELLED')"
      " AND COALESCE(actual_from, planned_from) IS NOT NULL AND person.number_key",
      numbers, "",
      [&](const std::string& number, long long id, std::optional<long long> mission, const std::string& from,
          const std::optional<std::string>& to) {
        const auto person = people.find(number);
        if (person == people.end()) return;
        person->second.deployments.push_back({"deployments/" + std::to_string(id), mission, from, to});
      });
  return known;
}

rules::Doubt doubt_of(const DeploymentRow& row) {
  if (row.person == nullptr) return std::nullopt;
  std::optional<rules::Day> last;
  for (const KnownAffiliation& one : row.person->affiliations) {
    if (!one.to) {
      last.reset();
      break;
    }
    last = std::max(last, rules::parse_date(*one.to));
  }
  return rules::doubt_of_service(*rules::parse_date(row.deployment.actual_from()), row.person->birth, last);
}

std::optional<DeploymentRow> read_deployment(const Row& row, const DeploymentCodes& codes, const KnownPeople& people,
                                             const std::string& latest, Findings& findings) {
  DeploymentRow result;
  check_dates(row, latest, findings);
  read_place(row, codes, result, findings);
  result.deployment.add_segments();
  imports::read_fields(row, result.deployment, findings);
  result.subject = row.at("subject");
  if (row.at("subject").empty() == row.at("number").empty()) {
    findings.wrong(row, "number",
                   "give either the number of a person or a subject, which stands for somebody without a name");
  } else if (!result.subject.empty()) {
    result.gender = rules::parse_gender(row.at("gender")).value_or(GENDER_UNSPECIFIED);
    if (result.gender == GENDER_UNSPECIFIED) {
      findings.wrong(row, "gender", "must be one of " + rules::gender_words());
    }
    if (!codes.every_unit && row.at("unit").empty()) {
      findings.wrong(row, "unit", "is required, because your grants are for units; give the code of the sending unit");
    }
  } else {
    read_person(row, people, result, findings);
  }
  if (findings.left_out(row.line)) return std::nullopt;
  return result;
}

}  // namespace muster::missions
