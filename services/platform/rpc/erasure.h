// SPDX-License-Identifier: EUPL-1.2
// Taking a person out of the database. What refers to the person is found by the descriptors and by the database itself,
// and deleted with all that refers to it, so that a table that is added later is never forgotten; each service registers what is its own beyond
// that (Registry::on_erasure). The facts stay: nothing leads from them to anybody any more.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "muster/platform/v1/consequences.pb.h"
#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::rpc {

// Who is being erased, and which texts speak of them.
class Erased {
 public:
  // What the person is called, of which some may be empty: the names, and what is of nobody else: the number, and all
  // identifiers and contacts that the person has or had.
  struct Names {
    std::string given, family, preferred;
    std::vector<std::string> values;
  };
  Erased(long long person, const Names& names);

  long long person() const { return person_; }
  // Whether the text holds one of the values, or the family name with the given or the preferred one; of who has one
  // name only, that. Names are compared as in a search, so that Åsta is Aasta; values without case, and however the
  // person's address or a long number is spaced.
  bool is_in(std::string_view text) const;
  // Whether it holds one of the values or any of the names: it may speak of somebody else. One letter names nobody.
  bool may_be_in(std::string_view text) const;

 private:
  // The words of a name or of another text, and their parts (text/search_words.h).
  struct Words {
    explicit Words(std::string_view text);
    bool holds(const Words& name) const;
    std::vector<std::string> wholes, parts;
  };
  bool holds_value(std::string_view text) const;

  long long person_;
  std::vector<std::string> values_;  // keys (text/code_key.h)
  Words given_, family_, preferred_;
};

// Rows that are kept, as of somebody without a name: their references `unset` go, and so do all texts in them and in
// what refers to them.
struct Kept {
  const google::protobuf::Descriptor* type;
  std::vector<std::string> unset;
};

// What a service has to do with erasing.
struct ErasureRule {
  // Adds what of the service's stands against it (obstacle()). Only reads.
  std::function<void(Context&, long long person, std::vector<platform::v1::Consequence>&)> find_obstacles = {};
  // Before anything is deleted: takes out of the service's rows what nothing else here finds.
  std::function<void(Context&, const Erased&)> strip = {};
  std::vector<Kept> kept = {};
};

// Something that has to be settled first: by `verb` ("WithdrawNomination"), `why` in English.
platform::v1::Consequence obstacle(const std::string& name, const std::string& verb, const std::string& why);

// All that stands against erasing the person, of all services.
std::vector<platform::v1::Consequence> obstacles(Context& context, long long person);

// Rows by table.
struct ErasureRows {
  std::map<std::string, long long> deleted;
  std::map<std::string, long long> kept;  // those of somebody without a name, and the facts
};
ErasureRows rows_of(Context& context, long long person);

// Deletes whatever refers to the person, or strips it, forgets the pseudonym and the answers that are kept for retries,
// and has nothing of it stay in the files. The person's own row is left to the roster.
void take_out(Context& context, const Erased& erased);

// Deletes these rows of the resource with all that refers to them, each with its line in the audit.
void delete_rows(Context& context, const google::protobuf::Descriptor& type, const std::vector<long long>& ids);

// "2026-11-30" if somebody who had this name, "persons/42", was erased; else empty.
std::string erased_date(Context& context, const std::string& person);

// NOT_FOUND, or a reference that does not exist, becomes ERASED if the request names somebody who was erased and
// the caller may see everybody. Other errors stay.
status::Error tell_erased(Context& context, const status::Error& error, const google::protobuf::Message& request);

}  // namespace muster::rpc
