// SPDX-License-Identifier: EUPL-1.2
#include "roster/codes.h"

#include "rules/iso_codes.h"

namespace muster::roster {

v1::ListCodesResponse list_codes(rpc::Context&, const v1::ListCodesRequest& request) {
  const bool countries = request.list() == v1::CODE_LIST_COUNTRIES;
  v1::ListCodesResponse response;
  for (const rules::IsoCode& known : countries ? rules::countries() : rules::languages()) {
    auto* code = response.add_codes();
    code->set_code(known.code);
    code->set_display_name(known.name);
    code->set_display_name_nb(known.name_nb);
  }
  return response;
}

}  // namespace muster::roster
