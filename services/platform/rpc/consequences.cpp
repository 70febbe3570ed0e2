// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/consequences.h"

#include <string_view>

#include "platform/rpc/registry.h"

namespace muster::rpc {
namespace {

void add(Context& context, Consequence::Kind kind, const End& end, const std::string& name, const std::string& verb,
         std::string why) {
  Consequence& consequence = context.consequences.emplace_back();
  consequence.set_kind(kind);
  consequence.set_name(name);
  consequence.set_verb(verb);
  consequence.set_cause(end.cause);
  consequence.set_explanation(std::move(why));
  if (!end.last_day.empty()) (*consequence.mutable_metadata())["day"] = end.last_day;
}

}  // namespace

std::string name_of(Consequence::Cause cause) {
  return Consequence::Cause_Name(cause).substr(std::string_view("CAUSE_").size());
}

std::string in_words(const End& end) {
  switch (end.cause) {
    case Consequence::CAUSE_PERSON_DECEASED: return "the person has died (last day " + end.last_day + ")";
    case Consequence::CAUSE_PERSON_LEFT: return "the person has left the roster (last day " + end.last_day + ")";
    case Consequence::CAUSE_PERSON_ERASED: return "the person is erased";
    case Consequence::CAUSE_UNIT_ENDED: return "the unit has ended (last day " + end.last_day + ")";
    case Consequence::CAUSE_MISSION_OVER: return "the mission is over (last day " + end.last_day + ")";
    case Consequence::CAUSE_POST_CLOSED: return "the post is closed (last day " + end.last_day + ")";
    case Consequence::CAUSE_CALL_CANCELLED: return "the call is cancelled";
    case Consequence::CAUSE_PERSON_RETURNED: return "the person is active again";
    case Consequence::CAUSE_AFFILIATION_ENDED: return "the person belongs to no unit after " + end.last_day;
    case Consequence::CAUSE_MANDATE_SHORTENED: return "the mission's mandate ends on " + end.last_day;
    case Consequence::CAUSE_MANDATE_PROLONGED:
      return "the mission's mandate goes on" + (end.last_day.empty() ? "" : " until " + end.last_day);
    default: return {};
  }
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

void post_changed(Context& context, long long post) {
  for (const auto& follow : context.method.registry->posts_changed()) follow(context, post);
}

}  // namespace muster::rpc
