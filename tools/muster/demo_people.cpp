// SPDX-License-Identifier: EUPL-1.2
#include "demo_people.h"

#include <algorithm>

#include "demo_names.h"

namespace muster::demo {
namespace {

const std::string service = "muster.roster.v1.RosterService/";
// The Norwegian ladder of other ranks is as old as that.
const char* const ladder_begins = "2016-01-01";

pv1::Category invent_category(Random& random) {
  const int percent = random.between(1, 100);
  if (percent <= 60) return pv1::CATEGORY_MILITARY;
  if (percent <= 83) return pv1::CATEGORY_POLICE;
  if (percent <= 94) return pv1::CATEGORY_CIVILIAN;
  return percent <= 97 ? pv1::CATEGORY_JUSTICE : pv1::CATEGORY_CORRECTIONS;
}

pv1::Gender invent_gender(Random& random, pv1::Category category) {
  const int women = category == pv1::CATEGORY_MILITARY ? 18 : category == pv1::CATEGORY_POLICE ? 35 : 47;
  const int per_mille = random.between(1, 1000);
  if (per_mille <= 12) return pv1::GENDER_NOT_STATED;
  if (per_mille <= 15) return pv1::GENDER_OTHER;
  return random.chance(women / 100.0) ? pv1::GENDER_WOMAN : pv1::GENDER_MAN;
}

pv1::RankBand invent_band(Random& random) {
  const int percent = random.between(1, 100);
  if (percent <= 45) return pv1::RANK_BAND_OTHER_RANKS;
  if (percent <= 66) return pv1::RANK_BAND_JUNIOR;
  if (percent <= 87) return pv1::RANK_BAND_MIDDLE;
  return percent <= 97 ? pv1::RANK_BAND_SENIOR : pv1::RANK_BAND_STRATEGIC;
}

std::string invent_given_name(Random& random, pv1::Gender gender) {
  const bool woman = gender == pv1::GENDER_WOMAN || (gender != pv1::GENDER_MAN && random.chance(0.5));
  const auto& names = woman ? names_of_women() : names_of_men();
  std::string name = random.pick(names);
  if (random.chance(0.2)) name += " " + random.pick(names);
  return name;
}

// One of fifty joins as a Dane and becomes Norwegian.
bool is_dane(std::size_t index) { return index % 50 == 9; }

}  // namespace

People::People(History& history, World& world, Random& random, int count)
    : history_(history), world_(world), random_(random), people_(static_cast<std::size_t>(count)) {
  for (std::size_t i = 0; i < world.employers.size(); ++i) employers_[world.employers[i].category].push_back(i);
  for (std::size_t i = 0; i < people_.size(); ++i) invent(i);
  for (std::size_t i = 0; i < people_.size(); ++i) plan(i);
}

void People::invent(std::size_t index) {
  Person& person = people_[index];
  person.category = invent_category(random_);
  person.gender = invent_gender(random_, person.category);
  person.band = invent_band(random_);
  person.employer = random_.pick(employers_.at(person.category));
  const int days = history_.end() - world_.begin;
  person.joined = world_.begin + (random_.chance(0.62) ? 0 : random_.between(30, days - 30));
  if (random_.chance(0.08)) person.left = person.joined + random_.between(1500, 6000);
  person.free_from = person.joined + 60;
  pools_[{person.category, person.gender}].push_back(index);
}

void People::plan(std::size_t index) {
  const Person& person = people_[index];
  history_.plan(person.joined, [this, index] { join(index, 1000 + static_cast<int>(index)); });
  // Before anything else can happen.
  if (is_dane(index)) history_.plan(person.joined + 50, [this, index] { become_norwegian(index); });
  const rules::Day ladder = *rules::parse_date(ladder_begins);
  const bool on_ladder = person.band == pv1::RANK_BAND_OTHER_RANKS && person.joined < ladder;
  if (on_ladder || random_.chance(0.2)) {
    const rules::Day day = std::max(person.joined, ladder) + random_.between(100, 900);
    history_.plan(day, [this, index] { move_on(index); });
  }
  if (person.left != no_end) history_.plan(person.left, [this, index] { leave(index); });
}

std::string People::rank_of(const Unit& unit, pv1::RankBand band, rules::Day day) {
  const auto scheme = world_.ranks.find(unit.rank_scheme);
  if (scheme == world_.ranks.end()) return "";
  if (band == pv1::RANK_BAND_OTHER_RANKS && rules::format_date(day) < ladder_begins) return "";
  std::vector<std::string> fitting;
  for (const auto& [name, its_band] : scheme->second) {
    if (its_band == band) fitting.push_back(name);
  }
  return fitting.empty() ? "" : random_.pick(fitting);
}

void People::fill_affiliation(std::size_t index, rules::Day day, roster::v1::Affiliation& affiliation) {
  static const std::vector<std::string> positions = {"Adviser",      "Planner",     "Instructor",
                                                     "Investigator", "Team leader", "Analyst",
                                                     "Specialist",   "Coordinator", "Operations officer"};
  const Unit& unit = world_.employers[people_[index].employer];
  affiliation.set_unit(unit.name);
  affiliation.set_branch(unit.branch);
  affiliation.set_rank(rank_of(unit, people_[index].band, day));
  affiliation.set_position(random_.pick(positions));
  affiliation.set_valid_from(rules::format_date(day));
}

void People::join(std::size_t index, int number) {
  Person& person = people_[index];
  roster::v1::CreatePersonRequest request;
  auto& made = *request.mutable_person();
  made.set_number("P" + std::to_string(number));
  made.set_given_name(invent_given_name(random_, person.gender));
  made.set_family_name(random_.pick(family_names()));
  made.set_birth_date(rules::format_date(person.joined - random_.between(24 * 365, 52 * 365)));
  made.set_gender(person.gender);
  made.set_gender_source(roster::v1::GENDER_SOURCE_SELF);
  made.set_nationality(is_dane(index) ? "DNK" : "NOR");
  made.set_category(person.category);
  fill_affiliation(index, person.joined, *request.mutable_affiliation());
  person.name = history_.call<roster::v1::Person>(service + "CreatePerson", request, world_.caller("desk")).name();
  if (random_.chance(0.2)) add_details(index);
}

void People::move_on(std::size_t index) {
  if (people_[index].left <= history_.today()) return;
  people_[index].employer = random_.pick(employers_.at(people_[index].category));
  roster::v1::CreateAffiliationRequest request;
  request.mutable_affiliation()->set_person(people_[index].name);
  fill_affiliation(index, history_.today(), *request.mutable_affiliation());
  history_.call<roster::v1::Affiliation>(service + "CreateAffiliation", request, world_.caller("desk"));
}

void People::become_norwegian(std::size_t index) {
  if (people_[index].left <= history_.today()) return;
  roster::v1::ChangePersonRequest change;
  change.mutable_person()->set_name(people_[index].name);
  change.mutable_person()->set_nationality("NOR");
  change.mutable_update_mask()->add_paths("nationality");
  change.set_valid_from(rules::format_date(history_.today()));
  history_.call<roster::v1::Person>(service + "ChangePerson", change, world_.caller("desk"));
}

void People::leave(std::size_t index) {
  if (people_[index].left < history_.today()) return;
  people_[index].left = history_.today();
  roster::v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(people_[index].name);
  update.mutable_person()->set_status(roster::v1::PERSON_STATUS_INACTIVE);
  update.mutable_update_mask()->add_paths("status");
  update.set_last_day(rules::format_date(history_.today()));
  history_.call<roster::v1::Person>(service + "UpdatePerson", update, world_.caller("desk"));
}

void People::add_details(std::size_t index) {
  const rpc::Caller& desk = world_.caller("desk");
  const std::string& name = people_[index].name;
  static const std::vector<std::string> languages = {"eng", "fra", "ara", "rus", "spa"};
  roster::v1::CreateLanguageSkillRequest skill;
  skill.mutable_language_skill()->set_person(name);
  skill.mutable_language_skill()->set_language(random_.chance(0.6) ? "eng" : random_.pick(languages));
  skill.mutable_language_skill()->set_level(static_cast<roster::v1::LanguageLevel>(random_.between(3, 6)));
  skill.mutable_language_skill()->set_assessed_date(rules::format_date(history_.today()));
  history_.call<roster::v1::LanguageSkill>(service + "CreateLanguageSkill", skill, desk);

  roster::v1::CreateCredentialRequest passport;
  passport.mutable_credential()->set_person(name);
  passport.mutable_credential()->set_kind(roster::v1::CREDENTIAL_KIND_PASSPORT);
  passport.mutable_credential()->set_valid_from(rules::format_date(history_.today() - random_.between(10, 900)));
  passport.mutable_credential()->set_valid_to(rules::format_date(history_.today() + random_.between(100, 2700)));
  history_.call<roster::v1::Credential>(service + "CreateCredential", passport, desk);
  add_identifiers(index);
  if (people_[index].category == pv1::CATEGORY_CIVILIAN) enrol(index);

  if (!random_.chance(0.2)) return;
  roster::v1::CreateAvailabilityRequest away;
  away.mutable_availability()->set_person(name);
  away.mutable_availability()->set_kind(random_.chance(0.5) ? roster::v1::AVAILABILITY_KIND_PARENTAL
                                                            : roster::v1::AVAILABILITY_KIND_LEAVE);
  const rules::Day from = history_.end() + random_.between(-120, 90);
  const rules::Day to = from + random_.between(14, 300);
  for (const auto& [first, last] : people_[index].tours) {
    if (first <= to && from <= last) return;
  }
  away.mutable_availability()->set_valid_from(rules::format_date(from));
  away.mutable_availability()->set_valid_to(rules::format_date(to));
  // Nobody says years before when they will be away.
  history_.plan(std::min(from - 60, history_.end() - 1), [this, index, away, desk] {
    if (people_[index].left <= history_.today()) return;
    history_.call<roster::v1::Availability>(service + "CreateAvailability", away, desk);
  });
}

void People::add_identifiers(std::size_t index) {
  const rpc::Caller& desk = world_.caller("desk");
  const std::string today = rules::format_date(history_.today()), number = std::to_string(1000 + index);
  const auto add = [&](roster::v1::IdentifierScheme scheme, const std::string& value, const std::string& issuer) {
    roster::v1::CreateIdentifierRequest request;
    request.mutable_identifier()->set_person(people_[index].name);
    request.mutable_identifier()->set_scheme(scheme);
    request.mutable_identifier()->set_value(value);
    request.mutable_identifier()->set_issuer(issuer);
    request.mutable_identifier()->set_valid_from(today);
    history_.call<roster::v1::Identifier>(service + "CreateIdentifier", request, desk);
  };
  add(roster::v1::IDENTIFIER_SCHEME_PAYROLL, "LO-" + number, "Payroll");
  add(roster::v1::IDENTIFIER_SCHEME_EMAIL, "p" + number + "@example.org", "");
  roster::v1::CreateContactRequest mobile;
  mobile.mutable_contact()->set_person(people_[index].name);
  mobile.mutable_contact()->set_kind(roster::v1::CONTACT_KIND_MOBILE);
  mobile.mutable_contact()->set_value("+47 000 0" + number);
  mobile.mutable_contact()->set_valid_from(today);
  history_.call<roster::v1::Contact>(service + "CreateContact", mobile, desk);
}

// A member of the roster signs a letter of intent at the entry and each January; some forget.
void People::enrol(std::size_t index) {
  roster::v1::CreateMembershipRequest request;
  request.mutable_membership()->set_person(people_[index].name);
  request.mutable_membership()->set_valid_from(rules::format_date(history_.today()));
  request.mutable_membership()->add_mission_kinds(roster::v1::ASSIGNMENT_KIND_CIVILIAN_MISSION);
  people_[index].membership =
      history_.call<roster::v1::RosterMembership>(service + "CreateMembership", request, world_.caller("desk")).name();
  renew_passport(index);
  renew(index);
}

// Members have a new one long before the last one ends.
void People::renew_passport(std::size_t index) {
  roster::v1::CreateCredentialRequest passport;
  passport.mutable_credential()->set_person(people_[index].name);
  passport.mutable_credential()->set_kind(roster::v1::CREDENTIAL_KIND_PASSPORT);
  passport.mutable_credential()->set_valid_from(rules::format_date(history_.today()));
  passport.mutable_credential()->set_valid_to(rules::format_date(history_.today() + 9 * 365));
  passport.mutable_credential()->set_issuer("Police");
  history_.call<roster::v1::Credential>(service + "CreateCredential", passport, world_.caller("desk"));
}

void People::renew(std::size_t index) {
  if (people_[index].left <= history_.today()) return;
  const std::string today = rules::format_date(history_.today());
  const int year = std::stoi(today.substr(0, 4));
  // Of its own, so that nothing else comes out otherwise.
  Random random(index * 10'000 + static_cast<std::uint64_t>(year));
  if (random.chance(0.9)) {
    roster::v1::RenewIntentRequest letter;
    letter.set_name(people_[index].membership);
    letter.set_year(year);
    letter.set_signed_date(today);
    letter.add_mission_kinds(random.chance(0.5) ? roster::v1::ASSIGNMENT_KIND_CIVILIAN_MISSION
                                                : roster::v1::ASSIGNMENT_KIND_LONG_ELECTION_OBSERVATION);
    letter.set_longest_months(random.chance(0.5) ? 6 : 12);
    letter.set_employer_consent(roster::v1::EMPLOYER_CONSENT_YES);
    history_.call<roster::v1::RosterMembership>(service + "RenewIntent", letter, world_.caller("desk"));
  }
  // One in twenty forgets the passport.
  if (year % 5 == static_cast<int>(index % 5) && random.chance(0.95)) renew_passport(index);
  const rules::Day next = *rules::parse_date(std::to_string(year + 1) + "-01-05") + random.between(0, 20);
  history_.plan(next, [this, index] { renew(index); });
}

std::optional<std::size_t> People::find(Random& random, const Post& post, pv1::Gender gender, rules::Day from,
                                        rules::Day to) const {
  const auto pool = pools_.find({post.category, gender});
  if (pool == pools_.end()) return std::nullopt;
  const auto fits = [&](const Person& person, bool rank) {
    return person.joined < from - 200 && person.free_from <= from && person.left > to + 60 &&
           (!rank || person.band == post.band || post.category == pv1::CATEGORY_CIVILIAN);
  };
  for (int attempt = 0; attempt < 80; ++attempt) {
    const std::size_t index = random.pick(pool->second);
    if (fits(people_[index], attempt < 60)) return index;
  }
  return std::nullopt;
}

}  // namespace muster::demo
