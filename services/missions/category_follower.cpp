// SPDX-License-Identifier: EUPL-1.2
#include "missions/category_follower.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "missions/segments.h"
#include "muster/missions/v1/missions.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"

namespace muster::missions {
namespace {

using platform::v1::Category;
using rpc::Restatement;

// Segments that count, of `which` deployments, with the category `was`; to be followed by conditions on their days.
db::Query segments_of(const db::Query& which, Category was) {
  db::Query query(
      "SELECT segment.id FROM deployment_segment segment JOIN deployment ON deployment.id = segment.deployment "
      "WHERE deployment.state NOT IN ('DEPLOYMENT_STATE_CANCELLED', 'DEPLOYMENT_STATE_VOID') AND ");
  query += which;
  query += {" AND segment.category = ?", {platform::v1::Category_Name(was)}};
  return query;
}

// Those that run across `day`.
void cut_on(rpc::Context& context, const db::Query& which, Category was, const std::string& day) {
  db::Query across = segments_of(which, was);
  across += {" AND segment.valid_from < ? AND (segment.valid_to IS NULL OR segment.valid_to >= ?)", {day, day}};
  cut_segments(context, across, day);
}

// Those with all their days within the restated ones, and those that will have begun by then.
std::vector<long long> segments_within(rpc::Context& context, const db::Query& which, const Restatement& restated) {
  db::Query query = segments_of(which, restated.was);
  const std::string latest = rules::format_date(context.latest_day());
  const std::string begin =
      "CASE WHEN segment.valid_from IS NOT NULL THEN segment.valid_from "
      "WHEN deployment.planned_from > ? THEN deployment.planned_from ELSE ? END";
  if (restated.first_day) query += {" AND " + begin + " >= ?", {latest, latest, *restated.first_day}};
  if (restated.last_day) query += {" AND " + begin + " <= ?", {latest, latest, *restated.last_day}};
  query += " ORDER BY segment.id";
  std::vector<long long> ids;
  for (const auto& [id] : db::select<long long>(context.sql, query)) ids.push_back(id);
  return ids;
}

google::protobuf::FieldMask category_alone() {
  google::protobuf::FieldMask mask;
  mask.add_paths("category");
  return mask;
}

// The segments' deployments.
void follow_in_deployments(rpc::Context& context, const std::vector<long long>& segments) {
  db::Query query("SELECT DISTINCT deployment FROM deployment_segment WHERE ");
  query += db::one_of("id", segments);
  query += " ORDER BY deployment";
  for (const auto& [id] : db::select<long long>(context.sql, query)) follow_last_segment(context, id);
}

void set_category(rpc::Context& context, long long id, Category category) {
  v1::DeploymentSegment segment;
  segment.set_name(proto::name_of<v1::DeploymentSegment>(id));
  segment.set_category(category);
  rows::update(context.sql, "deployment_segment", segment, category_alone());
}

// Of `which` deployments, a condition.
void follow(rpc::Context& context, const db::Query& which, const Restatement& restated) {
  if (restated.first_day) cut_on(context, which, restated.was, *restated.first_day);
  if (restated.last_day) {
    cut_on(context, which, restated.was, rules::days_after(*restated.last_day, 1));
  }
  const auto segments = segments_within(context, which, restated);
  if (segments.empty()) return;
  for (const long long id : segments) set_category(context, id, restated.is);
  db::Query changed("SELECT id FROM deployment_segment WHERE ");
  changed += db::one_of("id", segments);
  append_restated(context, changed);
  follow_in_deployments(context, segments);
}

// From `day` on; before the first affiliation as on its first day.
struct Held {
  std::string day;
  Category category;
};

std::vector<Held> categories_of(rpc::Context& context, long long person) {
  std::vector<Held> held;
  for (const auto& [day, category] : db::select<std::string, std::string>(
           context.sql,
           {"SELECT valid_from, category FROM affiliation WHERE person = ? ORDER BY valid_from", {person}})) {
    held.push_back({day, proto::enum_named<Category>(category)});
  }
  return held;
}

std::size_t place_of(const std::vector<Held>& held, const std::string& day) {
  std::size_t place = 0;
  while (place + 1 < held.size() && held[place + 1].day <= day) ++place;
  return place;
}

}  // namespace

void follow_category(rpc::Context& context, const Restatement& restatement) {
  if (restatement.was == restatement.is) return;
  follow(context, {"deployment.person = ?", {restatement.person}}, restatement);
}

void follow_last_segment(rpc::Context& context, long long deployment) {
  const auto [category] =
      *db::select_one<std::string>(context.sql, {"SELECT category FROM deployment_segment WHERE deployment = ? "
                                                 "ORDER BY valid_from DESC, id DESC LIMIT 1",
                                                 {deployment}});
  db::execute(context.sql, {"UPDATE deployment SET row_version = row_version + 1 WHERE id = ?", {deployment}});
  v1::Deployment row;
  row.set_name(proto::name_of<v1::Deployment>(deployment));
  row.set_category(proto::enum_named<Category>(category));
  rows::update(context.sql, "deployment", row, category_alone());
}

void follow_person(rpc::Context& context, long long deployment) {
  const auto [person] = *db::select_one<std::optional<long long>>(
      context.sql, {"SELECT person FROM deployment WHERE id = ?", {deployment}});
  const auto held = categories_of(context, person.value_or(0));
  const db::Query own{"SELECT id FROM deployment_segment WHERE deployment = ?", {deployment}};
  const auto segments = [&] {
    return db::select<long long, std::string, std::string>(
        context.sql,
        {"SELECT id, valid_from, category FROM deployment_segment WHERE deployment = ? ORDER BY valid_from",
         {deployment}});
  };
  for (const auto& [id, first_day, category] : segments()) {
    const auto is_theirs = [&](const Held& one) { return one.category == proto::enum_named<Category>(category); };
    if (std::none_of(held.begin(), held.end(), is_theirs)) return;
  }
  for (std::size_t place = 1; place < held.size(); ++place) {
    if (held[place].category != held[place - 1].category) cut_segments(context, own, held[place].day);
  }
  for (const auto& [id, first_day, category] : segments()) {
    const Category theirs = held[place_of(held, first_day)].category;
    if (theirs != proto::enum_named<Category>(category)) set_category(context, id, theirs);
  }
  append_restated(context, own);
}

}  // namespace muster::missions
