// SPDX-License-Identifier: EUPL-1.2
// A copy of a SQLite database while it runs.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "platform/db/database.h"
#include "platform/db/writer.h"
#include "platform/status/error.h"

namespace muster::db {
namespace {

namespace fs = std::filesystem;

// Its contents, or for a directory its names, survive a power cut from here on.
void sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!synced) throw status::unavailable("the backup could not be written to the disk");
}

// Removed when the backup fails half-way.
struct Partial {
  fs::path path;
  ~Partial() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

}  // namespace

void Database::backup(const std::string& path) {
  if (backend() == Backend::postgresql) {
    throw status::failed_precondition(
        "PostgreSQL is backed up with its own tools: pg_dump --format=custom, or pg_basebackup");
  }
  const fs::path target(path);
  if (fs::exists(target)) throw status::already_exists("path", "the file " + path + " exists");
  const std::string unfinished = path + ".partial";
  // VACUUM INTO takes an empty file; made here for its owner alone.
  const int file = ::open(unfinished.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {
    throw status::failed_precondition("the file " + unfinished +
                                      " cannot be created: choose another folder, or remove it");
  }
  ::close(file);
  const Partial partial{unfinished};
  const Location location{Backend::sqlite, options().url.substr(std::string_view("sqlite:").size())};
  const auto session = open_session(location, Session::Impl::Access::write);
  execute(*session, {"VACUUM INTO ?", {partial.path.string()}});
  sync(partial.path);
  fs::rename(partial.path, target);
  sync(fs::absolute(target).parent_path());
}

}  // namespace muster::db
