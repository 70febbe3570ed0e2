// SPDX-License-Identifier: EUPL-1.2
#include "statistics/requirements.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <stdexcept>

#include "platform/db/query.h"
#include "platform/rows/rows.h"

namespace muster::statistics {
namespace {

// The texts of a repeated field's column.
std::vector<std::string> elements(const std::string& json_array) {
  google::protobuf::ListValue list;
  if (!google::protobuf::util::JsonStringToMessage(json_array, &list).ok()) {
    throw std::logic_error("a requirement's list is not a JSON array");
  }
  std::vector<std::string> texts;
  for (const auto& value : list.values()) texts.push_back(value.string_value());
  return texts;
}

}  // namespace

std::optional<Requirement> find_requirement(db::Session& sql, const std::string& code) {
  auto row = db::select_one<long long, std::string, std::string, std::string, std::string, std::string, long long,
                            std::string, std::optional<std::string>>(
      sql, {"SELECT id, population, categories, topics, courses, time, soon_days, valid_from, valid_to FROM requirement"
            " WHERE code = ?",
            {code}});
  if (!row) return std::nullopt;
  const auto& [id, population, categories, topics, courses, time, soon_days, valid_from, valid_to] = *row;
  Requirement requirement;
  requirement.id = id;
  requirement.of_deployed = population == "POPULATION_DEPLOYED";
  requirement.categories = elements(categories);
  requirement.topics = elements(topics);
  for (const std::string& course : elements(courses)) {
    requirement.courses.push_back(proto::id_of(course, "courses", "courses"));
  }
  requirement.time = rules::requirement_time(time);
  requirement.soon_days = static_cast<int>(soon_days);
  requirement.in_force.from = rules::parse_date(valid_from).value();
  requirement.in_force.to = valid_to ? rules::parse_date(*valid_to).value() + 1 : open_end;
  return requirement;
}

std::vector<std::string> requirement_codes(db::Session& sql) {
  std::vector<std::string> codes;
  for (auto& [code] : db::select<std::string>(sql, "SELECT code FROM requirement ORDER BY code")) {
    codes.push_back(std::move(code));
  }
  return codes;
}

std::string choice_of(const std::vector<std::string>& codes) {
  constexpr std::size_t named = 20;
  if (codes.empty()) return "no requirement has been entered yet; enter one first (CreateRequirement)";
  std::string list;
  for (std::size_t i = 0; i < std::min(codes.size(), named); ++i) list += (i ? ", " : "") + codes[i];
  return "give one of " + list + (codes.size() > named ? ", ...: ListRequirements shows all" : "");
}

}  // namespace muster::statistics
