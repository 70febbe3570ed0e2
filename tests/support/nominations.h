// SPDX-License-Identifier: EUPL-1.2
// Steps of nominations that are taken or refused.
#pragma once

#include <string>

#include "support/operations.h"

namespace muster::support {

class NominationTest : public OperationsTest {
 protected:
  // Without a reason, so that every guard counts.
  static nominations::v1::NominationActionRequest bare(const std::string& name);
  nominations::v1::Nomination get(const std::string& name) { return get(name, system()); }
  nominations::v1::Nomination get(const std::string& name, const rpc::Caller& who);
  nominations::v1::Nomination take(const std::string& verb, const nominations::v1::NominationActionRequest& request,
                                   const rpc::Caller& who);
  // Refused by a guard whose words hold `words`, and nothing has changed.
  void expect_refused(const std::string& verb, const nominations::v1::NominationActionRequest& request,
                      const rpc::Caller& who, const std::string& words);
  // The same by the guard of this reason.
  void expect_refused(const std::string& verb, const nominations::v1::NominationActionRequest& request,
                      const rpc::Caller& who, const std::string& reason, const std::string& words);
  void set_call_state(const std::string& verb, const nominations::v1::Call& subject);
  std::vector<nominations::v1::NominationEvent> events(const std::string& name);
  // As if all that happened had happened so many days earlier.
  void happened_before(const std::string& name, int days);
};

}  // namespace muster::support
