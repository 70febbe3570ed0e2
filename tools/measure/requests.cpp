// SPDX-License-Identifier: EUPL-1.2
#include "requests.h"

#include <google/protobuf/util/json_util.h>

#include <chrono>
#include <iterator>
#include <memory>
#include <random>
#include <stdexcept>
#include <vector>

#include "muster/roster/v1/roster.pb.h"

namespace muster::measure {
namespace {

using namespace roster::v1;

void append_call(std::string& out, const RequestKind& kind, const char* method,
                 const google::protobuf::Message& message) {
  std::string body;
  if (kind.json) {
    google::protobuf::util::MessageToJsonString(message, &body);
  } else {
    message.SerializeToString(&body);
  }
  out += "POST /muster.roster.v1.RosterService/";
  out += method;
  out += " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + kind.token + "\r\nContent-Type: application/";
  out += kind.json ? "json" : "proto";
  out += "\r\nConnect-Protocol-Version: 1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class Maker {
 public:
  explicit Maker(RequestKind kind) : kind_(std::move(kind)) {}

  void get(std::string& out) {
    GetPersonRequest request;
    request.set_name("persons/" + std::to_string(number(kind_.persons)));
    append_call(out, kind_, "GetPerson", request);
  }

  // Another first letter each time, so that no page of answers stays warm by itself.
  void list(std::string& out) {
    ListPersonsRequest request;
    request.set_page_size(50);
    request.set_filter("category = CATEGORY_POLICE AND family_name >= \"" +
                       std::string(1, static_cast<char>('A' + number(20) - 1)) + "\"");
    request.set_order_by("family_name, given_name");
    append_call(out, kind_, "ListPersons", request);
  }

  // One or two beginnings of names, common and rare, with and without accents.
  void search(std::string& out) {
    static constexpr const char* typed[] = {"k", "gard", "Berg", "tost gu", "ha", "nisvø", "Jonda, Ma", "p-77", "x"};
    ListPersonsRequest request;
    request.set_page_size(50);
    request.set_query(typed[number(static_cast<long long>(std::size(typed))) - 1]);
    append_call(out, kind_, "ListPersons", request);
  }

  void create(std::string& out) {
    const std::string id = "B-" + std::to_string(first_) + "-" + std::to_string(++made_);
    CreatePersonRequest request;
    request.set_request_id(id);
    Person& person = *request.mutable_person();
    person.set_number(id);
    person.set_given_name("Ingrid");
    person.set_family_name("Ødegård");
    person.set_birth_date("1985-02-28");
    person.set_gender(platform::v1::GENDER_WOMAN);
    person.set_gender_source(GENDER_SOURCE_SELF);
    person.set_nationality("NOR");
    person.set_category(platform::v1::CATEGORY_MILITARY);
    request.mutable_affiliation()->set_unit("units/" + std::to_string(number(kind_.units)));
    request.mutable_affiliation()->set_position("Adviser");
    request.mutable_affiliation()->set_valid_from("2021-05-01");
    append_call(out, kind_, "CreatePerson", request);
  }

 private:
  long long number(long long last) { return std::uniform_int_distribution<long long>(1, last)(random_); }

  RequestKind kind_;
  std::mt19937_64 random_{1};
  // Distinct from those of an earlier run on the same database.
  const long long first_ = std::chrono::system_clock::now().time_since_epoch().count() / 1'000'000;
  long long made_ = 0;
};

// `count` requests of `make`: made beforehand, so that a client which runs on the server's processors takes
// little of them.
template <class Make>
auto made_beforehand(std::size_t count, Make make) {
  auto requests = std::make_shared<std::vector<std::string>>(count);
  for (std::string& request : *requests) make(request);
  return requests;
}

// Gives requests made beforehand again and again.
template <class Make>
std::function<void(std::string&)> again_and_again(std::size_t count, Make make) {
  return [requests = made_beforehand(count, make), next = std::size_t{0}](std::string& out) mutable {
    out += (*requests)[next++ % requests->size()];
  };
}

// Gives each of them once; when they are used up, the others are made as they are asked for.
template <class Make>
std::function<void(std::string&)> each_once(std::size_t count, Make make) {
  return [requests = made_beforehand(count, make), make, next = std::size_t{0}](std::string& out) mutable {
    if (next == requests->size()) return make(out);
    out += (*requests)[next++];
  };
}

}  // namespace

std::function<void(std::string&)> request_maker(const RequestKind& kind) {
  auto maker = std::make_shared<Maker>(kind);
  if (kind.what == "static") return [](std::string& out) { out += "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"; };
  if (kind.what == "get") return again_and_again(200'000, [&](std::string& out) { maker->get(out); });
  if (kind.what == "list") return again_and_again(1'000, [&](std::string& out) { maker->list(out); });
  if (kind.what == "search") return again_and_again(1'000, [&](std::string& out) { maker->search(out); });
  if (kind.what == "create") return each_once(100'000, [maker](std::string& out) { maker->create(out); });
  throw std::invalid_argument("knows no request '" + kind.what + "'");
}

}  // namespace muster::measure
