// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/plausible.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/field_rules.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool names(const FieldMask& mask, const std::string& field) {
  return std::find(mask.paths().begin(), mask.paths().end(), field) != mask.paths().end();
}

// The days of `message` itself, of which `mask` names those that are written; none: all.
void add_far_days(const Context& context, const Message& message, const std::string& prefix, const FieldMask* mask,
                  status::Violations& violations) {
  const auto* word = message.GetDescriptor()->FindFieldByName("plausible_reason");
  if (word == nullptr) return;
  const Reflection& reflection = *message.GetReflection();
  const bool is_kept = mask == nullptr || names(*mask, word->name());
  const std::string reason = is_kept ? reflection.GetString(message, word) : "";
  for (const proto::FieldRules& one : proto::rules_of(*message.GetDescriptor()).fields) {
    const platform::v1::Field& declared = *one.declared;
    if (declared.format() != platform::v1::FORMAT_DATE || declared.output_only() || declared.has_begun()) continue;
    if (mask != nullptr && !names(*mask, one.field->name())) continue;
    const auto day = rules::parse_date(reflection.GetString(message, one.field));
    if (!day) continue;
    add_doubt(violations, prefix + one.field->name(), rules::doubt_of_far_day(*day, context.today()),
              prefix + word->name(), reason);
  }
}

}  // namespace

void add_doubt(status::Violations& violations, const std::string& field, const rules::Doubt& doubt,
               const std::string& reason_field, const std::string& reason) {
  if (!doubt || !reason.empty()) return;
  violations.add(field, platform::v1::REASON_IMPLAUSIBLE,
                 *doubt + "; correct it, or say in " + reason_field + " why it is right", {{"field", reason_field}});
}

void require_no_far_day(const Context& context, const Message& request) {
  const Reflection& reflection = *request.GetReflection();
  const proto::MessageRules& rules = proto::rules_of(*request.GetDescriptor());
  const FieldMask* mask =
      rules.mask ? &static_cast<const FieldMask&>(reflection.GetMessage(request, rules.mask)) : nullptr;
  status::Violations violations;
  add_far_days(context, request, "", nullptr, violations);
  for (const proto::FieldRules& one : rules.fields) {
    if (!one.inner || one.field->is_repeated() || !reflection.HasField(request, one.field)) continue;
    add_far_days(context, reflection.GetMessage(request, one.field), one.field->name() + ".", mask, violations);
  }
  violations.throw_if_any();
}

}  // namespace muster::rpc
