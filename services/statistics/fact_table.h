// SPDX-License-Identifier: EUPL-1.2
// Where the columns of a fact table are, by the message of facts.proto that it is.
#pragma once

#include <google/protobuf/descriptor.h>

#include <array>
#include <string>

#include "statistics/profile.h"

namespace muster::statistics {

// A fact table as it is read: a column for each field of its message, in their order.
struct FactTable {
  explicit FactTable(const google::protobuf::Descriptor& type);

  // The column of a field; -1: the facts have none of the name.
  int find(const std::string& field) const {
    const auto* found = type->FindFieldByName(field);
    return found == nullptr ? -1 : found->index();
  }
  // By the field's number, so that its name is the compiler's.
  int operator[](int field_number) const { return type->FindFieldByNumber(field_number)->index(); }

  const google::protobuf::Descriptor* type;
  std::string select;  // "SELECT ... FROM t"
  int id, sequence, recorded_time;
  int record, subject, day_from, day_to;        // -1: not of persons
  std::array<int, dimension_count> dimensions;  // -1: the facts have none
};

// Of the facts F, worked out once.
template <class F>
const FactTable& table_of() {
  static const FactTable table(*F::descriptor());
  return table;
}

}  // namespace muster::statistics
