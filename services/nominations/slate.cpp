// SPDX-License-Identifier: EUPL-1.2
#include "nominations/slate.h"

#include "nominations/states.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"

namespace muster::nominations {

v1::Call::Slate slate_of(rpc::Context& context, const v1::Call& call) {
  v1::Call::Slate slate;
  for (const auto& [state_name, gender, rows] : db::select<std::string, std::string, long long>(
           context.sql, {"SELECT state, frozen_gender, COUNT(*) FROM nomination_now WHERE call = ? "
                         "GROUP BY state, frozen_gender",
                         {proto::id_of<v1::Call>(call.name())}})) {
    const auto state = proto::enum_named<v1::NominationState>(state_name);
    const int count = static_cast<int>(rows);
    if (holds_place(state)) slate.set_nominees(slate.nominees() + count);
    if (is_before_submission(state)) slate.set_not_submitted(slate.not_submitted() + count);
    if (state == v1::NOMINATION_STATE_DRAFT || is_terminal(state)) continue;
    if (gender == "GENDER_NOT_STATED") {
      slate.set_not_stated(slate.not_stated() + count);
      continue;
    }
    slate.set_known(slate.known() + count);
    if (gender == "GENDER_WOMAN") slate.set_women(slate.women() + count);
  }
  const long long wanted = call.min_women_percent();
  slate.set_enough_women(wanted == 0 || (slate.known() > 0 && slate.women() * 100LL >= slate.known() * wanted));
  return slate;
}

}  // namespace muster::nominations
