// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/active_person.h"

#include <optional>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/resources.h"

namespace muster::rpc {
namespace {

// `day` empty: none is early enough. `remedy`: what can be done besides.
Refusal refuse(Context& context, std::string_view person, const std::string& day, const std::string& remedy) {
  if (person.empty()) return {};
  const auto row = db::select_one<std::string, std::optional<std::string>>(
      context.sql, {"SELECT status, last_day FROM person WHERE id = ?", {proto::id_of(person, "persons", "person")}});
  if (!row) return {};
  const auto& [status, last_day] = *row;
  if (status == "PERSON_STATUS_ACTIVE" || (!day.empty() && last_day && day <= *last_day)) return {};
  const std::string name(person);
  Refusal why{.reason = platform::v1::REASON_PERSON_NOT_ACTIVE,
              .text = name + (status == "PERSON_STATUS_DECEASED" ? " has died" : " is not active on the roster"),
              .metadata = {{"name", name}}};
  if (last_day) {
    why.text += " (last day " + *last_day + ")";
    why.metadata["last_day"] = *last_day;
  }
  why.text += "; " + remedy + ", or correct status and last_day with UpdatePerson";
  return why;
}

}  // namespace

Refusal person_not_active(Context& context, std::string_view person) {
  return refuse(context, person, "", "choose somebody who is active");
}

Refusal person_not_active_on(Context& context, std::string_view person, const std::string& day) {
  return refuse(context, person, day, "record only what happened until the last day");
}

Refusal person_not_active_until(Context& context, std::string_view person, const std::optional<std::string>& last) {
  return refuse(context, person, last.value_or(""), "record only what had ended by the last day");
}

}  // namespace muster::rpc
