// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_changes.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/proto/resources.h"
#include "platform/rpc/begun_day.h"
#include "platform/status/error.h"
#include "roster/affiliation_history.h"
#include "roster/persons.h"

namespace muster::roster {
namespace {

const std::vector<std::string> dated_fields = {"category", "nationality"};

v1::Person visible_person(rpc::Context& context, const std::string& name) {
  v1::GetPersonRequest request;
  request.set_name(name);
  return get_person(context, request).message();
}

// The person, of whom an etag tells whether somebody else changed them.
template <class Request>
long long require_person(rpc::Context& context, const Request& request) {
  context.sequence();  // of two changes the second sees the first
  const long long id = proto::id_of<v1::Person>(request.person().name(), "person.name");
  const v1::Person person = visible_person(context, request.person().name());
  status::require_etag(request.person().etag(), person.etag());
  require_fields(request.update_mask(), dated_fields);
  return id;
}

// As an affiliation has them.
v1::Affiliation values_of(const v1::Person& person) {
  v1::Affiliation values;
  values.set_name(person.name());
  values.set_category(person.category());
  if (person.has_nationality()) values.set_nationality(person.nationality());
  return values;
}

// A person has a category on the days on which they belong somewhere.
std::size_t require_place(const History& history, const std::string& person, const std::string& day) {
  if (const auto place = place_on(history, day)) return *place;
  if (!history.empty() && day < history.front().valid_from()) {
    const std::string& first = history.front().valid_from();
    throw status::invalid_argument("valid_from", platform::v1::REASON_TOO_EARLY,
                                   "is before " + person + " belonged to a unit, from " + first +
                                       " on; give a later day, or correct what was recorded with CorrectPerson",
                                   {{"earliest", first}});
  }
  status::Metadata metadata;
  std::string since;
  if (!history.empty()) {
    const v1::Affiliation& last = history[place_of_value(history, day)];
    metadata["last"] = last.valid_to();
    since = " since " + last.valid_to();
  }
  throw status::invalid_argument(
      "valid_from", platform::v1::REASON_NOT_AFFILIATED,
      person + " has belonged to no unit" + since + "; give a day on which they do, or enter the affiliation first",
      std::move(metadata));
}

// Days of a correction, both counting; unset: without bound.
struct Days {
  std::optional<std::string> first, last;
};

// From the field's last change to its next one.
Days present_period(const History& history, const std::string& field, const std::string& today) {
  std::size_t first = place_of_value(history, today), last = first;
  while (first > 0 && same(history[first - 1], history[first], field)) --first;
  while (last + 1 < history.size() && same(history[last], history[last + 1], field)) ++last;
  Days days{history[first].valid_from(), std::nullopt};
  if (last + 1 < history.size()) days.last = rules::days_after(history[last + 1].valid_from(), -1);
  return days;
}

Days days_of(const rpc::Context& context, const v1::CorrectPersonRequest& request) {
  Days days;
  if (request.has_first_day()) {
    rpc::require_begun(context, "first_day", request.first_day());
    days.first = request.first_day();
  }
  if (request.has_last_day()) {
    rpc::require_begun(context, "last_day", request.last_day());
    days.last = request.last_day();
  }
  return days;
}

// An affiliation that runs across `day` and has another value is cut there.
void cut_where_wrong(History& history, const std::string& day, const std::string& field,
                     const v1::Affiliation& values) {
  const auto place = place_on(history, day);
  if (!place || history[*place].valid_from() == day || same(history[*place], values, field)) return;
  cut(history, *place, day);
}

// The day after has begun, if what was recorded holds again from then on: nothing is recorded to change in the future.
void require_past_end(const rpc::Context& context, const History& history, const std::string& last_day,
                      const std::string& field, const v1::Affiliation& values) {
  const std::string latest = rules::format_date(context.latest_day());
  const auto place = place_on(history, rules::days_after(last_day, 1));
  if (last_day < latest || !place || same(history[*place], values, field)) return;
  throw status::invalid_argument("last_day", platform::v1::REASON_IN_FUTURE,
                                 "would have " + field + " change on a day that has not begun; leave it out",
                                 {{"latest", rules::days_after(latest, -1)}});
}

// The person belongs somewhere on one of the given days.
void require_affiliated(const History& history, const std::string& person, const Days& given) {
  if (!given.first && !given.last) return;
  const bool belongs = std::any_of(history.begin(), history.end(), [&](const v1::Affiliation& one) {
    return (!given.last || one.valid_from() <= *given.last) &&
           (!given.first || !one.has_valid_to() || one.valid_to() >= *given.first);
  });
  if (belongs) return;
  const std::string& day = given.first ? *given.first : *given.last;
  status::Metadata metadata;
  if (!history.empty()) {
    const v1::Affiliation& last = history[place_of_value(history, day)];
    if (last.valid_from() <= day) metadata["last"] = last.valid_to();
  }
  throw status::invalid_argument(given.first ? "first_day" : "last_day", platform::v1::REASON_NOT_AFFILIATED,
                                 person +
                                     " belongs to no unit on these days; give days on which they do, or enter the "
                                     "affiliation first",
                                 std::move(metadata));
}

}  // namespace

v1::Person change_person(rpc::Context& context, const v1::ChangePersonRequest& request) {
  const long long id = require_person(context, request);
  rpc::require_begun(context, "valid_from", request.valid_from());
  const History before = read_history(context, id);
  History after = before;
  change_from(after, require_place(after, request.person().name(), request.valid_from()), request.valid_from(),
              request.update_mask(), values_of(request.person()), Reach::next_change, "CorrectPerson");
  store_history(context, id, before, after);
  raise_person_version(context, id);
  return visible_person(context, request.person().name());
}

v1::Person correct_person(rpc::Context& context, const v1::CorrectPersonRequest& request) {
  const long long id = require_person(context, request);
  const Days given = days_of(context, request);
  const v1::Affiliation values = values_of(request.person());
  const History before = read_history(context, id);
  require_affiliated(before, values.name(), given);
  if (before.empty()) refuse_no_change(values.name());
  History after = before;
  bool changed = false;
  for (const std::string& field : request.update_mask().paths()) {
    const Days days =
        given.first || given.last ? given : present_period(after, field, rules::format_date(context.today()));
    if (given.last) require_past_end(context, after, *given.last, field, values);
    if (days.first) cut_where_wrong(after, *days.first, field, values);
    if (days.last) cut_where_wrong(after, rules::days_after(*days.last, 1), field, values);
    for (v1::Affiliation& one : after) {
      const bool within = (!days.first || one.valid_from() >= *days.first) &&
                          (!days.last || (one.has_valid_to() && one.valid_to() <= *days.last));
      if (!within || same(one, values, field)) continue;
      take_field(one, values, field);
      one.set_reason(request.reason());
      changed = true;
    }
  }
  if (!changed) refuse_no_change(values.name());
  store_history(context, id, before, after);
  raise_person_version(context, id);
  return visible_person(context, request.person().name());
}

}  // namespace muster::roster
