// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/consequences.h"

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
  (*consequence.mutable_metadata())["day"] = end.last_day;
}

}  // namespace

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
