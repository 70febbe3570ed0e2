// SPDX-License-Identifier: EUPL-1.2
#include "support/roster.h"

#include "rules/civil_date.h"
#include "rules/time_zone.h"

namespace muster::support {

namespace v1 = muster::roster::v1;

void RosterTest::SetUp() {
  ServiceTest::SetUp();
  ministry_ = make_unit("MINISTRY");
  army_ = make_unit("ARMY", ministry_);
  navy_ = make_unit("NAVY", ministry_);
  battalion_ = make_unit("BATTALION", army_);
}

std::string RosterTest::make_unit(const std::string& code, const std::string& parent) {
  v1::CreateUnitRequest request;
  request.mutable_unit()->set_code(code);
  request.mutable_unit()->set_display_name("Unit " + code);
  request.mutable_unit()->set_parent(parent);
  request.mutable_unit()->set_kind(v1::UNIT_KIND_UNIT);
  return call<v1::Unit>(roster("CreateUnit"), request).name();
}

v1::CreatePersonRequest RosterTest::person_request(const std::string& number, const std::string& unit) {
  v1::CreatePersonRequest request;
  v1::Person& person = *request.mutable_person();
  person.set_number(number);
  person.set_given_name("Kari");
  person.set_family_name("Nordmann");
  person.set_birth_date("1988-04-30");
  person.set_gender(platform::v1::GENDER_WOMAN);
  person.set_gender_source(v1::GENDER_SOURCE_SELF);
  person.set_nationality("NOR");
  person.set_category(platform::v1::CATEGORY_MILITARY);
  request.mutable_affiliation()->set_unit(unit);
  request.mutable_affiliation()->set_valid_from("2020-01-01");
  return request;
}

v1::Person RosterTest::make_person(const std::string& number, const std::string& unit) {
  return call<v1::Person>(roster("CreatePerson"), person_request(number, unit));
}

v1::Person RosterTest::person(const std::string& name) {
  v1::GetPersonRequest request;
  request.set_name(name);
  return call<v1::Person>(roster("GetPerson"), request);
}

rpc::Caller RosterTest::caller_of(platform::v1::Role role, const std::string& unit) {
  return caller(role, number_of(unit));
}

std::string RosterTest::day(int from_today) {
  return rules::format_date(rules::local_day(std::chrono::system_clock::now(), roster_zone()) + from_today);
}

std::string RosterTest::future_day() {
  return rules::format_date(rules::latest_day(std::chrono::system_clock::now()) + 2);
}

std::vector<std::string> RosterTest::rows(const std::string& select, int columns) {
  std::vector<std::string> result;
  sql([&](db::Session& session) {
    result.clear();
    for (auto& row : db::detail::select_rows(session, select, std::vector<db::Type>(columns, db::Type::text))) {
      std::string line;
      for (auto& value : row) {
        line += line.empty() ? "" : "|";
        line += std::holds_alternative<std::monostate>(value) ? "-" : std::get<std::string>(value);
      }
      result.push_back(line);
    }
  });
  return result;
}

long long number_of(const std::string& name) { return std::stoll(name.substr(name.find('/') + 1)); }

std::string everything_of(const status::Error& error) {
  return std::string(status::code_name(error.code())) + "\n" + error.message() + "\n" + error.reason() + "\n" +
         violations_of(error);
}

}  // namespace muster::support
