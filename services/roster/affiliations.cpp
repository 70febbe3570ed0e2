// SPDX-License-Identifier: EUPL-1.2
#include "roster/affiliations.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/plausible.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"
#include "roster/affiliation_history.h"
#include "roster/dated_records.h"
#include "roster/membership_facts.h"
#include "roster/membership_upkeep.h"
#include "roster/person_records.h"
#include "roster/plausible_stays.h"
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
  mask.add_paths("plausible_reason");
  rows::update(context.sql, "affiliation", affiliation, mask);
  append_membership_end(context, proto::id_of<v1::Affiliation>(affiliation.name()), last_day);
}

void make_room(rpc::Context& context, const v1::Affiliation& affiliation) {
  for (const v1::Affiliation& other : overlapping(context, affiliation)) {
    if (other.has_valid_to() || other.valid_from() >= affiliation.valid_from()) {
      refuse_overlap("affiliation.valid_from", other);
    }
    set_last_day(context, other, rules::days_after(affiliation.valid_from(), -1));
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

// Whether the person belongs to a unit on any day after this one.
bool belongs_after(rpc::Context& context, const v1::Person& person, const std::string& day) {
  return db::select_one<long long>(
             context.sql, {"SELECT id FROM affiliation WHERE person = ? AND (valid_to IS NULL OR valid_to > ?)",
                           {proto::id_of<v1::Person>(person.name()), day}})
      .has_value();
}

// The band of the affiliation's rank. Refuses a unit that the caller does not see or that ends before the affiliation
// does, and a rank that was not in use.
platform::v1::RankBand require_place(rpc::Context& context, const v1::Affiliation& affiliation) {
  const long long unit = proto::id_of<v1::Unit>(affiliation.unit(), "affiliation.unit");
  rpc::require_visible_unit(context, unit);
  rpc::require_unit_in_force(context, unit, last_day_of(affiliation), "affiliation.unit");
  const auto rank = rank_in_use(context, affiliation);
  return rank ? rank->rank_band() : platform::v1::RANK_BAND_UNSPECIFIED;
}

// Stores the affiliation and its fact, once all that its days could collide with is out of the way.
long long store(rpc::Context& context, const v1::Affiliation& affiliation, platform::v1::RankBand rank_band,
                long long subject) {
  follow_rank_bands(context);
  const long long id = rows::insert(context.sql, "affiliation", affiliation);
  rpc::append<facts::v1::MembershipFact>(context, membership_of(affiliation, id, subject, rank_band));
  return id;
}

// What is recorded for its first day holds; of whoever never belonged anywhere the person's record says it.
void take_values_of_day(v1::Affiliation& affiliation, const v1::Person& person, const History& history) {
  if (history.empty()) return take_values(affiliation, person);
  const v1::Affiliation& holding = history[place_of_value(history, affiliation.valid_from())];
  for (const char* field : {"category", "nationality"}) take_field(affiliation, holding, field);
}

// What a change or correction of an affiliation begins with.
struct Restating {
  History before;
  std::size_t place = 0;  // of the affiliation
  long long person = 0;
};

template <class Request>
Restating begin(rpc::Context& context, const Request& request, const std::vector<std::string>& fields) {
  context.sequence();  // as in create_affiliation
  const v1::Affiliation& given = request.affiliation();
  const auto found = read_affiliation(context, proto::id_of<v1::Affiliation>(given.name(), "affiliation.name"));
  status::require_etag(given.etag(), found.etag());
  require_fields(request.update_mask(), fields);
  if (names(request.update_mask(), "unit")) {
    rpc::require_visible_unit(context, proto::id_of<v1::Unit>(given.unit(), "affiliation.unit"));
  }
  Restating restating;
  restating.person = proto::id_of<v1::Person>(found.person());
  restating.before = read_history(context, restating.person);
  while (restating.before[restating.place].name() != found.name()) ++restating.place;
  return restating;
}

void require_unit_in_force(rpc::Context& context, const v1::Affiliation& affiliation) {
  rpc::require_unit_in_force(context, proto::id_of<v1::Unit>(affiliation.unit()), last_day_of(affiliation),
                             "affiliation.unit");
}

// The affiliation that begins on `day` then.
v1::Affiliation affiliation_from(rpc::Context& context, long long person, const std::string& day) {
  return *rows::query_one<v1::Affiliation>(context.sql,
                                           {select_affiliations() + "person = ? AND valid_from = ?", {person, day}});
}

// Has the affiliation at `place` begin on another day, and the one before it, if they touch, end the day before that.
void begin_on(History& history, std::size_t place, const std::string& day) {
  v1::Affiliation* before = place == 0 ? nullptr : &history[place - 1];
  if (before && touches(*before, history[place])) {
    if (day <= before->valid_from()) {
      const std::string earliest = rules::days_after(before->valid_from(), 1);
      throw status::invalid_argument("affiliation.valid_from", platform::v1::REASON_TOO_EARLY,
                                     "leaves " + before->name() + " without a day: the first that is possible is " +
                                         earliest + ", unless its days are corrected first",
                                     {{"earliest", earliest}});
    }
    before->set_valid_to(rules::days_after(day, -1));
  } else if (before && day <= before->valid_to()) {
    refuse_overlap("affiliation.valid_from", *before);
  }
  history[place].set_valid_from(day);
}

// Has the affiliation at `place` end on another day or be open, and the one after it, if they touch, begin the day after.
void end_on(History& history, std::size_t place, const std::optional<std::string>& day) {
  v1::Affiliation* after = place + 1 == history.size() ? nullptr : &history[place + 1];
  if (after && !day) refuse_overlap("affiliation.valid_to", *after);
  if (after && touches(history[place], *after)) {
    if (after->has_valid_to() && *day >= after->valid_to()) {
      const std::string latest = rules::days_after(after->valid_to(), -1);
      throw status::invalid_argument("affiliation.valid_to", platform::v1::REASON_TOO_LATE,
                                     "leaves " + after->name() + " without a day: the last that is possible is " +
                                         latest + ", unless its days are corrected first",
                                     {{"latest", latest}});
    }
    after->set_valid_from(rules::days_after(*day, 1));
  } else if (after && *day >= after->valid_from()) {
    refuse_overlap("affiliation.valid_to", *after);
  }
  if (day) {
    history[place].set_valid_to(*day);
  } else {
    history[place].clear_valid_to();
  }
}

void require_order(const v1::Affiliation& affiliation, const google::protobuf::FieldMask& mask) {
  if (!affiliation.has_valid_to() || affiliation.valid_from() <= affiliation.valid_to()) return;
  if (names(mask, "valid_to")) {
    throw status::invalid_argument("affiliation.valid_to", platform::v1::REASON_TOO_EARLY,
                                   "is before valid_from, " + affiliation.valid_from() + "; give a later day",
                                   {{"earliest", affiliation.valid_from()}, {"field", "valid_from"}});
  }
  throw status::invalid_argument("affiliation.valid_from", platform::v1::REASON_TOO_LATE,
                                 "is after valid_to, " + affiliation.valid_to() + "; give an earlier day",
                                 {{"latest", affiliation.valid_to()}, {"field", "valid_to"}});
}

}  // namespace

void take_values(v1::Affiliation& affiliation, const v1::Person& person) {
  affiliation.set_category(person.category());
  if (person.has_nationality()) affiliation.set_nationality(person.nationality());
}

void add_first_affiliation(rpc::Context& context, v1::Affiliation affiliation, const v1::Person& person) {
  const auto rank_band = require_place(context, affiliation);
  require_plausible(affiliation, person);
  const long long id = proto::id_of<v1::Person>(affiliation.person());
  take_values(affiliation, person);
  store(context, affiliation, rank_band, rpc::make_subjects(context, {{id, person.gender()}}).front());
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
  require_plausible(affiliation, person);
  if (affiliation.has_valid_to()) {
    require_plausible_end(context, affiliation, "affiliation.valid_to", "affiliation.plausible_reason",
                          affiliation.plausible_reason());
  }
  take_values_of_day(affiliation, person, read_history(context, person_id));
  make_room(context, affiliation);
  const long long id = store(context, affiliation, rank_band, rpc::subject_of(context, person_id));
  follow_upkeep(context, person_id);
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
  require_not_prolonged(affiliation, request.last_day(), "CorrectAffiliation");
  rpc::require_unit_in_force(context, proto::id_of<v1::Unit>(affiliation.unit()), request.last_day(), "last_day");
  affiliation.set_valid_to(request.last_day());
  require_plausible_end(context, affiliation, "last_day", "plausible_reason", request.plausible_reason());
  if (!request.plausible_reason().empty()) affiliation.set_plausible_reason(request.plausible_reason());
  for (const v1::Affiliation& other : overlapping(context, affiliation)) refuse_overlap("last_day", other);
  set_last_day(context, affiliation, request.last_day());
  if (person.status() == v1::PERSON_STATUS_ACTIVE && !belongs_after(context, person, request.last_day())) {
    rpc::carry_on(context, {rpc::Consequence::CAUSE_AFFILIATION_ENDED, proto::id_of<v1::Person>(person.name()),
                            request.last_day()});
  }
  return *rows::query_one<v1::Affiliation>(context.sql, {select_affiliations() + "id = ?", {id}});
}

v1::Affiliation change_affiliation(rpc::Context& context, const v1::ChangeAffiliationRequest& request) {
  const Restating restating = begin(context, request, {"unit", "branch", "rank", "position"});
  const std::string& day = request.valid_from();
  rpc::require_begun(context, "valid_from", day);
  const v1::Affiliation& present = restating.before[restating.place];
  if (day < present.valid_from()) {
    throw status::invalid_argument("valid_from", platform::v1::REASON_TOO_EARLY,
                                   "is before the affiliation's first day, " + present.valid_from() +
                                       "; give that day or a later one, or the affiliation of that time",
                                   {{"earliest", present.valid_from()}});
  }
  if (present.has_valid_to() && day > present.valid_to()) {
    throw status::invalid_argument("valid_from", platform::v1::REASON_TOO_LATE,
                                   "is after the affiliation's last day, " + present.valid_to() +
                                       "; give that day or an earlier one, or the affiliation of that time",
                                   {{"latest", present.valid_to()}});
  }
  History after = restating.before;
  const std::size_t place = change_from(after, restating.place, day, request.update_mask(), request.affiliation(),
                                        Reach::of_the_stay, "CorrectAffiliation");
  if (names(request.update_mask(), "rank")) rank_in_use(context, after[place]);
  require_unit_in_force(context, after[place]);
  store_history(context, restating.person, restating.before, after);
  return affiliation_from(context, restating.person, day);
}

v1::Affiliation correct_affiliation(rpc::Context& context, const v1::CorrectAffiliationRequest& request) {
  const Restating restating =
      begin(context, request, {"unit", "branch", "rank", "position", "valid_from", "valid_to", "plausible_reason"});
  const History& before = restating.before;
  v1::Affiliation corrected = before[restating.place];
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(request.affiliation(), request.update_mask(), {}, &corrected);
  const auto& fields = request.update_mask().paths();
  const v1::Affiliation& present = before[restating.place];
  if (std::all_of(fields.begin(), fields.end(),
                  [&](const std::string& field) { return same(present, corrected, field); })) {
    refuse_no_change(present.name());
  }
  require_order(corrected, request.update_mask());
  const v1::Person person = read_person(context, present.person());
  const bool begins = !same(present, corrected, "valid_from"), ends = !same(present, corrected, "valid_to");
  if (begins || ends) require_plausible(corrected, person);
  if (ends) require_active_or_ended(context, person, "affiliation.valid_to", last_day_of(corrected));
  if (ends && corrected.has_valid_to()) {
    require_plausible_end(context, corrected, "affiliation.valid_to", "affiliation.plausible_reason",
                          rpc::kept_reason(request.affiliation(), request.update_mask()));
  }
  if (begins || !same(present, corrected, "rank")) rank_in_use(context, corrected);
  if (ends || !same(present, corrected, "unit")) require_unit_in_force(context, corrected);
  History after = before;
  for (const char* field : {"unit", "branch", "rank", "position", "plausible_reason"}) {
    take_field(after[restating.place], corrected, field);
  }
  if (begins) begin_on(after, restating.place, corrected.valid_from());
  if (ends) end_on(after, restating.place, last_day_of(corrected));
  for (std::size_t at = 0; at < after.size(); ++at) {
    const bool touched =
        at == restating.place || !same(before[at], after[at], "valid_from") || !same(before[at], after[at], "valid_to");
    if (touched) after[at].set_reason(request.reason());
  }
  store_history(context, restating.person, before, after);
  restate_unit(context, restating.person, before, after);
  return *rows::query_one<v1::Affiliation>(
      context.sql, {select_affiliations() + "id = ?", {proto::id_of<v1::Affiliation>(present.name())}});
}

proto::Encoded<v1::ListAffiliationsResponse> list_affiliations(rpc::Context& context,
                                                               const v1::ListAffiliationsRequest& request) {
  return list_records<v1::Affiliation, v1::ListAffiliationsResponse>(context, request, "affiliation",
                                                                     "valid_from desc");
}

}  // namespace muster::roster
