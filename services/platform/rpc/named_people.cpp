// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/named_people.h"

#include <google/api/resource.pb.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "platform/proto/per_type.h"
#include "platform/proto/reader.h"

namespace muster::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr std::string_view person_type = "muster/Person";
constexpr std::string_view collection = "persons/";

// What of a message's fields names people, in the order of their numbers.
struct Places {
  struct Place {
    int number;
    const Descriptor* inner;  // a message that names people; null: the name itself
  };
  std::vector<Place> places;
  bool one = false;  // a row names one person at most, and nothing behind that field is of interest
};

bool is_name(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING) return false;
  if (field.options().HasExtension(google::api::resource_reference)) {
    return field.options().GetExtension(google::api::resource_reference).type() == person_type;
  }
  return field.name() == "name" &&
         field.containing_type()->options().GetExtension(google::api::resource).type() == person_type;
}

const Descriptor* inner_of(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field.is_map()) return nullptr;
  return field.message_type()->full_name().starts_with("muster.") ? field.message_type() : nullptr;
}

bool names_people(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* inner = inner_of(*type.field(i));
    if (is_name(*type.field(i)) || (inner != nullptr && names_people(*inner, seen))) return true;
  }
  return false;
}

Places make_places(const Descriptor& type) {
  Places result;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const Descriptor* inner = inner_of(field);
    if (is_name(field)) {
      result.places.push_back({field.number(), nullptr});
      result.one = !field.is_repeated();
    } else if (inner != nullptr && rpc::names_people(*inner)) {
      result.places.push_back({field.number(), inner});
    }
  }
  result.one = result.one && result.places.size() == 1;
  return result;
}

const Places& places_of(const Descriptor& type) {
  static auto* known = new proto::PerType<Places>(&make_places);
  return known->of(type);
}

void take_name(std::string_view name, std::vector<long long>& people) {
  if (!name.starts_with(collection)) return;
  name.remove_prefix(collection.size());
  long long id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error == std::errc() && end == name.data() + name.size()) people.push_back(id);
}

void collect(const Places& where, std::string_view bytes, std::vector<long long>& people) {
  for (proto::Reader in(bytes); !in.done();) {
    const proto::Reader::Tag tag = in.tag();
    const auto place = std::find_if(where.places.begin(), where.places.end(),
                                    [&](const Places::Place& one) { return one.number == tag.number; });
    if (place == where.places.end()) {
      in.skip(tag.form);
    } else if (place->inner == nullptr) {
      take_name(in.bytes(), people);
      if (where.one) return;
    } else {
      collect(places_of(*place->inner), in.bytes(), people);
    }
  }
}

}  // namespace

bool names_people(const Descriptor& type) {
  std::set<const Descriptor*> seen;
  return names_people(type, seen);
}

std::vector<long long> named_people(const Descriptor& type, std::string_view answer) {
  std::vector<long long> people;
  collect(places_of(type), answer, people);
  return people;
}

}  // namespace muster::rpc
