// SPDX-License-Identifier: EUPL-1.2
// A small organisation to test with: a ministry with two services beside each other.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "muster/roster/v1/roster.pb.h"
#include "platform/db/query.h"
#include "support/service.h"

namespace muster::support {

class RosterTest : public ServiceTest {
 protected:
  void SetUp() override;

  static std::string roster(const std::string& method) { return "muster.roster.v1.RosterService/" + method; }

  // Creates "units/N" and gives its name.
  std::string make_unit(const std::string& code, const std::string& parent = "");
  // A request that is right: a woman of 1988 in `unit` from 2020-01-01 on; tests change what they test.
  static roster::v1::CreatePersonRequest person_request(const std::string& number, const std::string& unit);
  roster::v1::Person make_person(const std::string& number, const std::string& unit);
  roster::v1::Person person(const std::string& name);
  // A caller with `role` for `unit` and all below.
  rpc::Caller caller_of(platform::v1::Role role, const std::string& unit);
  rpc::Caller hr() { return caller_of(platform::v1::ROLE_HR_UNIT, army_); }

  // Today, as the server sees it, and days from it.
  static std::string day(int from_today);
  // A day that has begun nowhere on earth, also when the test goes on for hours.
  static std::string future_day();

  // Rows of SELECT as text, one "a|b|c" each, NULL as "-".
  std::vector<std::string> rows(const std::string& select, int columns);

  std::string ministry_, army_, navy_, battalion_;  // battalion_ is below army_
};

// The number in "persons/42".
long long number_of(const std::string& name);

// What a caller can tell two errors apart by: code, message, reason and violations.
std::string everything_of(const status::Error& error);

}  // namespace muster::support
