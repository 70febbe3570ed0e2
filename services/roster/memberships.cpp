// SPDX-License-Identifier: EUPL-1.2
#include "roster/memberships.h"

#include <algorithm>
#include <unordered_map>

#include "platform/rows/list.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/upkeep_terms.h"
#include "roster/dated_records.h"
#include "roster/membership_upkeep.h"

namespace muster::roster {
namespace {

constexpr const char* table = "roster_membership";

// What brings about what a lapse lacks, in English and Norwegian bokmål.
std::pair<std::string, std::string> remedy_of(const rules::Lapse& lapse, const rules::UpkeepTerms& terms) {
  const std::string day = rules::format_date(lapse.since), year = std::to_string(lapse.year);
  const std::string months = std::to_string(terms.passport_months);
  switch (lapse.item) {
    case rules::UpkeepItem::letter_of_intent:
      return {"Have the member sign a letter of intent for " + year + ", and record it with RenewIntent.",
              "La medlemmet underskrive en intensjonserklæring for " + year + ", og registrer den med RenewIntent."};
    case rules::UpkeepItem::letter_after_change_of_job:
      return {"Have the member sign a letter of intent since the change of job on " + day +
                  ", and record it with RenewIntent.",
              "La medlemmet underskrive en ny intensjonserklæring etter jobbskiftet " + day +
                  ", og registrer den med RenewIntent."};
    case rules::UpkeepItem::employer_consent:
      return {"Ask the employer again, and record the new letter of intent with RenewIntent.",
              "Spør arbeidsgiveren på nytt, og registrer den nye intensjonserklæringen med RenewIntent."};
    case rules::UpkeepItem::passport: break;
  }
  return {"Have the member get a passport that is good for " + months +
              " months at all times, and record it with CreateCredential.",
          "La medlemmet skaffe et pass som til enhver tid gjelder i minst " + months +
              " måneder, og registrer det med CreateCredential."};
}

// What is missing today, and what will be on dormant_from.
void add_missing(v1::RosterMembership& membership, const rules::Upkeep& member, const rules::UpkeepTerms& terms,
                 rules::Day today) {
  if (member.exit && *member.exit < today) return;
  const auto lapses = rules::lapses_of(member, terms);
  rules::Day horizon = today;
  for (const rules::Stretch& stretch : rules::dormant_stretches(member, lapses)) {
    if (stretch.to && *stretch.to <= today) continue;
    membership.set_dormant(stretch.from <= today);
    membership.set_dormant_from(rules::format_date(stretch.from));
    horizon = std::max(today, stretch.from);
    break;
  }
  for (const rules::Lapse& lapse : lapses) {
    const bool coming = lapse.since > today && lapse.dormant_from <= horizon && lapse.holds_on(horizon);
    if (!lapse.holds_on(today) && !coming) continue;
    v1::RosterMembership::Missing& missing = *membership.add_missing();
    missing.set_what(upkeep_item(lapse.item));
    missing.set_since(rules::format_date(lapse.since));
    missing.set_dormant_from(rules::format_date(lapse.dormant_from));
    missing.set_year(lapse.year);
    const auto [remedy, remedy_nb] = remedy_of(lapse, terms);
    missing.set_remedy(remedy);
    missing.set_remedy_nb(remedy_nb);
  }
}

// Adds what is no column: the letters, and what follows from the days.
void complete(rpc::Context& context, const std::vector<v1::RosterMembership*>& memberships) {
  std::vector<long long> ids;
  std::unordered_map<std::string, v1::RosterMembership*> by_name;
  for (v1::RosterMembership* one : memberships) {
    ids.push_back(proto::id_of<v1::RosterMembership>(one->name()));
    by_name[one->name()] = one;
  }
  const rules::UpkeepTerms terms = rpc::upkeep_terms(context.sql);
  for (const auto& [id, member] : read_upkeep(context, ids)) {
    add_missing(*by_name.at(proto::name_of<v1::RosterMembership>(id)), member, terms, context.today());
  }
  db::Query query = "SELECT " + rows::columns<v1::LetterOfIntent>() + " FROM letter_of_intent WHERE ";
  query += db::one_of("membership", ids);
  query += " ORDER BY year, signed_date, id";
  for (auto& letter : rows::query<v1::LetterOfIntent>(context.sql, query)) {
    *by_name.at(letter.membership())->add_letters() = std::move(letter);
  }
}

v1::RosterMembership see_membership(rpc::Context& context, long long id) {
  auto membership = read_record<v1::RosterMembership>(context, table, id);
  complete(context, {&membership});
  return membership;
}

// Throws where the days overlap another membership of the person.
void require_apart(rpc::Context& context, const v1::RosterMembership& days, const std::string& field) {
  const long long self = days.name().empty() ? 0 : proto::id_of<v1::RosterMembership>(days.name());
  db::Query query{"SELECT " + rows::columns<v1::RosterMembership>() +
                      " FROM roster_membership WHERE person = ? AND id <> ? AND (valid_to IS NULL OR valid_to >= ?)",
                  {proto::id_of<v1::Person>(days.person()), self, days.valid_from()}};
  if (days.has_valid_to()) query += {" AND valid_from <= ?", {days.valid_to()}};
  query += " ORDER BY valid_from";
  const auto others = rows::query<v1::RosterMembership>(context.sql, query);
  if (others.empty()) return;
  const v1::RosterMembership& other = others.front();
  status::Metadata metadata{{"name", other.name()}, {"from", other.valid_from()}};
  if (other.has_valid_to()) metadata["to"] = other.valid_to();
  throw status::invalid_argument(
      field, platform::v1::REASON_MEMBERSHIP_OVERLAP,
      "overlaps " + other.name() + ", " + days_of(other) + "; choose days outside it, or end it first",
      std::move(metadata));
}

// The first day on which a letter for the membership may be signed: in the year before the entry.
std::string earliest_letter(const v1::RosterMembership& membership) {
  return std::to_string(std::stoi(membership.valid_from().substr(0, 4)) - 1) + "-01-01";
}

// A letter has come, is for the year in which it was signed or the next, and is the membership's only one for the year of
// that day. `path` is where it stands in the request.
void require_letter(rpc::Context& context, const v1::LetterOfIntent& letter, const v1::RosterMembership& membership,
                    const std::string& path) {
  rpc::require_begun(context, path + "signed_date", letter.signed_date(), "record the letter when the day has come");
  rpc::require(rpc::person_not_active_on(context, membership.person(), letter.signed_date()));
  const int signed_year = std::stoi(letter.signed_date().substr(0, 4));
  if (letter.year() != signed_year && letter.year() != signed_year + 1) {
    throw status::invalid_argument(path + "year", platform::v1::REASON_VALUE_REFUSED,
                                   "is neither the year in which the letter was signed nor the one after it",
                                   {{"allowed", std::to_string(signed_year) + ", " + std::to_string(signed_year + 1)}});
  }
  const std::string earliest = earliest_letter(membership);
  if (letter.signed_date() < earliest) {
    throw status::invalid_argument(path + "signed_date", platform::v1::REASON_TOO_EARLY,
                                   "is long before the entry, " + membership.valid_from() +
                                       "; a letter is signed in the year before it at the earliest",
                                   {{"earliest", earliest}});
  }
  if (membership.has_valid_to() && letter.signed_date() > membership.valid_to()) {
    throw status::failed_precondition(platform::v1::REASON_ALREADY_ENDED,
                                      membership.name() + " ended on " + membership.valid_to() +
                                          ", before the letter was signed; create another membership, or correct its "
                                          "exit with CorrectMembership",
                                      {{"name", membership.name()}, {"date", membership.valid_to()}});
  }
  const long long self = letter.name().empty() ? 0 : proto::id_of<v1::LetterOfIntent>(letter.name());
  const auto other = db::select_one<long long>(
      context.sql, {"SELECT id FROM letter_of_intent WHERE membership = ? AND year = ? AND signed_date = ? AND id <> ?",
                    {proto::id_of<v1::RosterMembership>(membership.name()), static_cast<long long>(letter.year()),
                     letter.signed_date(), self}});
  if (!other) return;
  throw status::already_exists(path + "signed_date", platform::v1::REASON_ALREADY_EXISTS,
                               "is that of a letter for " + std::to_string(letter.year()) + " already",
                               {{"fields", "year, signed_date"}, {"name", membership.name()}});
}

// Within the caller's units.
v1::LetterOfIntent read_letter(rpc::Context& context, const std::string& name) {
  db::Query query{"SELECT " + rows::columns<v1::LetterOfIntent>() +
                      " FROM letter_of_intent WHERE id = ? AND EXISTS (SELECT 1 FROM roster_membership WHERE "
                      "roster_membership.id = letter_of_intent.membership AND ",
                  {proto::id_of<v1::LetterOfIntent>(name, "letter.name")}};
  query += rpc::visible_persons(rpc::scope_of(context), "roster_membership.person", context.today());
  query += ")";
  auto letter = rows::query_one<v1::LetterOfIntent>(context.sql, query);
  if (!letter) throw status::not_found(name);
  return std::move(*letter);
}

// What a member is available for is that of the last letter, where there is one.
void require_no_letters(rpc::Context& context, const v1::CorrectMembershipRequest& request, long long membership) {
  for (const std::string& field : request.update_mask().paths()) {
    if (field != "mission_kinds" && field != "earliest_date" && field != "longest_months") continue;
    if (!db::select_one<long long>(context.sql,
                                   {"SELECT id FROM letter_of_intent WHERE membership = ?", {membership}})) {
      return;
    }
    throw status::invalid_argument(
        "membership." + field, platform::v1::REASON_CHANGE_OR_CORRECT,
        "is that of the last letter of intent: record a new one with RenewIntent, or correct "
        "that one with CorrectIntent",
        {{"change", "RenewIntent"}, {"correct", "CorrectIntent"}});
  }
}

// An entry after which no letter was signed too early.
void require_entry_before_letters(rpc::Context& context, const v1::RosterMembership& membership) {
  const auto early = db::select_one<long long, std::string>(
      context.sql, {"SELECT id, signed_date FROM letter_of_intent WHERE membership = ? AND signed_date < ? ORDER BY "
                    "signed_date LIMIT 1",
                    {proto::id_of<v1::RosterMembership>(membership.name()), earliest_letter(membership)}});
  if (!early) return;
  const auto& [id, signed_date] = *early;
  const std::string latest = std::to_string(std::stoi(signed_date.substr(0, 4)) + 1) + "-12-31";
  throw status::invalid_argument("membership.valid_from", platform::v1::REASON_TOO_LATE,
                                 "is long after " + proto::name_of<v1::LetterOfIntent>(id) + " was signed, on " +
                                     signed_date + "; give a day until " + latest +
                                     ", or correct that letter with CorrectIntent first",
                                 {{"latest", latest}, {"field", "signed_date"}});
}

void require_exit(const v1::RosterMembership& membership) {
  if (membership.has_valid_to() && membership.exit_reason().empty()) {
    throw status::invalid_argument("membership.exit_reason", platform::v1::REASON_REQUIRED,
                                   "is required of a membership that has ended");
  }
  if (!membership.has_valid_to() && !membership.exit_reason().empty()) {
    throw status::invalid_argument("membership.exit_reason", platform::v1::REASON_OTHER_FIELD_REQUIRED,
                                   "goes with valid_to; give the last day, or leave it out", {{"field", "valid_to"}});
  }
}

// The membership shows the last letter, by year and day of signing, however late it was recorded.
void show_last_letter(rpc::Context& context, v1::RosterMembership membership) {
  const auto last = rows::query_one<v1::LetterOfIntent>(
      context.sql, {"SELECT " + rows::columns<v1::LetterOfIntent>() +
                        " FROM letter_of_intent WHERE membership = ? ORDER BY year DESC, signed_date DESC LIMIT 1",
                    {proto::id_of<v1::RosterMembership>(membership.name())}});
  membership.clear_etag();
  *membership.mutable_mission_kinds() = last->mission_kinds();
  membership.clear_earliest_date();
  membership.clear_longest_months();
  if (last->has_earliest_date()) membership.set_earliest_date(last->earliest_date());
  if (last->has_longest_months()) membership.set_longest_months(last->longest_months());
  membership.set_letter_year(last->year());
  membership.set_letter_signed_date(last->signed_date());
  membership.set_employer_consent(last->employer_consent());
  google::protobuf::FieldMask mask;
  for (const char* field :
       {"mission_kinds", "earliest_date", "longest_months", "letter_year", "letter_signed_date", "employer_consent"}) {
    mask.add_paths(field);
  }
  rows::update(context.sql, table, membership, mask);
}

void add_dormant(db::Query& where, bool dormant, const std::string& day) {
  where += dormant ? " AND EXISTS" : " AND NOT EXISTS";
  where +=
      {" (SELECT 1 FROM dormancy WHERE dormancy.membership = roster_membership.id AND dormancy.day_from <= ? AND "
       "(dormancy.day_to IS NULL OR dormancy.day_to >= ?))",
       {day, day}};
}

void set_end(rpc::Context& context, v1::RosterMembership membership, const std::string& last_day,
             const std::string& reason) {
  membership.set_valid_to(last_day);
  membership.set_exit_reason(reason);
  membership.clear_etag();
  google::protobuf::FieldMask mask;
  mask.add_paths("valid_to");
  mask.add_paths("exit_reason");
  rows::update(context.sql, table, membership, mask);
}

}  // namespace

v1::RosterMembership create_membership(rpc::Context& context, const v1::CreateMembershipRequest& request) {
  context.sequence();  // of two that overlap the second sees the first
  v1::RosterMembership membership = request.membership();
  membership.clear_name();
  require_person_until(context, membership.person(), "membership.person", last_day_of(membership));
  rpc::require_begun(context, "membership.valid_from", membership.valid_from(),
                     "record the membership when the day has come");
  require_exit(membership);
  require_apart(context, membership, "membership.valid_from");
  const long long id = rows::insert(context.sql, table, membership);
  follow_upkeep(context, proto::id_of<v1::Person>(membership.person()));
  return see_membership(context, id);
}

v1::RosterMembership end_membership(rpc::Context& context, const v1::EndMembershipRequest& request) {
  context.sequence();  // as in create_membership
  const long long id = proto::id_of<v1::RosterMembership>(request.name());
  auto membership = read_record<v1::RosterMembership>(context, table, id);
  require_not_before(membership, request.last_day());
  require_not_prolonged(membership, request.last_day(), "CorrectMembership");
  membership.set_valid_to(request.last_day());
  require_apart(context, membership, "last_day");
  set_end(context, membership, request.last_day(), request.reason());
  follow_upkeep(context, proto::id_of<v1::Person>(membership.person()));
  return see_membership(context, id);
}

v1::RosterMembership correct_membership(rpc::Context& context, const v1::CorrectMembershipRequest& request) {
  context.sequence();  // as in create_membership
  const long long id = proto::id_of<v1::RosterMembership>(request.membership().name(), "membership.name");
  const auto before = read_record<v1::RosterMembership>(context, table, id);
  require_no_letters(context, request, id);
  google::protobuf::FieldMask fields = request.update_mask();
  const bool exits = names(fields, "valid_to");
  // Who has not left has no reason for it.
  if (exits && !request.membership().has_valid_to() && !names(fields, "exit_reason")) fields.add_paths("exit_reason");
  const auto after = corrected_by(before, request.membership(), fields);
  require_exit(after);
  if (after.valid_from() != before.valid_from()) {
    rpc::require_begun(context, "membership.valid_from", after.valid_from(), "give the day of the entry");
    require_entry_before_letters(context, after);
  }
  if (last_day_of(after) != last_day_of(before)) {
    require_person_until(context, before.person(), "membership.name", last_day_of(after));
  }
  require_apart(context, after, exits ? "membership.valid_to" : "membership.valid_from");
  store_correction(context, table, before, request.membership(), fields, request.reason());
  follow_upkeep(context, proto::id_of<v1::Person>(before.person()));
  return see_membership(context, id);
}

std::vector<std::string> end_memberships(rpc::Context& context, long long person, const std::string& last_day,
                                         const std::string& reason) {
  std::vector<std::string> ended;
  for (const auto& membership : rows::query<v1::RosterMembership>(
           context.sql, {"SELECT " + rows::columns<v1::RosterMembership>() +
                             " FROM roster_membership WHERE person = ? AND (valid_to IS NULL OR valid_to > ?)",
                         {person, last_day}})) {
    set_end(context, membership, std::max(last_day, membership.valid_from()), reason);
    ended.push_back(membership.name());
  }
  if (!ended.empty()) follow_upkeep(context, person);
  return ended;
}

v1::RosterMembership renew_intent(rpc::Context& context, const v1::RenewIntentRequest& request) {
  context.sequence();  // as in create_membership
  const long long id = proto::id_of<v1::RosterMembership>(request.name());
  const auto membership = read_record<v1::RosterMembership>(context, table, id);
  v1::LetterOfIntent letter;
  letter.set_membership(membership.name());
  letter.set_year(request.year());
  letter.set_signed_date(request.signed_date());
  *letter.mutable_mission_kinds() = request.mission_kinds();
  if (request.has_earliest_date()) letter.set_earliest_date(request.earliest_date());
  if (request.has_longest_months()) letter.set_longest_months(request.longest_months());
  letter.set_employer_consent(request.employer_consent());
  require_letter(context, letter, membership, "");
  rows::insert(context.sql, "letter_of_intent", letter);
  show_last_letter(context, membership);
  follow_upkeep(context, proto::id_of<v1::Person>(membership.person()));
  return see_membership(context, id);
}

v1::RosterMembership correct_intent(rpc::Context& context, const v1::CorrectIntentRequest& request) {
  context.sequence();  // as in create_membership
  const auto before = read_letter(context, request.letter().name());
  const long long id = proto::id_of<v1::RosterMembership>(before.membership());
  const auto membership = read_record<v1::RosterMembership>(context, table, id);
  require_letter(context, corrected_by(before, request.letter(), request.update_mask()), membership, "letter.");
  store_correction(context, "letter_of_intent", before, request.letter(), request.update_mask(), request.reason());
  show_last_letter(context, membership);
  follow_upkeep(context, proto::id_of<v1::Person>(membership.person()));
  return see_membership(context, id);
}

v1::RosterMembership get_membership(rpc::Context& context, const v1::GetMembershipRequest& request) {
  return see_membership(context, proto::id_of<v1::RosterMembership>(request.name()));
}

v1::ListMembershipsResponse list_memberships(rpc::Context& context, const v1::ListMembershipsRequest& request) {
  rows::ListSpec spec;
  spec.table = table;
  spec.default_order = "valid_from desc";
  spec.where = rpc::visible_persons(rpc::scope_of(context), "roster_membership.person", context.today());
  if (!request.person().empty()) {
    const long long person = proto::id_of<v1::Person>(request.person(), "person");
    rpc::require_visible_person(context, person);
    spec.where += {" AND roster_membership.person = ?", {person}};
  }
  if (request.has_dormant() || request.has_as_of()) {
    const std::string day = request.has_as_of() ? request.as_of() : rules::format_date(context.today());
    spec.where +=
        {" AND roster_membership.valid_from <= ? AND (roster_membership.valid_to IS NULL OR "
         "roster_membership.valid_to >= ?)",
         {day, day}};
    if (request.has_dormant()) add_dormant(spec.where, request.dormant(), day);
  }
  auto response = rows::list<v1::RosterMembership, v1::ListMembershipsResponse>(context.sql, request, spec).message();
  std::vector<v1::RosterMembership*> all(response.mutable_memberships()->pointer_begin(),
                                         response.mutable_memberships()->pointer_end());
  if (!all.empty()) complete(context, all);
  return response;
}

}  // namespace muster::roster
