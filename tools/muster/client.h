// SPDX-License-Identifier: EUPL-1.2
// Calls methods of Muster: over HTTP on a server, or in this process on a database.
#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/rpc/dispatch.h"

namespace muster::cli {

// What is wrong with the command line beyond what its parser sees: nothing was done, and the program
// ends with 2.
class WrongFlags : public std::runtime_error {
 public:
  // `flag` as one writes it, "--role"; `text` says what is wrong and what would be right.
  WrongFlags(const std::string& flag, const std::string& text) : runtime_error(flag + ": " + text) {}
};

// Where to call: exactly one of `server` and `database` is given.
struct Place {
  std::string server;    // "https://muster.example.org"
  std::string token;     // for a server
  std::string database;  // "sqlite:PATH" or "postgresql://..."
};

class Client {
 public:
  // Opens the database, which must be there and have this program's schema, or gets ready to call
  // the server. Errors: WrongFlags; status::Error with a sentence.
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

  // Whether calls run in this process. Then they are made by the system unless act_as() names an
  // account.
  bool local() const { return local_ != nullptr; }
  void act_as(long long account);
  // Calls the server with a session of this account from now on, instead of the token.
  void sign_in(const std::string& account_name, const std::string& password);

  // The roster's day at this moment, YYYY-MM-DD.
  std::string today();

  // Waits until the imports that run in this process have ended.
  void wait_for_imports();

  // Ends an import that runs in this process between two slices and takes it back, unless it has
  // ended by itself; no import runs here after that. False: it was not started, and is gone.
  bool take_back_import(const std::string& name);

 private:
  struct Local;
  std::unique_ptr<Local> local_;
  Place place_;
  std::string cookie_;
  rpc::Caller caller_;
};

}  // namespace muster::cli
