// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/erasure.h"

#include <google/api/resource.pb.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "muster/platform/v1/options.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/db/catalog.h"
#include "platform/proto/references.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/facts.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/retry.h"
#include "platform/rpc/scope.h"
#include "platform/text/code_key.h"
#include "platform/text/search_words.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using platform::v1::Consequence;

const Descriptor& person_type() {
  static const Descriptor& type = [&]() -> const Descriptor& {
    for (const Descriptor* one : proto::resource_types()) {
      if (one->options().GetExtension(google::api::resource).type() == "muster/Person") return *one;
    }
    throw std::logic_error("there is no resource muster/Person");
  }();
  return type;
}

bool is_part_of_word(unsigned char byte) {
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// What may stand between the digits of a number that is written in groups.
bool is_spacing(unsigned char byte) {
  return std::string_view(" -./()_").find(static_cast<char>(byte)) != std::string_view::npos;
}

// Whether `value` stands at `at` of `text`, not as the beginning of something longer. Where the value has spaces or
// marks the text may have others; where it has none, only a long one may be written in groups. Both are keys.
bool stands_at(std::string_view text, std::size_t at, std::string_view value) {
  const auto in_word = [](std::string_view in, std::size_t i) {
    return is_part_of_word(static_cast<unsigned char>(in[i]));
  };
  constexpr std::size_t long_at = 8;
  bool joined = false;  // the value goes on without a mark
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!in_word(value, i)) {
      joined = false;
      continue;
    }
    if (i > 0 && (!joined || value.size() >= long_at)) {
      while (at < text.size() && !in_word(text, at) && (!joined || is_spacing(static_cast<unsigned char>(text[at]))))
        ++at;
    }
    if (at == text.size() || text[at] != value[i]) return false;
    ++at;
    joined = true;
  }
  return at == text.size() || !in_word(text, at);
}

// Whether people may have written something about others into the field's column.
bool is_free_text(const FieldDescriptor& field) {
  const auto& declared = field.options().GetExtension(platform::v1::field);
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING || field.is_repeated()) return false;
  if (declared.has_stored() && !declared.stored()) return false;
  if (field.options().HasExtension(google::api::resource_reference) || field.name() == "name") return false;
  const bool personal =
      declared.privacy() == platform::v1::PRIVACY_PERSONAL || declared.privacy() == platform::v1::PRIVACY_SENSITIVE;
  return declared.format() == platform::v1::FORMAT_NAME || declared.format() == platform::v1::FORMAT_TEXT ||
         (declared.format() == platform::v1::FORMAT_UNSPECIFIED && personal);
}

std::vector<long long> ids_where(Context& context, const std::string& table, const db::Query& condition) {
  db::Query query("SELECT id FROM " + table + " WHERE ");
  query += condition;
  query += " ORDER BY id";
  std::vector<long long> ids;
  for (const auto& [id] : db::select<long long>(context.sql, query)) ids.push_back(id);
  return ids;
}

// What refers to rows of the table: as the descriptors say, and as the database does, which knows tables without a
// message too.
std::set<db::Place> children_of(Context& context, const std::string& table) {
  std::set<db::Place> children;
  for (const Descriptor* type : proto::resource_types()) {
    if (proto::table_of(*type) != table) continue;
    for (const FieldDescriptor* reference : proto::references_to(*type)) {
      children.insert({proto::table_of(*reference->containing_type()), reference->name()});
    }
  }
  for (auto& key : db::foreign_keys_to(context.sql, table)) children.insert(std::move(key));
  return children;
}

// The same of people, whom a column may be of that is no foreign key.
std::set<db::Place> places_of_persons(Context& context) {
  std::set<db::Place> places = children_of(context, "person");
  for (auto& column : db::columns_named(context.sql, "person")) places.insert(std::move(column));
  return places;
}

bool has_ids(Context& context, const std::string& table) {
  const auto with_id = db::columns_named(context.sql, "id");
  return std::find(with_id.begin(), with_id.end(), db::Place{table, "id"}) != with_id.end();
}

// Deletes what the condition holds of, with all that refers to it.
void delete_where(Context& context, const std::string& table, const db::Query& condition) {
  db::Query query("DELETE FROM " + table + " WHERE ");
  if (!has_ids(context, table)) {
    query += condition;
    // Without numbers of their own; 0 stands for all of them.
    if (db::execute(context.sql, query) > 0) context.sql.record({db::Change::Kind::deleted, table, 0, {}});
    return;
  }
  const auto ids = ids_where(context, table, condition);
  if (ids.empty()) return;
  for (const auto& [child, column] : children_of(context, table)) {
    delete_where(context, child, db::one_of(column, ids));
  }
  query += db::one_of("id", ids);
  db::execute(context.sql, query);
  for (const long long id : ids) context.sql.record({db::Change::Kind::deleted, table, id, {}});
}

// Sets the columns to nothing, of these rows.
void empty_columns(Context& context, const std::string& table, const std::vector<long long>& ids,
                   const std::vector<std::string>& references, const std::vector<std::string>& texts) {
  std::string settings;
  for (const std::string& column : references) settings += (settings.empty() ? "" : ", ") + column + " = NULL";
  for (const std::string& column : texts) settings += (settings.empty() ? "" : ", ") + column + " = ''";
  if (settings.empty() || ids.empty()) return;
  db::Query query("UPDATE " + table + " SET " + settings + " WHERE ");
  query += db::one_of("id", ids);
  db::execute(context.sql, query);
  std::vector<std::string> fields = references;
  fields.insert(fields.end(), texts.begin(), texts.end());
  for (const long long id : ids) context.sql.record({db::Change::Kind::updated, table, id, fields});
}

// Takes the references `unset` and all texts out of the rows, and the texts out of what refers to them.
void strip_rows(Context& context, const Descriptor& type, const std::vector<long long>& ids,
                const std::vector<std::string>& unset) {
  if (ids.empty()) return;
  for (const FieldDescriptor* reference : proto::references_to(type)) {
    const Descriptor& child = *reference->containing_type();
    strip_rows(context, child, ids_where(context, proto::table_of(child), db::one_of(reference->name(), ids)), {});
  }
  std::vector<std::string> texts;
  for (int i = 0; i < type.field_count(); ++i) {
    if (is_free_text(*type.field(i))) texts.push_back(type.field(i)->name());
  }
  empty_columns(context, proto::table_of(type), ids, unset, texts);
}

bool is_kept(const Context& context, const std::string& table) {
  const auto& rules = context.method.registry->erasure_rules();
  return std::any_of(rules.begin(), rules.end(), [&](const ErasureRule& rule) {
    return std::any_of(rule.kept.begin(), rule.kept.end(),
                       [&](const Kept& kept) { return proto::table_of(*kept.type) == table; });
  });
}

// The messages of facts that carry a pseudonym.
std::vector<const Descriptor*> fact_types() {
  const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName("muster/facts/v1/facts.proto");
  std::vector<const Descriptor*> types;
  for (int i = 0; file != nullptr && i < file->message_type_count(); ++i) {
    if (file->message_type(i)->FindFieldByName("subject")) types.push_back(file->message_type(i));
  }
  return types;
}

// "persons/42", wherever the message names somebody.
void find_persons(const Message& message, std::vector<std::string>& names) {
  const auto& reflection = *message.GetReflection();
  const auto take = [&](const std::string& text) {
    if (text.starts_with("persons/")) names.push_back(text);
  };
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < size; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        take(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                  : reflection.GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        find_persons(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                          : reflection.GetMessage(message, field),
                     names);
      }
    }
  }
}

}  // namespace

Erased::Erased(long long person, const Names& names)
    : person_(person), given_(names.given), family_(names.family), preferred_(names.preferred) {
  for (const std::string& value : names.values) {
    std::string key = text::code_key(value);
    const auto first = std::find_if(key.begin(), key.end(),
                                    [](char byte) { return is_part_of_word(static_cast<unsigned char>(byte)); });
    key.erase(key.begin(), first);
    if (!key.empty()) values_.push_back(std::move(key));
  }
}

Erased::Words::Words(std::string_view text) : wholes(text::typed_words(text)), parts(text::word_parts(text)) {}

bool Erased::Words::holds(const Words& name) const {
  const auto all_there = [](const std::vector<std::string>& wanted, const std::vector<std::string>& there) {
    return !wanted.empty() && std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return std::find(there.begin(), there.end(), word) != there.end();
    });
  };
  return all_there(name.wholes, wholes) || all_there(name.parts, parts);
}

bool Erased::holds_value(std::string_view text) const {
  const std::string key = text::code_key(text);
  for (std::size_t at = 0; at < key.size(); ++at) {
    if (!is_part_of_word(static_cast<unsigned char>(key[at]))) continue;
    if (at > 0 && is_part_of_word(static_cast<unsigned char>(key[at - 1]))) continue;
    for (const std::string& value : values_) {
      if (stands_at(key, at, value)) return true;
    }
  }
  return false;
}

bool Erased::is_in(std::string_view text) const {
  if (text.empty()) return false;
  if (holds_value(text)) return true;
  const Words words(text);
  if (given_.wholes.empty() || family_.wholes.empty()) {
    return words.holds(given_) || words.holds(family_) || words.holds(preferred_);
  }
  return words.holds(family_) && (words.holds(given_) || words.holds(preferred_));
}

bool Erased::may_be_in(std::string_view text) const {
  if (is_in(text)) return true;
  const Words words(text);
  for (const Words* name : {&given_, &family_, &preferred_}) {
    const bool initial = name->wholes.size() == 1 && name->wholes.front().size() == 1;
    if (!initial && words.holds(*name)) return true;
  }
  return false;
}

Consequence obstacle(const std::string& name, const std::string& verb, const std::string& why) {
  Consequence open;
  open.set_kind(Consequence::KIND_OPEN);
  open.set_name(name);
  open.set_verb(verb);
  open.set_cause(Consequence::CAUSE_PERSON_ERASED);
  open.set_explanation(why);
  return open;
}

std::vector<Consequence> obstacles(Context& context, long long person) {
  std::vector<Consequence> all;
  for (const ErasureRule& rule : context.method.registry->erasure_rules()) {
    if (rule.find_obstacles) rule.find_obstacles(context, person, all);
  }
  return all;
}

ErasureRows rows_of(Context& context, long long person) {
  ErasureRows rows;
  rows.deleted["person"] = 1;
  const auto count = [&](const std::string& table, const db::Query& condition, std::map<std::string, long long>& into) {
    db::Query query("SELECT COUNT(*) FROM " + table + " WHERE ");
    query += condition;
    const auto [found] = *db::select_one<long long>(context.sql, query);
    if (found > 0) into[table] += found;
  };
  for (const auto& [table, column] : places_of_persons(context)) {
    // The way to the facts, which are told below; who read the person, which every look at this adds to.
    if (table == "person_subject" || table == "read_person") continue;
    count(table, {column + " = ?", {person}}, is_kept(context, table) ? rows.kept : rows.deleted);
  }
  for (const Descriptor* type : fact_types()) {
    count(proto::table_of(*type), {"subject = (SELECT subject FROM person_subject WHERE person = ?)", {person}},
          rows.kept);
  }
  return rows;
}

void delete_rows(Context& context, const Descriptor& type, const std::vector<long long>& ids) {
  if (!ids.empty()) delete_where(context, proto::table_of(type), db::one_of("id", ids));
}

void take_out(Context& context, const Erased& erased) {
  const auto& rules = context.method.registry->erasure_rules();
  for (const ErasureRule& rule : rules) {
    if (rule.strip) rule.strip(context, erased);
  }
  for (const FieldDescriptor* reference : proto::references_to(person_type())) {
    const Descriptor& type = *reference->containing_type();
    for (const ErasureRule& rule : rules) {
      for (const Kept& kept : rule.kept) {
        if (kept.type != &type) continue;
        const db::Query of_person{reference->name() + " = ?", {erased.person()}};
        strip_rows(context, type, ids_where(context, proto::table_of(type), of_person), kept.unset);
      }
    }
  }
  for (const auto& [table, column] : places_of_persons(context)) {
    if (table != "person_subject") delete_where(context, table, {column + " = ?", {erased.person()}});
  }
  forget_answers(context.sql, "persons/" + std::to_string(erased.person()));
  forget_subjects(context, erased.person(), erased.person());
  context.sql.leave_no_trace();
}

std::string erased_date(Context& context, const std::string& person) {
  const auto row =
      db::select_one<std::string>(context.sql, {"SELECT erased_date FROM erasure WHERE person = ?", {person}});
  return row ? std::get<0>(*row) : "";
}

status::Error tell_erased(Context& context, const status::Error& error, const Message& request) {
  const bool missing = error.code() == status::Code::not_found ||
                       (error.code() == status::Code::invalid_argument &&
                        error.cause() == platform::v1::REASON_REFERENCE_NOT_FOUND && !context.sql.failed());
  if (!missing || !scope_of(context).everything) return error;
  std::vector<std::string> names;
  find_persons(request, names);
  for (const std::string& name : names) {
    const std::string date = erased_date(context, name);
    if (date.empty()) continue;
    return status::failed_precondition(
        platform::v1::REASON_ERASED,
        name + " was erased on " + date + "; nothing is known of them, and nothing can be recorded of them",
        {{"name", name}, {"date", date}});
  }
  return error;
}

}  // namespace muster::rpc
