// SPDX-License-Identifier: EUPL-1.2
// What is made of one row's names; names.h says what for. Included by the .cpp files of rows/ only.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/rows/names.h"
#include "platform/rows/row_plan.h"

namespace muster::rows {

struct NameKeys {
  std::string family, given;  // their places
  std::string words;          // all, between spaces
};

using TextOf = std::function<std::string(const google::protobuf::FieldDescriptor&)>;

NameKeys name_keys(const Plan& plan, const TextOf& text_of, const text::NameRules& rules,
                   std::string_view other_words = {});
NameKeys name_keys(const Plan& plan, const google::protobuf::Message& message, const text::NameRules& rules);

// What one of the plan's derived columns holds of them.
db::Value value_of(const NameKeys& keys, const Column& column);

// The names' own place in the table of words, from the two columns.
std::string place_of(const std::string& family_order, const std::string& given_order);

struct Named {
  long long id;
  NameKeys keys;
};
// Adds the rows' words to the table of words.
void insert_words(db::Session& session, std::string_view table, const std::vector<Named>& rows);
// Adds them to the runs, for gather_words().
void put_words_aside(db::Session& session, std::string_view table, const std::vector<Named>& rows);

}  // namespace muster::rows
