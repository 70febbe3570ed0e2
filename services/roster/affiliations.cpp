// SPDX-License-Identifier: EUPL-1.2
#include "roster/affiliations.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/plausible.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"
#include "roster/membership_facts.h"
#include "roster/person_records.h"
#include "roster/ranks.h"

namespace muster::roster {
namespace {

std::string select_affiliations() { return "SELECT " + rows::columns<v1::Affiliation>() + " FROM affiliation WHERE "; }

v1::Affiliation read_affiliation(rpc::Context& context, long long id) {
  db::Query query{select_affiliations() + "id = ? AND ", {id}};
  query += rpc::visible_persons(rpc::scope_of(context), "affiliation.person", context.today());
  auto affiliation = rows::query_one<v1::Affiliation>(context.sql, query);
  if (!affiliation) throw status::not_found(proto::name_of<v1::Affiliation>(id));
  return *affiliation;
}

// The other affiliations of the person that share a day with `days`, earliest first.
std::vector<v1::Affiliation> overlapping(rpc::Context& context, const v1::Affiliation& days) {
  const long long person = proto::id_of<v1::Person>(days.person());
  const long long self = days.name().empty() ? 0 : proto::id_of<v1::Affiliation>(days.name());
  db::Query query{select_affiliations() + "person = ? AND id <> ? AND (valid_to IS NULL OR valid_to >= ?)",
                  {person, self, days.valid_from()}};
  if (days.has_valid_to()) query += {" AND valid_from <= ?", {days.valid_to()}};
  query += " ORDER BY valid_from";
  return rows::query<v1::Affiliation>(context.sql, query);
}

[[noreturn]] void refuse_overlap(const std::string& field, const v1::Affiliation& other) {
  const std::string end = other.has_valid_to() ? "to " + other.valid_to() : "with no last day";
  status::Metadata metadata{{"name", other.name()}, {"from", other.valid_from()}};
  if (other.has_valid_to()) metadata["to"] = other.valid_to();
  throw status::invalid_argument(field, platform::v1::REASON_AFFILIATION_OVERLAP,
                                 "overlaps " + other.name() + ", which lasts from " + other.valid_from() + " " + end +
                                     "; choose days outside it, or end it first",
                                 std::move(metadata));
}

void set_last_day(rpc::Context& context, v1::Affiliation affiliation, const std::string& last_day) {
  affiliation.set_valid_to(last_day);
  affiliation.clear_etag();
  google::protobuf::FieldMask mask;
  mask.add_paths("valid_to");
  rows::update(context.sql, "affiliation", affiliation, mask);
  append_membership_end(context, proto::id_of<v1::Affiliation>(affiliation.name()), last_day);
}

void make_room(rpc::Context& context, const v1::Affiliation& affiliation) {
  for (const v1::Affiliation& other : overlapping(context, affiliation)) {
    if (other.has_valid_to() || other.valid_from() >= affiliation.valid_from()) {
      refuse_overlap("affiliation.valid_from", other);
    }
    set_last_day(context, other, rules::format_date(*rules::parse_date(affiliation.valid_from()) - 1));
  }
}

v1::Person read_person(rpc::Context& context, const std::string& name) {
  return *rows::query_one<v1::Person>(
      context.sql,
      {"SELECT " + rows::columns<v1::Person>() + " FROM person WHERE id = ?", {proto::id_of<v1::Person>(name)}});
}

// Whoever is no longer active is on no roster: where they belong ends on a day that has come.
void require_active_or_ended(rpc::Context& context, const v1::Person& person, const std::string& field,
                             const std::optional<std::string>& last_day) {
  if (person.status() == v1::PERSON_STATUS_ACTIVE) return;
  if (last_day && *last_day <= rules::format_date(context.latest_day())) {
    return rpc::require(rpc::person_not_active_on(context, person.name(), *last_day));
  }
  throw status::invalid_argument(field, platform::v1::REASON_END_REQUIRED,
                                 "must be given and not be in the future, since " + person.name() +
                                     " is not active; or make the person ACTIVE first");
}

// Throws unless the days are plausible, or the affiliation says why they are right.
void require_plausible(rpc::Context& context, const v1::Affiliation& affiliation, const v1::Person& person) {
  status::Violations violations;
  const auto doubt = [&](const std::string& field, const rules::Doubt& found) {
    rpc::add_doubt(violations, field, found, "affiliation.plausible_reason", affiliation.plausible_reason());
  };
  const rules::Day first = *rules::parse_date(affiliation.valid_from());
  doubt("affiliation.valid_from", rules::doubt_of_joining(first, rules::parse_date(person.birth_date())));
  doubt("affiliation.valid_from", rules::doubt_of_far_day(first, context.today()));
  if (const auto last = rules::parse_date(affiliation.valid_to())) {
    doubt("affiliation.valid_to", rules::doubt_of_far_day(*last, context.today()));
  }
  violations.throw_if_any();
}

// Whether the person belongs to a unit on any day after this one.
bool belongs_after(rpc::Context& context, const v1::Person& person, const std::string& day) {
  return db::select_one<long long>(
             context.sql, {"SELECT id FROM affiliation WHERE person = ? AND (valid_to IS NULL OR valid_to > ?)",
                           {proto::id_of<v1::Person>(person.name()), day}})
      .has_value();
}

std::optional<std::string> last_day_of(const v1::Affiliation& affiliation) {
  return affiliation.has_valid_to() ? std::optional(affiliation.valid_to()) : std::nullopt;
}

// The band of the affiliation's rank. Refuses a unit that the caller does not see, and a rank that was not in use.
platform::v1::RankBand require_place(rpc::Context& context, const v1::Affiliation& affiliation) {
  rpc::require_visible_unit(context, proto::id_of<v1::Unit>(affiliation.unit(), "affiliation.unit"));
  const auto rank = rank_in_use(context, affiliation);
  return rank ? rank->rank_band() : platform::v1::RANK_BAND_UNSPECIFIED;
}

// Stores the affiliation and its fact, once all that its days could collide with is out of the way.
long long store(rpc::Context& context, const v1::Affiliation& affiliation, platform::v1::RankBand rank_band,
                const v1::Person& person, long long subject) {
  follow_rank_bands(context);
  const long long id = rows::insert(context.sql, "affiliation", affiliation);
  rpc::append<facts::v1::MembershipFact>(context, membership_of(affiliation, id, person, subject, rank_band));
  return id;
}

}  // namespace

void add_first_affiliation(rpc::Context& context, const v1::Affiliation& affiliation, const v1::Person& person) {
  const auto rank_band = require_place(context, affiliation);
  require_plausible(context, affiliation, person);
  const long long id = proto::id_of<v1::Person>(affiliation.person());
  store(context, affiliation, rank_band, person, rpc::make_subjects(context, {{id, person.gender()}}).front());
}

v1::Affiliation create_affiliation(rpc::Context& context, const v1::CreateAffiliationRequest& request) {
  v1::Affiliation affiliation = request.affiliation();
  affiliation.clear_name();
  if (affiliation.person().empty())
    throw status::invalid_argument("affiliation.person", platform::v1::REASON_REQUIRED, "is required");
  const long long person_id = proto::id_of<v1::Person>(affiliation.person(), "affiliation.person");
  rpc::require_visible_person(context, person_id);
  // The ledger's lock first: of two requests for one person the second sees the first one's days.
  context.sequence();
  const v1::Person person = read_person(context, affiliation.person());
  require_active_or_ended(context, person, "affiliation.valid_to", last_day_of(affiliation));
  const auto rank_band = require_place(context, affiliation);
  require_plausible(context, affiliation, person);
  make_room(context, affiliation);
  const long long id = store(context, affiliation, rank_band, person, rpc::subject_of(context, person_id));
  return *rows::query_one<v1::Affiliation>(context.sql, {select_affiliations() + "id = ?", {id}});
}

v1::Affiliation end_affiliation(rpc::Context& context, const v1::EndAffiliationRequest& request) {
  context.sequence();  // as in create_affiliation
  const long long id = proto::id_of<v1::Affiliation>(request.name());
  v1::Affiliation affiliation = read_affiliation(context, id);
  if (request.last_day() < affiliation.valid_from()) {
    throw status::invalid_argument(
        "last_day", platform::v1::REASON_TOO_EARLY,
        "is before the affiliation's first day, " + affiliation.valid_from() + "; give that day or a later one",
        {{"earliest", affiliation.valid_from()}});
  }
  if (affiliation.has_valid_to() && affiliation.valid_to() == request.last_day()) return affiliation;
  const v1::Person person = read_person(context, affiliation.person());
  require_active_or_ended(context, person, "last_day", request.last_day());
  affiliation.set_valid_to(request.last_day());
  for (const v1::Affiliation& other : overlapping(context, affiliation)) refuse_overlap("last_day", other);
  set_last_day(context, affiliation, request.last_day());
  if (person.status() == v1::PERSON_STATUS_ACTIVE && !belongs_after(context, person, request.last_day())) {
    rpc::carry_on(context,
                  {rpc::Cause::affiliation_ended, proto::id_of<v1::Person>(person.name()), request.last_day()});
  }
  return *rows::query_one<v1::Affiliation>(context.sql, {select_affiliations() + "id = ?", {id}});
}

proto::Encoded<v1::ListAffiliationsResponse> list_affiliations(rpc::Context& context,
                                                               const v1::ListAffiliationsRequest& request) {
  return list_records<v1::Affiliation, v1::ListAffiliationsResponse>(context, request, "affiliation",
                                                                     "valid_from desc");
}

}  // namespace muster::roster
