// SPDX-License-Identifier: EUPL-1.2
#include "missions/dated.h"

#include "muster/platform/v1/reasons.pb.h"
#include "rules/civil_date.h"

namespace muster::missions {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor& field_of(const Message& message, const std::string& name) {
  return *message.GetDescriptor()->FindFieldByName(name);
}

bool is_dated(const DatedKind& kind, const std::string& field) {
  return std::find(kind.fields.begin(), kind.fields.end(), field) != kind.fields.end();
}

void require_other_timeline(const Timeline& before, const Timeline& after, const std::string& name) {
  if (before.periods() != after.periods()) return;
  throw status::failed_precondition(platform::v1::REASON_NO_CHANGE,
                                    "this is recorded of " + name + " already: nothing would change");
}

}  // namespace

Values values_of(const Message& message, const std::vector<std::string>& fields) {
  Values values;
  const auto* reflection = message.GetReflection();
  for (const std::string& name : fields) {
    const FieldDescriptor& field = field_of(message, name);
    values[name] =
        field.enum_type() ? reflection->GetEnumValue(message, &field) : reflection->GetInt32(message, &field);
  }
  return values;
}

void set_values(Message& message, const Values& values) {
  const auto* reflection = message.GetReflection();
  for (const auto& [name, value] : values) {
    const FieldDescriptor& field = field_of(message, name);
    if (field.enum_type()) {
      reflection->SetEnumValue(&message, &field, value);
    } else {
      reflection->SetInt32(&message, &field, value);
    }
  }
}

std::vector<std::string> in_words(const Message& message, const Values& values) {
  std::vector<std::string> words;
  for (const auto& [name, value] : values) {
    const auto* type = field_of(message, name).enum_type();
    words.push_back(name + " = " + (type ? type->FindValueByNumber(value)->name() : std::to_string(value)));
  }
  return words;
}

void require_not_dated(const DatedKind& kind, const google::protobuf::FieldMask& mask) {
  for (const std::string& field : mask.paths()) {
    if (!is_dated(kind, field)) continue;
    throw status::invalid_argument(kind.table + "." + field, platform::v1::REASON_CHANGE_OR_CORRECT,
                                   "holds from a day: use " + kind.change + " to change it from a day on, or " +
                                       kind.correct + " to correct what was recorded",
                                   {{"change", kind.change}, {"correct", kind.correct}});
  }
}

void require_dated(const DatedKind& kind, const google::protobuf::FieldMask& mask) {
  std::string allowed;
  for (const std::string& field : kind.fields) allowed += (allowed.empty() ? "" : ", ") + field;
  if (mask.paths().empty()) {
    throw status::invalid_argument("update_mask", platform::v1::REASON_REQUIRED,
                                   "must name what is another; give some of " + allowed, {{"allowed", allowed}});
  }
  for (const std::string& field : mask.paths()) {
    if (is_dated(kind, field)) continue;
    throw status::invalid_argument(
        "update_mask", platform::v1::REASON_VALUE_REFUSED,
        field + " holds from no day: change it with " + kind.update + "; give some of " + allowed,
        {{"allowed", allowed}});
  }
}

db::Query behind_day(const DatedKind& kind, const std::string& today) {
  const std::string& table = kind.table;
  std::string differs;
  for (const std::string& field : kind.fields) {
    differs += (differs.empty() ? "" : " OR ") + table + "." + field + " <> period." + field;
  }
  return {"SELECT " + table + ".id FROM " + table + " JOIN " + table + "_period period ON period." + table + " = " +
              table + ".id AND period.valid_from = (SELECT MAX(valid_from) FROM " + table +
              "_period other WHERE other." + table + " = " + table + ".id AND other.valid_from <= ?) WHERE " + differs +
              " ORDER BY " + table + ".id",
          {today}};
}

google::protobuf::FieldMask mask_of(const DatedKind& kind) {
  google::protobuf::FieldMask mask;
  for (const std::string& field : kind.fields) mask.add_paths(field);
  return mask;
}

void change_from(DatedStep& step, const std::string& name, const std::string& day) {
  const Timeline before = step.timeline;
  step.timeline.change(step.to, day);
  require_other_timeline(before, step.timeline, name);
  if (const auto field = before.changed_on(step.to, day)) {
    throw status::failed_precondition(
        platform::v1::REASON_CHANGED_THAT_DAY,
        *field + " of " + name + " was changed on " + day + " already; correct it with " + step.kind.correct,
        {{"date", day}, {"verb", step.kind.correct}});
  }
}

void correct_days(DatedStep& step, const std::string& name, const std::optional<std::string>& first,
                  const std::optional<std::string>& last, const std::string& today) {
  const Timeline before = step.timeline;
  step.timeline.correct(step.to, first, last, today);
  require_other_timeline(before, step.timeline, name);
}

}  // namespace muster::missions
