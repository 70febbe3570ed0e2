// SPDX-License-Identifier: EUPL-1.2
#include "roster/contacts.h"

#include "roster/dated_records.h"
#include "roster/person_records.h"
#include "rules/identifier_forms.h"

namespace muster::roster {
namespace {

constexpr const char* table = "contact";

void require_form(v1::ContactKind kind, const std::string& value) {
  const std::string field = "contact.value";
  if (kind == v1::CONTACT_KIND_EMAIL && !rules::is_email_address(value)) {
    throw status::invalid_argument(field, platform::v1::REASON_NOT_AN_EMAIL,
                                   "is not an e-mail address; write name@example.org");
  }
  const bool phone = kind == v1::CONTACT_KIND_PHONE || kind == v1::CONTACT_KIND_MOBILE;
  if (phone && !rules::is_phone_number(value)) {
    throw status::invalid_argument(field, platform::v1::REASON_NOT_A_PHONE_NUMBER,
                                   "is not a telephone number; write digits, such as +47 22 24 90 90");
  }
}

}  // namespace

v1::Contact create_contact(rpc::Context& context, const v1::CreateContactRequest& request) {
  require_person_until(context, request.contact().person(), "contact.person", last_day_of(request.contact()));
  require_form(request.contact().kind(), request.contact().value());
  return create_record(context, table, request.contact());
}

v1::Contact end_contact(rpc::Context& context, const v1::EndContactRequest& request) {
  const auto contact = read_record<v1::Contact>(context, table, proto::id_of<v1::Contact>(request.name()));
  require_not_before(contact, request.last_day());
  require_not_prolonged(contact, request.last_day(), "CorrectContact");
  return end_record(context, table, contact, request);
}

v1::Contact correct_contact(rpc::Context& context, const v1::CorrectContactRequest& request) {
  const long long id = proto::id_of<v1::Contact>(request.contact().name(), "contact.name");
  const auto before = read_record<v1::Contact>(context, table, id);
  const auto after = corrected_by(before, request.contact(), request.update_mask());
  if (names(request.update_mask(), "value")) require_form(before.kind(), after.value());
  if (last_day_of(after) != last_day_of(before)) {
    require_person_until(context, before.person(), "contact.name", last_day_of(after));
  }
  return correct_record(context, table, before, request.contact(), request.update_mask(), request.reason());
}

proto::Encoded<v1::ListContactsResponse> list_contacts(rpc::Context& context, const v1::ListContactsRequest& request) {
  return list_records<v1::Contact, v1::ListContactsResponse>(context, request, table, "valid_from desc");
}

}  // namespace muster::roster
