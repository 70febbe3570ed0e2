// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/rows.h"

#include <algorithm>

#include "muster/platform/v1/options.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/backend_error.h"
#include "platform/db/bulk.h"
#include "platform/db/session_impl.h"
#include "platform/rows/joined_select.h"
#include "platform/rows/name_keys.h"
#include "platform/rows/row_plan.h"
#include "platform/status/error.h"
#include "rules/civil_date.h"

namespace muster::rows {
namespace {

namespace pb = google::protobuf;

// A column with what is written into it.
struct Written {
  const Column* column;
  db::Value value;
};

bool is_empty(const db::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return std::holds_alternative<std::monostate>(value) || (text != nullptr && (text->empty() || *text == "[]"));
}

status::Error does_not_exist(const Written& reference) {
  const std::string name = reference.column->collection + "/" + std::to_string(std::get<long long>(reference.value));
  return status::invalid_argument(reference.column->field->name(), platform::v1::REASON_REFERENCE_NOT_FOUND,
                                  name + " does not exist; give one that does", {{"name", name}});
}

// SQLite does not say which reference failed: look each up in the table it points to.
bool is_missing(db::Session& session, std::string_view table, const Written& reference) {
  auto& impl = session.impl();
  for (const db::Row& row :
       impl.rows_after_failure({"SELECT \"table\", COALESCE(\"to\", 'id') FROM pragma_foreign_key_list(?) "
                                "WHERE \"from\" = ?",
                                {std::string(table), reference.column->name}},
                               {db::Type::text, db::Type::text})) {
    const auto found = impl.rows_after_failure(
        {"SELECT COUNT(*) FROM " + std::get<std::string>(row[0]) + " WHERE " + std::get<std::string>(row[1]) + " = ?",
         {reference.value}},
        {db::Type::integer});
    if (!found.empty() && std::get<long long>(found[0][0]) == 0) return true;
  }
  return false;
}

// Says which reference does not exist, where the backend's error was about one.
[[noreturn]] void explain(db::Session& session, std::string_view table, const status::Error& error,
                          const std::vector<Written>& written) {
  if (error.cause() != platform::v1::REASON_REFERENCE_NOT_FOUND) throw error;
  for (const Written& one : written) {
    if (one.column->kind != Kind::reference || is_empty(one.value)) continue;
    const bool named = !error.violations().empty() && error.violations().front().field == one.column->name;
    if (named || (session.backend() == db::Backend::sqlite && is_missing(session, table, one))) {
      throw does_not_exist(one);
    }
  }
  throw error;
}

// What keeps a key apart: "", or " AND course = ?" with the value that `value` gives of the column.
template <class ValueOf>
db::Query within_of(const Plan& plan, const Column& key, ValueOf value) {
  if (key.within.empty()) return "";
  const Column* within = plan.find(key.within);
  if (within == nullptr) throw status::Error(status::Code::internal, key.field->full_name() + " is within no column");
  return {" AND " + within->name + " = ?", {value(*within)}};
}

// Refuses a code that another row has in whatever spelling, and names that row. Who may know of somebody's row the
// rows cannot tell: of a code that is personal the service tells, and the index refuses it.
void require_unused(db::Session& session, std::string_view table, const Plan& plan, const Written& key,
                    const db::Query& within, long long id = 0) {
  const auto& options = key.column->field->options().GetExtension(platform::v1::field);
  if (options.privacy() == platform::v1::PRIVACY_PERSONAL || options.privacy() == platform::v1::PRIVACY_SENSITIVE) {
    return;
  }
  const std::string& field = key.column->field->name();
  db::Query query{"SELECT id, " + field + " FROM " + std::string(table) + " WHERE " + key.column->name + " = ?",
                  {key.value}};
  query += within;
  query += {" AND id <> ?", {id}};
  const auto other = db::select_one<long long, std::string>(session, query);
  if (!other) return;
  const auto& [other_id, spelling] = *other;
  const std::string name = plan.of_kind(Kind::id)->collection + "/" + std::to_string(other_id);
  throw status::already_exists(
      field, platform::v1::REASON_ALREADY_EXISTS,
      "is that of another record already, " + name + ", as " + spelling + "; give another, or change that record",
      {{"fields", field}, {"name", name}, {"value", spelling}});
}

db::Query insert_query(std::string_view table, const std::vector<Written>& written) {
  db::Query query("INSERT INTO " + std::string(table) + " (");
  std::string places;
  query.args.reserve(written.size());
  for (const Written& one : written) {
    if (!places.empty()) query.text += ", ";
    query.text += one.column->name;
    places += places.empty() ? "?" : ", ?";
    query.args.push_back(one.value);
  }
  query.text += ") VALUES (" + places + ")";
  return query;
}

db::Query update_query(std::string_view table, const Plan& plan, const std::vector<Written>& written, long long id) {
  db::Query query("UPDATE " + std::string(table) + " SET ");
  for (const Written& one : written) {
    query += {one.column->name + " = ?, ", {one.value}};
  }
  if (plan.find("update_time") != nullptr) {
    query += {"update_time = ?, ", {rules::now_micros()}};
  }
  if (plan.of_kind(Kind::version) != nullptr) {
    query.text += "row_version = row_version + 1, ";
  }
  query.text.resize(query.text.size() - 2);
  return query += {" WHERE id = ?", {id}};
}

// The columns that a mask names, each once.
std::vector<const Column*> columns_of_mask(const Plan& plan, const pb::FieldMask& mask) {
  if (mask.paths_size() == 0) {
    throw status::invalid_argument("update_mask", platform::v1::REASON_REQUIRED, "must name the fields to change");
  }
  std::vector<const Column*> columns;
  for (const std::string& path : mask.paths()) {
    const Column* column = plan.find(path);
    if (column == nullptr || column->kind == Kind::id || column->kind == Kind::version || is_stamp(*column)) {
      throw status::invalid_argument("update_mask", platform::v1::REASON_IMMUTABLE,
                                     "\"" + path + "\" is not a field that can be changed", {{"name", path}});
    }
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      columns.push_back(column);
    }
  }
  return columns;
}

void check_etag(const pb::Message& message, const Plan& plan, const db::Row& row) {
  const Column* version = plan.of_kind(Kind::version);
  if (version == nullptr) return;
  const std::string etag = message.GetReflection()->GetString(message, version->field);
  const auto index = static_cast<std::size_t>(version - plan.columns.data());
  if (etag.empty() || etag == std::to_string(std::get<long long>(row[index]))) return;
  throw status::stale_etag();
}

// The row as it is, locked until the transaction ends. Errors: NOT_FOUND.
db::Row current_row(db::Session& session, std::string_view table, const Plan& plan, long long id,
                    const std::string& name) {
  std::vector<db::Type> types;
  for (const Column& column : plan.columns) types.push_back(column.type);
  auto rows = db::detail::select_rows(session,
                                      {"SELECT " + column_list(all_columns(plan), "") + " FROM " + std::string(table) +
                                           " WHERE id = ?" + db::row_lock(session),
                                       {id}},
                                      types);
  if (rows.empty()) throw status::not_found(name);
  return std::move(rows.front());
}

}  // namespace

std::string columns(const pb::Descriptor& type, std::string_view prefix) {
  const Plan& plan = plan_of(type);
  return prefix.empty() ? plan.list : column_list(all_columns(plan), prefix);
}

db::Value value_of(const pb::Message& message, std::string_view field) {
  const Column* column = plan_of(*message.GetDescriptor()).find(field);
  if (column == nullptr) {
    throw status::Error(status::Code::internal,
                        message.GetDescriptor()->full_name() + " has no column " + std::string(field));
  }
  return value_of(message, *column);
}

void detail::select_into(db::Session& session, const db::Query& query, const pb::Descriptor& type,
                         const std::function<pb::Message*()>& next) {
  read_messages(session, query, RowShape(all_columns(plan_of(type))), next);
}

JoinedSelect::JoinedSelect(const pb::Descriptor& type, std::string_view table, const Joined& joined,
                           Sensitive sensitive) {
  const Plan& plan = plan_of(type);
  auto columns = sensitive == Sensitive::selected ? all_columns(plan) : columns_without_sensitive(plan);
  text_ = "SELECT " + column_list(columns, std::string(table) + '.') + expressions(joined) + " FROM " +
          std::string(table) + joined.from;
  add_joined(columns, plan, joined);
  shape_ = std::make_shared<const RowShape>(columns);
}

std::optional<std::string> JoinedSelect::one(db::Session& session, const db::Query& query) const {
  std::optional<std::string> found;
  read_encoded(session, query, *shape_, [&](std::string_view bytes) { found = bytes; });
  return found;
}

long long insert(db::Session& session, std::string_view table, const pb::Message& message,
                 std::optional<long long> moment) {
  const Plan& plan = plan_of(*message.GetDescriptor());
  const long long now = moment.value_or(rules::now_micros());
  std::vector<Written> written;
  db::Change change{db::Change::Kind::created, std::string(table), 0, {}};
  written.reserve(plan.columns.size() + plan.derived.size());
  for (const Column& column : plan.columns) {
    if (column.kind == Kind::id) continue;
    db::Value value = first_value_of(message, column, now);
    const bool given = !is_stamp(column) && column.kind != Kind::version && !is_empty(value);
    if (given) change.fields.push_back(column.field->name());
    written.push_back({&column, std::move(value)});
  }
  Named named{};
  if (plan.has_names()) named.keys = name_keys(plan, message, name_rules(session));
  for (const Column& column : plan.derived) {
    const bool of_names = column.kind == Kind::order || column.kind == Kind::words;
    written.push_back({&column, of_names ? value_of(named.keys, column) : value_of(message, column)});
  }
  for (const Written& one : written) {
    if (one.column->kind != Kind::key) continue;
    require_unused(session, table, plan, one,
                   within_of(plan, *one.column, [&](const Column& within) { return value_of(message, within); }));
  }
  try {
    change.id = db::insert_row(session, insert_query(table, written));
  } catch (const status::Error& error) {
    explain(session, table, error, written);
  }
  if (plan.has_names()) {
    named.id = change.id;
    insert_words(session, table, {named});
  }
  session.record(change);
  return change.id;
}

namespace {

// No end may come before its beginning in the row as it will be, also where only one of the two is written.
void check_order(const Plan& plan, db::Row row, const std::vector<Written>& written) {
  const auto at = [&](const Column* column) { return static_cast<std::size_t>(column - plan.columns.data()); };
  for (const Written& one : written) row[at(one.column)] = one.value;
  const auto is_written = [&](const Column* column) {
    return std::any_of(written.begin(), written.end(), [&](const Written& one) { return one.column == column; });
  };
  for (const Column& end : plan.columns) {
    const Column* beginning = end.not_before.empty() ? nullptr : plan.find(end.not_before);
    if (beginning == nullptr) continue;
    const auto* last = std::get_if<std::string>(&row[at(&end)]);
    const auto* first = std::get_if<std::string>(&row[at(beginning)]);
    if (last == nullptr || first == nullptr || *last >= *first) continue;
    if (is_written(&end)) {
      throw status::invalid_argument(end.name, platform::v1::REASON_TOO_EARLY,
                                     "is before " + beginning->name + ", " + *first + "; give a later date",
                                     {{"earliest", *first}, {"field", beginning->name}});
    }
    if (is_written(beginning)) {
      throw status::invalid_argument(beginning->name, platform::v1::REASON_TOO_LATE,
                                     "is after " + end.name + ", " + *last + "; give an earlier date",
                                     {{"latest", *last}, {"field", end.name}});
    }
  }
}

}  // namespace

namespace {

// Which row an update is for.
struct Target {
  db::Session& session;
  std::string_view table;
  const Plan& plan;
  std::string name;
  long long id;
};

Target target_of(db::Session& session, std::string_view table, const pb::Message& message) {
  const Plan& plan = plan_of(*message.GetDescriptor());
  const Column* id_column = plan.of_kind(Kind::id);
  std::string name = message.GetReflection()->GetString(message, id_column->field);
  const long long id = proto::id_of(name, id_column->collection, id_column->field->name());
  return {session, table, plan, std::move(name), id};
}

// Whether what is made of names changes with what is written.
bool concerns_names(const Plan& plan, const std::vector<Written>& written) {
  return std::any_of(written.begin(), written.end(), [&](const Written& one) {
    return one.column->field == plan.family_name || one.column->field == plan.given_name ||
           std::find(plan.searched.begin(), plan.searched.end(), one.column->field) != plan.searched.end();
  });
}

// Adds what is made of the codes that are written.
void add_derived(const Target& target, const db::Row& row, const pb::Message& message, std::vector<Written>& written) {
  const auto changed = [code_count = written.size(), &written](const Column& derived) {
    return std::any_of(written.begin(), written.begin() + static_cast<std::ptrdiff_t>(code_count),
                       [&](const Written& one) { return one.column->field == derived.field; });
  };
  for (const Column& column : target.plan.derived) {
    if (column.kind == Kind::order || column.kind == Kind::words || !changed(column)) continue;
    const Written& made = written.emplace_back(Written{&column, value_of(message, column)});
    if (column.kind != Kind::key) continue;
    const auto within = within_of(target.plan, column, [&](const Column& other) {
      return row[static_cast<std::size_t>(&other - target.plan.columns.data())];
    });
    require_unused(target.session, target.table, target.plan, made, within, target.id);
  }
}

// Writes what differs from `row` of the columns, where `condition` holds as well. False if it does not.
bool write_changes(const Target& target, const db::Row& row, const pb::Message& message,
                   const std::vector<const Column*>& columns, const db::Query& condition) {
  std::vector<Written> written;
  db::Change change{db::Change::Kind::updated, std::string(target.table), target.id, {}};
  for (const Column* column : columns) {
    db::Value value = value_of(message, *column);
    const auto index = static_cast<std::size_t>(column - target.plan.columns.data());
    if (value == row[index]) continue;
    written.push_back({column, std::move(value)});
    change.fields.push_back(column->field->name());
  }
  if (written.empty()) return true;
  check_order(target.plan, row, written);
  add_derived(target, row, message, written);
  db::Query query = update_query(target.table, target.plan, written, target.id);
  query += condition;
  try {
    if (db::execute(target.session, query) == 0) return false;
  } catch (const status::Error& error) {
    explain(target.session, target.table, error, written);
  }
  if (target.plan.has_names() && concerns_names(target.plan, written)) {
    index_names(target.session, target.table, *target.plan.type, {"id = ?", {target.id}});
  }
  target.session.record(std::move(change));
  return true;
}

}  // namespace

void update(db::Session& session, std::string_view table, const pb::Message& message, const pb::FieldMask& mask) {
  const auto columns = columns_of_mask(plan_of(*message.GetDescriptor()), mask);
  const Target target = target_of(session, table, message);
  const db::Row row = current_row(session, table, target.plan, target.id, target.name);
  check_etag(message, target.plan, row);
  write_changes(target, row, message, columns, {});
}

void update_read(db::Session& session, std::string_view table, const pb::Message& before, const pb::Message& message,
                 const pb::FieldMask& mask) {
  const auto columns = columns_of_mask(plan_of(*message.GetDescriptor()), mask);
  const Target target = target_of(session, table, message);
  db::Row row;
  row.reserve(target.plan.columns.size());
  for (const Column& column : target.plan.columns) row.push_back(value_of(before, column));
  const Column* version = target.plan.of_kind(Kind::version);
  const std::string etag = before.GetReflection()->GetString(before, version->field);
  if (!write_changes(target, row, message, columns, {" AND row_version = ?", {std::stoll(etag)}})) {
    throw status::stale_etag();
  }
}

void remove(db::Session& session, std::string_view table, long long id) {
  db::execute(session, {"DELETE FROM " + std::string(table) + " WHERE id = ?", {id}});
  session.record({db::Change::Kind::deleted, std::string(table), id, {}});
}

}  // namespace muster::rows
