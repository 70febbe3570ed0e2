// SPDX-License-Identifier: EUPL-1.2
#include "roster/unit_moves.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/resources.h"
#include "platform/rpc/begun_day.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/unit_in_force.h"
#include "platform/status/error.h"
#include "roster/unit_places.h"
#include "roster/units.h"

namespace muster::roster {
namespace {

using Parent = std::optional<long long>;

// The unit that a request is about, of which the caller has read `etag`.
v1::Unit read_unit_of(rpc::Context& context, const std::string& name, const std::string& etag) {
  context.sequence();  // the ledger's lock first: of two requests the second sees what the first did
  const long long id = proto::id_of<v1::Unit>(name);
  rpc::require_visible_unit(context, id);
  v1::Unit unit = read_unit(context, id);
  status::require_etag(etag, unit.etag());
  return unit;
}

// Neither takes somebody a unit out of what others see, nor puts it there.
void require_visible_parent(rpc::Context& context, Parent parent, const std::string& field) {
  if (parent) return rpc::require_visible_unit(context, *parent);
  if (rpc::scope_of(context).everything) return;
  throw status::invalid_argument(field, platform::v1::REASON_REQUIRED,
                                 "is required, and the unit above must be one that your grants cover: what stands at "
                                 "the top is moved by a grant for all units");
}

Parent parent_named(const std::string& name) {
  return name.empty() ? Parent() : Parent(proto::id_of<v1::Unit>(name, "parent"));
}

void require_other_place(const Places& places, const v1::Unit& unit, Parent parent, const Days& days) {
  const auto former = places.parents_within(proto::id_of<v1::Unit>(unit.name()), days);
  if (!std::all_of(former.begin(), former.end(), [&](const Parent& one) { return one == parent; })) return;
  throw status::failed_precondition(platform::v1::REASON_NO_CHANGE,
                                    unit.name() + " stands there on these days; nothing would change");
}

// Puts the unit under the parent on these days.
v1::Unit place(rpc::Context& context, Places& places, const v1::Unit& unit, const std::string& named, const Days& days,
               const std::string& reason) {
  const long long id = proto::id_of<v1::Unit>(unit.name());
  const Parent parent = parent_named(named);
  require_visible_parent(context, parent, "parent");
  const auto former = places.parents_within(id, days);
  for (const Parent& one : former) require_visible_parent(context, one, "name");
  require_other_place(places, unit, parent, days);
  if (parent && *parent != id) {
    std::optional<std::string> last;
    if (!days.to.empty()) last = rules::days_after(days.to, -1);
    if (unit.has_valid_to() && (!last || unit.valid_to() < *last)) last = unit.valid_to();
    rpc::require_unit_in_force(context, *parent, last, "parent");
  }
  store_place(context, places, id, parent, days, reason, "parent");
  follow_places(context, places);
  return read_unit(context, id);
}

}  // namespace

v1::Unit move_unit(rpc::Context& context, const v1::MoveUnitRequest& request) {
  const v1::Unit unit = read_unit_of(context, request.name(), request.etag());
  const long long id = proto::id_of<v1::Unit>(request.name());
  rpc::require_begun(context, "valid_from", request.valid_from());
  rpc::require_unit_in_force(context, id, request.valid_from(), "valid_from");
  Places places(context);
  const Days present = places.place_on(id, request.valid_from());
  const Days days{request.valid_from(), present.to};
  if (present.from == request.valid_from()) {
    require_other_place(places, unit, parent_named(request.parent()), days);
    throw status::failed_precondition(
        platform::v1::REASON_CHANGED_THAT_DAY,
        "the unit was moved on " + request.valid_from() + " already; correct it with CorrectUnit, or give another day",
        {{"date", request.valid_from()}, {"verb", "CorrectUnit"}});
  }
  return place(context, places, unit, request.parent(), days, request.reason());
}

v1::Unit correct_unit(rpc::Context& context, const v1::CorrectUnitRequest& request) {
  const v1::Unit unit = read_unit_of(context, request.name(), request.etag());
  const long long id = proto::id_of<v1::Unit>(request.name());
  if (request.has_first_day()) rpc::require_begun(context, "first_day", request.first_day());
  if (request.has_last_day()) rpc::require_begun(context, "last_day", request.last_day());
  Places places(context);
  Days days;
  if (request.has_first_day()) {
    days = {request.first_day(), places.place_on(id, request.first_day()).to};
  } else if (!request.has_last_day()) {
    days = places.place_on(id, rules::format_date(context.today()));
  }
  if (request.has_last_day()) days.to = rules::days_after(request.last_day(), 1);
  return place(context, places, unit, request.parent(), days, request.reason());
}

}  // namespace muster::roster
