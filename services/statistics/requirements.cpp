// SPDX-License-Identifier: EUPL-1.2
#include "statistics/requirements.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "platform/text/code_key.h"

namespace muster::statistics {

std::vector<std::string> elements(std::string_view json_array) {
  google::protobuf::ListValue list;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json_array), &list).ok()) {
    throw std::logic_error("a requirement's list is not a JSON array");
  }
  std::vector<std::string> texts;
  for (const auto& value : list.values()) texts.push_back(value.string_value());
  return texts;
}

std::optional<NamedRequirement> find_requirement(const Directory& directory, const std::string& code,
                                                 std::uint32_t known) {
  const std::size_t count = count_known(directory.requirements, known);
  const auto end = directory.requirements.begin() + static_cast<std::ptrdiff_t>(count);
  // In its own spelling first: of old, two may differ by that alone.
  auto named =
      std::find_if(directory.requirements.begin(), end, [&](const RequirementFact& fact) { return fact.code == code; });
  if (named == end) {
    named = std::find_if(
        directory.requirements.begin(), end,
        [key = text::code_key(code)](const RequirementFact& fact) { return text::code_key(fact.code) == key; });
  }
  if (named == end) return std::nullopt;
  NamedRequirement last;
  for (auto fact = named; fact != end; ++fact) {
    if (fact->requirement.id == named->requirement.id) last = {fact->code, fact->requirement};
  }
  return last;
}

std::vector<std::string> requirement_codes(const Directory& directory, std::uint32_t known) {
  std::map<std::int64_t, std::string> last;
  for (std::size_t i = 0; i < count_known(directory.requirements, known); ++i) {
    last[directory.requirements[i].requirement.id] = directory.requirements[i].code;
  }
  std::vector<std::string> codes;
  for (const auto& [id, code] : last) codes.push_back(code);
  std::sort(codes.begin(), codes.end());
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
