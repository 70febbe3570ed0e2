// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/apart.h"

#include <google/api/resource.pb.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <optional>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/reader.h"
#include "platform/proto/references.h"
#include "platform/proto/resources.h"
#include "platform/rpc/disclosure.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Names of what stands apart are given as those of ids that no row has, and an error says the given one again.
constexpr long long no_row = 9'000'000'000'000'000'000;

constexpr std::string_view other_nb = "andre";

struct Kind {
  std::string_view collection, table;  // in names, and in the lines of the audit
};
constexpr std::array kinds = {Kind{"units", "unit"}, Kind{"missions", "mission"}, Kind{"posts", "post"},
                              Kind{"calls", "call"}};

std::string_view collection_called(std::string_view word) {
  for (const Kind& kind : kinds) {
    if (word == kind.collection || word == kind.table) return kind.collection;
  }
  return {};
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What stands for a name, "units" and its id, in a text that goes on behind `before`; none: it stays.
using Replacement =
    std::function<std::optional<std::string>(std::string& before, std::string_view collection, long long id)>;

std::string with_names(std::string_view text, const Replacement& replacement) {
  std::string result;
  std::size_t done = 0;
  for (std::size_t slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/', slash + 1)) {
    std::size_t start = slash, end = slash + 1;
    while (start > done && is_word(text[start - 1])) --start;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view collection = collection_called(text.substr(start, slash - start));
    long long id = 0;
    if (collection.empty() || std::from_chars(text.data() + slash + 1, text.data() + end, id).ec != std::errc())
      continue;
    if (end < text.size() && is_word(text[end])) continue;
    result += text.substr(done, start - done);
    done = start;
    const auto instead = replacement(result, collection, id);
    result += text.substr(start, slash + 1 - start);
    result += instead ? *instead : std::string(text.substr(slash + 1, end - slash - 1));
    done = end;
  }
  result += text.substr(done);
  return result;
}

std::string name_of(std::string_view collection, long long id) {
  return std::string(collection) + "/" + std::to_string(id);
}

std::string concealed(const Apart& apart, std::string_view text, const std::set<std::string>& given) {
  return with_names(text, [&](std::string& before, std::string_view collection, long long id) {
    if (!apart.has(collection, id) || given.contains(name_of(collection, id))) return std::optional<std::string>();
    // "for the unit KYST (units/7)"
    if (const auto code = apart.unit_codes.find(id); collection == "units" && code != apart.unit_codes.end()) {
      const std::string called = code->second + " (";
      if (before.ends_with(called)) before.replace(before.size() - called.size(), code->second.size(), other_code);
    }
    return std::optional(std::string(other_code));
  });
}

template <class Change>
status::Error changed(const status::Error& error, const Change& change) {
  const auto all = [&](const status::Metadata& metadata) {
    status::Metadata result;
    for (const auto& [key, value] : metadata) result[key] = change(value);
    return result;
  };
  std::vector<status::FieldViolation> violations;
  for (const auto& one : error.violations()) {
    violations.push_back({change(one.field), one.reason, change(one.description), all(one.metadata)});
  }
  return status::Error(error.code(), error.cause(), change(error.message()), all(error.metadata()))
      .with_violations(std::move(violations))
      .with_retry_after(error.retry_after());
}

// The collection that a string field names something of; empty: none of ours.
std::string_view collection_named(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING) return {};
  if (field.options().HasExtension(google::api::resource_reference)) {
    return collection_called(proto::collection_of_reference(field));
  }
  return field.name() == "name" ? collection_called(proto::collection_in(*field.containing_type()))
                                : std::string_view();
}

bool is_filter(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING && !field.is_repeated() && field.name() == "filter";
}

// Calls change(text) for the strings that `which` is true of, in the message and below it; `then` with the message and
// the field where it was another one.
template <class Which, class Change, class Then>
void change_strings(Message& message, const Which& which, const Change& change, const Then& then) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      for (int i = 0; i < size; ++i) {
        change_strings(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                            : *reflection.MutableMessage(&message, field),
                       which, change, then);
      }
    }
    if (field->type() != FieldDescriptor::TYPE_STRING || !which(*field)) continue;
    for (int i = 0; i < size; ++i) {
      const std::string text =
          field->is_repeated() ? reflection.GetRepeatedString(message, field, i) : reflection.GetString(message, field);
      std::string other = change(text);
      if (other == text) continue;
      if (field->is_repeated()) {
        reflection.SetRepeatedString(&message, field, i, std::move(other));
      } else {
        reflection.SetString(&message, field, std::move(other));
      }
      then(message, *field);
    }
  }
}

// What is told beside a reference: the name of what it refers to, and what is copied of a post.
void conceal_beside(Message& message, const FieldDescriptor& reference) {
  if (collection_named(reference).empty()) return;
  const Descriptor& type = *message.GetDescriptor();
  const auto set = [&](const std::string& name, std::string_view value) {
    const FieldDescriptor* field = type.FindFieldByName(name);
    if (field != nullptr) message.GetReflection()->SetString(&message, field, std::string(value));
  };
  set(reference.name() + "_display_name", other_code);
  set(reference.name() + "_display_name_nb", other_nb);
  if (reference.name() == "post" || reference.name() == "mission") set("title", "");
}

std::vector<long long> ids_of(Context& context, const db::Query& query) {
  std::vector<long long> ids;
  for (const auto& [id] : db::select<long long>(context.sql, query)) ids.push_back(id);
  return ids;
}

// Every statement begins with what is grouped, which is little.
Apart read_apart(Context& context) {
  Apart apart;
  const auto but = [](db::Query query, const db::Query& named) {
    query.text += " AND NOT ";
    query += named;
    return query;
  };
  const auto put = [&](const char* collection, const std::vector<long long>& ids) {
    if (!ids.empty()) apart.ids[collection].insert(ids.begin(), ids.end());
  };
  for (auto& [id, code] : db::select<long long, std::string>(
           context.sql,
           but("SELECT unit.id, unit.code FROM unit WHERE unit.id IN (SELECT below.descendant FROM unit grouped_unit"
               " JOIN unit_closure below ON below.ancestor = grouped_unit.id"
               " WHERE grouped_unit.disclosure = 'DISCLOSURE_GROUPED')",
               named_units(context, "unit.id")))) {
    apart.ids["units"].insert(id);
    apart.unit_codes[id] = std::move(code);
  }
  const auto missions = ids_of(context, but("SELECT mission.id FROM mission WHERE disclosure = 'DISCLOSURE_GROUPED'",
                                            named_missions(context, "mission.id")));
  put("missions", missions);
  if (missions.empty()) return apart;
  db::Query of_missions("SELECT post.id FROM post WHERE ");
  of_missions += db::one_of("post.mission", missions);
  const auto posts = ids_of(context, of_missions);
  put("posts", posts);
  db::Query of_posts("SELECT call.id FROM call WHERE call.id IN (SELECT call_post.call FROM call_post WHERE ");
  of_posts += db::one_of("call_post.post", posts);
  of_posts.text += ')';
  put("calls", ids_of(context, but(std::move(of_posts), named_calls(context, "call.id"))));
  return apart;
}

// The type of the rows of a list; null: it is none.
const Descriptor* row_type(const Descriptor& answer) {
  for (int i = 0; i < answer.field_count(); ++i) {
    const FieldDescriptor& field = *answer.field(i);
    if (field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return field.message_type();
  }
  return nullptr;
}

void require_no_telling_order(const Context& context, const Message& request) {
  const auto* order = request.GetDescriptor()->FindFieldByName("order_by");
  const auto* row = row_type(*context.method.descriptor->output_type());
  if (order == nullptr || row == nullptr) return;
  std::string term;
  const auto check = [&] {
    const auto* field = row->FindFieldByName(term);
    if (field != nullptr && field->options().HasExtension(google::api::resource_reference) &&
        !collection_named(*field).empty()) {
      throw status::invalid_argument("order_by", platform::v1::REASON_MALFORMED_ORDER,
                                     "\"" + term + "\" cannot be ordered by: to you some stand together as other");
    }
    term.clear();
  };
  bool begun = false;
  for (const char c : request.GetReflection()->GetString(request, order) + ",") {
    if (c == ',') {
      check();
      begun = false;
    } else if (c == ' ') {
      begun = !term.empty();
    } else if (!begun) {
      term += c;
    }
  }
}

}  // namespace

bool Apart::has(std::string_view collection, long long id) const {
  const auto found = ids.find(collection);
  return found != ids.end() && found->second.contains(id);
}

const Apart& apart_of(Context& context) {
  if (!context.apart) {
    const bool nothing = context.caller.system || context.method.access.anyone() || reads_all(context.caller) ||
                         !is_any_grouped(context);
    context.apart = std::make_shared<const Apart>(nothing ? Apart() : read_apart(context));
  }
  return *context.apart;
}

SeenRequest::SeenRequest(Context& context, const Message& request) : asked_(request) {
  const Apart& apart = apart_of(context);
  if (apart.empty()) return;
  require_no_telling_order(context, request);
  seen_.reset(request.New());
  seen_->CopyFrom(request);
  change_strings(
      *seen_, [](const FieldDescriptor& field) { return is_filter(field) || !collection_named(field).empty(); },
      [&](const std::string& text) {
        return with_names(text, [&](std::string&, std::string_view collection, long long id) {
          if (!apart.has(collection, id)) return std::optional<std::string>();
          given_.insert(name_of(collection, id));
          return std::optional(std::to_string(no_row + id));
        });
      },
      [](const Message&, const FieldDescriptor&) {});
}

status::Error SeenRequest::with_given_names(const status::Error& error) const {
  if (given_.empty()) return error;
  return changed(error, [](const std::string& text) {
    return with_names(text, [](std::string&, std::string_view, long long id) {
      return id > no_row ? std::optional(std::to_string(id - no_row)) : std::nullopt;
    });
  });
}

status::Error conceal(Context& context, const status::Error& error, const std::set<std::string>& given) {
  const Apart& apart = apart_of(context);
  if (apart.empty() || error.cause() == status::Reason()) return error;
  return changed(error, [&](const std::string& text) { return concealed(apart, text, given); });
}

void conceal(Context& context, Message& answer) {
  const Apart& apart = apart_of(context);
  if (apart.empty()) return;
  const std::set<std::string> none;
  change_strings(
      answer, [](const FieldDescriptor& field) { return field.name() != "next_page_token"; },
      [&](const std::string& text) { return concealed(apart, text, none); }, conceal_beside);
}

void conceal(Context& context, const Descriptor& type, std::string& answer) {
  if (apart_of(context).empty()) return;
  const std::unique_ptr<Message> message(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  if (!message->ParseFromString(answer)) throw proto::Reader::broken();
  conceal(context, *message);
  answer = message->SerializeAsString();
}

}  // namespace muster::rpc
