// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/consequences.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"

namespace muster::rpc {
namespace {

using platform::v1::Consequence;

void add(Context& context, Consequence::Kind kind, const End& end, const std::string& name, const std::string& verb,
         std::string why) {
  Consequence& consequence = context.consequences.emplace_back();
  consequence.set_kind(kind);
  consequence.set_name(name);
  consequence.set_verb(verb);
  consequence.set_cause(name_of(end.cause));
  consequence.set_explanation(std::move(why));
  (*consequence.mutable_metadata())["day"] = end.last_day;
}

}  // namespace

std::string name_of(Cause cause) {
  switch (cause) {
    case Cause::person_deceased: return "PERSON_DECEASED";
    case Cause::person_left: return "PERSON_LEFT";
    case Cause::person_erased: return "PERSON_ERASED";
    case Cause::unit_ended: return "UNIT_ENDED";
    case Cause::mission_over: return "MISSION_OVER";
    case Cause::post_closed: return "POST_CLOSED";
    case Cause::call_cancelled: return status::reason_name(platform::v1::REASON_CALL_CANCELLED);
    case Cause::person_returned: return "PERSON_RETURNED";
    case Cause::affiliation_ended: return "AFFILIATION_ENDED";
    case Cause::mandate_shortened: return "MANDATE_SHORTENED";
  }
  return {};
}

std::string in_words(const End& end) {
  switch (end.cause) {
    case Cause::person_deceased: return "the person has died (last day " + end.last_day + ")";
    case Cause::person_left: return "the person has left the roster (last day " + end.last_day + ")";
    case Cause::person_erased: return "the person is erased";
    case Cause::unit_ended: return "the unit has ended (last day " + end.last_day + ")";
    case Cause::mission_over: return "the mission is over (last day " + end.last_day + ")";
    case Cause::post_closed: return "the post is closed (last day " + end.last_day + ")";
    case Cause::call_cancelled: return "the call is cancelled";
    case Cause::person_returned: return "the person is active again";
    case Cause::affiliation_ended: return "the person belongs to no unit after " + end.last_day;
    case Cause::mandate_shortened: return "the mission's mandate ends on " + end.last_day;
  }
  return {};
}

void add_settled(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why) {
  add(context, Consequence::KIND_SETTLED, end, name, verb, std::move(why));
}

void add_open(Context& context, const End& end, const std::string& name, const std::string& verb, std::string why) {
  add(context, Consequence::KIND_OPEN, end, name, verb, std::move(why));
}

void carry_on(Context& context, const End& end) {
  for (const auto& settle : context.method.registry->ends()) settle(context, end);
}

void restate(Context& context, const Restatement& restatement) {
  for (const auto& correct : context.method.registry->restatements()) correct(context, restatement);
}

}  // namespace muster::rpc
