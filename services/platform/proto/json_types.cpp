// SPDX-License-Identifier: EUPL-1.2
#include "platform/proto/json_types.h"

#include <stdexcept>

namespace muster::proto {

JsonForm json_form(const google::protobuf::Descriptor& type) {
  using google::protobuf::Descriptor;
  switch (type.well_known_type()) {
    case Descriptor::WELLKNOWNTYPE_UNSPECIFIED: return JsonForm::object;
    case Descriptor::WELLKNOWNTYPE_TIMESTAMP: return JsonForm::timestamp;
    case Descriptor::WELLKNOWNTYPE_DURATION: return JsonForm::duration;
    case Descriptor::WELLKNOWNTYPE_FIELDMASK: return JsonForm::field_mask;
    case Descriptor::WELLKNOWNTYPE_ANY:
    case Descriptor::WELLKNOWNTYPE_STRUCT:
    case Descriptor::WELLKNOWNTYPE_VALUE:
    case Descriptor::WELLKNOWNTYPE_LISTVALUE: throw std::logic_error(type.full_name() + " has no JSON form here");
    default: return JsonForm::wrapper;
  }
}

bool in_range(const google::protobuf::Timestamp& time) {
  return time.seconds() >= -62135596800 && time.seconds() <= 253402300799 && time.nanos() >= 0 &&
         time.nanos() <= 999999999;
}

bool in_range(const google::protobuf::Duration& time) {
  constexpr std::int64_t longest_seconds = 315576000000;
  const bool one_sign = time.seconds() == 0 || time.nanos() == 0 || (time.seconds() < 0) == (time.nanos() < 0);
  return time.nanos() >= -999999999 && time.nanos() <= 999999999 && time.seconds() >= -longest_seconds &&
         time.seconds() <= longest_seconds && one_sign;
}

}  // namespace muster::proto
