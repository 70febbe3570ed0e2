// SPDX-License-Identifier: EUPL-1.2
// Settings of the whole database, in table setting.
#pragma once

#include <string>

#include "muster/access/v1/access.pb.h"
#include "platform/rpc/context.h"

namespace muster::access {

// The setting's value; "" when it was never set.
std::string read_setting(rpc::Context& context, const std::string& key);

// Deployments and nominations made before keep the country that they were given.
// Errors: PERMISSION_DENIED for an administrator of some units only.
v1::SetHomeCountryResponse set_home_country(rpc::Context& context, const v1::SetHomeCountryRequest& request);

// Answers all settings as they are then.
// Errors: PERMISSION_DENIED for an administrator of some units only.
v1::RosterSettings set_roster_settings(rpc::Context& context, const v1::SetRosterSettingsRequest& request);

}  // namespace muster::access
