// SPDX-License-Identifier: EUPL-1.2
// The columns of a file bound to the fields of the message that a row becomes. What the file must have, which words an
// enum takes, how long a text may be and how private it is, how a cell is read and how two rows differ follow from the
// fields' descriptors and their options; how a message is written, see create_all() in kind.h.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "platform/imports/kind.h"
#include "platform/imports/table.h"

namespace muster::imports {

// What a file must say, where that differs from what the field declares.
enum class Need {
  declared,  // column and cell, if the field is required
  cell,      // column and cell
  column,    // the column, or that of the field that is enough without this one; its cells may be empty
  nothing,   // the file may lack the column
};

// A column and the field that it fills.
struct Binding {
  std::string column;
  // "person.given_name", within the message that a row becomes; a repeated message on the way has one item. The path of
  // a reference says what the code in the column stands for: the kind looks it up. Empty: the kind reads the column
  // itself.
  std::string path = {};
  Need need = Need::declared;
  // How a finding on a word or number that the field cannot hold begins; what it can hold is added.
  std::string complaint = {};
};

// The layout of a file whose rows become messages of `type`. A path that leads to no text, enum or int32 is a
// programming error: std::logic_error, when the program starts.
Layout layout_of(const google::protobuf::Descriptor& type, const std::vector<Binding>& bindings);
template <class M>
Layout layout_of(const std::vector<Binding>& bindings) {
  return layout_of(*M::descriptor(), bindings);
}

// Sets the fields of `message` to which the row's columns are bound, but for references; an empty cell leaves its field
// unset. Adds findings for words and numbers that the fields cannot hold, and for empty cells that no check of the
// message would tell of.
void read_fields(const Row& row, google::protobuf::Message& message, Findings& findings);

// Checks the message as a request is checked, what its texts hold brought to NFC, with a finding for each violation in
// a cell of which none was told yet.
void check_fields(const Row& row, google::protobuf::Message& message, Findings& findings);

// The columns in which `file` says something and `stored`, of the same type, something else: "given_name, gender"; ""
// if there are none. Which sensitive field differs is not told: that would tell whoever guesses it whether he is right.
std::string differences(const Layout& layout, const google::protobuf::Message& file,
                        const google::protobuf::Message& stored);

}  // namespace muster::imports
