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

// The columns of the table of words, and what of a row's words stands beside each of them.
std::vector<std::string> word_columns(const std::string& table);
std::string words_beside(std::string words);

// Adds the rows' words to the table of words, where none of them is, and takes them out.
void insert_words(db::Session& session, std::string_view table, const std::vector<Named>& rows);
void delete_words(db::Session& session, std::string_view table, const std::vector<Named>& rows);

}  // namespace muster::rows
