// SPDX-License-Identifier: EUPL-1.2
// `muster call`: any method of the API, known by its descriptor.
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>

#include "commands.h"
#include "platform/connect/connect.h"
#include "platform/rpc/fault.h"
#include "platform/rpc/registry.h"
#include "remote.h"
#include "targets.h"

namespace muster::cli {
namespace {

using google::protobuf::Message;

struct Wanted {
  std::string method;
  std::string request = "{}";
  bool list = false;
};

// The methods of every service.
struct Methods {
  Methods() { register_targets(registry, {"all"}, &runner); }
  imports::Runner runner{import_kinds()};
  rpc::Registry registry;
};

// `name`: "muster.roster.v1.RosterService/GetPerson", or the end of it from a dot on.
const rpc::Method& find(const Methods& methods, const std::string& name) {
  for (const auto& [path, method] : methods.registry.all()) {
    if (path == name || path.ends_with("." + name)) return method;
  }
  throw WrongFlags("METHOD", "there is no method " + name +
                                 "; name one such as RosterService/GetPerson: 'muster call --list' prints them all");
}

std::string read_request(const std::string& given) {
  if (given != "-") return given;
  return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

void call(const Place& place, const Wanted& wanted) {
  const Methods methods;
  if (wanted.list) {
    for (const auto& [path, method] : methods.registry.all()) std::printf("%s\n", path.c_str());
    return;
  }
  const rpc::Method& method = find(methods, wanted.method);
  Client client(place);
  const std::unique_ptr<Message> request(method.request_prototype->New());
  const std::unique_ptr<Message> answer(method.answer_prototype->New());
  try {
    connect::decode(connect::Codec::json, read_request(wanted.request), *request);
    client.call_message(method.path, *request, *answer);
  } catch (const ServerError& error) {
    throw ApiError(error.body);
  } catch (...) {
    throw ApiError(connect::encode_error(rpc::to_error(std::current_exception(), ""), "").body);
  }
  std::printf("%s\n", connect::encode(connect::Codec::json, *answer).c_str());
  client.wait_for_imports();
}

}  // namespace

void add_call_command(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("call", "Call any method of the API with a request in JSON");
  auto wanted = std::make_shared<Wanted>();
  command->add_option("METHOD", wanted->method, "Such as RosterService/GetPerson");
  command->add_option("REQUEST", wanted->request, "Its request in JSON; - reads it from standard input")
      ->capture_default_str();
  command->add_flag("--list", wanted->list, "Print the names of all methods");
  command->callback([wanted, &run] { run = [wanted](const Place& place) { call(place, *wanted); }; });
}

}  // namespace muster::cli
