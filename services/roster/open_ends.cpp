// SPDX-License-Identifier: EUPL-1.2
#include "roster/open_ends.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/proto/resources.h"
#include "platform/status/error.h"

namespace muster::roster {
namespace {

constexpr int named_default = 50;

// What is impossible. `found`: SQL that selects name (of the resource), parent and person (NULL where it concerns
// nobody), each row once, with :today for the roster's today.
struct Rule {
  const char* name;
  const char* explanation;
  const char* verb;
  std::string found;
};

constexpr const char* planned =
    "deployment.state IN ('DEPLOYMENT_STATE_PLANNED', 'DEPLOYMENT_STATE_PREPARING', "
    "'DEPLOYMENT_STATE_READY')";
constexpr const char* deployed = "deployment.state = 'DEPLOYMENT_STATE_DEPLOYED'";
constexpr const char* served = "deployment.state IN ('DEPLOYMENT_STATE_RETURNED', 'DEPLOYMENT_STATE_CLOSED')";
constexpr const char* live = "deployment.state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID')";
constexpr const char* gone = "person.status <> 'PERSON_STATUS_ACTIVE'";
constexpr const char* open_nomination =
    "nomination.state IN ('NOMINATION_STATE_DRAFT', 'NOMINATION_STATE_IN_REVIEW', 'NOMINATION_STATE_RETURNED', "
    "'NOMINATION_STATE_ENDORSED', 'NOMINATION_STATE_SUBMITTED', 'NOMINATION_STATE_SHORTLISTED', "
    "'NOMINATION_STATE_SELECTED', 'NOMINATION_STATE_RESERVE', 'NOMINATION_STATE_ACCEPTED')";
constexpr const char* belongs_nowhere =
    "person.status = 'PERSON_STATUS_ACTIVE' AND NOT EXISTS (SELECT 1 FROM affiliation "
    "WHERE affiliation.person = person.id AND (affiliation.valid_to IS NULL OR affiliation.valid_to >= :today))";

// Deployments that `where` selects, with their persons, posts (of the last segment), missions and nominations at hand.
std::string deployments(const std::string& parent, const std::string& joins, const std::string& where) {
  return "SELECT 'deployments/' || deployment.id AS name, " + parent +
         " AS parent, deployment.person AS person FROM deployment " + joins + " WHERE " + where;
}

std::string nominations(const std::string& parent, const std::string& joins, const std::string& where) {
  return "SELECT 'nominations/' || nomination.id AS name, " + parent +
         " AS parent, nomination.person AS person FROM nomination_now nomination " + joins + " WHERE " +
         open_nomination + " AND " + where;
}

// What a unit owns that has ended.
std::string owned(const std::string& table, const std::string& where) {
  return "SELECT '" + table + "s/' || " + table +
         ".id AS name, 'units/' || unit.id AS parent, CAST(NULL AS BIGINT) AS person FROM " + table +
         " JOIN unit ON unit.id = " + table + ".owner WHERE unit.valid_to IS NOT NULL AND " + where;
}

constexpr const char* of_person = "JOIN person ON person.id = deployment.person";
constexpr const char* on_post =
    "JOIN deployment_segment segment ON segment.deployment = deployment.id AND segment.valid_to IS NULL "
    "JOIN post ON post.id = segment.post";
constexpr const char* in_mission = "JOIN mission ON mission.id = deployment.mission";
constexpr const char* sent_by = "JOIN unit ON unit.id = deployment.unit";
// Of a report of `fact.month`, YYYY-MM.
constexpr const char* month_end =
    "fact.month || CASE WHEN SUBSTR(fact.month, 6) IN ('04', '06', '09', '11') THEN '-30' "
    "WHEN SUBSTR(fact.month, 6) <> '02' THEN '-31' "
    "WHEN CAST(SUBSTR(fact.month, 1, 4) AS INTEGER) % 4 = 0 THEN '-29' ELSE '-28' END";

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> all = {
      {"DEPLOYED_AFTER_LEAVING", "Somebody who has died or left is still deployed.", "EndDeployment",
       deployments("'persons/' || person.id", of_person, std::string(deployed) + " AND " + gone)},
      {"PLANNED_AFTER_LEAVING", "A deployment is planned of somebody who has died or left.", "CancelDeployment",
       deployments("'persons/' || person.id", of_person, std::string(planned) + " AND " + gone)},
      {"SERVED_AFTER_LEAVING", "A tour has days after the person died or left.", "CorrectDeploymentDays",
       deployments("'persons/' || person.id", of_person,
                   std::string(served) + " AND " + gone + " AND deployment.actual_to > person.last_day")},
      {"NOMINATED_AFTER_LEAVING", "A nomination is open of somebody who has died or left.", "CloseNominationOfPerson",
       nominations("'persons/' || person.id", "JOIN person ON person.id = nomination.person", gone)},
      {"AFFILIATED_AFTER_LEAVING", "Somebody who has died or left still belongs to a unit.", "EndAffiliation",
       "SELECT 'affiliations/' || affiliation.id AS name, 'persons/' || person.id AS parent, person.id AS person "
       "FROM affiliation JOIN person ON person.id = affiliation.person WHERE " +
           std::string(gone) + " AND (affiliation.valid_to IS NULL OR affiliation.valid_to > person.last_day)"},
      {"SIGNS_IN_AFTER_LEAVING", "An account is open of somebody who has died or left.", "DisableAccount",
       "SELECT 'accounts/' || account.id AS name, 'persons/' || person.id AS parent, person.id AS person "
       "FROM account JOIN person ON person.id = account.person WHERE account.disabled = 0 AND " +
           std::string(gone)},
      {"DEPLOYED_FROM_NO_UNIT", "Somebody is deployed who belongs to no unit any more.", "CreateAffiliation",
       deployments("'persons/' || person.id", of_person, std::string(deployed) + " AND " + belongs_nowhere)},
      {"PLANNED_FROM_NO_UNIT", "A deployment is planned of somebody who belongs to no unit any more.",
       "CreateAffiliation",
       deployments("'persons/' || person.id", of_person,
                   std::string(planned) + " AND deployment.planned_to >= :today AND " + belongs_nowhere)},
      {"NOMINATED_FROM_NO_UNIT", "A nomination is open of somebody who belongs to no unit any more.",
       "CreateAffiliation",
       nominations("'persons/' || person.id", "JOIN person ON person.id = nomination.person",
                   std::string("nomination.planned_to >= :today AND ") + belongs_nowhere)},
      {"BELONGS_TWICE", "Somebody belongs to two units on the same day.", "EndAffiliation",
       "SELECT 'affiliations/' || affiliation.id AS name, 'affiliations/' || other.id AS parent, "
       "affiliation.person AS person FROM affiliation JOIN affiliation other ON other.person = affiliation.person "
       "AND other.id < affiliation.id AND (affiliation.valid_to IS NULL OR other.valid_from <= affiliation.valid_to) "
       "AND (other.valid_to IS NULL OR other.valid_to >= affiliation.valid_from)"},
      {"BELONGS_TO_ENDED_UNIT", "Somebody belongs to a unit that has ended.", "MovePeople",
       "SELECT 'affiliations/' || affiliation.id AS name, 'units/' || unit.id AS parent, affiliation.person AS person "
       "FROM affiliation JOIN unit ON unit.id = affiliation.unit WHERE unit.valid_to IS NOT NULL "
       "AND (affiliation.valid_to IS NULL OR affiliation.valid_to > unit.valid_to)"},
      {"PLANNED_FROM_ENDED_UNIT", "A deployment is planned for days after the unit that sends it has ended.",
       "CancelDeployment",
       deployments("'units/' || unit.id", sent_by,
                   std::string(planned) + " AND deployment.planned_to > unit.valid_to")},
      {"SERVING_FROM_ENDED_UNIT", "Somebody is deployed by a unit that has ended.", "EndDeployment",
       deployments("'units/' || unit.id", sent_by,
                   std::string(deployed) + " AND deployment.person IS NOT NULL AND unit.valid_to < :today")},
      {"REPORTED_AFTER_UNIT_ENDED", "A unit reported headcounts of a month on whose last day it was no more.",
       "WithdrawHeadcounts",
       std::string("SELECT DISTINCT 'units/' || unit.id AS name, fact.country || ' ' || fact.month AS parent, "
                   "CAST(NULL AS BIGINT) AS person FROM headcount_fact fact JOIN unit ON unit.id = fact.unit "
                   "WHERE fact.source = '' AND fact.withdrawn = 0 AND fact.id >= (SELECT MAX(latest.id) FROM "
                   "headcount_fact latest WHERE latest.source = '' AND latest.unit = fact.unit "
                   "AND latest.country = fact.country AND latest.month = fact.month) AND ") +
           month_end + " > unit.valid_to"},
      {"UNIT_BELOW_ENDED_UNIT", "A unit is below one that has ended.", "MoveUnit",
       "SELECT 'units/' || unit.id AS name, 'units/' || above.id AS parent, CAST(NULL AS BIGINT) AS person "
       "FROM unit JOIN unit_place place ON place.unit = unit.id AND place.valid_from = (SELECT MAX(valid_from) "
       "FROM unit_place latest WHERE latest.unit = unit.id AND latest.valid_from <= :today) "
       "JOIN unit above ON above.id = place.parent WHERE above.valid_to < :today "
       "AND (unit.valid_to IS NULL OR unit.valid_to > above.valid_to)"},
      {"GRANT_FOR_ENDED_UNIT", "A grant lasts longer than its unit.", "RevokeGrant",
       "SELECT 'grants/' || role_grant.id AS name, 'units/' || unit.id AS parent, CAST(NULL AS BIGINT) AS person "
       "FROM role_grant JOIN unit ON unit.id = role_grant.unit WHERE unit.valid_to IS NOT NULL "
       "AND role_grant.valid_to IS NULL"},
      {"MISSION_OF_ENDED_UNIT", "A mission goes on that is owned by a unit which has ended.", "UpdateMission",
       owned("mission", "(mission.mandate_to IS NULL OR mission.mandate_to >= :today)")},
      {"CALL_OF_ENDED_UNIT", "A call takes nominations that is owned by a unit which has ended.", "UpdateCall",
       owned("call", "call.state IN ('CALL_STATE_DRAFT', 'CALL_STATE_OPEN')")},
      {"COURSE_OF_ENDED_UNIT", "A course is offered that is owned by a unit which has ended.", "UpdateCourse",
       owned("course",
             "(NOT EXISTS (SELECT 1 FROM course_version version WHERE version.course = course.id) "
             "OR EXISTS (SELECT 1 FROM course_version version WHERE version.course = course.id "
             "AND (version.valid_to IS NULL OR version.valid_to >= :today)))")},
      // Whoever recorded it may not know the birth date.
      {"COMPLETED_BEFORE_BIRTH", "A completion is of a day before the person was born.", "RevokeCompletion",
       "SELECT 'completions/' || completion.id AS name, 'persons/' || person.id AS parent, person.id AS person "
       "FROM completion JOIN person ON person.id = completion.person WHERE completion.revoked_date IS NULL "
       "AND completion.plausible_reason = '' AND completion.completed_date < person.birth_date"},
      {"MEMBER_AFTER_LEAVING", "Somebody who has died or left is still a member of the roster with upkeep.",
       "EndMembership",
       "SELECT 'rosterMemberships/' || membership.id AS name, 'persons/' || person.id AS parent, person.id AS person "
       "FROM roster_membership membership JOIN person ON person.id = membership.person WHERE " +
           std::string(gone) + " AND (membership.valid_to IS NULL OR membership.valid_to > person.last_day)"},
      {"PLANNED_ON_CLOSED_POST", "A deployment is planned for days after its post is closed.", "CancelDeployment",
       deployments("'posts/' || post.id", on_post,
                   std::string(planned) + " AND deployment.planned_to > post.valid_to")},
      {"SERVING_ON_CLOSED_POST", "Somebody serves on a post that is closed.", "ChangeRole",
       deployments("'posts/' || post.id", on_post,
                   std::string(deployed) + " AND deployment.person IS NOT NULL AND post.valid_to < :today")},
      {"NOMINATED_FOR_CLOSED_POST", "A nomination is open for days after its post is closed.",
       "CloseNominationOfCancelledPost",
       nominations("'posts/' || post.id", "JOIN post ON post.id = nomination.post",
                   "nomination.planned_to > post.valid_to")},
      {"NOMINATED_IN_CANCELLED_CALL", "A nomination is open in a call that is cancelled.",
       "CloseNominationOfCancelledPost",
       nominations("'calls/' || call.id", "JOIN call ON call.id = nomination.call",
                   "call.state = 'CALL_STATE_CANCELLED'")},
      {"PLANNED_OF_CANCELLED_CALL", "A deployment is planned that came of a call which is cancelled.",
       "CancelDeployment",
       deployments("'calls/' || call.id",
                   "JOIN nomination ON nomination.id = deployment.nomination JOIN call ON call.id = nomination.call",
                   std::string(planned) + " AND call.state = 'CALL_STATE_CANCELLED'")},
      {"PLANNED_OF_ENDED_NOMINATION", "A deployment came of a nomination that is no longer accepted.",
       "ReopenNomination",
       deployments("'nominations/' || nomination.id", "JOIN nomination ON nomination.id = deployment.nomination",
                   std::string(live) + " AND nomination.state <> 'NOMINATION_STATE_ACCEPTED'")},
      {"CONVERTED_WITHOUT_DEPLOYMENT", "A nomination counts as deployed and has no deployment.", "CreateDeployment",
       "SELECT 'nominations/' || nomination.id AS name, 'calls/' || nomination.call AS parent, "
       "nomination.person AS person FROM nomination WHERE nomination.state = 'NOMINATION_STATE_CONVERTED' "
       "AND NOT EXISTS (SELECT 1 FROM deployment WHERE deployment.nomination = nomination.id AND " +
           std::string(live) + ")"},
      {"CALL_FOR_CLOSED_POST", "A call is open for a post that is closed.", "CancelCall",
       "SELECT 'calls/' || call.id AS name, 'posts/' || post.id AS parent, CAST(NULL AS BIGINT) AS person FROM call "
       "JOIN call_post ON call_post.call = call.id JOIN post ON post.id = call_post.post "
       "WHERE call.state IN ('CALL_STATE_DRAFT', 'CALL_STATE_OPEN') AND post.valid_to < :today"},
      {"POST_BEYOND_MANDATE", "A mission is over and its post is not.", "EndMission",
       "SELECT 'posts/' || post.id AS name, 'missions/' || mission.id AS parent, CAST(NULL AS BIGINT) AS person "
       "FROM post JOIN mission ON mission.id = post.mission WHERE mission.mandate_to < :today "
       "AND (post.valid_to IS NULL OR post.valid_to > mission.mandate_to)"},
      {"PLANNED_BEYOND_MANDATE", "A mission is over and a deployment is planned for days after it.", "CancelDeployment",
       deployments(
           "'missions/' || mission.id", in_mission,
           std::string(planned) + " AND mission.mandate_to < :today AND deployment.planned_to > mission.mandate_to")},
      {"SERVING_BEYOND_MANDATE", "A mission is over and somebody still serves in it.", "EndDeployment",
       deployments("'missions/' || mission.id", in_mission,
                   std::string(deployed) + " AND deployment.person IS NOT NULL AND mission.mandate_to < :today")},
      {"TOUR_WITHOUT_DAYS", "A tour lacks the days that its state has.", "CorrectDeploymentDays",
       deployments("COALESCE('persons/' || deployment.person, '')", "",
                   "((" + std::string(deployed) + " OR " + served + ") AND deployment.actual_from IS NULL) OR (" +
                       served + " AND deployment.actual_to IS NULL)")},
      // As known now: two segments of a tour follow each other if no day lies between them or is in both.
      {"TOUR_WITH_GAP", "The segments of a tour leave a day out or have one twice.", "CorrectDeploymentDays",
       "SELECT DISTINCT 'deployments/' || deployment.id AS name, COALESCE('persons/' || deployment.person, '') AS "
       "parent, deployment.person AS person FROM deployment "
       "JOIN deployment_segment segment ON segment.deployment = deployment.id "
       "JOIN deployment_segment next ON next.deployment = deployment.id AND next.valid_from > segment.valid_from "
       "JOIN deployment_fact fact ON fact.record = segment.id AND fact.id = "
       "(SELECT MAX(latest.id) FROM deployment_fact latest WHERE latest.record = segment.id) "
       "JOIN deployment_fact next_fact ON next_fact.record = next.id AND next_fact.id = "
       "(SELECT MAX(latest.id) FROM deployment_fact latest WHERE latest.record = next.id) "
       "WHERE " +
           std::string(live) +
           " AND NOT EXISTS (SELECT 1 FROM deployment_segment between_them WHERE between_them.deployment = "
           "deployment.id AND between_them.valid_from > segment.valid_from "
           "AND between_them.valid_from < next.valid_from) "
           "AND (fact.day_to IS NULL OR fact.day_to <> next_fact.day_from)"},
  };
  return all;
}

// The rule's rows within the view, with its days.
db::Query within(const Rule& rule, const OpenEndView& view) {
  const std::string today = rules::format_date(view.today);
  std::string text = rule.found;
  std::vector<db::Value> values;
  constexpr std::string_view mark = ":today";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
    text.replace(at, mark.size(), "?");
    values.emplace_back(today);
  }
  db::Query query{" FROM (" + text + ") found WHERE (found.person IS NULL OR ", std::move(values)};
  query += rpc::visible_persons(view.scope, "found.person", view.today);
  query += ")";
  return query;
}

}  // namespace

std::vector<v1::OpenEndRule> find_open_ends(db::Session& session, const OpenEndView& view, int limit,
                                            std::string_view only) {
  std::vector<v1::OpenEndRule> found;
  for (const Rule& rule : all_rules()) {
    if (!only.empty() && only != rule.name) continue;
    const db::Query rows = within(rule, view);
    db::Query count("SELECT COUNT(*)");
    count += rows;
    const auto [all] = *db::select_one<long long>(session, count);
    if (all == 0) continue;
    v1::OpenEndRule& one = found.emplace_back();
    one.set_rule(rule.name);
    one.set_explanation(rule.explanation);
    one.set_verb(rule.verb);
    one.set_count(static_cast<int>(all));
    if (limit == 0) continue;
    db::Query first("SELECT found.name, found.parent, found.person");
    first += rows;
    first += {" ORDER BY found.name, found.parent LIMIT ?", {static_cast<long long>(limit)}};
    for (auto& [name, parent, person] :
         db::select<std::string, std::string, std::optional<long long>>(session, first)) {
      v1::OpenEnd& end = *one.add_open_ends();
      end.set_name(name);
      end.set_parent(parent);
      if (person) end.set_person(proto::name_of<v1::Person>(*person));
    }
  }
  return found;
}

std::vector<std::string> open_end_rules() {
  std::vector<std::string> names;
  for (const Rule& rule : all_rules()) names.emplace_back(rule.name);
  return names;
}

v1::ListOpenEndsResponse list_open_ends(rpc::Context& context, const v1::ListOpenEndsRequest& request) {
  const std::vector<std::string> known = open_end_rules();
  if (!request.rule().empty() && std::find(known.begin(), known.end(), request.rule()) == known.end()) {
    std::string allowed;
    for (const std::string& name : known) allowed += (allowed.empty() ? "" : ", ") + name;
    throw status::invalid_argument("rule", platform::v1::REASON_VALUE_REFUSED,
                                   "is none of the rules; give one of " + allowed, {{"allowed", allowed}});
  }
  v1::ListOpenEndsResponse response;
  const OpenEndView view{rpc::scope_of(context), context.today()};
  for (v1::OpenEndRule& rule :
       find_open_ends(context.sql, view, request.limit() == 0 ? named_default : request.limit(), request.rule())) {
    response.set_total_size(response.total_size() + rule.count());
    *response.add_rules() = std::move(rule);
  }
  return response;
}

}  // namespace muster::roster
