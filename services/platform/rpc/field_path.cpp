// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/field_path.h"

#include <google/api/resource.pb.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "muster/platform/v1/options.pb.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool is_resource(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
         field.message_type()->full_name().rfind("muster.", 0) == 0;
}

bool is_input(const FieldDescriptor& field) { return !field.options().GetExtension(platform::v1::field).output_only(); }

bool is_reference(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
         (field.name() == "name" || field.options().HasExtension(google::api::resource_reference));
}

// The field of the request that refers to this resource, at the top or in a resource of it.
std::optional<std::string> holder_of(const std::string& name, const Message& message, const std::string& prefix) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    std::string path = prefix + field->name();
    if (is_resource(*field)) {
      if (auto found = holder_of(name, reflection.GetMessage(message, field), path + ".")) return found;
    }
    if (!is_reference(*field)) continue;
    if (!field->is_repeated()) {
      if (reflection.GetString(message, field) == name) return path;
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      if (reflection.GetRepeatedString(message, field, i) == name) return path + "[" + std::to_string(i) + "]";
    }
  }
  return std::nullopt;
}

// The path of a column: of a resource in the request that takes it from the client, unless the
// request has a field of this name itself.
std::string path_of(const std::string& column, const Message& request) {
  const auto& type = *request.GetDescriptor();
  if (column.find_first_of(".[") != std::string::npos || type.FindFieldByName(column)) return column;
  for (int i = 0; i < type.field_count(); ++i) {
    if (!is_resource(*type.field(i))) continue;
    const auto* field = type.field(i)->message_type()->FindFieldByName(column);
    if (field && is_input(*field)) return type.field(i)->name() + "." + column;
  }
  return column;
}

}  // namespace

status::Error with_paths(const status::Error& error, const Message& request) {
  std::vector<status::FieldViolation> violations;
  std::string message = error.message();
  for (const auto& [field, reason, description, metadata] : error.violations()) {
    if (field.find('/') == std::string::npos) {
      violations.push_back({path_of(field, request), reason, description, metadata});
      // "number: is taken" speaks of the same field.
      if (message.starts_with(field + ": ")) message.replace(0, field.size(), violations.back().field);
    } else if (auto path = holder_of(field, request, "")) {
      violations.push_back({std::move(*path), reason, description, metadata});
    }
  }
  return status::Error(error).with_message(std::move(message)).with_violations(std::move(violations));
}

}  // namespace muster::rpc
