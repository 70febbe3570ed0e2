// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "demo_world.h"
#include "muster/missions/v1/missions.pb.h"

namespace muster::demo {
namespace {

// Where the unit's people are.
const std::vector<std::string> missions_reported = {"RSM", "NMI", "UNIFIL"};

void add_line(missions::v1::ReportHeadcountsRequest& request, const Mission& mission, pv1::Gender gender, int count) {
  auto& line = *request.add_headcounts();
  line.set_mission(mission.name);
  line.set_category(pv1::CATEGORY_MILITARY);
  line.set_personnel_type(pv1::PERSONNEL_TYPE_STAFF_OFFICER);
  line.set_rank_band(pv1::RANK_BAND_MIDDLE);
  line.set_gender(gender);
  line.set_count(count);
}

void report(History& history, const World& world, Random& random) {
  missions::v1::ReportHeadcountsRequest request;
  request.set_unit(world.reporting_unit);
  request.set_month(rules::format_date(history.today()).substr(0, 7));
  request.set_country("NOR");
  for (const Mission& mission : world.missions) {
    const bool reported =
        std::find(missions_reported.begin(), missions_reported.end(), mission.acronym) != missions_reported.end();
    if (!reported || mission.from > history.today() || mission.to < history.today()) continue;
    add_line(request, mission, pv1::GENDER_WOMAN, random.between(0, 2));
    add_line(request, mission, pv1::GENDER_MAN, random.between(1, 4));
  }
  history.call<missions::v1::ReportHeadcountsResponse>("muster.missions.v1.MissionsService/ReportHeadcounts", request,
                                                       world.caller("desk"));
}

}  // namespace

void plan_reports(History& history, const World& world, Random& random) {
  for (rules::Day month = rules::add_months(world.begin, 12); month < history.end();
       month = rules::add_months(month, 1)) {
    history.plan(rules::month_end(month), [&history, &world, &random] { report(history, world, random); });
  }
}

}  // namespace muster::demo
