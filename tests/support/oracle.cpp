// SPDX-License-Identifier: EUPL-1.2
#include "support/oracle.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <sstream>
#include <stdexcept>

namespace muster::support {

using namespace muster::platform::v1;

const std::map<char, Role> role_letters = {{'P', ROLE_PERSON},
                                           {'U', ROLE_HR_UNIT},
                                           {'C', ROLE_HR_CENTRAL},
                                           {'E', ROLE_ENDORSER},
                                           {'T', ROLE_TRAINING_COORDINATOR},
                                           {'L', ROLE_LEADERSHIP},
                                           {'A', ROLE_ANALYST},
                                           {'D', ROLE_AUDITOR},
                                           {'M', ROLE_ADMINISTRATOR}};

std::string short_name(const std::string& path) { return path.substr(path.rfind('.') + 1); }

const rpc::Method& method_named(const rpc::Registry& registry, const std::string& name) {
  for (const auto& [path, method] : registry.all()) {
    if (short_name(path) == name) return method;
  }
  throw std::runtime_error(name + " is in the table and is no method");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  if (from.empty()) return text;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string filled(std::string text, const std::map<std::string, std::string>& names) {
  for (const auto& [word, name] : names) text = replaced(std::move(text), word, name);
  return text;
}

std::unique_ptr<google::protobuf::Message> request_of(const rpc::Method& method, const std::string& json) {
  std::unique_ptr<google::protobuf::Message> request(method.request_prototype->New());
  const auto read = google::protobuf::util::JsonStringToMessage(json, request.get());
  EXPECT_TRUE(read.ok()) << json << ": " << read.ToString();
  return request;
}

std::vector<std::vector<std::string>> lines_of(const char* table, int columns) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream in(table);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::vector<std::string> found(columns + 1);
    for (int i = 0; i < columns; ++i) words >> found[i];
    std::getline(words >> std::ws, found.back());
    if (!found.front().empty()) lines.push_back(std::move(found));
  }
  return lines;
}

}  // namespace muster::support
