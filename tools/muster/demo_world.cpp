// SPDX-License-Identifier: EUPL-1.2
#include "demo_world.h"

#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/rows/rows.h"
#include "platform/status/error.h"

namespace muster::demo {
namespace {

const std::string roster_service = "muster.roster.v1.RosterService/";
const std::string access_service = "muster.access.v1.AccessService/";
const std::string training_service = "muster.training.v1.TrainingService/";

rpc::Caller system_caller() {
  rpc::Caller caller;
  caller.system = true;
  return caller;
}

struct UnitRow {
  const char* code;
  const char* parent;
  roster::v1::UnitKind kind;
  const char* display_name;
  const char* display_name_nb;
  // People belong to it when it has a branch.
  const char* branch = "";
  const char* rank_scheme = "";
  pv1::Category category = pv1::CATEGORY_UNSPECIFIED;
};

constexpr auto ministry = roster::v1::UNIT_KIND_MINISTRY;
constexpr auto service = roster::v1::UNIT_KIND_SERVICE;
constexpr auto plain = roster::v1::UNIT_KIND_UNIT;
constexpr auto school = roster::v1::UNIT_KIND_TRAINING_BODY;
constexpr auto embassy = roster::v1::UNIT_KIND_EMBASSY;
constexpr auto military = pv1::CATEGORY_MILITARY;
constexpr auto police = pv1::CATEGORY_POLICE;
constexpr auto civilian = pv1::CATEGORY_CIVILIAN;
constexpr auto justice = pv1::CATEGORY_JUSTICE;
constexpr auto corrections = pv1::CATEGORY_CORRECTIONS;

// Parents stand before their children.
const std::vector<UnitRow> unit_rows = {
    {"STATE", "", ministry, "State administration", "Statsforvaltningen"},
    {"MFA", "STATE", ministry, "Ministry of Foreign Affairs", "Utenriksdepartementet", "Foreign service", "", civilian},
    {"MOD", "STATE", ministry, "Ministry of Defence", "Forsvarsdepartementet", "Defence civilians", "", civilian},
    {"MOJ", "STATE", ministry, "Ministry of Justice", "Justisdepartementet", "Justice", "", justice},
    {"AF", "MOD", service, "Armed Forces", "Forsvaret"},
    {"ARMY", "AF", service, "Army", "Hæren", "Army", "NOR-ARMY", military},
    {"ARMY-N", "ARMY", plain, "Northern Brigade", "Nordre brigade"},
    {"ARMY-N-1", "ARMY-N", plain, "1st Mechanised Battalion", "1. mekaniserte bataljon", "Army", "NOR-ARMY", military},
    {"ARMY-N-2", "ARMY-N", plain, "2nd Infantry Battalion", "2. infanteribataljon", "Army", "NOR-ARMY", military},
    {"ARMY-N-A", "ARMY-N", plain, "Artillery Battalion", "Artilleribataljonen", "Army", "NOR-ARMY", military},
    {"ARMY-N-E", "ARMY-N", plain, "Engineer Battalion", "Ingeniørbataljonen", "Army", "NOR-ARMY", military},
    {"ARMY-N-M", "ARMY-N", plain, "Medical Battalion", "Sanitetsbataljonen", "Army", "NOR-ARMY", military},
    {"ARMY-N-S", "ARMY-N", plain, "Signals Battalion", "Sambandsbataljonen", "Army", "NOR-ARMY", military},
    {"ARMY-S", "ARMY", plain, "Southern Regiment", "Søndre regiment", "Army", "NOR-ARMY", military},
    {"ARMY-B", "ARMY", plain, "Border Regiment", "Grenseregimentet", "Army", "NOR-ARMY", military},
    {"NAVY", "AF", service, "Navy", "Sjøforsvaret", "Navy", "NOR-NAVY", military},
    {"NAVY-F", "NAVY", plain, "Frigate Squadron", "Fregattskvadronen", "Navy", "NOR-NAVY", military},
    {"NAVY-C", "NAVY", plain, "Coast Guard", "Kystvakten", "Navy", "NOR-NAVY", military},
    {"NAVY-M", "NAVY", plain, "Mine Clearance Squadron", "Minerydderskvadronen", "Navy", "NOR-NAVY", military},
    {"AIR", "AF", service, "Air Force", "Luftforsvaret", "Air Force", "NOR-ARMY", military},
    {"AIR-T", "AIR", plain, "Transport Wing", "Transportvingen", "Air Force", "NOR-ARMY", military},
    {"AIR-H", "AIR", plain, "Helicopter Wing", "Helikoptervingen", "Air Force", "NOR-ARMY", military},
    {"AIR-G", "AIR", plain, "Base Defence", "Baseforsvaret", "Air Force", "NOR-ARMY", military},
    {"HG", "AF", service, "Home Guard", "Heimevernet", "Home Guard", "NOR-ARMY", military},
    {"HG-W", "HG", plain, "Home Guard District West", "Heimevernsdistrikt Vest", "Home Guard", "NOR-ARMY", military},
    {"HG-E", "HG", plain, "Home Guard District East", "Heimevernsdistrikt Øst", "Home Guard", "NOR-ARMY", military},
    {"JHQ", "AF", service, "Joint Headquarters", "Fellesoperativt hovedkvarter", "Joint staff", "NOR-ARMY", military},
    {"LOG", "AF", service, "Logistics Organisation", "Logistikkorganisasjonen", "Joint staff", "NOR-ARMY", military},
    {"INT", "AF", service, "Intelligence Service", "Etterretningstjenesten"},
    {"DEFU", "AF", school, "Defence University", "Forsvarets høyskole", "Joint staff", "NOR-ARMY", military},
    {"OPTC", "AF", school, "Operations Training Centre", "Senter for operasjonstrening"},
    {"PD", "MOJ", service, "Police Directorate", "Politidirektoratet", "Police", "NOR-POLICE", police},
    {"PD-OSL", "PD", plain, "Capital Police District", "Hovedstaden politidistrikt", "Police", "NOR-POLICE", police},
    {"PD-E", "PD", plain, "Eastern Police District", "Østre politidistrikt", "Police", "NOR-POLICE", police},
    {"PD-SE", "PD", plain, "South-Eastern Police District", "Sørøstre politidistrikt", "Police", "NOR-POLICE", police},
    {"PD-S", "PD", plain, "Southern Police District", "Søndre politidistrikt", "Police", "NOR-POLICE", police},
    {"PD-W", "PD", plain, "Western Police District", "Vestre politidistrikt", "Police", "NOR-POLICE", police},
    {"PD-M", "PD", plain, "Middle Police District", "Midtre politidistrikt", "Police", "NOR-POLICE", police},
    {"PD-N", "PD", plain, "Northern Police District", "Nordre politidistrikt", "Police", "NOR-POLICE", police},
    {"PD-CRIME", "PD", plain, "Criminal Investigation Service", "Kriminaltjenesten", "Police", "NOR-POLICE", police},
    {"PD-IMM", "PD", plain, "Immigration Service", "Utlendingstjenesten", "Police", "NOR-POLICE", police},
    {"PD-COLL", "PD", school, "Police College", "Politihøgskolen", "Police", "NOR-POLICE", police},
    {"COURTS", "MOJ", service, "Courts Administration", "Domstolene", "Justice", "", justice},
    {"PROS", "MOJ", service, "Prosecution Service", "Påtalemyndigheten", "Justice", "", justice},
    {"CORR", "MOJ", service, "Correctional Service", "Kriminalomsorgen", "Corrections", "", corrections},
    {"CORR-E", "CORR", plain, "Correctional Region East", "Kriminalomsorgen øst", "Corrections", "", corrections},
    {"CORR-W", "CORR", plain, "Correctional Region West", "Kriminalomsorgen vest", "Corrections", "", corrections},
    {"MFA-SEC", "MFA", plain, "Section for Security Policy", "Seksjon for sikkerhetspolitikk", "Foreign service", "",
     civilian},
    {"MFA-WPS", "MFA", plain, "Section for Peace Operations", "Seksjon for fredsoperasjoner", "Foreign service", "",
     civilian},
    // It goes to the Ministry of Foreign Affairs: plan_reorganisations().
    {"CIVPOOL", "MOJ", service, "Civilian Experts' Pool", "Beredskapsgruppen", "Civilian pool", "", civilian},
    {"EMB-ADD", "MFA", embassy, "Embassy in Addis Ababa", "Ambassaden i Addis Abeba"},
    {"EMB-AMM", "MFA", embassy, "Embassy in Amman", "Ambassaden i Amman"},
    {"EMB-BEI", "MFA", embassy, "Embassy in Beirut", "Ambassaden i Beirut"},
    {"EMB-BAG", "MFA", embassy, "Embassy in Baghdad", "Ambassaden i Bagdad"},
    {"EMB-JUB", "MFA", embassy, "Embassy in Juba", "Ambassaden i Juba"},
    {"EMB-KYI", "MFA", embassy, "Embassy in Kyiv", "Ambassaden i Kyiv"},
    {"EMB-NAI", "MFA", embassy, "Embassy in Nairobi", "Ambassaden i Nairobi"},
    {"EMB-VIL", "MFA", embassy, "Embassy in Vilnius", "Ambassaden i Vilnius"},
    {"DEL-UN", "MFA", embassy, "Mission to the UN in New York", "Delegasjonen til FN i New York"},
    {"DEL-OSCE", "MFA", embassy, "Delegation to the OSCE in Vienna", "Delegasjonen til OSSE i Wien"},
};

struct CourseRow {
  const char* code;
  const char* display_name;
  const char* display_name_nb;
  std::vector<pv1::Topic> topics;
  const char* provider;
  int validity_months;  // 0: does not expire
  int hours;
};

const std::vector<CourseRow> course_rows = {
    {"WPS-B",
     "Women, peace and security, basic",
     "Kvinner, fred og sikkerhet, grunnkurs",
     {pv1::TOPIC_WPS},
     "Operations Training Centre",
     36,
     14},
    {"SEAH-B",
     "Preventing exploitation, abuse and harassment",
     "Forebygging av utnyttelse, overgrep og trakassering",
     {pv1::TOPIC_SEAH},
     "Operations Training Centre",
     24,
     7},
    {"UN-PSEA",
     "UN online course on exploitation and abuse",
     "FNs nettkurs om utnyttelse og overgrep",
     {pv1::TOPIC_SEAH},
     "United Nations",
     24,
     3},
    {"CRSV-B",
     "Conflict-related sexual violence",
     "Konfliktrelatert seksuell vold",
     {pv1::TOPIC_CRSV},
     "Operations Training Centre",
     36,
     14},
    {"GENAD", "Gender adviser", "Kjønnsrådgiver", {pv1::TOPIC_GENDER_ADVISER, pv1::TOPIC_WPS}, "Nordic centre", 0, 70},
    {"GFP", "Gender focal point", "Kontaktperson for kjønn", {pv1::TOPIC_GENDER_ADVISER}, "Defence University", 60, 21},
    {"KLS", "Key leaders' seminar on gender", "Lederseminar om kjønn", {pv1::TOPIC_WPS}, "Nordic centre", 60, 14},
    {"PDT-UN",
     "Pre-deployment training, UN",
     "Forberedende kurs, FN",
     {pv1::TOPIC_PRE_DEPLOYMENT},
     "Police College",
     24,
     70},
    {"PDT-NATO",
     "Pre-deployment training, NATO",
     "Forberedende kurs, NATO",
     {pv1::TOPIC_PRE_DEPLOYMENT},
     "Operations Training Centre",
     24,
     70},
    {"CPS",
     "Climate, peace and security",
     "Klima, fred og sikkerhet",
     {pv1::TOPIC_CLIMATE_PEACE_SECURITY},
     "Defence University",
     0,
     7},
    {"PVE",
     "Gender and violent extremism",
     "Kjønn og voldelig ekstremisme",
     {pv1::TOPIC_PREVENTING_VIOLENT_EXTREMISM},
     "Police College",
     0,
     7},
};

struct RequirementRow {
  const char* code;
  const char* display_name;
  const char* display_name_nb;
  training::v1::Population population;
  pv1::Topic topic;
  training::v1::RequirementTime time;
};

const std::vector<RequirementRow> requirement_rows = {
    {"WPS-DEPLOYED", "Everybody deployed knows women, peace and security, for the whole tour",
     "Alle utsendte kan kvinner, fred og sikkerhet, hele oppdraget", training::v1::POPULATION_DEPLOYED, pv1::TOPIC_WPS,
     training::v1::REQUIREMENT_TIME_THROUGHOUT_TOUR},
    {"SEAH-DEPLOYED", "Everybody deployed knows how to prevent SEAH, for the whole tour",
     "Alle utsendte kan forebygge SEAH, hele oppdraget", training::v1::POPULATION_DEPLOYED, pv1::TOPIC_SEAH,
     training::v1::REQUIREMENT_TIME_THROUGHOUT_TOUR},
    {"CRSV-DEPLOYED", "Everybody deployed knows of conflict-related sexual violence at departure",
     "Alle utsendte kjenner til konfliktrelatert seksuell vold ved avreise", training::v1::POPULATION_DEPLOYED,
     pv1::TOPIC_CRSV, training::v1::REQUIREMENT_TIME_ON_DEPARTURE},
    {"PDT-DEPLOYED", "Everybody deployed was prepared before departure", "Alle utsendte er forberedt før avreise",
     training::v1::POPULATION_DEPLOYED, pv1::TOPIC_PRE_DEPLOYMENT, training::v1::REQUIREMENT_TIME_ON_DEPARTURE},
    {"WPS-ROSTER", "Everybody on the roster knows women, peace and security",
     "Alle på rullen kan kvinner, fred og sikkerhet", training::v1::POPULATION_ROSTER, pv1::TOPIC_WPS,
     training::v1::REQUIREMENT_TIME_CONTINUOUS},
    {"SEAH-ROSTER", "Everybody on the roster knows how to prevent SEAH", "Alle på rullen kan forebygge SEAH",
     training::v1::POPULATION_ROSTER, pv1::TOPIC_SEAH, training::v1::REQUIREMENT_TIME_CONTINUOUS},
};

std::string build_version(History& history, const std::string& course, const CourseRow& row, const char* version,
                          rules::Day from, rules::Day to) {
  training::v1::CreateCourseVersionRequest request;
  auto& made = *request.mutable_course_version();
  made.set_course(course);
  made.set_version(version);
  if (row.validity_months > 0) made.set_validity_months(row.validity_months);
  if (row.validity_months > 0) made.set_renewal_window_days(90);
  made.set_valid_from(rules::format_date(from));
  if (to != no_end) made.set_valid_to(rules::format_date(to));
  made.set_hours(row.hours);
  return history.call<training::v1::CourseVersion>(training_service + "CreateCourseVersion", request, system_caller())
      .name();
}

void read_ranks(History& history, World& world) {
  roster::v1::ListRanksRequest request;
  request.set_page_size(100);
  do {
    const auto page =
        history.call<roster::v1::ListRanksResponse>(roster_service + "ListRanks", request, system_caller());
    for (const auto& rank : page.ranks()) {
      if (rank.valid_from() <= "2016-01-01" && !rank.has_valid_to()) {
        world.ranks[rank.scheme()].emplace_back(rank.name(), rank.rank_band());
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
}

}  // namespace

const char* const demo_password = "made-up people only";

const std::vector<DemoAccount>& demo_accounts() {
  static const std::vector<DemoAccount> accounts = {
      {"desk", "Central desk", pv1::ROLE_HR_CENTRAL, ""},
      {"hr-army", "HR of the Army", pv1::ROLE_HR_UNIT, "ARMY"},
      {"hr-police", "HR of the Police", pv1::ROLE_HR_UNIT, "PD"},
      {"endorser", "Head of section", pv1::ROLE_ENDORSER, ""},
      {"trainer", "Training coordinator", pv1::ROLE_TRAINING_COORDINATOR, ""},
      {"leader", "State secretary's office", pv1::ROLE_LEADERSHIP, ""},
      {"analyst", "Analyst", pv1::ROLE_ANALYST, ""},
      {"auditor", "Auditor", pv1::ROLE_AUDITOR, ""},
      {"admin", "Administrator", pv1::ROLE_ADMINISTRATOR, ""},
      {"admin2", "Second administrator", pv1::ROLE_ADMINISTRATOR, ""},
      {"person", "Somebody on the roster", pv1::ROLE_PERSON, ""},
  };
  return accounts;
}

void build_account(History& history, World& world, const DemoAccount& wanted, const std::string& unit,
                   const std::string& person) {
  access::v1::CreateAccountRequest request;
  request.mutable_account()->set_account_name(wanted.name);
  request.mutable_account()->set_display_name(wanted.display_name);
  request.mutable_account()->set_person(person);
  request.set_password(demo_password);
  const auto account = history.call<access::v1::Account>(access_service + "CreateAccount", request, system_caller());
  access::v1::CreateGrantRequest grant;
  grant.mutable_grant()->set_account(account.name());
  grant.mutable_grant()->set_role(wanted.role);
  grant.mutable_grant()->set_unit(unit);
  grant.mutable_grant()->set_valid_from(rules::format_date(history.today()));
  history.call<access::v1::Grant>(access_service + "CreateGrant", grant, system_caller());
  rpc::Caller caller;
  caller.account = proto::id_of<access::v1::Account>(account.name());
  rpc::Grant held{wanted.role, std::nullopt};
  if (!unit.empty()) held.unit = proto::id_of(unit, "units", "unit");
  caller.grants.push_back(held);
  world.callers[wanted.name] = caller;
}

void build_units(History& history, World& world) {
  auto& names = world.units;
  for (const UnitRow& row : unit_rows) {
    roster::v1::CreateUnitRequest request;
    auto& unit = *request.mutable_unit();
    unit.set_code(row.code);
    unit.set_display_name(row.display_name);
    unit.set_display_name_nb(row.display_name_nb);
    if (*row.parent) unit.set_parent(names.at(row.parent));
    unit.set_kind(row.kind);
    const auto made = history.call<roster::v1::Unit>(roster_service + "CreateUnit", request, system_caller());
    names[row.code] = made.name();
    if (*row.branch) world.employers.push_back({made.name(), row.code, row.branch, row.rank_scheme, row.category});
  }
  world.reporting_unit = names.at("INT");
  for (const DemoAccount& account : demo_accounts()) {
    if (account.role == pv1::ROLE_PERSON) continue;
    build_account(history, world, account, *account.unit_code ? names.at(account.unit_code) : "", "");
  }
  access::v1::SetReviewerRequest review;
  review.set_act(pv1::TWO_HAND_ACT_WAIVER);
  review.set_account(proto::name_of<access::v1::Account>(world.caller("desk").account));
  history.call<access::v1::TwoHandActRule>(access_service + "SetReviewer", review, system_caller());
  world.callers["system"] = system_caller();
  read_ranks(history, world);
}

void plan_request(History& history, const World& world) {
  history.plan(history.end() - 1, [&history, &world] {
    access::v1::CreateGrantRequest request;
    request.mutable_grant()->set_account(proto::name_of<access::v1::Account>(world.caller("analyst").account));
    request.mutable_grant()->set_role(pv1::ROLE_LEADERSHIP);
    request.mutable_grant()->set_valid_from(rules::format_date(history.today()));
    try {
      history.call<access::v1::Grant>(access_service + "CreateGrant", request, world.caller("admin"));
    } catch (const status::Error& error) {
      if (error.cause() != pv1::REASON_APPROVAL_NEEDED) throw;
    }
  });
}

void plan_reorganisations(History& history, const World& world) {
  history.plan(rules::add_months(world.begin, 72), [&history, &world] {
    roster::v1::MoveUnitRequest request;
    request.set_name(world.units.at("CIVPOOL"));
    request.set_parent(world.units.at("MFA"));
    request.set_valid_from(rules::format_date(history.today()));
    request.set_reason("Peace operations are one ministry's");
    history.call<roster::v1::Unit>(roster_service + "MoveUnit", request, system_caller());
  });
  history.plan(rules::add_months(world.begin, 90), [&history, &world] {
    roster::v1::EndUnitRequest request;
    request.set_name(world.units.at("EMB-BAG"));
    request.set_last_day(rules::format_date(history.today()));
    request.set_successor(world.units.at("EMB-AMM"));
    request.set_reason("The embassy in Amman covers Baghdad");
    history.call<roster::v1::Unit>(roster_service + "EndUnit", request, system_caller());
  });
}

void build_courses(History& history, World& world) {
  for (const CourseRow& row : course_rows) {
    training::v1::CreateCourseRequest request;
    auto& course = *request.mutable_course();
    course.set_code(row.code);
    course.set_display_name(row.display_name);
    course.set_display_name_nb(row.display_name_nb);
    for (pv1::Topic topic : row.topics) course.add_topics(topic);
    course.set_provider(row.provider);
    const auto made = history.call<training::v1::Course>(training_service + "CreateCourse", request, system_caller());
    world.courses[row.code] = {row.code,
                               build_version(history, made.name(), row, "1", world.begin, world.versions_change - 1),
                               build_version(history, made.name(), row, "2", world.versions_change, no_end)};
  }
  for (const RequirementRow& row : requirement_rows) {
    training::v1::CreateRequirementRequest request;
    auto& requirement = *request.mutable_requirement();
    requirement.set_code(row.code);
    requirement.set_display_name(row.display_name);
    requirement.set_display_name_nb(row.display_name_nb);
    requirement.set_population(row.population);
    requirement.add_topics(row.topic);
    requirement.set_time(row.time);
    requirement.set_soon_days(90);
    requirement.set_valid_from(rules::format_date(world.begin));
    world.requirements[row.code] =
        history.call<training::v1::Requirement>(training_service + "CreateRequirement", request, system_caller())
            .name();
  }
}

}  // namespace muster::demo
