// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/own_case.h"

#include <google/api/resource.pb.h>

#include <algorithm>
#include <charconv>

#include "platform/proto/references.h"
#include "platform/proto/resources.h"
#include "platform/rpc/two_hand_acts.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const std::string person_type = "muster/Person";

const std::string& type_of(const FieldDescriptor& field) {
  return field.options().GetExtension(google::api::resource_reference).type();
}

const Descriptor* resource_called(const std::string& type) {
  for (const Descriptor* one : proto::resource_types()) {
    if (one->options().GetExtension(google::api::resource).type() == type) return one;
  }
  return nullptr;
}

bool is_of_person(const Descriptor& resource) {
  const auto* field = resource.FindFieldByName("person");
  return field != nullptr && type_of(*field) == person_type;
}

// Whether the record `name`, of a resource of this type, is the person or of the person.
bool is_own(Context& context, const std::string& type, const std::string& name) {
  const long long person = *context.caller.person;
  if (type == person_type) return name == "persons/" + std::to_string(person);
  const Descriptor* resource = resource_called(type);
  if (resource == nullptr || !is_of_person(*resource)) return false;
  const std::string start = proto::collection_of(*resource) + "/";
  long long id = 0;
  if (!name.starts_with(start)) return false;
  if (std::from_chars(name.data() + start.size(), name.data() + name.size(), id).ec != std::errc()) return false;
  return db::select_one<long long>(
             context.sql,
             {"SELECT 1 FROM " + proto::table_of(*resource) + " WHERE id = ? AND person = ?", {id, person}})
      .has_value();
}

bool names_own(Context& context, const Message& message) {
  const auto* reflection = message.GetReflection();
  const Descriptor& type = *message.GetDescriptor();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  return std::any_of(set.begin(), set.end(), [&](const FieldDescriptor* field) {
    const bool inner = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    // A resource's own name has no reference: its type is the message's.
    const std::string& referred = field->name() == "name" && type.options().HasExtension(google::api::resource)
                                      ? type.options().GetExtension(google::api::resource).type()
                                      : type_of(*field);
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (inner) {
        if (names_own(context, field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                                    : reflection->GetMessage(message, field))) {
          return true;
        }
      } else if (!referred.empty() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        if (is_own(context, referred,
                   field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                        : reflection->GetString(message, field))) {
          return true;
        }
      }
    }
    return false;
  });
}

std::optional<Act> own_case(Context& context, const Message& request) {
  if (!context.caller.person || !names_own(context, request)) return std::nullopt;
  const std::string& method = context.method.descriptor->name();
  const std::string person = "persons/" + std::to_string(*context.caller.person);
  Act act{.act = platform::v1::TWO_HAND_ACT_OWN_CASE,
          .mode = two_hand_rule(platform::v1::TWO_HAND_ACT_OWN_CASE).mode,
          .sentence = method + " for " + person + ", who is the one who asks",
          .unit = unit_of_person(context, *context.caller.person),
          .person = context.caller.person,
          .label = method};
  // A colleague who may do the same.
  act.approvers.clear();
  for (const int role : context.method.access.roles()) {
    if (role != platform::v1::ROLE_PERSON) act.approvers.push_back(static_cast<platform::v1::Role>(role));
  }
  return act;
}

}  // namespace

void own_case_takes_two(Registry& registry, std::string_view service, const std::vector<std::string_view>& methods) {
  for (const std::string_view method : methods) registry.second_hand(std::string(service) += method, &own_case);
}

}  // namespace muster::rpc
