// SPDX-License-Identifier: EUPL-1.2
#include "demo_calls.h"

#include <memory>

namespace muster::demo {
namespace {

namespace nv1 = muster::nominations::v1;

const std::string service = "muster.nominations.v1.NominationsService/";

}  // namespace

nv1::CallKind invent_kind(pv1::Organisation organisation, Random& random) {
  if (organisation == pv1::ORGANISATION_EU) return nv1::CALL_KIND_CALL_FOR_CONTRIBUTIONS;
  if (organisation == pv1::ORGANISATION_UN) return nv1::CALL_KIND_NOTE_VERBALE;
  return random.chance(0.5) ? nv1::CALL_KIND_VACANCY : nv1::CALL_KIND_ROTATION;
}

std::string create_call(History& history, const World& world, const Tour& tour, const CallWords& words) {
  const Mission& mission = world.missions[tour.mission];
  nv1::CreateCallRequest request;
  auto& call = *request.mutable_call();
  call.set_reference("C-" + std::to_string(words.number));
  call.set_display_name(mission.acronym + ", from " + rules::format_date(tour.start));
  call.set_organisation(mission.organisation);
  call.set_kind(words.kind);
  call.add_posts(mission.posts[tour.post].name);
  call.set_deadline_date(rules::format_date(tour.start - call_deadline));
  call.set_deadline_time("17:00");
  call.set_time_zone(mission.organisation == pv1::ORGANISATION_UN ? "America/New_York" : "Europe/Brussels");
  call.set_min_women_percent(words.min_women_percent);
  return history.call<nv1::Call>(service + "CreateCall", request, world.caller("desk")).name();
}

void act_on_call(History& history, const World& world, const std::string& verb, const std::string& name,
                 const std::string& reason) {
  nv1::CallActionRequest request;
  request.set_name(name);
  request.set_reason(reason);
  history.call<nv1::Call>(service + verb, request, world.caller("desk"));
}

void plan_idle_calls(History& history, const World& world, const Tour& tour, int number) {
  history.plan(history.end() - 3, [&history, &world, tour, number] {
    create_call(history, world, tour, {number, nv1::CALL_KIND_ROTATION, 25});
  });
  auto cancelled = std::make_shared<std::string>();
  history.plan(history.end() - 30, [&history, &world, tour, number, cancelled] {
    *cancelled = create_call(history, world, tour, {number + 1, nv1::CALL_KIND_VACANCY, 0});
    act_on_call(history, world, "OpenCall", *cancelled);
  });
  history.plan(history.end() - 20, [&history, &world, cancelled] {
    act_on_call(history, world, "CancelCall", *cancelled, "The organisation has put the post off.");
  });
}

}  // namespace muster::demo
