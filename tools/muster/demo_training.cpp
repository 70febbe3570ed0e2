// SPDX-License-Identifier: EUPL-1.2
#include "demo_training.h"

#include <algorithm>

#include "muster/training/v1/training.pb.h"

namespace muster::demo {
namespace {

const std::string service = "muster.training.v1.TrainingService/";
constexpr std::size_t seats = 40;

// How long a completion is good, in months; for good where the table does not say.
int validity_months(const std::string& course) {
  static const std::map<std::string, int> months = {{"WPS-B", 36}, {"SEAH-B", 24}, {"UN-PSEA", 24}, {"CRSV-B", 36},
                                                    {"GFP", 60},   {"KLS", 60},    {"PDT-UN", 24},  {"PDT-NATO", 24}};
  const auto found = months.find(course);
  return found == months.end() ? 1200 : found->second;
}

}  // namespace

Training::Training(History& history, const World& world, People& people, Random& random)
    : history_(history), world_(world), people_(people), random_(random) {
  plan_roster();
  for (rules::Day day = world.begin + 7; day < history.end(); day += 7) {
    history.plan(day, [this] { hold_sessions(); });
  }
}

void Training::plan_roster() {
  const double days = history_.end() - world_.begin;
  for (std::size_t person = 0; person < people_.size(); ++person) {
    const rules::Day day = people_.at(person).joined + random_.between(20, 1200);
    const double share = std::clamp((day - world_.begin) / days, 0.0, 1.0);
    if (random_.chance(0.35 + 0.4 * share)) plan_course("WPS-B", person, day, 0.5);
    if (random_.chance(0.45 + 0.4 * share)) plan_course("SEAH-B", person, day + 14, 0.6);
    if (random_.chance(0.1)) plan_course("CPS", person, day + random_.between(0, 900), 0);
    if (random_.chance(0.08)) plan_course("PVE", person, day + random_.between(0, 900), 0);
    if (random_.chance(0.04)) plan_course("GFP", person, day + random_.between(0, 900), 0.3);
    if (people_.at(person).band == pv1::RANK_BAND_SENIOR && random_.chance(0.15))
      plan_course("KLS", person, day + 200, 0.3);
  }
}

void Training::plan_course(const std::string& course, std::size_t person, rules::Day day, double renewal_chance) {
  if (day >= std::min(people_.at(person).left, history_.end())) return;
  history_.plan(day, [this, course, person] { enrol(course, person, history_.today()); });
  if (!random_.chance(renewal_chance)) return;
  plan_course(course, person, rules::add_months(day, validity_months(course)) - random_.between(-120, 80),
              renewal_chance);
}

void Training::enrol(const std::string& course, std::size_t person, rules::Day until) {
  const auto good = good_until_.find({course, person});
  if (good != good_until_.end() && good->second >= until) return;
  auto& list = enrolled_[course];
  if (std::find(list.begin(), list.end(), person) == list.end()) list.push_back(person);
}

void Training::hold_sessions() {
  for (auto& [course, list] : enrolled_) {
    if (list.empty()) continue;
    training::v1::RecordCompletionsRequest request;
    const Course& known = world_.courses.at(course);
    const bool old = history_.today() < world_.versions_change;
    request.set_course_version(old ? known.old_version : known.new_version);
    request.set_completed_date(rules::format_date(history_.today()));
    request.set_evidence(course + " " + rules::format_date(history_.today()));
    request.set_recognised(course == "UN-PSEA");
    const std::size_t taken = std::min(list.size(), seats);
    for (std::size_t i = 0; i < taken; ++i) {
      request.add_persons(people_.at(list[i]).name);
      good_until_[{course, list[i]}] = rules::add_months(history_.today(), validity_months(course)) - 1;
    }
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(taken));
    history_.call<training::v1::RecordCompletionsResponse>(service + "RecordCompletions", request,
                                                           world_.caller("trainer"));
  }
}

void Training::prepare(const Tour& tour) {
  const Mission& mission = world_.missions[tour.mission];
  const bool un = mission.organisation == pv1::ORGANISATION_UN;
  const auto need = [&](const std::string& course, double chance) {
    if (!random_.chance(chance)) return;
    history_.plan(tour.start - random_.between(20, 55),
                  [this, course, person = tour.person, until = tour.end] { enrol(course, person, until); });
  };
  need("WPS-B", 0.94);
  need(un && random_.chance(0.4) ? "UN-PSEA" : "SEAH-B", 0.92);
  need("CRSV-B", 0.78);
  need(mission.organisation == pv1::ORGANISATION_NATO ? "PDT-NATO" : "PDT-UN", 0.96);
  if (mission.posts[tour.post].tier >= 2) need("KLS", 0.5);
}

void Training::excuse(const std::vector<Tour>& tours) {
  int left = 12;
  for (const Tour& tour : tours) {
    if (left == 0) return;
    if (tour.start > history_.end() || tour.end < history_.end() || !random_.chance(0.15)) continue;
    --left;
    history_.plan(tour.start + 1, [this, person = tour.person, start = tour.start, until = tour.planned_end] {
      training::v1::CreateWaiverRequest request;
      auto& waiver = *request.mutable_waiver();
      waiver.set_person(people_.at(person).name);
      waiver.set_requirement(world_.requirements.at("CRSV-DEPLOYED"));
      waiver.set_reason("No session before departure; takes the course at the mission");
      // From the departure, which is the day that the requirement looks at.
      waiver.set_valid_from(rules::format_date(start));
      waiver.set_valid_to(rules::format_date(until));
      history_.call<training::v1::Waiver>(service + "CreateWaiver", request, world_.caller("endorser"));
    });
  }
}

}  // namespace muster::demo
