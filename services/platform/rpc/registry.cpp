// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/registry.h"

#include <set>
#include <stdexcept>

#include "platform/rpc/named_people.h"
#include "platform/rpc/token_purpose.h"

namespace muster::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::MethodOptions;

std::string path_of(const MethodDescriptor& method) { return method.service()->full_name() + "/" + method.name(); }

// Exactly one of the four ways in is declared.
bool proper(const platform::v1::Access& access) {
  return int(access.anyone()) + int(access.signed_in()) + int(access.any_grant()) + int(access.roles_size() > 0) == 1;
}

// Clients may call what declares this by GET.
bool declares_no_side_effects(const MethodDescriptor& method) {
  return method.options().idempotency_level() == MethodOptions::NO_SIDE_EFFECTS;
}

bool has_request_id(const Method& method) {
  const auto* field = method.descriptor->input_type()->FindFieldByName("request_id");
  return field && !field->is_repeated() && field->type() == google::protobuf::FieldDescriptor::TYPE_STRING;
}

const MethodDescriptor& find_descriptor(std::string_view path) {
  std::string full(path);
  const auto slash = full.find('/');
  if (slash == std::string::npos) throw std::logic_error(full + ": no method path");
  full[slash] = '.';
  const auto* descriptor = DescriptorPool::generated_pool()->FindMethodByName(full);
  if (!descriptor) throw std::logic_error(full + ": no such method in the protos");
  return *descriptor;
}

}  // namespace

Method& Registry::insert(std::string_view path, std::unique_ptr<google::protobuf::Message> request_prototype,
                         std::unique_ptr<google::protobuf::Message> answer_prototype, Run run) {
  const MethodDescriptor& descriptor = find_descriptor(path);
  if (descriptor.input_type() != request_prototype->GetDescriptor() ||
      descriptor.output_type() != answer_prototype->GetDescriptor()) {
    throw std::logic_error(std::string(path) + ": the handler's types are not the method's");
  }
  Method& method = methods_[std::string(path)];
  method.registry = this;
  method.path = path;
  method.descriptor = &descriptor;
  method.access = descriptor.options().GetExtension(platform::v1::access);
  const auto& declared = descriptor.options().GetExtension(platform::v1::method);
  method.read_only = declared.read_only() || declares_no_side_effects(descriptor);
  method.retry_safe = declared.retry_safe();
  method.changes_access = declared.changes_access();
  if (declared.message_limit_bytes() > 0) method.message_limit_bytes = declared.message_limit_bytes();
  for (const auto purpose : purposes_of(method)) method.purposes |= purpose_bit(purpose);
  method.names_people = names_people(*descriptor.output_type());
  method.run = run;
  method.request_prototype = std::move(request_prototype);
  method.answer_prototype = std::move(answer_prototype);
  return method;
}

void Registry::second_hand(std::string_view path, SecondHandRule rule) {
  const auto found = methods_.find(path);
  if (found == methods_.end()) throw std::logic_error(std::string(path) + ": a second hand for no method");
  if (found->second.read_only) throw std::logic_error(std::string(path) + ": a second hand for a read");
  found->second.second_hand = std::move(rule);
}

const Method* Registry::find(std::string_view path) const {
  auto found = methods_.find(path);
  return found == methods_.end() ? nullptr : &found->second;
}

void Registry::check_complete() const {
  std::string problems;
  std::set<const google::protobuf::ServiceDescriptor*> services;
  for (const auto& [path, method] : methods_) {
    services.insert(method.descriptor->service());
    if (!proper(method.access)) problems += path + " declares no access, or more than one kind; ";
    if (method.access.audited_read() && method.read_only) {
      problems += path + " is an audited read, which writes, and cannot be read_only; ";
    }
    if (method.access.personal_data() && declares_no_side_effects(*method.descriptor)) {
      problems += path + " carries personal data and cannot be NO_SIDE_EFFECTS, which clients call by GET; ";
    }
    if (method.names_people && !method.access.personal_data()) {
      problems += path + " names people in its answer and declares no personal_data; ";
    }
    // AIP-155: a retry has no second effect.
    if (!method.read_only && !method.retry_safe && !has_request_id(method)) {
      problems += path + " writes, takes no request_id and is not retry_safe; ";
    }
  }
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const std::string path = path_of(*service->method(i));
      if (!find(path)) problems += path + " has no handler; ";
    }
  }
  if (!problems.empty()) throw std::logic_error(problems);
}

}  // namespace muster::rpc
