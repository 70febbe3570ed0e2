// SPDX-License-Identifier: EUPL-1.2
#include "platform/proto/references.h"

#include <google/api/resource.pb.h>
#include <google/protobuf/descriptor_database.h>

#include <algorithm>

#include "muster/platform/v1/options.pb.h"
#include "platform/status/error.h"

namespace muster::proto {
namespace {

namespace pb = google::protobuf;

void add_resources(const pb::Descriptor& type, std::vector<const pb::Descriptor*>& types) {
  if (type.options().HasExtension(google::api::resource)) types.push_back(&type);
  for (int i = 0; i < type.nested_type_count(); ++i) add_resources(*type.nested_type(i), types);
}

bool has_column(const pb::FieldDescriptor& field) {
  const auto& declared = field.options().GetExtension(platform::v1::field);
  return !declared.has_stored() || declared.stored();
}

}  // namespace

const std::vector<const pb::Descriptor*>& resource_types() {
  static const auto* types = [] {
    auto* result = new std::vector<const pb::Descriptor*>;
    std::vector<std::string> files;
    pb::DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
    for (const auto& name : files) {
      if (!name.starts_with("muster/")) continue;
      const auto* file = pb::DescriptorPool::generated_pool()->FindFileByName(name);
      for (int i = 0; file != nullptr && i < file->message_type_count(); ++i) {
        add_resources(*file->message_type(i), *result);
      }
    }
    std::sort(result->begin(), result->end(),
              [](const auto* a, const auto* b) { return a->full_name() < b->full_name(); });
    return result;
  }();
  return *types;
}

std::string table_of(const pb::Descriptor& type) {
  std::string table;
  for (const char c : type.name()) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !table.empty()) table += '_';
    table += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return table;
}

std::vector<const pb::FieldDescriptor*> references_to(const pb::Descriptor& type) {
  const std::string& target = type.options().GetExtension(google::api::resource).type();
  std::vector<const pb::FieldDescriptor*> fields;
  for (const pb::Descriptor* resource : resource_types()) {
    for (int i = 0; i < resource->field_count(); ++i) {
      const pb::FieldDescriptor& field = *resource->field(i);
      if (!field.options().HasExtension(google::api::resource_reference) || !has_column(field)) continue;
      if (field.options().GetExtension(google::api::resource_reference).type() != target) continue;
      if (field.is_repeated()) {
        throw status::Error(status::Code::internal, field.full_name() + " refers to several in one column");
      }
      fields.push_back(&field);
    }
  }
  return fields;
}

}  // namespace muster::proto
