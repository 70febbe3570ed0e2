// SPDX-License-Identifier: EUPL-1.2
// Missions as they are publicly known (acronym, organisation, countries, mandate; days rounded where
// only the month is known), and made-up posts in them.
#include "demo_world.h"
#include "muster/missions/v1/missions.pb.h"

namespace muster::demo {
namespace {

// The history begins years before some mandates end.
constexpr const char* known_since = "Entered when the mandate's end was known";

using Organisation = pv1::Organisation;
constexpr auto un = pv1::ORGANISATION_UN;
constexpr auto nato = pv1::ORGANISATION_NATO;
constexpr auto osce = pv1::ORGANISATION_OSCE;
constexpr auto eu = pv1::ORGANISATION_EU;
constexpr auto au = pv1::ORGANISATION_AU;
constexpr auto other = pv1::ORGANISATION_OTHER;

struct MissionRow {
  const char* acronym;
  const char* display_name;
  Organisation organisation;
  std::vector<const char*> hosts;
  const char* from;
  const char* to;  // "": open
};

const std::vector<MissionRow> mission_rows = {
    {"UNMISS", "UN Mission in South Sudan", un, {"SSD"}, "2011-07-09", ""},
    {"MINUSMA",
     "UN Multidimensional Integrated Stabilization Mission in Mali",
     un,
     {"MLI"},
     "2013-04-25",
     "2023-12-31"},
    {"MONUSCO", "UN Organization Stabilization Mission in the DR Congo", un, {"COD"}, "2010-07-01", ""},
    {"MINUSCA",
     "UN Multidimensional Integrated Stabilization Mission in the Central African Republic",
     un,
     {"CAF"},
     "2014-04-10",
     ""},
    {"UNTSO", "UN Truce Supervision Organization", un, {"ISR", "LBN", "SYR", "EGY", "JOR"}, "1948-05-29", ""},
    {"UNIFIL", "UN Interim Force in Lebanon", un, {"LBN"}, "1978-03-19", ""},
    {"UNDOF", "UN Disengagement Observer Force", un, {"SYR"}, "1974-05-31", ""},
    {"UNMHA", "UN Mission to support the Hudaydah Agreement", un, {"YEM"}, "2019-01-16", ""},
    {"UNMIL", "UN Mission in Liberia", un, {"LBR"}, "2003-09-19", "2018-03-30"},
    {"MINUSTAH", "UN Stabilization Mission in Haiti", un, {"HTI"}, "2004-06-01", "2017-10-15"},
    {"MINUJUSTH", "UN Mission for Justice Support in Haiti", un, {"HTI"}, "2017-10-16", "2019-10-15"},
    {"BINUH", "UN Integrated Office in Haiti", un, {"HTI"}, "2019-10-16", ""},
    {"UNMC", "UN Mission in Colombia", un, {"COL"}, "2016-01-25", "2017-09-25"},
    {"UNVMC", "UN Verification Mission in Colombia", un, {"COL"}, "2017-09-26", ""},
    {"UNITAMS", "UN Integrated Transition Assistance Mission in Sudan", un, {"SDN"}, "2020-06-03", "2024-02-29"},
    {"UNAMA", "UN Assistance Mission in Afghanistan", un, {"AFG"}, "2002-03-28", ""},
    {"UNAMI", "UN Assistance Mission for Iraq", un, {"IRQ"}, "2003-08-14", "2025-12-31"},
    {"UNSOM", "UN Assistance Mission in Somalia", un, {"SOM"}, "2013-06-03", "2024-10-31"},
    {"UNFICYP", "UN Peacekeeping Force in Cyprus", un, {"CYP"}, "1964-03-04", ""},
    {"UNMIK", "UN Interim Administration Mission in Kosovo", un, {}, "1999-06-10", ""},
    {"KFOR", "Kosovo Force", nato, {}, "1999-06-12", ""},
    {"RSM", "Resolute Support Mission", nato, {"AFG"}, "2015-01-01", "2021-09-01"},
    {"NMI", "NATO Mission Iraq", nato, {"IRQ"}, "2018-10-31", ""},
    {"EFP-LTU", "Enhanced Forward Presence, Lithuania", nato, {"LTU"}, "2017-01-27", ""},
    {"SEA GUARDIAN", "Operation Sea Guardian", nato, {}, "2016-11-09", ""},
    {"SNMG1", "Standing NATO Maritime Group 1", nato, {}, "2005-01-01", ""},
    {"SMM", "OSCE Special Monitoring Mission to Ukraine", osce, {"UKR"}, "2014-03-21", "2022-03-31"},
    {"OM", "OSCE Observer Mission at two Russian checkpoints", osce, {"RUS"}, "2014-07-24", "2021-09-30"},
    {"OSCE BIH", "OSCE Mission to Bosnia and Herzegovina", osce, {"BIH"}, "1995-12-18", ""},
    {"OSCE SKOPJE", "OSCE Mission to Skopje", osce, {"MKD"}, "1992-09-18", ""},
    {"OSCE MOLDOVA", "OSCE Mission to Moldova", osce, {"MDA"}, "1993-04-25", ""},
    {"EULEX", "EU Rule of Law Mission in Kosovo", eu, {}, "2008-02-16", ""},
    {"EUMM", "EU Monitoring Mission in Georgia", eu, {"GEO"}, "2008-10-01", ""},
    {"EUAM UKRAINE", "EU Advisory Mission Ukraine", eu, {"UKR"}, "2014-12-01", ""},
    {"EUCAP SAHEL", "EU Capacity Building Mission in Mali", eu, {"MLI"}, "2015-01-15", ""},
    {"EUMAM", "EU Military Assistance Mission in support of Ukraine", eu, {"DEU", "POL"}, "2022-11-15", ""},
    {"EUPOL COPPS", "EU Police Mission for the Palestinian Territories", eu, {"PSE"}, "2006-01-01", ""},
    {"AMISOM", "African Union Mission in Somalia", au, {"SOM"}, "2007-03-06", "2022-03-31"},
    {"ATMIS", "African Union Transition Mission in Somalia", au, {"SOM"}, "2022-04-01", "2024-12-31"},
    {"MFO", "Multinational Force and Observers", other, {"EGY"}, "1982-04-25", ""},
};

struct PostRow {
  const char* code;
  const char* display_name;
  pv1::Category category;
  pv1::PersonnelType type;
  missions::v1::PostFunction function;
  pv1::RankBand band;
  int tier;
  int tour_months;
  const char* grade;
};

using missions::v1::PostFunction;
constexpr auto military = pv1::CATEGORY_MILITARY;
constexpr auto police = pv1::CATEGORY_POLICE;
constexpr auto civilian = pv1::CATEGORY_CIVILIAN;

const PostRow gender_adviser = {"GENAD",
                                "Military Gender Adviser",
                                military,
                                pv1::PERSONNEL_TYPE_STAFF_OFFICER,
                                missions::v1::POST_FUNCTION_GENDER_ADVISER,
                                pv1::RANK_BAND_MIDDLE,
                                0,
                                12,
                                "OF-3"};
const PostRow staff_officer = {"STAFF",
                               "Staff Officer, Operations",
                               military,
                               pv1::PERSONNEL_TYPE_STAFF_OFFICER,
                               missions::v1::POST_FUNCTION_STAFF_OFFICER,
                               pv1::RANK_BAND_MIDDLE,
                               0,
                               12,
                               "OF-3"};
const PostRow police_adviser = {"POL",
                                "Police Adviser, Investigations",
                                police,
                                pv1::PERSONNEL_TYPE_INDIVIDUAL_POLICE,
                                missions::v1::POST_FUNCTION_POLICE_OFFICER,
                                pv1::RANK_BAND_OTHER_RANKS,
                                0,
                                12,
                                ""};
const PostRow police_lead = {"POL-LEAD",
                             "Police Team Leader",
                             police,
                             pv1::PERSONNEL_TYPE_INDIVIDUAL_POLICE,
                             missions::v1::POST_FUNCTION_POLICE_OFFICER,
                             pv1::RANK_BAND_MIDDLE,
                             1,
                             12,
                             ""};
const PostRow justice_adviser = {"JUST",
                                 "Adviser, Prosecution",
                                 pv1::CATEGORY_JUSTICE,
                                 pv1::PERSONNEL_TYPE_GOVERNMENT_PROVIDED,
                                 missions::v1::POST_FUNCTION_ADVISER,
                                 pv1::RANK_BAND_MIDDLE,
                                 0,
                                 12,
                                 ""};

const std::vector<PostRow>& rows_of(Organisation organisation) {
  static const std::vector<PostRow> for_un = {
      {"DFC", "Deputy Force Commander", military, pv1::PERSONNEL_TYPE_STAFF_OFFICER,
       missions::v1::POST_FUNCTION_FORCE_COMMANDER, pv1::RANK_BAND_STRATEGIC, 4, 18, "OF-7"},
      {"POLCOM", "Deputy Police Commissioner", police, pv1::PERSONNEL_TYPE_INDIVIDUAL_POLICE,
       missions::v1::POST_FUNCTION_POLICE_COMMISSIONER, pv1::RANK_BAND_STRATEGIC, 3, 18, "D-1"},
      {"COS", "Chief of Staff, Sector", military, pv1::PERSONNEL_TYPE_STAFF_OFFICER,
       missions::v1::POST_FUNCTION_CHIEF_OF_STAFF, pv1::RANK_BAND_SENIOR, 2, 12, "OF-5"},
      police_lead,
      staff_officer,
      {"OBS", "Military Observer", military, pv1::PERSONNEL_TYPE_EXPERT_ON_MISSION,
       missions::v1::POST_FUNCTION_OBSERVER, pv1::RANK_BAND_MIDDLE, 0, 12, "OF-3"},
      police_adviser,
      gender_adviser,
      {"CORR", "Corrections Adviser", pv1::CATEGORY_CORRECTIONS, pv1::PERSONNEL_TYPE_GOVERNMENT_PROVIDED,
       missions::v1::POST_FUNCTION_ADVISER, pv1::RANK_BAND_MIDDLE, 0, 12, ""},
      {"WPA", "Women's Protection Adviser", civilian, pv1::PERSONNEL_TYPE_CIVILIAN,
       missions::v1::POST_FUNCTION_WOMENS_PROTECTION_ADVISER, pv1::RANK_BAND_MIDDLE, 0, 12, "P-4"}};
  static const std::vector<PostRow> for_nato = {
      {"COM", "Commander, National Contingent", military, pv1::PERSONNEL_TYPE_TROOPS,
       missions::v1::POST_FUNCTION_COMMANDER, pv1::RANK_BAND_SENIOR, 2, 9, "OF-4"},
      {"CJ3", "Head of Branch, Headquarters", military, pv1::PERSONNEL_TYPE_STAFF_OFFICER,
       missions::v1::POST_FUNCTION_CHIEF_OF_STAFF, pv1::RANK_BAND_SENIOR, 3, 12, "OF-5"},
      {"PLT", "Platoon Leader", military, pv1::PERSONNEL_TYPE_TROOPS, missions::v1::POST_FUNCTION_COMMANDER,
       pv1::RANK_BAND_JUNIOR, 1, 6, "OF-1"},
      {"SOLD", "Contingent Soldier", military, pv1::PERSONNEL_TYPE_TROOPS, missions::v1::POST_FUNCTION_OTHER,
       pv1::RANK_BAND_OTHER_RANKS, 0, 6, "OR-4"},
      {"LOG", "Logistics Specialist", military, pv1::PERSONNEL_TYPE_TROOPS, missions::v1::POST_FUNCTION_OTHER,
       pv1::RANK_BAND_OTHER_RANKS, 0, 6, "OR-5"},
      {"MED", "Medical Specialist", military, pv1::PERSONNEL_TYPE_TROOPS, missions::v1::POST_FUNCTION_OTHER,
       pv1::RANK_BAND_OTHER_RANKS, 0, 6, "OR-5"},
      staff_officer,
      gender_adviser};
  static const std::vector<PostRow> for_osce = {
      {"DHOM", "Deputy Head of Mission", civilian, pv1::PERSONNEL_TYPE_CIVILIAN,
       missions::v1::POST_FUNCTION_HEAD_OF_MISSION, pv1::RANK_BAND_STRATEGIC, 4, 24, "S4"},
      {"TEAM", "Team Leader, Monitoring", civilian, pv1::PERSONNEL_TYPE_CIVILIAN, missions::v1::POST_FUNCTION_OTHER,
       pv1::RANK_BAND_MIDDLE, 1, 12, "S2"},
      {"MON", "Monitoring Officer", civilian, pv1::PERSONNEL_TYPE_CIVILIAN, missions::v1::POST_FUNCTION_OBSERVER,
       pv1::RANK_BAND_MIDDLE, 0, 12, "S1"},
      {"HUM", "Human Dimension Officer", civilian, pv1::PERSONNEL_TYPE_CIVILIAN, missions::v1::POST_FUNCTION_ADVISER,
       pv1::RANK_BAND_MIDDLE, 0, 12, "S1"},
      police_adviser};
  static const std::vector<PostRow> for_eu = {
      {"HOPS", "Head of Operations", police, pv1::PERSONNEL_TYPE_INDIVIDUAL_POLICE,
       missions::v1::POST_FUNCTION_CHIEF_OF_STAFF, pv1::RANK_BAND_SENIOR, 3, 24, ""},
      police_lead,
      police_adviser,
      justice_adviser,
      {"MON", "Monitor", civilian, pv1::PERSONNEL_TYPE_CIVILIAN, missions::v1::POST_FUNCTION_OBSERVER,
       pv1::RANK_BAND_MIDDLE, 0, 12, ""},
      {"GEN", "Gender Adviser", civilian, pv1::PERSONNEL_TYPE_CIVILIAN, missions::v1::POST_FUNCTION_GENDER_ADVISER,
       pv1::RANK_BAND_MIDDLE, 0, 12, ""},
      staff_officer};
  static const std::vector<PostRow> for_others = {
      {"COS", "Chief of Staff", military, pv1::PERSONNEL_TYPE_STAFF_OFFICER, missions::v1::POST_FUNCTION_CHIEF_OF_STAFF,
       pv1::RANK_BAND_SENIOR, 2, 12, "OF-5"},
      staff_officer,
      police_adviser};
  switch (organisation) {
    case un: return for_un;
    case nato: return for_nato;
    case osce: return for_osce;
    case eu: return for_eu;
    default: return for_others;
  }
}

Post build_post(History& history, const Mission& mission, const PostRow& row) {
  missions::v1::CreatePostRequest request;
  auto& post = *request.mutable_post();
  std::string code = mission.acronym + "-" + row.code;
  for (char& c : code) c = c == ' ' ? '_' : c;
  post.set_mission(mission.name);
  post.set_code(code);
  post.set_display_name(row.display_name);
  post.set_category(row.category);
  post.set_personnel_type(row.type);
  post.set_function(row.function);
  post.set_grade_min(row.grade);
  post.set_grade_max(row.grade);
  post.set_rank_band(row.band);
  post.set_leadership_tier(row.tier);
  post.set_tour_months(row.tour_months);
  post.set_valid_from(rules::format_date(mission.from));
  if (mission.to != no_end) {
    post.set_valid_to(rules::format_date(mission.to));
    post.set_plausible_reason(known_since);
  }
  rpc::Caller system;
  system.system = true;
  const auto made = history.call<missions::v1::Post>("muster.missions.v1.MissionsService/CreatePost", request, system);
  return {made.name(), row.category, row.band, row.tier, row.tour_months};
}

}  // namespace

void build_missions(History& history, World& world) {
  rpc::Caller system;
  system.system = true;
  for (const MissionRow& row : mission_rows) {
    missions::v1::CreateMissionRequest request;
    auto& mission = *request.mutable_mission();
    mission.set_acronym(row.acronym);
    mission.set_display_name(row.display_name);
    mission.set_organisation(row.organisation);
    mission.set_kind(missions::v1::MISSION_KIND_INTERNATIONAL);
    for (const char* host : row.hosts) mission.add_host_countries(host);
    mission.set_mandate_from(row.from);
    if (*row.to) {
      mission.set_mandate_to(row.to);
      mission.set_plausible_reason(known_since);
    }
    mission.add_themes(pv1::TOPIC_WPS);
    const auto made =
        history.call<missions::v1::Mission>("muster.missions.v1.MissionsService/CreateMission", request, system);
    Mission built{made.name(),
                  row.acronym,
                  row.organisation,
                  *rules::parse_date(row.from),
                  *row.to ? *rules::parse_date(row.to) : no_end,
                  {}};
    for (const PostRow& post : rows_of(row.organisation)) built.posts.push_back(build_post(history, built, post));
    world.missions.push_back(std::move(built));
  }
}

}  // namespace muster::demo
