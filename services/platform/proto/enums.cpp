// SPDX-License-Identifier: EUPL-1.2
#include "platform/proto/enums.h"

#include <algorithm>

namespace muster::proto {

std::string value_names(const google::protobuf::EnumDescriptor& type, const std::vector<int>& without) {
  std::string names;
  for (int i = 0; i < type.value_count(); ++i) {
    const int number = type.value(i)->number();
    if (number == 0 || std::find(without.begin(), without.end(), number) != without.end()) continue;
    names += (names.empty() ? "" : ", ") + type.value(i)->name();
  }
  return names;
}

}  // namespace muster::proto
