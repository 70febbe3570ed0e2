// SPDX-License-Identifier: EUPL-1.2
#include "platform/proto/field_rules.h"

#include <google/api/resource.pb.h>

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "platform/proto/resources.h"

namespace muster::proto {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

using Known = std::map<const Descriptor*, std::unique_ptr<MessageRules>>;

bool holds_ours(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         field.message_type()->full_name().starts_with("muster.");
}

const MessageRules& add(Known& known, const Descriptor& type) {
  const auto [place, first] = known.try_emplace(&type, nullptr);
  if (!first) return *place->second;
  place->second = std::make_unique<MessageRules>();
  MessageRules& rules = *place->second;
  rules.mask = type.FindFieldByName("update_mask");
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    FieldRules one{&field, &field.options().GetExtension(platform::v1::field)};
    if (!one.declared->not_before().empty()) one.not_before = type.FindFieldByName(one.declared->not_before());
    if (const auto& other = one.declared->required_without(); !other.empty()) {
      one.required_without = type.FindFieldByName(other);
    }
    if (field.options().HasExtension(google::api::resource_reference)) {
      one.collection = collection_of_reference(field);
    }
    if (holds_ours(field)) one.inner = &add(known, *field.message_type());
    rules.fields.push_back(std::move(one));
  }
  return rules;
}

}  // namespace

const MessageRules& rules_of(const Descriptor& type) {
  static std::shared_mutex mutex;
  static auto* known = new Known;
  {
    const std::shared_lock lock(mutex);
    if (const auto found = known->find(&type); found != known->end()) return *found->second;
  }
  const std::unique_lock lock(mutex);
  return add(*known, type);
}

}  // namespace muster::proto
