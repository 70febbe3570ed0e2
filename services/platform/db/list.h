// SPDX-License-Identifier: EUPL-1.2
// Lists of every resource: AIP-160 filter subset, AIP-132 order, keyset page tokens.
//
// filter   := restriction { "AND" restriction }
// restriction := field op literal
// op       := "=" | "!=" | "<" | "<=" | ">" | ">="  compare; text without regard to nothing:
//             exactly, byte by byte
//           | ":"  for text: contains, without regard to case (ASCII and Latin-1 letters);
//                  for repeated fields: has the element
// literal  := number | "quoted text" (\" and \\ escape) | bare word of letters digits . _ - /
// A date compares as text YYYY-MM-DD. A reference compares with its name ("units/7").
// `null` as a literal matches an unset field. No OR, NOT, parentheses or functions: they are
// refused with a message that says so.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/query.h"
#include "platform/db/rows.h"

namespace muster::db {

struct ListSpec {
  std::string table;             // "person"
  Query where = "1 = 1";         // the caller's scope and the request's own conditions, on the columns of
                                 // the table and of what is joined, unqualified or by table name
  std::string default_order = "id";   // AIP-132 syntax
  Joined joined;                 // fields from other tables, one row for each of the table's: shown, neither
                                 // filtered nor ordered by
  std::vector<Value> joined_args;  // of joined.from
  bool where_needs_joined = false;  // `where` names what is joined, so that a count has to join it too
  std::vector<std::string> hidden;    // fields that may be neither filtered, ordered nor shown
  int page_size_default = 50;
  int page_size_max = 500;
};

struct Page {
  std::string next_page_token;   // empty on the last page
  long long total_size = -1;     // -1: not asked for
};

// Fills one page. `add` gives the message to fill. Reads page_size, page_token, filter and
// order_by from `request` by field name, and bool show_total if it has one.
// The token holds the last row's keys and a digest of filter, order and scope; a token of
// another query is refused.
// Errors: INVALID_ARGUMENT naming filter, order_by, page_size or page_token, saying what was
// expected, with the position.
Page list_page(Session& session, const google::protobuf::Message& request, const ListSpec& spec,
               const google::protobuf::Descriptor& type,
               const std::function<google::protobuf::Message*()>& add);

// The usual case: a response with one repeated field of M and next_page_token (and
// optionally int32 total_size).
template <class M, class Response, class Request>
Response list(Session& session, const Request& request, const ListSpec& spec) {
  Response response;
  const auto* repeated = [&] {
    const auto* d = Response::descriptor();
    for (int i = 0; i < d->field_count(); ++i) {
      if (d->field(i)->is_repeated()) return d->field(i);
    }
    return d->field(0);
  }();
  const auto* reflection = response.GetReflection();
  Page page = list_page(session, request, spec, *M::descriptor(),
                        [&] { return reflection->AddMessage(&response, repeated); });
  response.set_next_page_token(page.next_page_token);
  if constexpr (requires { response.set_total_size(0); }) {
    if (page.total_size >= 0) response.set_total_size(static_cast<int>(page.total_size));
  }
  return response;
}

}  // namespace muster::db
