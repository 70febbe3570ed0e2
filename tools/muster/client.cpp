// SPDX-License-Identifier: EUPL-1.2
#include "client.h"

#include "muster/access/v1/access.pb.h"
#include "muster/imports/v1/imports.pb.h"
#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/imports/runner.h"
#include "platform/rows/rows.h"
#include "platform/rpc/registry.h"
#include "platform/status/error.h"
#include "remote.h"
#include "targets.h"

namespace muster::cli {

struct Client::Local {
  explicit Local(const std::string& url) : database(options_of(url)) {
    db::require_schema(database);
    register_targets(registry, {"all"}, &runner);
    runner.start(registry, dispatcher, false);
  }

  static db::Options options_of(const std::string& url) {
    db::Options options;
    options.url = url;
    options.create = false;
    return options;
  }

  db::Database database;
  rpc::Registry registry;
  rpc::Dispatcher dispatcher{registry, database};
  imports::Runner runner{import_kinds()};
};

Client::Client(const Place& place) : place_(place) {
  if (place.server.empty() == place.database.empty()) {
    throw WrongFlags("--server or --database", "give exactly one of them");
  }
  caller_.system = true;
  if (!place.database.empty()) local_ = std::make_unique<Local>(place.database);
}

Client::~Client() = default;

void Client::call_message(std::string_view path, const google::protobuf::Message& request,
                          google::protobuf::Message& response) {
  if (!local_) {
    call_server(place_.server, place_.token, cookie_, path, request, response);
    return;
  }
  auto answer = local_->dispatcher.call_message(path, request, caller_);
  response.GetReflection()->Swap(&response, answer.get());
}

void Client::sign_in(const std::string& account_name, const std::string& password) {
  place_.token.clear();
  access::v1::SignInRequest request;
  request.set_account_name(account_name);
  request.set_password(password);
  call<access::v1::SignInResponse>("muster.access.v1.AccessService/SignIn", request);
}

void Client::act_as(long long account) { caller_.account = account; }

std::string Client::today() {
  return call<access::v1::Session>("muster.access.v1.AccessService/GetSession", access::v1::GetSessionRequest())
      .today();
}

void Client::wait_for_imports() {
  if (local_) local_->runner.wait();
}

bool Client::take_back_import(const std::string& name) {
  local_->runner.stop();
  imports::v1::GetImportRequest request;
  request.set_name(name);
  const auto import = call<imports::v1::Import>("muster.imports.v1.ImportService/GetImport", request);
  if (import.state() == imports::v1::IMPORT_STATE_UPLOADING) {
    imports::v1::DeleteImportRequest unwanted;
    unwanted.set_name(name);
    call<imports::v1::DeleteImportResponse>("muster.imports.v1.ImportService/DeleteImport", unwanted);
    return false;
  }
  // A server beside it may have been faster: then that takes it back.
  imports::Runner another(import_kinds());
  another.start(local_->registry, local_->dispatcher, false);
  another.end_now(proto::id_of<imports::v1::Import>(name));
  return true;
}

}  // namespace muster::cli
