// SPDX-License-Identifier: EUPL-1.2
// Bytes as a client may send them, all the way into the handlers: framing, head, chunks, Connect
// envelope, JSON and binary messages, validation and SQL, on a migrated SQLite database with every
// service. The caller is an account with all roles, so that nothing stops at the door. What a
// plausible request to every method creates is there, and these requests (seeds.h) are written into
// the first folder of the corpus.
//
// The first byte of the input chooses a method, the second its codec and verb; when both are 0xFF
// the rest is a whole request of its own.
#include <sodium.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>

#include "platform/connect/connect.h"
#include "platform/db/database.h"
#include "platform/db/migrate.h"
#include "platform/db/query.h"
#include "platform/http/framing.h"
#include "platform/http/parse.h"
#include "platform/rpc/dispatch.h"
#include "seeds.h"
#include "targets.h"

namespace {

using namespace muster;

constexpr char digest_of_token[] =  // SHA-256 of "fuzz"
    "93850b707585e404e4951a3ddc1f05a34b3d4f5fc081d616f46d8a2e8f1c8e68";

// An account with every role everywhere, whose token is "fuzz"; and accounts/1, so that a request that
// disables that one does not lock out the fuzzer.
void add_caller(db::Session& session) {
  db::execute(
      session,
      "INSERT INTO account (id, account_name, account_name_key, display_name, disabled, create_time, update_time,"
      " row_version) VALUES (1, 'other', 'other', '', 0, 0, 0, 1), (4711, 'fuzz', 'fuzz', '', 0, 0, 0, 1)");
  for (int role = 1; role <= platform::v1::Role_MAX; ++role) {
    db::execute(session, {"INSERT INTO role_grant (account, role, valid_from, create_time, update_time, row_version)"
                          " VALUES (4711, ?, '2000-01-01', 0, 0, 1)",
                          {platform::v1::Role_Name(static_cast<platform::v1::Role>(role))}});
  }
  db::execute(session, {"INSERT INTO session (digest, account, kind, display_name, create_time, expire_time)"
                        " VALUES (?, 4711, 'TOKEN', '', 0, 9000000000000000)",
                        {std::string(digest_of_token)}});
}

class World {
 public:
  World() : database_(options()) {
    if (sodium_init() < 0) std::abort();
    db::migrate(database_);
    database_.write_now(add_caller);
    register_targets(registry_, {"all"}, &runner_);
    runner_.start(registry_, dispatcher_, false);
    for (const auto& [path, method] : registry_.all()) methods_.push_back(&method);
    // What refers to something finds it in the next round.
    for (int round = 0; round < 3; ++round) {
      for (const rpc::Method* method : methods_) {
        if (!method->read_only && method->descriptor->name().starts_with("Create")) call(*method);
      }
    }
  }

  ~World() {
    runner_.stop();
    database_.stop();
  }

  const rpc::Method& method(unsigned char choice) const { return *methods_[choice % methods_.size()]; }
  std::size_t methods() const { return methods_.size(); }

  void send(connect::Request request) {
    std::promise<int> answered;
    dispatcher_.dispatch(std::move(request), [&](connect::Response response) { answered.set_value(response.status); });
    const int status = answered.get_future().get();
    // Whatever comes in, the fault is the client's or there is none.
    if (status >= 500 && status != 501 && status != 503 && status != 504) std::abort();
  }

 private:
  static db::Options options() {
    static const auto folder = std::filesystem::temp_directory_path() / ("muster-fuzz-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    std::atexit([] { std::filesystem::remove_all(folder); });
    db::Options options;
    options.url = "sqlite:" + (folder / "muster.db").string();
    options.synchronous_full = false;
    return options;
  }

  void call(const rpc::Method& method);

  db::Database database_;
  rpc::Registry registry_;
  rpc::Dispatcher dispatcher_{registry_, database_};
  imports::Runner runner_{import_kinds()};
  std::vector<const rpc::Method*> methods_;
};

std::string plausible_message(const rpc::Method& method, connect::Codec codec) {
  std::unique_ptr<google::protobuf::Message> message(method.request_prototype->New());
  fuzz::make_plausible(*message);
  return connect::encode(codec, *message);
}

// Takes one request off the bytes, as a connection does; false when they hold no whole one.
bool take_request(std::string_view bytes, connect::Request& request) {
  std::size_t checked = 0;
  const http::HeadEnd end = http::find_head(bytes, checked);
  if (end.refusal || end.length == 0) return false;
  const std::string_view text = bytes.substr(0, end.length);
  http::Head head;
  if (http::check_head(text, head) || !http::parse_head(text, head, request)) return false;
  bytes.remove_prefix(end.length);
  if (!head.chunked) {
    request.body = bytes.substr(0, head.content_length);
    return request.body.size() == head.content_length;
  }
  http::ChunkReader reader(1 << 20);
  reader.take(bytes, request.body);
  return reader.done();
}

connect::Request made_request(const rpc::Method& method, unsigned char form, std::string message) {
  connect::Request request;
  request.path = "/" + method.path;
  const bool proto = form & 1;
  request.headers.add("connect-protocol-version", "1");
  if (form & 2) {
    request.verb = "GET";
    request.query = std::string("connect=v1&encoding=") + (proto ? "proto" : "json") + "&message=" + message;
  } else {
    request.verb = "POST";
    request.headers.add("content-type", proto ? "application/proto" : "application/json");
    if (form & 4) request.headers.add("content-encoding", "gzip");
    request.body = std::move(message);
  }
  return request;
}

void complete(connect::Request& request) {
  request.headers.add("authorization", "Bearer fuzz");
  request.received = std::chrono::steady_clock::now();
  request.request_id = "fuzz";
}

void World::call(const rpc::Method& method) {
  connect::Request request = made_request(method, 1, plausible_message(method, connect::Codec::proto));
  complete(request);
  send(std::move(request));
}

World& the_world() {
  static World world;
  return world;
}

}  // namespace

// libFuzzer reads the folders after this.
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments) {
  for (int i = 1; i < *count; ++i) {
    const std::filesystem::path folder = (*arguments)[i];
    if (!std::filesystem::is_directory(folder)) continue;
    const World& world = the_world();
    for (std::size_t number = 0; number < world.methods(); ++number) {
      const rpc::Method& method = world.method(static_cast<unsigned char>(number));
      for (const auto codec : {connect::Codec::json, connect::Codec::proto}) {
        const bool proto = codec == connect::Codec::proto;
        std::ofstream seed(folder / (method.descriptor->name() + (proto ? ".proto" : ".json")), std::ios::binary);
        seed << static_cast<char>(number) << static_cast<char>(proto ? 1 : 0) << plausible_message(method, codec);
      }
    }
    break;
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  World& world = the_world();
  if (size < 2) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  connect::Request request;
  if (data[0] == 0xFF && data[1] == 0xFF) {
    if (!take_request(rest, request)) return 0;
  } else {
    request = made_request(world.method(data[0]), data[1], std::string(rest));
  }
  complete(request);
  world.send(std::move(request));
  return 0;
}
