// SPDX-License-Identifier: EUPL-1.2
#include "platform/rows/bulk.h"

#include <algorithm>

#include "platform/db/bulk.h"
#include "platform/rows/name_keys.h"
#include "platform/rows/row_plan.h"
#include "rules/civil_date.h"

namespace muster::rows {

struct NewRows::Made {
  std::vector<const Column*> columns;
  std::vector<db::Row> rows;
  std::vector<NameKeys> names;  // of a type with names
  text::NameRules rules;        // of which they are
};

bool NewRows::has_words() const { return !made_->names.empty(); }
const NameKeys& NewRows::name_keys_of(std::size_t place) const { return made_->names[place]; }
const text::NameRules& NewRows::rules() const { return made_->rules; }

NewRows::NewRows(const google::protobuf::Descriptor& type, std::size_t count,
                 const std::function<const google::protobuf::Message&(std::size_t)>& at, const text::NameRules& rules) {
  const auto made = std::make_shared<Made>();
  made->rules = rules;
  const Plan& plan = plan_of(type);
  made->columns = written_columns(plan);
  std::erase_if(made->columns, [](const Column* column) { return column->kind == Kind::id; });
  made->rows.reserve(count);
  for (std::size_t place = 0; place < count; ++place) {
    const google::protobuf::Message& message = at(place);
    db::Row& row = made->rows.emplace_back();
    row.reserve(made->columns.size());
    if (plan.has_names()) made->names.push_back(name_keys(plan, message, rules));
    for (const Column* column : made->columns) {
      const bool of_names = column->kind == Kind::order || column->kind == Kind::words;
      row.push_back(of_names ? value_of(made->names.back(), *column) : first_value_of(message, *column, 0));
    }
  }
  made_ = made;
}

std::vector<long long> insert_all(db::Session& session, std::string_view table, const NewRows& rows,
                                  std::optional<long long> now_micros, const Referred& referred) {
  const long long now = now_micros.value_or(rules::now_micros());
  std::vector<db::Row> stamped = rows.made_->rows;
  std::vector<std::string> names;
  for (std::size_t at = 0; at < rows.made_->columns.size(); ++at) {
    names.push_back(rows.made_->columns[at]->name);
    if (names.back() == referred.column) {
      for (std::size_t place = 0; place < stamped.size(); ++place) stamped[place][at] = referred.ids[place];
    }
    if (!is_stamp(*rows.made_->columns[at])) continue;
    for (db::Row& row : stamped) row[at] = now;
  }
  return db::insert_rows(session, table, names, std::move(stamped));
}

long long copy_rows(db::Session& session, std::string_view table, const google::protobuf::Descriptor& type,
                    const db::Query& where, const std::vector<std::pair<std::string, db::Query>>& changed,
                    long long now_micros) {
  std::vector<const Column*> columns = written_columns(plan_of(type));
  std::erase_if(columns, [](const Column* column) { return column->kind == Kind::id; });
  db::Query query("INSERT INTO " + std::string(table) + " (" + column_list(columns, "") + ")");
  const char* before = " SELECT ";
  for (const Column* column : columns) {
    query += before;
    before = ", ";
    const auto given =
        std::find_if(changed.begin(), changed.end(), [&](const auto& one) { return one.first == column->name; });
    if (given != changed.end()) {
      query += given->second;
    } else if (is_stamp(*column)) {
      query += {"CAST(? AS BIGINT)", {now_micros}};
    } else if (column->kind == Kind::version) {
      query += "1";
    } else {
      query += column->name;
    }
  }
  query += " FROM " + std::string(table) + " WHERE ";
  query += where;
  query += " ORDER BY id";
  return db::execute(session, query);
}

}  // namespace muster::rows
