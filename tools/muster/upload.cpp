// SPDX-License-Identifier: EUPL-1.2
#include "upload.h"

#include "muster/platform/v1/reasons.pb.h"

#include <algorithm>
#include <csignal>

namespace muster::cli {
namespace {

using namespace imports::v1;

constexpr std::size_t largest_chunk_bytes = 4 << 20;
constexpr std::size_t smallest_chunk_bytes = 64 << 10;
constexpr auto try_again_after = std::chrono::seconds(1);

volatile std::sig_atomic_t interrupted = 0;
void interrupt(int signal) {
  interrupted = 1;
  std::signal(signal, SIG_DFL);
}

// The file's next bytes, from `at` on.
std::string read_chunk(std::ifstream& file, std::int64_t at, std::size_t size) {
  std::string bytes(size, '\0');
  file.clear();
  file.seekg(at);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (bytes.empty()) {
    throw status::failed_precondition(platform::v1::REASON_CHANGED_MEANWHILE,
                                      "the file became shorter while it was read; import it again");
  }
  return bytes;
}

}  // namespace

void catch_signals() {
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
}

void look_at_signals() {
  if (!interrupted) return;
  interrupted = 0;
  throw Interrupted();
}

void before_next_try(const status::Error& error, int tries_left) {
  if (error.code() != status::Code::unavailable || tries_left == 0) throw error;
  look_at_signals();
  std::this_thread::sleep_for(try_again_after);
}

void upload(Client& client, const std::string& name, std::ifstream& file, std::int64_t size_bytes, Progress& progress) {
  GetImportRequest where;
  where.set_name(name);
  UploadChunkRequest request;
  request.set_name(name);
  std::size_t chunk_bytes = largest_chunk_bytes;
  int left = tries - 1;
  for (std::int64_t at = 0; at < size_bytes;) {
    look_at_signals();
    progress.show("Uploading", at, size_bytes);
    request.set_offset(at);
    request.set_data(read_chunk(file, at, chunk_bytes));
    try {
      at = client.call<Import>(import_service + "UploadChunk", request).uploaded_bytes();
      left = tries - 1;
      continue;
    } catch (const status::Error& error) {
      before_next_try(error, left--);
    }
    chunk_bytes = std::max(chunk_bytes / 2, smallest_chunk_bytes);
    at = call_patiently<Import>(client, "GetImport", where).uploaded_bytes();
  }
  progress.show("Uploading", size_bytes, size_bytes);
}

}  // namespace muster::cli
