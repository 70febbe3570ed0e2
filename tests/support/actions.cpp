// SPDX-License-Identifier: EUPL-1.2
#include "support/actions.h"

#include <set>

namespace muster::support {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

namespace {

void set(Message& request, const FieldDescriptor& field, const std::string& value) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM) {
    request.GetReflection()->SetString(&request, &field, value);
    return;
  }
  const auto* named = field.enum_type()->FindValueByName(value);
  ASSERT_NE(named, nullptr) << value;
  request.GetReflection()->SetEnum(&request, &field, named);
}

}  // namespace

std::unique_ptr<Message> needed_request(const std::string& service, const platform::v1::Action& action,
                                        const std::string& name, const Values& values) {
  std::string method_name = service + action.verb();
  method_name[method_name.find('/')] = '.';
  const auto* method = DescriptorPool::generated_pool()->FindMethodByName(method_name);
  std::unique_ptr<Message> request(MessageFactory::generated_factory()->GetPrototype(method->input_type())->New());
  set(*request, *request->GetDescriptor()->FindFieldByName("name"), name);
  std::set<std::string> named;
  for (const std::string& needed : action.needed_fields()) {
    named.insert(needed);
    const FieldDescriptor* field = request->GetDescriptor()->FindFieldByName(needed);
    if (field == nullptr || values.count(needed) == 0) {
      ADD_FAILURE() << action.verb() << " needs " << needed << ", which "
                    << (field == nullptr ? "its request does not have" : "the test has no value for");
      continue;
    }
    set(*request, *field, values.at(needed));
  }
  for (const std::string& optional : action.optional_fields()) {
    EXPECT_NE(request->GetDescriptor()->FindFieldByName(optional), nullptr) << action.verb() << " " << optional;
    EXPECT_TRUE(named.insert(optional).second) << action.verb() << " names " << optional << " twice";
  }
  return request;
}

}  // namespace muster::support
