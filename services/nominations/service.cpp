// SPDX-License-Identifier: EUPL-1.2
#include "nominations/service.h"

#include "nominations/actions.h"
#include "nominations/calls.h"
#include "nominations/erasure.h"
#include "nominations/follow_end.h"
#include "nominations/nomination_facts.h"
#include "nominations/nominations.h"
#include "nominations/post_follower.h"

namespace muster::nominations {

void register_methods(rpc::Registry& registry) {
  const std::string service = "muster.nominations.v1.NominationsService/";
  registry.add(service + "CreateCall", &create_call, &see_call);
  registry.add(service + "UpdateCall", &update_call, &see_call);
  registry.add(service + "GetCall", &get_call);
  registry.add(service + "ListCalls", &list_calls);
  for (const char* verb : {"OpenCall", "CloseCall", "CancelCall"}) {
    registry.add(service + verb, &act_on_call, &see_call);
  }
  registry.add(service + "CreateNomination", &create_nomination, &see_nomination);
  registry.add(service + "UpdateNomination", &update_nomination, &see_nomination);
  registry.add(service + "GetNomination", &get_nomination);
  registry.add(service + "ListNominations", &list_nominations);
  registry.add(service + "ListNominationEvents", &list_nomination_events);
  // Each verb of the table is a method of this name; act() takes the row that fits it.
  for (const std::string& verb : verbs()) registry.add(service + verb, &act, &see_nomination);
}

void register_corrections(rpc::Registry& registry) {
  registry.on_person_corrected(&show_corrected_gender);
  registry.on_restatement(&show_restated_category);
  registry.on_restatement(&show_restated_unit);
  registry.on_post_changed(&follow_post);
  registry.on_end(&follow_end);
  registry.on_erasure(erasure_rule());
}

}  // namespace muster::nominations
