// SPDX-License-Identifier: EUPL-1.2
// What the oracles of access share: roles as letters, and tables that are written by hand, apart from
// the protos, with a method and its request as JSON in each line.
#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "muster/platform/v1/options.pb.h"
#include "platform/rpc/registry.h"

namespace muster::support {

// P person, U HR unit, C HR central, E endorser, T training coordinator, L leadership, A analyst,
// D auditor, M administrator.
extern const std::map<char, platform::v1::Role> role_letters;

// "RosterService/GetPerson" of "muster.roster.v1.RosterService/GetPerson".
std::string short_name(const std::string& path);
// The method of that name; throws when there is none.
const rpc::Method& method_named(const rpc::Registry& registry, const std::string& name);

// Every `from` in the text becomes `to`; an empty one is nowhere.
std::string replaced(std::string text, const std::string& from, const std::string& to);
// Every "$word" of the map by its name.
std::string filled(std::string text, const std::map<std::string, std::string>& names);

// The method's request from JSON; fails the test when it is not one.
std::unique_ptr<google::protobuf::Message> request_of(const rpc::Method& method, const std::string& json);

// The words of each line of a table: the first `columns` one by one, the last is the rest of the line.
std::vector<std::vector<std::string>> lines_of(const char* table, int columns);

}  // namespace muster::support
