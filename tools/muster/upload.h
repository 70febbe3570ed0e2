// SPDX-License-Identifier: EUPL-1.2
// A file on its way into an import, over a line that may be slow and break.
#pragma once

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "client.h"
#include "muster/imports/v1/imports.pb.h"
#include "platform/status/error.h"
#include "progress.h"

namespace muster::cli {

inline const std::string import_service = "muster.imports.v1.ImportService/";
constexpr int tries = 10;

// Ctrl+C or SIGTERM came while it was caught; a second one ends the program at once.
struct Interrupted : std::runtime_error {
  Interrupted() : runtime_error("interrupted") {}
};
void catch_signals();
// Throws Interrupted if one came.
void look_at_signals();

// Waits before the next try, or throws the error if trying again is no use.
void before_next_try(const status::Error& error, int tries_left);

// Calls again while the server is busy or the line breaks: for what is the same when it is done twice.
template <class Res>
Res call_patiently(Client& client, const char* method, const google::protobuf::Message& request) {
  for (int left = tries - 1;; --left) {
    try {
      return client.call<Res>(import_service + method, request);
    } catch (const status::Error& error) {
      before_next_try(error, left);
    }
  }
}

// Sends the file to the import `name`. Each break halves what is sent at a time: a server waits 10 s
// for a request, in which a slow line carries only so much. What has arrived is not sent again.
void upload(Client& client, const std::string& name, std::ifstream& file, std::int64_t size_bytes, Progress& progress);

}  // namespace muster::cli
