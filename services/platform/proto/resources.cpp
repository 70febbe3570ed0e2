// SPDX-License-Identifier: EUPL-1.2
#include "platform/proto/resources.h"

#include <google/api/resource.pb.h>

#include <charconv>
#include <map>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/per_type.h"
#include "platform/proto/references.h"
#include "platform/status/error.h"

namespace muster::proto {
namespace {

namespace pb = google::protobuf;

status::Error misfit(const std::string& what, const std::string& why) {
  return {status::Code::internal, what + " " + why};
}

std::string read_collection(const pb::Descriptor& type) {
  const auto& resource = type.options().GetExtension(google::api::resource);
  if (resource.pattern_size() == 0) return {};
  const std::string& pattern = resource.pattern(0);
  return pattern.substr(0, pattern.find("/{"));
}

// Of every resource type of Muster in this program: {"muster/Person": "persons"}. References
// may name types of files that theirs does not import.
const std::map<std::string, std::string>& all_collections() {
  static const auto* collections = [] {
    auto* result = new std::map<std::string, std::string>;
    for (const pb::Descriptor* type : resource_types()) {
      (*result)[type->options().GetExtension(google::api::resource).type()] = read_collection(*type);
    }
    return result;
  }();
  return *collections;
}

}  // namespace

const std::string& collection_in(const pb::Descriptor& type) {
  static auto* collections = new PerType<std::string>(&read_collection);
  return collections->of(type);
}

const std::string& collection_of(const pb::Descriptor& type) {
  const std::string& collection = collection_in(type);
  if (collection.empty()) throw misfit(type.full_name(), "is not a resource");
  return collection;
}

const std::string& collection_of_reference(const pb::FieldDescriptor& field) {
  const auto& type = field.options().GetExtension(google::api::resource_reference).type();
  const auto found = all_collections().find(type);
  if (found == all_collections().end()) {
    throw misfit(field.full_name(), "refers to the unknown resource type " + type);
  }
  return found->second;
}

long long id_of(std::string_view name, std::string_view collection, std::string_view field) {
  const std::string start = std::string(collection) + "/";
  long long id = 0;
  if (name.starts_with(start)) {
    const std::string_view number = name.substr(start.size());
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), id);
    const bool whole = error == std::errc() && end == number.data() + number.size();
    // One spelling only: no sign, no leading zero.
    if (whole && id > 0 && number.front() != '0') return id;
  }
  throw status::invalid_argument(std::string(field), platform::v1::REASON_MALFORMED_NAME,
                                 "must be \"" + start + "\" and a number, such as \"" + start + "42\"",
                                 {{"collection", std::string(collection)}});
}

}  // namespace muster::proto
