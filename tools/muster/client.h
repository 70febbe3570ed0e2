// SPDX-License-Identifier: EUPL-1.2
// Calls methods of Muster: over HTTP on a server, or in this process on a database.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <string_view>

#include "platform/db/database.h"
#include "platform/rpc/dispatch.h"

namespace muster::cli {

// Where to call: exactly one of `server` and `database` is given.
struct Place {
  std::string server;    // "https://muster.example.org"
  std::string token;     // for a server
  std::string database;  // "sqlite:PATH" or "postgresql://..."
};

class Client {
 public:
  // Opens the database and brings it to this program's schema, or gets ready to call the server.
  // Errors: status::Error with a sentence.
  explicit Client(const Place& place);
  ~Client();

  // `path` as in rpc::Method::path. Errors: the method's, as status::Error.
  template <class Res>
  Res call(std::string_view path, const google::protobuf::Message& request) {
    Res response;
    call_message(path, request, response);
    return response;
  }
  void call_message(std::string_view path, const google::protobuf::Message& request,
                    google::protobuf::Message& response);

  // Whether calls run in this process. Then database() and dispatcher() are there, and calls are
  // made by the system unless act_as() names an account.
  bool local() const { return local_ != nullptr; }
  db::Database& database();
  rpc::Dispatcher& dispatcher();
  void act_as(long long account);
  // Calls the server with a session of this account from now on, instead of the token.
  void sign_in(const std::string& account_name, const std::string& password);

 private:
  struct Local;
  std::unique_ptr<Local> local_;
  Place place_;
  std::string cookie_;
  rpc::Caller caller_;
};

}  // namespace muster::cli
