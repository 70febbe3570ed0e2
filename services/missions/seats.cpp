// SPDX-License-Identifier: EUPL-1.2
#include "missions/seats.h"

#include <algorithm>
#include <map>

#include "missions/posts.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/seats.h"
#include "platform/status/error.h"

namespace muster::missions {
namespace {

using rpc::Tenure;
using Tenures = std::map<std::string, std::vector<Tenure>>;  // by post

// Somebody who stays beyond the plan holds the seat for the days that were recorded: each step records more.
Tenures tenures_of(const v1::Deployment& deployment) {
  Tenures result;
  for (const v1::DeploymentSegment& segment : deployment.segments()) {
    const std::string& first = segment.has_valid_from() ? segment.valid_from() : deployment.planned_from();
    if (segment.post().empty() || first.empty()) continue;
    Tenure days{*rules::parse_date(first)};
    if (segment.has_valid_to()) {
      days.last = rules::parse_date(segment.valid_to());
    } else if (deployment.has_planned_to()) {
      days.last = std::max(days.first, *rules::parse_date(deployment.planned_to()));
    }
    result[segment.post()].push_back(days);
  }
  return result;
}

// The days of `all` that are none of `known`.
std::vector<Tenure> without(std::vector<Tenure> all, const std::vector<Tenure>& known) {
  for (const Tenure& old : known) {
    std::vector<Tenure> left;
    for (const Tenure& days : all) {
      const bool apart = (old.last && *old.last < days.first) || (days.last && *days.last < old.first);
      if (apart) {
        left.push_back(days);
        continue;
      }
      if (days.first < old.first) left.push_back({days.first, old.first - 1});
      if (old.last && (!days.last || *old.last < *days.last)) left.push_back({*old.last + 1, days.last});
    }
    all = std::move(left);
  }
  return all;
}

// Who is there and who is to be, on the day.
struct Holders {
  int held = 0;
  int promised = 0;
  std::vector<std::string> last_days;
};

std::map<long long, Holders> holders_of(rpc::Context& context, const std::vector<long long>& posts,
                                        const std::string& day) {
  db::Query query{
      "SELECT post, promised, last_day FROM post_holder WHERE first_day <= ? "
      "AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?)) AND ",
      {day, day, day, rules::format_date(context.latest_day())}};
  query += db::one_of("post", posts);
  std::map<long long, Holders> result;
  for (auto& [post, promised, last] :
       db::select<long long, long long, std::optional<std::string>>(context.sql, query)) {
    Holders& holders = result[post];
    ++(promised ? holders.promised : holders.held);
    if (last) holders.last_days.push_back(std::move(*last));
  }
  for (auto& [post, holders] : result) std::sort(holders.last_days.begin(), holders.last_days.end());
  return result;
}

// `post` as it is on the day.
v1::Vacancy vacancy_of(const v1::Post& post, const Holders& holders) {
  v1::Vacancy vacancy;
  vacancy.set_post(post.name());
  vacancy.set_code(post.code());
  vacancy.set_display_name(post.display_name());
  vacancy.set_mission(post.mission());
  vacancy.set_function(post.function());
  vacancy.set_leadership_tier(post.leadership_tier());
  vacancy.set_seats(post.seats());
  vacancy.set_held(holders.held);
  vacancy.set_promised(holders.promised);
  const int taken = holders.held + holders.promised;
  vacancy.set_vacant(std::max(0, post.seats() - holders.held));
  vacancy.set_open(std::max(0, post.seats() - taken));
  vacancy.set_beyond(std::max(0, taken - post.seats()));
  for (const std::string& day : holders.last_days) vacancy.add_last_days(day);
  return vacancy;
}

// Adds up all posts where `where` holds.
v1::ListVacanciesResponse::Totals totals_of(rpc::Context& context, const db::Query& where, const std::string& day) {
  db::Query query("SELECT post.id, post.seats FROM post WHERE ");
  query += where;
  const auto posts = db::select<long long, long long>(context.sql, query);
  std::vector<long long> ids;
  for (const auto& [post, seats] : posts) ids.push_back(post);
  auto holders = holders_of(context, ids, day);
  v1::ListVacanciesResponse::Totals totals;
  totals.set_posts(static_cast<int>(posts.size()));
  for (const auto& [post, seats] : posts) {
    const Holders& of_post = holders[post];
    const int not_held = static_cast<int>(seats) - of_post.held;
    const int free = not_held - of_post.promised;
    totals.set_seats(totals.seats() + static_cast<int>(seats));
    totals.set_held(totals.held() + of_post.held);
    totals.set_promised(totals.promised() + of_post.promised);
    totals.set_vacant(totals.vacant() + std::max(0, not_held));
    totals.set_open(totals.open() + std::max(0, free));
    totals.set_beyond(totals.beyond() + std::max(0, -free));
  }
  return totals;
}

// Throws unless the resource that `field` names is there for the caller; unset: none is named. `mission`: the table's
// column with it.
template <class Resource>
void require_there(rpc::Context& context, const std::string& name, const std::string& field, const std::string& table,
                   const std::string& list, const std::string& mission) {
  if (name.empty()) return;
  const long long id = proto::id_of<Resource>(name, field);
  db::Query query = {"SELECT id FROM " + table + " WHERE id = ? AND ", {id}};
  query += rpc::named_missions(context, mission);
  if (db::select_one<long long>(context.sql, query)) return;
  throw status::invalid_argument(field, platform::v1::REASON_REFERENCE_NOT_FOUND, name + " does not exist; see " + list,
                                 {{"name", name}});
}

}  // namespace

void require_seats(rpc::Context& context, const v1::Deployment& before, const v1::Deployment& after,
                   const std::string& handover_reason) {
  if (!handover_reason.empty()) return;
  Tenures held = tenures_of(before);
  for (const auto& [post, own] : tenures_of(after)) {
    const auto crowd = rpc::crowd_of(context, proto::id_of<v1::Post>(post), own, without(own, held[post]),
                                     {after.name(), after.nomination()});
    if (!crowd) continue;
    rpc::require(rpc::post_full(*crowd, "choose other days, end the other first, or give a handover_reason"));
  }
}

v1::ListVacanciesResponse list_vacancies(rpc::Context& context, const v1::ListVacanciesRequest& request) {
  require_there<v1::Mission>(context, request.mission(), "mission", "mission", "ListMissions", "mission.id");
  require_there<v1::Post>(context, request.post(), "post", "post", "ListPosts", "post.mission");
  const std::string day = request.has_day() ? request.day() : rules::format_date(context.today());
  rows::ListSpec spec;
  spec.table = "post";
  spec.default_order = "code";
  spec.where = {
      "post.valid_from <= ? AND (post.valid_to IS NULL OR post.valid_to >= ?) AND (SELECT leadership_tier "
      "FROM post_period period WHERE period.post = post.id AND period.valid_from <= ? "
      "ORDER BY period.valid_from DESC LIMIT 1) >= ?",
      {day, day, day, static_cast<long long>(request.min_tier())}};
  spec.where += " AND ";
  spec.where += rpc::named_missions(context, "post.mission");
  if (!request.mission().empty()) {
    spec.where += {" AND post.mission = ?", {proto::id_of<v1::Mission>(request.mission(), "mission")}};
  }
  if (!request.post().empty()) {
    spec.where += {" AND post.id = ?", {proto::id_of<v1::Post>(request.post(), "post")}};
  }
  if (request.vacant_only()) {
    spec.where +=
        {" AND post.seats > (SELECT COUNT(*) FROM post_holder WHERE post_holder.post = post.id AND first_day <= ? "
         "AND (last_day IS NULL OR last_day >= ? OR (running = 1 AND ? <= ?)))",
         {day, day, day, rules::format_date(context.latest_day())}};
  }
  v1::ListPostsRequest page;
  page.set_page_size(request.page_size());
  page.set_page_token(request.page_token());
  const auto posts = rows::list<v1::Post, v1::ListPostsResponse>(context.sql, page, spec).message();
  std::vector<long long> ids;
  for (const v1::Post& post : posts.posts()) ids.push_back(proto::id_of<v1::Post>(post.name()));
  const auto holders = holders_of(context, ids, day);
  v1::ListVacanciesResponse response;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = holders.find(ids[i]);
    v1::Post post = posts.posts(static_cast<int>(i));
    set_values(post, post_timeline(context, ids[i]).on(day));
    *response.add_vacancies() = vacancy_of(post, found == holders.end() ? Holders() : found->second);
  }
  response.set_next_page_token(posts.next_page_token());
  *response.mutable_totals() = totals_of(context, spec.where, day);
  return response;
}

}  // namespace muster::missions
