// SPDX-License-Identifier: EUPL-1.2
#include "demo_tours.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

namespace muster::demo {
namespace {

const std::string service = "muster.missions.v1.MissionsService/";
constexpr rules::Day days_ahead = 185;  // tours that are planned at the history's end

// The chance that a woman is sent: at the beginning and now, by category.
double chance_of_woman(const Post& post, double years_share) {
  double first = 0.22, last = 0.50;
  if (post.category == pv1::CATEGORY_MILITARY) first = 0.05, last = 0.19;
  if (post.category == pv1::CATEGORY_POLICE) first = 0.13, last = 0.36;
  const double chance = first + (last - first) * years_share;
  return post.tier == 0 ? chance : chance * (0.55 + 0.2 * years_share);
}

int slots_of(const Mission& mission) {
  switch (mission.organisation) {
    case pv1::ORGANISATION_NATO: return mission.acronym == "EFP-LTU" || mission.acronym == "RSM" ? 28 : 12;
    case pv1::ORGANISATION_UN: return 4;
    case pv1::ORGANISATION_OSCE: return 3;
    case pv1::ORGANISATION_EU: return 4;
    default: return 2;
  }
}

// The first slots of a mission are its posts that lead; contingents are mostly soldiers.
std::size_t choose_post(const Mission& mission, int slot, Random& random) {
  std::vector<std::size_t> leading, others;
  for (std::size_t i = 0; i < mission.posts.size(); ++i) (mission.posts[i].tier > 0 ? leading : others).push_back(i);
  const bool contingent = mission.organisation == pv1::ORGANISATION_NATO;
  if (slot == 0 || (contingent && slot < 3)) return random.pick(leading);
  if (contingent && random.chance(0.6)) return others.front();
  return random.pick(others);
}

pv1::Gender invent_gender(const Post& post, double years_share, Random& random) {
  if (random.chance(0.008)) return pv1::GENDER_NOT_STATED;
  if (random.chance(0.004)) return pv1::GENDER_OTHER;
  return random.chance(chance_of_woman(post, years_share)) ? pv1::GENDER_WOMAN : pv1::GENDER_MAN;
}

rules::Day actual_end(rules::Day start, rules::Day planned_end, Random& random) {
  const int percent = random.between(1, 100);
  if (percent <= 6) return std::max(start + 20, planned_end - random.between(20, 120));
  if (percent <= 18) return planned_end + random.between(30, 90);
  return planned_end;
}

// Some get another post of their category on the way, and with it perhaps a higher tier.
std::optional<std::size_t> choose_next(const Mission& mission, std::size_t post, Random& random) {
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < mission.posts.size(); ++i) {
    if (i != post && mission.posts[i].category == mission.posts[post].category) others.push_back(i);
  }
  if (others.empty() || !random.chance(0.06)) return std::nullopt;
  return random.pick(others);
}

rules::Day change_day(const Tour& tour) { return tour.start + (tour.end - tour.start) / 2; }

// A post's tours one after the other.
void fill_slot(const World& world, std::size_t mission_index, int slot, People& people, Random& random, rules::Day end,
               std::vector<Tour>& tours) {
  const Mission& mission = world.missions[mission_index];
  const std::size_t post_index = choose_post(mission, slot, random);
  const Post& post = mission.posts[post_index];
  const rules::Day last = std::min(mission.to, end + days_ahead);
  rules::Day start = std::max(world.begin + 220, mission.from + 30) + random.between(0, 120);
  while (start < last - 30) {
    const double years_share = std::clamp(static_cast<double>(start - world.begin) / (end - world.begin), 0.0, 1.0);
    const rules::Day planned = std::min(rules::add_months(start, post.tour_months) - 1, mission.to);
    const rules::Day real = std::min(actual_end(start, planned, random), mission.to);
    const rules::Day busy = std::max(planned, real);
    auto person = people.find(random, post, invent_gender(post, years_share, random), start, busy);
    if (!person) person = people.find(random, post, pv1::GENDER_MAN, start, busy);
    if (person) {
      Tour tour{mission_index, post_index, *person, start, planned, real};
      const bool recent = start > end - 420;
      tour.called = start > world.begin + 500 && random.chance(post.tier > 0 ? 0.5 : recent ? 0.35 : 0.1);
      people.at(*person).tours.emplace_back(start, busy);
      people.at(*person).free_from = busy + random.between(200, 700);
      tour.slot = slot;
      if (real > start + 100) tour.next_post = choose_next(mission, post_index, random);
      tours.push_back(tour);
    }
    start = real + random.between(1, 20);
  }
}

missions::v1::EndReason end_reason(const Tour& tour, const Mission& mission, Random& random) {
  if (tour.end == mission.to) return missions::v1::END_REASON_MISSION_CLOSED;
  if (tour.end >= tour.planned_end) {
    return random.chance(0.3) ? missions::v1::END_REASON_ROTATION : missions::v1::END_REASON_TOUR_COMPLETE;
  }
  static const std::vector<missions::v1::EndReason> early = {
      missions::v1::END_REASON_MEDICAL,  missions::v1::END_REASON_COMPASSIONATE, missions::v1::END_REASON_COMPASSIONATE,
      missions::v1::END_REASON_RECALLED, missions::v1::END_REASON_SECURITY,      missions::v1::END_REASON_CONDUCT};
  return random.pick(early);
}

// Calls a step of the deployment, as the desk.
template <class Request>
void take_step(History& history, const World& world, const std::string& verb, const Request& request) {
  history.call<missions::v1::Deployment>(service + verb, request, world.caller("desk"));
}

void create(History& history, const World& world, People& people, Tour& tour) {
  missions::v1::CreateDeploymentRequest request;
  auto& deployment = *request.mutable_deployment();
  if (tour.nomination.empty()) {
    deployment.set_person(people.at(tour.person).name);
    request.set_post(world.missions[tour.mission].posts[tour.post].name);
  } else {
    deployment.set_nomination(tour.nomination);
  }
  deployment.set_planned_from(rules::format_date(tour.start));
  deployment.set_planned_to(rules::format_date(tour.planned_end));
  if (tour.crowded) request.set_handover_reason("The predecessor is expected home earlier");
  if (!people.at(tour.person).membership.empty()) {
    request.set_dormant_reason("What is missing will be brought before the departure.");
  }
  tour.deployment =
      history.call<missions::v1::Deployment>(service + "CreateDeployment", request, world.caller("desk")).name();
}

void depart(History& history, const World& world, const Tour& tour) {
  missions::v1::DepartRequest request;
  request.set_name(tour.deployment);
  request.set_actual_from(rules::format_date(tour.start));
  take_step(history, world, "Depart", request);
}

void change_role(History& history, const World& world, const Tour& tour) {
  missions::v1::ChangeRoleRequest request;
  request.set_name(tour.deployment);
  request.set_post(world.missions[tour.mission].posts[*tour.next_post].name);
  request.set_handover_reason("Stands in for a colleague");
  request.set_valid_from(rules::format_date(history.today()));
  take_step(history, world, "ChangeRole", request);
}

void extend(History& history, const World& world, const Tour& tour) {
  missions::v1::ExtendDeploymentRequest request;
  request.set_name(tour.deployment);
  request.set_planned_to(rules::format_date(tour.end));
  request.set_reason("The successor comes later");
  request.set_handover_reason("The successor comes later");
  take_step(history, world, "ExtendDeployment", request);
}

void end_tour(History& history, const World& world, const Tour& tour, missions::v1::EndReason reason) {
  missions::v1::EndDeploymentRequest request;
  request.set_name(tour.deployment);
  request.set_actual_to(rules::format_date(tour.end));
  request.set_end_reason(reason);
  take_step(history, world, "EndDeployment", request);
}

// The list of flights comes later, and shows that it was a day earlier.
void correct_end(History& history, const World& world, const Tour& tour) {
  missions::v1::CorrectDeploymentDaysRequest request;
  request.set_name(tour.deployment);
  request.set_actual_to(rules::format_date(tour.end - 1));
  request.set_reason("The list of flights shows another day");
  take_step(history, world, "CorrectDeploymentDays", request);
}

}  // namespace

std::vector<Tour> invent_tours(const World& world, People& people, Random& random, rules::Day end) {
  std::vector<Tour> tours;
  for (std::size_t mission = 0; mission < world.missions.size(); ++mission) {
    for (int slot = 0; slot < slots_of(world.missions[mission]); ++slot) {
      fill_slot(world, mission, slot, people, random, end, tours);
    }
  }
  return tours;
}

void plan_seats(History& history, const World& world, std::vector<Tour>& tours, const Tour& slate) {
  using Place = std::pair<std::size_t, std::size_t>;  // mission and post
  std::map<Place, std::set<int>> slots;
  std::map<Place, std::map<rules::Day, int>> holders;  // by day
  const auto hold = [&](const Place& place, rules::Day first, rules::Day last) {
    for (rules::Day day = first; day <= last; ++day) ++holders[place][day];
  };
  for (const Tour& tour : tours) {
    const rules::Day last = std::max(tour.planned_end, tour.end);
    slots[{tour.mission, tour.post}].insert(tour.slot);
    hold({tour.mission, tour.post}, tour.start, last);
    if (tour.next_post) hold({tour.mission, *tour.next_post}, change_day(tour), last);
  }
  const Place of_slate{slate.mission, slate.post};
  slots[of_slate].insert({-1, -2});  // who is accepted, and the mistake
  for (Tour& tour : tours) {
    const Place place{tour.mission, tour.post};
    const int seats = static_cast<int>(slots[place].size()) - (place == of_slate ? 2 : 0);
    const auto& by_day = holders[place];
    for (rules::Day day = tour.start; day <= std::max(tour.planned_end, tour.end); ++day) {
      tour.crowded = tour.crowded || by_day.at(day) > seats;
    }
    // No acceptance takes a seat that is not there.
    if (tour.crowded) tour.called = false;
  }
  for (const auto& [place, of_post] : slots) {
    if (of_post.size() < 2) continue;
    missions::v1::UpdatePostRequest request;
    request.mutable_post()->set_name(world.missions[place.first].posts[place.second].name);
    request.mutable_post()->set_seats(static_cast<int>(of_post.size()));
    request.mutable_update_mask()->add_paths("seats");
    history.plan(world.begin, [&history, &world, request] {
      history.call<missions::v1::Post>(service + "UpdatePost", request, world.caller("desk"));
    });
  }
}

void plan_post_change(History& history, const World& world) {
  for (const Mission& mission : world.missions) {
    if (mission.acronym != "KFOR") continue;
    const auto post = std::find_if(mission.posts.begin(), mission.posts.end(),
                                   [](const Post& one) { return one.tier == 0 && one.tour_months == 12; });
    if (post == mission.posts.end()) continue;
    missions::v1::ChangePostRequest request;
    request.mutable_post()->set_name(post->name);
    request.mutable_post()->set_leadership_tier(1);
    request.mutable_update_mask()->add_paths("leadership_tier");
    request.set_valid_from(rules::format_date(history.end() - 800));
    history.plan(history.end() - 800, [&history, &world, request] {
      history.call<missions::v1::Post>(service + "ChangePost", request, world.caller("desk"));
    });
  }
}

void plan_mistake(History& history, const World& world, People& people, Random& random, const Tour& tour) {
  const Post& post = world.missions[tour.mission].posts[tour.post];
  const auto person = people.find(random, post, pv1::GENDER_MAN, tour.start, tour.planned_end);
  if (!person) return;
  auto mistaken = std::make_shared<Tour>(tour);
  mistaken->person = *person;
  history.plan(history.end() - 9, [&history, &world, &people, mistaken] { create(history, world, people, *mistaken); });
  history.plan(history.end() - 8, [&history, &world, mistaken] {
    missions::v1::VoidDeploymentRequest request;
    request.set_name(mistaken->deployment);
    request.set_reason("Entered for the wrong person");
    history.call<missions::v1::Deployment>(service + "VoidDeployment", request, world.caller("system"));
  });
}

void plan_deployment(History& history, const World& world, People& people, Random& random, Tour& tour) {
  const auto reason = end_reason(tour, world.missions[tour.mission], random);
  const bool cancelled = tour.start > history.end() && random.chance(0.08);
  history.plan(tour.start - 60, [&history, &world, &people, &tour] { create(history, world, people, tour); });
  if (cancelled) {
    history.plan(history.end() - 2, [&history, &world, &tour] {
      if (tour.deployment.empty()) return;
      missions::v1::CancelDeploymentRequest request;
      request.set_name(tour.deployment);
      request.set_reason("The organisation has put the post off");
      take_step(history, world, "CancelDeployment", request);
    });
    return;
  }
  history.plan(tour.start - 45, [&history, &world, &tour] {
    missions::v1::StartPreparingRequest request;
    request.set_name(tour.deployment);
    take_step(history, world, "StartPreparing", request);
  });
  history.plan(tour.start - 7, [&history, &world, &tour] {
    missions::v1::ClearDeploymentRequest request;
    request.set_name(tour.deployment);
    take_step(history, world, "ClearDeployment", request);
  });
  history.plan(tour.start, [&history, &world, &tour] { depart(history, world, tour); });
  if (tour.next_post) {
    history.plan(change_day(tour), [&history, &world, &tour] { change_role(history, world, tour); });
  }
  if (tour.end > tour.planned_end) {
    history.plan(tour.planned_end - 20, [&history, &world, &tour] { extend(history, world, tour); });
  }
  history.plan(tour.end, [&history, &world, &tour, reason] { end_tour(history, world, tour, reason); });
  if (tour.start % 40 == 0) {
    history.plan(tour.end + 10, [&history, &world, &tour] { correct_end(history, world, tour); });
  }
  history.plan(tour.end + 25, [&history, &world, &tour] {
    missions::v1::CloseDeploymentRequest request;
    request.set_name(tour.deployment);
    take_step(history, world, "CloseDeployment", request);
  });
}

}  // namespace muster::demo
