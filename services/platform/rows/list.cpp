// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/list.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/writer.h"
#include "platform/rows/filter.h"
#include "platform/rows/names.h"
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

void add_query(std::string& bytes, const db::Query& query) {
  add_to_digest(bytes, query.text);
  for (const db::Value& value : query.args) {
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
}

std::string digest_of(const ListSpec& spec, std::string_view filter, std::string_view order) {
  std::string bytes;
  for (const std::string_view part : {std::string_view(spec.table), filter, order}) add_to_digest(bytes, part);
  add_query(bytes, spec.where);
  for (const Part& part : spec.parts) add_query(bytes, part.where);
  return text::sha256(bytes).substr(0, 8);
}

std::string order_clause(const std::vector<OrderTerm>& order, const std::string& table) {
  std::string clause;
  for (const OrderTerm& term : order) {
    clause += (clause.empty() ? "" : ", ") + table + "." + term.column->name + (term.descending ? " DESC" : "");
  }
  return clause;
}

// What a row holds of the columns that a list is in order by.
std::vector<db::Value> keys_of(db::Session& session, std::string_view row, const pb::Descriptor& type,
                               const std::string& table, const std::vector<OrderTerm>& order) {
  const std::unique_ptr<pb::Message> message(pb::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  if (!message->ParseFromArray(row.data(), static_cast<int>(row.size()))) {
    throw std::logic_error("a row of " + type.full_name() + " cannot be read");
  }
  const db::Value id = value_of(*message, *plan_of(type).of_kind(Kind::id));
  std::vector<db::Value> keys;
  for (const OrderTerm& term : order) {
    // A name's place is not in the message.
    db::Value key =
        term.column->kind == Kind::order
            ? std::get<0>(db::select_one<std::string>(
                              session, {"SELECT " + term.column->name + " FROM " + table + " WHERE id = ?", {id}})
                              .value())
            : value_of(*message, *term.column);
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

// What is read, with what is joined.
db::Query from(const ListSpec& spec, bool joined) {
  db::Query text(" FROM ");
  text += spec.rows_of_now ? *spec.rows_of_now : db::Query(spec.table);
  if (joined) text += {spec.joined.from, spec.joined_args};
  return text;
}

// " AND (...)" of each.
db::Query all_of(const std::vector<db::Query>& conditions) {
  db::Query all;
  for (const db::Query& condition : conditions) {
    all += " AND (";
    all += condition;
    all += ")";
  }
  return all;
}

long long total(db::Session& session, const ListSpec& spec, const std::vector<Part>& parts, const std::string& filter,
                const db::Query& where) {
  if (filter.empty() && spec.total) return std::get<0>(*db::select_one<long long>(session, *spec.total));
  long long sum = 0;
  for (const Part& part : parts) {
    db::Query count("SELECT COUNT(*)");
    count += from(spec, spec.where_needs_joined);
    count += where;
    if (!spec.parts.empty()) count += all_of({part.where, part.narrowed});
    sum += std::get<0>(*db::select_one<long long>(session, count));
  }
  return sum;
}

// Whether the list is in the one order that heads are made for: by family and given name, up or down.
bool is_by_names(const std::vector<OrderTerm>& order) {
  return order.size() == 3 && order[0].column->kind == Kind::order && order[0].column->name == "family_name_order" &&
         order[1].column->kind == Kind::order && order[2].column->kind == Kind::id &&
         order[0].descending == order[1].descending && order[1].descending == order[2].descending;
}

// Rows as they go out, one behind the other.
struct Rows {
  proto::Writer written;
  std::size_t count = 0;
  std::string last;  // of those that go out
  bool more = false;
};

// One list, of which a page is read part by part.
class Reading {
 public:
  Reading(db::Session& session, const ListSpec& spec, const RowShape& shape, const std::vector<OrderTerm>& order,
          db::Query select, db::Query where, int rows_field)
      : session_(session),
        spec_(spec),
        shape_(shape),
        order_(order),
        select_(std::move(select)),
        where_(std::move(where)),
        rows_field_(rows_field) {}

  // Up to `size` rows of the part, behind the one with these keys.
  Rows read(const Part& part, std::size_t size, const std::vector<db::Value>& after) const {
    if (is_by_names(order_)) {
      HeadAsked asked{session_, size + 1, order_.front().descending};
      if (!after.empty()) {
        asked.after = HeadAsked::Place{std::get<std::string>(after[0]), std::get<std::string>(after[1]),
                                       std::get<long long>(after[2])};
      }
      for (const auto& make : part.heads) {
        const Head head = make(asked);
        Rows rows = run(part, db::one_of(spec_.table + ".id", head.ids), size, after);
        if (rows.more || head.all) return rows;
      }
    }
    return run(part, part.narrowed, size, after);
  }

 private:
  Rows run(const Part& part, const db::Query& narrowed, std::size_t size, const std::vector<db::Value>& after) const {
    db::Query query = select_;
    query += where_;
    if (!spec_.parts.empty()) query += all_of({part.where, narrowed});
    if (!after.empty()) {
      query += " AND ";
      query += after_keys(order_, after, spec_.table);
    }
    query += {" ORDER BY " + order_clause(order_, spec_.table) + " LIMIT ?", {static_cast<long long>(size) + 1}};
    // One row more than the page tells whether there is a next one; it is not given out.
    Rows rows;
    read_encoded(session_, query, shape_, [&](std::string_view row) {
      rows.more = rows.count == size;
      if (rows.more) return;
      rows.written.text(rows_field_, row);
      if (++rows.count == size) rows.last = row;
    });
    return rows;
  }

  db::Session& session_;
  const ListSpec& spec_;
  const RowShape& shape_;
  const std::vector<OrderTerm>& order_;
  const db::Query select_, where_;
  const int rows_field_;
};

}  // namespace

std::string list_page(db::Session& session, const pb::Message& request, const ListSpec& spec,
                      const pb::Descriptor& type, const pb::Descriptor& response) {
  FilterContext context{session.backend(), spec.table, visible_columns(plan_of(type), spec)};
  const std::string filter = text_field(request, "filter");
  const std::string asked_order = text_field(request, "order_by");
  const int size = page_size(request, spec);
  if (!filter.empty() && plan_of(type).has_names()) context.name_rules = name_rules(session);
  const auto order = parse_order(asked_order.empty() ? spec.default_order : asked_order, context);
  const std::string digest = digest_of(spec, filter, order_clause(order, spec.table));
  const std::vector<Part> whole(1);
  const std::vector<Part>& parts = spec.parts.empty() ? whole : spec.parts;

  db::Query where(" WHERE (");
  where += spec.where;
  where += ") AND (";
  where += compile_filter(filter, context);
  where += ")";
  Rest rest;
  if (flag_field(request, "show_total")) rest.total_size = total(session, spec, parts, filter, where);

  // A page begins in the part whose place its token names, and goes on in those behind it.
  std::size_t at = 0;
  std::vector<db::Value> after;
  if (const std::string token = text_field(request, "page_token"); !token.empty()) {
    auto types = types_of(order);
    if (!spec.parts.empty()) types.insert(types.begin(), db::Type::integer);
    after = decode_token(token, digest, types);
    if (!spec.parts.empty()) {
      at = std::min(static_cast<std::size_t>(std::get<long long>(after.front())), parts.size());
      after.erase(after.begin());
    }
  }

  auto columns = context.columns;
  add_joined(columns, plan_of(type), spec.joined);
  const RowShape shape(columns);
  db::Query select("SELECT " + column_list(context.columns, spec.table + ".") + expressions(spec.joined));
  select += from(spec, true);
  const Reading reading(session, spec, shape, order, std::move(select), std::move(where),
                        number_of_rows_field(response));
  std::string page;
  for (auto left = static_cast<std::size_t>(size); at < parts.size(); ++at, after.clear()) {
    Rows rows = reading.read(parts[at], left, after);
    left -= rows.count;
    page += rows.written.take();
    if (left > 0) continue;
    // Full: the next page goes on behind the last row, if there is one more in this part or those behind it.
    bool more = rows.more;
    for (std::size_t next = at + 1; !more && next < parts.size(); ++next) more = reading.read(parts[next], 0, {}).more;
    if (!more) break;
    std::vector<db::Value> keys;
    if (!spec.parts.empty()) keys.emplace_back(static_cast<long long>(at));
    if (rows.count > 0) {
      for (db::Value& key : keys_of(session, rows.last, type, spec.table, order)) keys.push_back(std::move(key));
    }
    rest.next_page_token = encode_token(digest, keys);
    break;
  }
  proto::Writer end;
  write_rest(end, response, rest);
  return page + end.take();
}

}  // namespace muster::rows
