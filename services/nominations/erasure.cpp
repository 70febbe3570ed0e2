// SPDX-License-Identifier: EUPL-1.2
#include "nominations/erasure.h"

#include "nominations/states.h"
#include "platform/proto/enums.h"
#include "platform/proto/resources.h"

namespace muster::nominations {
namespace {

void find_obstacles(rpc::Context& context, long long person, std::vector<platform::v1::Consequence>& obstacles) {
  for (const auto& [id, word] : db::select<long long, std::string>(
           context.sql, {"SELECT id, state FROM nomination_now WHERE person = ? ORDER BY id", {person}})) {
    const auto state = proto::enum_named<v1::NominationState>(word);
    if (is_terminal(state) || state == v1::NOMINATION_STATE_CONVERTED) continue;
    const std::string name = proto::name_of<v1::Nomination>(id);
    obstacles.push_back(
        rpc::obstacle(name, "WithdrawNomination",
                      name + " is " + rpc::short_name(state) + "; withdraw it first, or wait until it is decided"));
  }
}

}  // namespace

rpc::ErasureRule erasure_rule() { return {.find_obstacles = &find_obstacles}; }

}  // namespace muster::nominations
