// SPDX-License-Identifier: EUPL-1.2
// What lists of names are in order by, and the words by which their search finds a row. Both are made of the fields that
// say name_part and searched (options.proto): insert(), insert_all() and update() write them with the fields, but for
// the words of insert_all(), which wait for those of all its like (new_words.h).
//
//   <field>_order         of a name: its place by the rules (text/name_order.h)
//   words                 " hansen kari n12 ": all words of the row, folded (text/search_words.h)
//   other_words           those of them that are not of its own fields
//   <table>_word          a row for each word, in the order of the names, so that a search need not read the table
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"
#include "platform/db/session.h"
#include "platform/text/name_order.h"

namespace muster::rows {

// By the settings locale and sort_by_particles; the language is the home country's until it is set.
text::NameRules name_rules(db::Session& session);

// The same where the type has names, and none else.
text::NameRules rules_for_names(db::Session& session, const google::protobuf::Descriptor& type);

// Tells rules apart, and versions of what is made of names: what was made by another basis is to be made anew.
std::string basis_of(const text::NameRules& rules);

// Makes anew what is made of the names of the rows where `condition` holds, and writes what differs. For rows that were
// written otherwise than by these functions, and when the rules change.
void index_names(db::Session& session, std::string_view table, const google::protobuf::Descriptor& type,
                 const db::Query& condition);
template <class M>
void index_names(db::Session& session, std::string_view table, const db::Query& condition) {
  index_names(session, table, *M::descriptor(), condition);
}

// Has the row found by the words of `texts` too, which are not in its own fields, in place of those that were set
// before. Each is a code: found by its beginning, and by that of a part with a digit.
template <class M>
void set_other_words(db::Session& session, std::string_view table, long long id, const std::vector<std::string>& texts);
void set_other_words(db::Session& session, std::string_view table, const google::protobuf::Descriptor& type,
                     long long id, const std::vector<std::string>& texts);

// Takes the words of rows that are about to be deleted out of the search. Nothing for a type without any.
void forget_words(db::Session& session, const google::protobuf::Descriptor& type, long long first, long long last);

template <class M>
void set_other_words(db::Session& session, std::string_view table, long long id,
                     const std::vector<std::string>& texts) {
  set_other_words(session, table, *M::descriptor(), id, texts);
}

}  // namespace muster::rows
