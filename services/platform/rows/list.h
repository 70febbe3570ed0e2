// SPDX-License-Identifier: EUPL-1.2
// Lists of every resource: AIP-160 filter subset, AIP-132 order, keyset page tokens.
//
// filter   := restriction { "AND" restriction }
// restriction := field op literal
// op       := "=" | "!=" | "<" | "<=" | ">" | ">="  compare; text
//             exactly, byte by byte, but for "=" and "!=" of a code (see rows.h); a
//             name with < and > by its place in lists (names.h)
//           | ":"  for text: contains, without regard to case (ASCII and Latin-1 letters; of a
//                  code as text::code_key);
//                  for repeated fields: has the element
// literal  := number | "quoted text" (\" and \\ escape) | bare word of letters digits . _ - /
// A date compares as text YYYY-MM-DD. A reference compares with its name ("units/7").
// `null` as a literal matches an unset field. No OR, NOT, parentheses or functions: they are
// refused with a message that says so.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"
#include "platform/proto/encoded.h"
#include "platform/rows/rows.h"

namespace muster::rows {

// The first rows of a list that is in order of names, by a quicker way than the list itself.
struct Head {
  std::vector<long long> ids;
  bool all = false;  // there are no others
};
// Which are asked for.
struct HeadAsked {
  db::Session& session;
  std::size_t count;
  bool descending = false;
  // Behind the row with these values of the names' places and this id; unset: from the beginning.
  struct Place {
    std::string family_order, given_order;
    long long id = 0;
  };
  std::optional<Place> after = {};
};

// Rows that stand before those of the next part, whatever the order.
struct Part {
  db::Query where = "1 = 1";     // on the columns of the table
  db::Query narrowed = "1 = 1";  // says no more than `where`, and spares reading the whole table
  // Tried in turn; each may give fewer than are asked for, and then the next one is tried, at last the list itself.
  std::vector<std::function<Head(const HeadAsked&)>> heads = {};
};

struct ListSpec {
  std::string table;  // "person"
  // What is read in place of the table, as a table of its name: "(SELECT ...) approval". For rows of which the moment
  // tells something, such as a state; a page's token holds for it at another moment too.
  std::optional<db::Query> rows_of_now;
  db::Query where = "1 = 1";           // the caller's scope and the request's own conditions, on the columns of
                                       // the table and of what is joined, unqualified or by table name
  std::string default_order = "id";    // AIP-132 syntax
  Joined joined;                       // fields from other tables, one row for each of the table's: shown, neither
                                       // filtered nor ordered by
  std::vector<db::Value> joined_args;  // of joined.from
  bool where_needs_joined = false;     // `where` names what is joined, so that a count has to join it too
  std::vector<Part> parts;             // of which each row is in at most one; none: all rows are in one
  std::optional<db::Query> total;      // counts the rows more quickly, where the request has no filter
  std::vector<std::string> hidden;     // fields that may be neither filtered, ordered nor shown
  int page_size_default = 50;
  int page_size_max = 500;
};

// One page, as a `response` in Protobuf's binary form, which has one repeated field of messages of `type`,
// and after it next_page_token (empty on the last page) and optionally total_size (when show_total asks for
// it). Reads page_size, page_token, filter and order_by from `request` by field name, and bool show_total
// if it has one.
// The token holds the last row's keys and a digest of filter, order and scope; a token of
// another query is refused.
// Errors: INVALID_ARGUMENT naming filter, order_by, page_size or page_token, saying what was
// expected, with the position.
std::string list_page(db::Session& session, const google::protobuf::Message& request, const ListSpec& spec,
                      const google::protobuf::Descriptor& type, const google::protobuf::Descriptor& response);

template <class M, class Response, class Request>
proto::Encoded<Response> list(db::Session& session, const Request& request, const ListSpec& spec) {
  return {list_page(session, request, spec, *M::descriptor(), *Response::descriptor())};
}

}  // namespace muster::rows
