// SPDX-License-Identifier: EUPL-1.2
// One row of a resource with what other tables know of it, for a read that runs often.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/rows/rows.h"

namespace muster::rows {

struct RowShape;

// What a SELECT does with fields whose privacy is SENSITIVE.
enum class Sensitive { left_out, selected };

// A resource's own columns and what is joined to them, worked out once for a statement that runs often.
class JoinedSelect {
 public:
  JoinedSelect(const google::protobuf::Descriptor& type, std::string_view table, const Joined& joined,
               Sensitive sensitive);

  // "SELECT ... FROM table LEFT JOIN ...": the columns by their table's name, then the joined fields.
  const std::string& text() const { return text_; }
  // The one row of `query`, which must begin with text(), in Protobuf's binary form; nothing without a row.
  std::optional<std::string> one(db::Session& session, const db::Query& query) const;

 private:
  std::string text_;
  std::shared_ptr<const RowShape> shape_;
};

}  // namespace muster::rows
