// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/list.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/writer.h"
#include "platform/rows/filter.h"
#include "platform/rows/page_token.h"
#include "platform/rows/row_plan.h"
#include "platform/status/error.h"
#include "platform/text/digest.h"

namespace muster::rows {
namespace {

namespace pb = google::protobuf;

std::string text_field(const pb::Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  return field == nullptr ? "" : request.GetReflection()->GetString(request, field);
}

bool flag_field(const pb::Message& request, const char* name) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

// Above the largest page one gets the largest page (AIP-158).
int page_size(const pb::Message& request, const ListSpec& spec) {
  const auto* field = request.GetDescriptor()->FindFieldByName("page_size");
  const int asked = field == nullptr ? 0 : request.GetReflection()->GetInt32(request, field);
  if (asked < 0)
    throw status::invalid_argument("page_size", platform::v1::REASON_OUT_OF_RANGE, "must not be negative",
                                   {{"minimum", "0"}, {"maximum", std::to_string(spec.page_size_max)}});
  return asked == 0 ? spec.page_size_default : std::min(asked, spec.page_size_max);
}

std::vector<const Column*> visible_columns(const Plan& plan, const ListSpec& spec) {
  std::vector<const Column*> visible = columns_without_sensitive(plan);
  std::erase_if(visible, [&](const Column* column) {
    return std::find(spec.hidden.begin(), spec.hidden.end(), column->field->name()) != spec.hidden.end();
  });
  return visible;
}

void add_to_digest(std::string& bytes, std::string_view part) {
  bytes += std::to_string(part.size()) + ":";
  bytes += part;
}

std::string digest_of(const ListSpec& spec, std::string_view filter, std::string_view order) {
  std::string bytes;
  for (const std::string_view part : {std::string_view(spec.table), filter, order, std::string_view(spec.where.text)}) {
    add_to_digest(bytes, part);
  }
  for (const db::Value& value : spec.where.args) {
    if (const auto* text = std::get_if<std::string>(&value)) {
      add_to_digest(bytes, *text);
    } else if (const auto* integer = std::get_if<long long>(&value)) {
      add_to_digest(bytes, "i" + std::to_string(*integer));
    } else if (const auto* real = std::get_if<double>(&value)) {
      add_to_digest(bytes, "r" + std::to_string(*real));
    } else {
      bytes += "n";
    }
  }
  return text::sha256(bytes).substr(0, 8);
}

std::string order_clause(const std::vector<OrderTerm>& order, const std::string& table) {
  std::string clause;
  for (const OrderTerm& term : order) {
    clause += (clause.empty() ? "" : ", ") + table + "." + term.column->name + (term.descending ? " DESC" : "");
  }
  return clause;
}

std::vector<db::Value> keys_of(std::string_view row, const pb::Descriptor& type, const std::vector<OrderTerm>& order) {
  const std::unique_ptr<pb::Message> message(pb::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  if (!message->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
    throw std::logic_error("a row of " + type.full_name() + " cannot be read");
  }
  std::vector<db::Value> keys;
  for (const OrderTerm& term : order) {
    db::Value key = value_of(*message, *term.column);
    if (std::holds_alternative<std::monostate>(key)) {
      throw status::Error(status::Code::internal, term.column->field->full_name() + " is unset but ordered by");
    }
    keys.push_back(std::move(key));
  }
  return keys;
}

std::vector<db::Type> types_of(const std::vector<OrderTerm>& order) {
  std::vector<db::Type> types;
  for (const OrderTerm& term : order) types.push_back(term.column->type);
  return types;
}

// What of a page is not its rows.
struct Rest {
  std::string next_page_token;  // empty on the last page
  long long total_size = 0;
};

int number_of_rows_field(const pb::Descriptor& response) {
  for (int i = 0; i < response.field_count(); ++i) {
    if (response.field(i)->is_repeated()) return response.field(i)->number();
  }
  throw std::logic_error(response.full_name() + " has no field for rows");
}

// Behind the rows, whose field has the lowest number.
void write_rest(proto::Writer& out, const pb::Descriptor& response, const Rest& rest) {
  const auto* token = response.FindFieldByName("next_page_token");
  if (token == nullptr) throw std::logic_error(response.full_name() + " has no next_page_token");
  if (!rest.next_page_token.empty()) out.text(token->number(), rest.next_page_token);
  const auto* total = response.FindFieldByName("total_size");
  if (total != nullptr && rest.total_size > 0) out.number(total->number(), static_cast<std::uint64_t>(rest.total_size));
}

}  // namespace

std::string list_page(db::Session& session, const pb::Message& request, const ListSpec& spec,
                      const pb::Descriptor& type, const pb::Descriptor& response) {
  const FilterContext context{session.backend(), spec.table, visible_columns(plan_of(type), spec)};
  const std::string filter = text_field(request, "filter");
  const std::string asked_order = text_field(request, "order_by");
  const int size = page_size(request, spec);
  const auto order = parse_order(asked_order.empty() ? spec.default_order : asked_order, context);
  const std::string digest = digest_of(spec, filter, order_clause(order, spec.table));

  db::Query where(" WHERE (");
  where += spec.where;
  where += ") AND (";
  where += compile_filter(filter, context);
  where += ")";
  Rest rest;
  if (flag_field(request, "show_total")) {
    db::Query count("SELECT COUNT(*) FROM " + spec.table);
    if (spec.where_needs_joined) count += {spec.joined.from, spec.joined_args};
    rest.total_size = std::get<0>(*db::select_one<long long>(session, count += where));
  }

  auto columns = context.columns;
  add_joined(columns, plan_of(type), spec.joined);
  db::Query query("SELECT " + column_list(context.columns, spec.table + ".") + expressions(spec.joined) + " FROM " +
                      spec.table + spec.joined.from,
                  spec.joined_args);
  query += where;
  if (const std::string token = text_field(request, "page_token"); !token.empty()) {
    query += " AND ";
    query += after_keys(order, decode_token(token, digest, types_of(order)), spec.table);
  }
  query += {" ORDER BY " + order_clause(order, spec.table) + " LIMIT ?", {size + 1LL}};

  // One row more than the page tells whether there is a next one; it is not given out.
  proto::Writer page;
  const int rows_field = number_of_rows_field(response);
  int count = 0;
  std::string last;
  read_encoded(session, query, RowShape(columns), [&](std::string_view row) {
    if (++count > size) return;
    page.text(rows_field, row);
    if (count == size) last = row;
  });
  if (count > size) rest.next_page_token = encode_token(digest, keys_of(last, type, order));
  write_rest(page, response, rest);
  return page.take();
}

}  // namespace muster::rows
