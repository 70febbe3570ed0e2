// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/used_codes.h"

#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/query.h"
#include "platform/status/error.h"
#include "platform/text/code_key.h"

namespace muster::rpc::detail {

void require_unused_code(Context& context, const std::string& fact_table, const std::string& column,
                         const std::string& code, const std::string& collection, long long id,
                         const std::string& field) {
  const auto other = db::select_one<long long>(context.sql, {"SELECT record FROM " + fact_table + " WHERE " + column +
                                                                 "_key = ? AND record <> ? ORDER BY id LIMIT 1",
                                                             {text::code_key(code), id}});
  if (!other) return;
  const std::string name = collection + "/" + std::to_string(std::get<0>(*other));
  throw status::already_exists(field, platform::v1::REASON_CODE_USED_BEFORE,
                               "was the code of " + name + " before, and a code is never given again; give another one",
                               {{"name", name}});
}

}  // namespace muster::rpc::detail
