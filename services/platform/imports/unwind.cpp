// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/unwind.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/imports/store.h"
#include "platform/proto/resources.h"
#include "platform/rows/names.h"

namespace muster::imports {
namespace {

constexpr std::size_t named_reasons = 10;
constexpr int named_dependents = 3;
constexpr long long texts_at_once = 3000;  // emptied in one transaction

// The rows of other resources in which `reference` is one of the rows that the import created of `type`, but for the
// import's own: at most a few, as sentences.
std::vector<std::string> dependents_of(rpc::Context& context, const Effects& effects,
                                       const google::protobuf::Descriptor& type,
                                       const google::protobuf::FieldDescriptor& reference) {
  const auto& dependent = *reference.containing_type();
  const std::string table = proto::table_of(dependent);
  std::vector<std::string> sentences;
  for_each_range(effects, proto::table_of(type), [&](long long first, long long last) {
    const int left = named_dependents - static_cast<int>(sentences.size());
    if (left == 0) return;
    db::Query query{
        "SELECT id, " + reference.name() + " FROM " + table + " WHERE " + reference.name() + " BETWEEN ? AND ?",
        {first, last}};
    for_each_range(effects, table, [&](long long own_first, long long own_last) {
      query += {" AND id NOT BETWEEN ? AND ?", {own_first, own_last}};
    });
    query += {" ORDER BY id LIMIT ?", {static_cast<long long>(left)}};
    for (const auto& [id, referred] : db::select<long long, long long>(context.sql, query)) {
      sentences.push_back(proto::collection_of(dependent) + "/" + std::to_string(id) + " refers to " +
                          proto::collection_of(type) + "/" + std::to_string(referred));
    }
  });
  return sentences;
}

// The rows of `type` that were changed since the import wrote them: of each range a few, as sentences.
std::vector<std::string> changed_since(rpc::Context& context, const Effects& effects,
                                       const google::protobuf::Descriptor& type) {
  std::vector<std::string> sentences;
  if (!type.FindFieldByName("etag")) return sentences;
  const std::string table = proto::table_of(type);
  for_each_range(effects, table, [&](long long first, long long last) {
    for (const auto& [id] : db::select<long long>(
             context.sql,
             {"SELECT id FROM " + table + " WHERE id BETWEEN ? AND ? AND row_version > 1 ORDER BY id LIMIT 3",
              {first, last}})) {
      sentences.push_back(proto::collection_of(type) + "/" + std::to_string(id) + " was changed since");
    }
  });
  return sentences;
}

void append(std::vector<std::string>& all, std::vector<std::string> more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

// Deletes the rows of `type` that the import created, with a line for the audit.
void delete_created(rpc::Context& context, const Effects& effects, const google::protobuf::Descriptor& type) {
  const std::string table = proto::table_of(type);
  for_each_range(effects, table, [&](long long first, long long last) {
    rows::forget_words(context.sql, type, first, last);
    db::execute(context.sql, {"DELETE FROM " + table + " WHERE id BETWEEN ? AND ?", {first, last}});
    context.audit_lines.push_back("deleted " + table + "/" + std::to_string(first) + "-" + std::to_string(last));
  });
}

std::string line_of(v1::ImportState state, long long id) {
  return (state == v1::IMPORT_STATE_UNDOING ? "undo imports/" : "take back imports/") + std::to_string(id);
}

// False when no slice is left.
bool unwind_slice(const Writes& writes, const Kind& kind, v1::ImportState state) {
  const long long id = writes.id();
  bool more = false;
  writes.read([&](rpc::Context& context) { more = last_slice(context.sql, id).has_value(); });
  if (!more) return false;
  writes.audited(state, [&](rpc::Context& context) {
    context.audit_lines.push_back(line_of(state, id));
    const auto slice = last_slice(context.sql, id);
    if (!slice) return;
    const Effects effects = read_effects(context.sql, id, *slice);
    if (state == v1::IMPORT_STATE_UNDOING) {
      const auto reasons = built_on(kind, context, effects);
      if (!reasons.empty())
        throw status::failed_precondition(platform::v1::REASON_BUILT_UPON,
                                          "something was built on it: " + in_words(reasons));
    }
    kind.undo(context, effects);
    for (const auto* type : kind.resources) delete_created(context, effects, *type);
    delete_effects(context.sql, id, *slice);
  });
  return true;
}

template <class Step>
void until_done(const Writes& writes, Step step) {
  while (step()) {
    if (writes.stopping()) throw Stopped{};
  }
}

}  // namespace

std::vector<std::string> built_on(const Kind& kind, rpc::Context& context, const Effects& effects) {
  std::vector<std::string> reasons;
  for (const auto* type : kind.resources) {
    for (const auto* reference : proto::references_to(*type)) {
      append(reasons, dependents_of(context, effects, *type, *reference));
    }
  }
  for (const auto* type : kind.resources) append(reasons, changed_since(context, effects, *type));
  return reasons;
}

namespace {

// Of the people whom it wrote of those that `condition` holds for, on the column that it is given.
std::set<long long> people_of(const Kind& kind, rpc::Context& context, const Effects& effects,
                              const std::function<db::Query(const std::string& column)>& condition) {
  std::set<long long> people;
  for (const auto* type : kind.resources) {
    const std::string table = proto::table_of(*type);
    const std::string person = table == "person" ? "id" : "person";
    if (person == "person" && !type->FindFieldByName("person")) continue;
    for_each_range(effects, table, [&](long long first, long long last) {
      db::Query query{"SELECT DISTINCT " + person + " FROM " + table + " WHERE id BETWEEN ? AND ? AND " + person +
                          " IS NOT NULL AND ",
                      {first, last}};
      query += condition(table + "." + person);
      for (const auto& [id] : db::select<long long>(context.sql, query)) people.insert(id);
    });
  }
  return people;
}

}  // namespace

std::size_t people_outside(const Kind& kind, rpc::Context& context, const Effects& effects, const rpc::Scope& scope) {
  if (scope.everything) return 0;
  return people_of(kind, context, effects,
                   [&](const std::string& column) { return rpc::persons_outside(scope, column, context.today()); })
      .size();
}

bool wrote_of(const Kind& kind, rpc::Context& context, const Effects& effects, long long person) {
  return !people_of(kind, context, effects, [&](const std::string& column) {
            return db::Query{column + " = ?", {person}};
          }).empty();
}

void unwind(const Writes& writes, const Kind& kind, v1::ImportState state) {
  const long long id = writes.id();
  const auto repeat = [&](auto work) {
    until_done(writes, [&] {
      bool more = false;
      writes.plain(state, [&](db::Session& session) { more = work(session); });
      return more;
    });
  };
  until_done(writes, [&] { return unwind_slice(writes, kind, state); });
  repeat([&](db::Session& session) { return delete_chunk(session, id); });
  if (state == v1::IMPORT_STATE_UNDOING) {
    repeat([&](db::Session& session) { return clear_texts(session, id, texts_at_once, "1 = 1"); });
  }
  writes.audited(state, [&](rpc::Context& context) {
    context.audit_lines.push_back(line_of(state, id) + " done");
    finish_unwinding(context.sql, id);
  });
}

std::string in_words(const std::vector<std::string>& reasons) {
  std::string text;
  for (std::size_t i = 0; i < std::min(reasons.size(), named_reasons); ++i) text += (i ? "; " : "") + reasons[i];
  return text;
}

}  // namespace muster::imports
