// SPDX-License-Identifier: EUPL-1.2
// A code is never given again: a saved question that names it would be answered for something else.
#pragma once

#include <string>

#include "platform/proto/references.h"
#include "platform/proto/resources.h"
#include "platform/rpc/context.h"

namespace muster::rpc {

namespace detail {
void require_unused_code(Context& context, const std::string& fact_table, const std::string& column,
                         const std::string& code, const std::string& collection, long long id,
                         const std::string& field);
}  // namespace detail

// Refuses `code` for the resource R numbered `id` where another one had it before in whatever spelling, as the facts F,
// whose `column` holds codes and is a key, remember it. `field`: of the request.
// Errors: ALREADY_EXISTS naming the field and the record that had it.
template <class R, class F>
void require_unused_code(Context& context, const std::string& column, const std::string& code, long long id,
                         const std::string& field) {
  detail::require_unused_code(context, proto::table_of<F>(), column, code, proto::collection_of(*R::descriptor()), id,
                              field);
}

}  // namespace muster::rpc
