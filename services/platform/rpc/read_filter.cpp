// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/read_filter.h"

#include <google/api/resource.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "platform/proto/per_type.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The fields of a request that narrow what is asked for, apart from which one person it is about.
std::vector<const FieldDescriptor*> filters_of(const google::protobuf::Descriptor& type) {
  static const std::set<std::string> others = {"name",       "page_size", "page_token", "order_by",
                                               "show_total", "read_mask", "request_id", "purpose"};
  std::vector<const FieldDescriptor*> filters;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool is_person = field.options().GetExtension(google::api::resource_reference).type() == "muster/Person";
    if (!others.contains(field.name()) && !is_person) filters.push_back(&field);
  }
  return filters;
}

bool is_set(const Message& message, const FieldDescriptor& field) {
  return field.is_repeated() ? message.GetReflection()->FieldSize(message, &field) > 0
                             : message.GetReflection()->HasField(message, &field);
}

const std::vector<const FieldDescriptor*>& filters_known(const Message& request) {
  static auto* known = new proto::PerType<std::vector<const FieldDescriptor*>>(&filters_of);
  return known->of(*request.GetDescriptor());
}

}  // namespace

bool has_filter(const Message& request) {
  const auto& filters = filters_known(request);
  return std::any_of(filters.begin(), filters.end(), [&](const auto* field) { return is_set(request, *field); });
}

std::string filter_text(const Message& request) {
  const auto& filters = filters_known(request);
  const std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  std::vector<const FieldDescriptor*> set;
  copy->GetReflection()->ListFields(*copy, &set);
  for (const FieldDescriptor* field : set) {
    if (std::find(filters.begin(), filters.end(), field) == filters.end()) {
      copy->GetReflection()->ClearField(copy.get(), field);
    }
  }
  std::string text;
  {
    google::protobuf::io::StringOutputStream output(&text);
    google::protobuf::io::CodedOutputStream coded(&output);
    coded.SetSerializationDeterministic(true);
    copy->SerializeToCodedStream(&coded);
  }
  return text;
}

std::string fields_asked(const Message& request) {
  const auto* mask = request.GetDescriptor()->FindFieldByName("read_mask");
  if (mask == nullptr || !is_set(request, *mask)) return "all";
  std::string fields;
  for (const auto& path :
       static_cast<const google::protobuf::FieldMask&>(request.GetReflection()->GetMessage(request, mask)).paths()) {
    fields += (fields.empty() ? "" : ",") + path;
  }
  return fields.empty() ? "all" : fields;
}

}  // namespace muster::rpc
