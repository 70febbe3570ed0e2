// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/named_people.h"

#include <google/api/resource.pb.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <string>

#include "platform/db/query.h"
#include "platform/proto/per_type.h"
#include "platform/proto/reader.h"
#include "platform/proto/references.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr std::string_view person_type = "muster/Person";
// Whoever acts does so by an account: that does not tell of the person.
constexpr std::string_view account_type = "muster/Account";

// A collection, "nominations/", and the field with the person of one of its records; of "persons/": null.
struct Collection {
  std::string prefix;
  const FieldDescriptor* person = nullptr;
};

using Collections = std::map<std::string, Collection, std::less<>>;

std::string prefix_of(const Descriptor& resource) {
  return resource.options().GetExtension(google::api::resource).plural() + "/";
}

// By the type of the resource: people, and whatever is of one person.
const Collections& collections() {
  static const auto* all = [] {
    auto* made = new Collections;
    const auto& types = proto::resource_types();
    const Descriptor& person = **std::find_if(types.begin(), types.end(), [](const Descriptor* type) {
      return type->options().GetExtension(google::api::resource).type() == person_type;
    });
    made->try_emplace(std::string(person_type), Collection{prefix_of(person)});
    for (const FieldDescriptor* field : proto::references_to(person)) {
      const Descriptor& type = *field->containing_type();
      const std::string& name = type.options().GetExtension(google::api::resource).type();
      if (name != account_type) made->try_emplace(name, Collection{prefix_of(type), field});
    }
    return made;
  }();
  return *all;
}

// What the field names: of the resource whose name it is, and of what it refers to. Null: nothing of people.
const Collection* named_by(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING) return nullptr;
  const bool refers = field.options().HasExtension(google::api::resource_reference);
  if (!refers && field.name() != "name") return nullptr;
  const auto found =
      collections().find(refers ? field.options().GetExtension(google::api::resource_reference).type()
                                : field.containing_type()->options().GetExtension(google::api::resource).type());
  return found == collections().end() ? nullptr : &found->second;
}

const Descriptor* inner_of(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_map()) return nullptr;
  return field.message_type()->full_name().starts_with("muster.") ? field.message_type() : nullptr;
}

// What of a message's fields names people, in the order of their numbers.
struct Places {
  struct Place {
    int number;
    const Collection* name = nullptr;
    const Descriptor* inner = nullptr;  // a message that names people
  };
  std::vector<Place> places;
  bool one = false;  // a row names one person at most, and nothing behind that field is of interest
};

// Whether one of the message's own fields is a person's name: then its records are that person's.
bool has_person(const Descriptor& type) {
  for (int i = 0; i < type.field_count(); ++i) {
    const Collection* name = named_by(*type.field(i));
    if (name != nullptr && name->person == nullptr) return true;
  }
  return false;
}

// `records`: also by a record of one, where no person stands beside it.
bool names_people(const Descriptor& type, bool records, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  if (has_person(type)) return true;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* inner = inner_of(*type.field(i));
    if (records && named_by(*type.field(i)) != nullptr) return true;
    if (inner != nullptr && names_people(*inner, records, seen)) return true;
  }
  return false;
}

bool names_people(const Descriptor& type, bool records) {
  std::set<const Descriptor*> seen;
  return names_people(type, records, seen);
}

Places make_places(const Descriptor& type) {
  Places result;
  const bool with_records = !has_person(type);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const Descriptor* inner = inner_of(field);
    const Collection* name = named_by(field);
    if (name != nullptr && (with_records || name->person == nullptr)) {
      result.places.push_back({.number = field.number(), .name = name});
      result.one = !field.is_repeated();
    } else if (inner != nullptr && names_people(*inner, with_records)) {
      result.places.push_back({.number = field.number(), .inner = inner});
    }
  }
  result.one = result.one && result.places.size() == 1;
  return result;
}

const Places& places_of(const Descriptor& type) {
  static auto* known = new proto::PerType<Places>(&make_places);
  return known->of(type);
}

void take_name(const Collection& collection, std::string_view name, NamedPeople& named) {
  if (!name.starts_with(collection.prefix)) return;
  name.remove_prefix(collection.prefix.size());
  long long id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error != std::errc() || end != name.data() + name.size()) return;
  if (collection.person == nullptr) {
    named.people.push_back(id);
  } else {
    named.records.emplace_back(collection.person, id);
  }
}

void collect(const Places& where, std::string_view bytes, NamedPeople& named) {
  // The place of the last row, for a page has many of one.
  const Descriptor* inner = nullptr;
  const Places* inside = nullptr;
  for (proto::Reader in(bytes); !in.done();) {
    const proto::Reader::Tag tag = in.tag();
    const auto place = std::find_if(where.places.begin(), where.places.end(),
                                    [&](const Places::Place& one) { return one.number == tag.number; });
    if (place == where.places.end()) {
      in.skip(tag.form);
    } else if (place->inner == nullptr) {
      take_name(*place->name, in.bytes(), named);
      if (where.one) return;
    } else {
      if (place->inner != inner) inside = &places_of(*(inner = place->inner));
      collect(*inside, in.bytes(), named);
    }
  }
}

}  // namespace

bool names_people(const Descriptor& type) { return names_people(type, true); }

NamedPeople named_people(const Descriptor& type, std::string_view message) {
  NamedPeople named;
  collect(places_of(type), message, named);
  return named;
}

std::vector<long long> people_of(db::Session& session, NamedPeople named) {
  auto& records = named.records;
  std::sort(records.begin(), records.end());
  records.erase(std::unique(records.begin(), records.end()), records.end());
  for (auto first = records.begin(); first != records.end();) {
    const FieldDescriptor* field = first->first;
    std::vector<long long> ids;
    for (; first != records.end() && first->first == field; ++first) ids.push_back(first->second);
    db::Query query("SELECT " + field->name() + " FROM " + proto::table_of(*field->containing_type()) + " WHERE " +
                    field->name() + " IS NOT NULL AND ");
    query += db::one_of("id", ids);
    for (const auto& [person] : db::select<long long>(session, query)) named.people.push_back(person);
  }
  return std::move(named.people);
}

}  // namespace muster::rpc
