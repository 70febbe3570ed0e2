// SPDX-License-Identifier: EUPL-1.2
// A copy of a SQLite database while it runs, and the way back.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "muster/platform/v1/reasons.pb.h"
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
  if (!synced)
    throw status::unavailable(platform::v1::REASON_DISK_FULL,
                              path.string() + " could not be written to the disk; is it full?");
}

constexpr std::string_view sqlite_prefix = "sqlite:";
// What SQLite keeps in files of their own while a database is in use.
constexpr const char* suffixes[] = {"", "-wal", "-shm"};

// Removed when what makes it fails half-way.
struct Partial {
  fs::path path;
  explicit Partial(fs::path partial) : path(std::move(partial)) {}
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  ~Partial() { remove(); }
  void remove() const {
    std::error_code ignored;
    for (const char* suffix : suffixes) fs::remove(path.string() + suffix, ignored);
  }
};

void copy_whole(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  if (!fs::copy_file(from, to, failure)) {
    throw status::unavailable(platform::v1::REASON_IO_ERROR,
                              from.string() + " cannot be copied to " + to.string() + ": " + failure.message());
  }
  // For its owner alone, whatever the backup was kept with: it holds personal data.
  fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace

void Database::backup(const std::string& path) {
  if (backend() == Backend::postgresql) {
    throw status::failed_precondition(
        platform::v1::REASON_WRONG_DATABASE,
        "PostgreSQL is backed up with its own tools: pg_dump --format=custom, or pg_basebackup");
  }
  const fs::path target(path);
  if (fs::exists(target))
    throw status::already_exists("path", platform::v1::REASON_FILE_EXISTS, "the file " + path + " exists");
  const std::string unfinished = path + ".partial";
  // VACUUM INTO takes an empty file; made here for its owner alone.
  const int file = ::open(unfinished.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {
    throw status::failed_precondition(
        platform::v1::REASON_NO_SUCH_FILE,
        "the file " + unfinished + " cannot be created: choose another folder, or remove it");
  }
  ::close(file);
  const Partial partial(unfinished);
  const Location location{Backend::sqlite, options().url.substr(sqlite_prefix.size())};
  const auto session = open_session(location, Session::Impl::Access::write);
  execute(*session, {"VACUUM INTO ?", {partial.path.string()}});
  sync(partial.path);
  fs::rename(partial.path, target);
  sync(fs::absolute(target).parent_path());
}

void restore(Options options, const std::string& file, const std::function<void(Database&)>& check) {
  if (!options.url.starts_with(sqlite_prefix)) {
    throw status::failed_precondition(platform::v1::REASON_WRONG_DATABASE,
                                      "PostgreSQL is restored with its own tools: pg_restore, or its base backup");
  }
  const fs::path target(options.url.substr(sqlite_prefix.size()));
  for (const char* suffix : suffixes) {
    if (!fs::exists(target.string() + suffix)) continue;
    throw status::failed_precondition(
        platform::v1::REASON_FILE_EXISTS,
        target.string() + suffix + " exists; stop the server and move it away, then restore again");
  }
  if (!fs::exists(file))
    throw status::Error(status::Code::not_found, platform::v1::REASON_NO_SUCH_FILE, "there is no file " + file);
  const Partial partial(target.string() + ".restoring");
  partial.remove();
  copy_whole(file, partial.path);
  options.url = std::string(sqlite_prefix) + partial.path.string();
  options.create = false;
  try {
    Database database(options);
    check(database);
  } catch (const status::Error& error) {
    if (error.code() != status::Code::data_loss) throw;
    throw status::Error(status::Code::data_loss, "the backup " + file + " cannot be used: " + error.message());
  }
  sync(partial.path);
  fs::rename(partial.path, target);
  sync(fs::absolute(target).parent_path());
}

}  // namespace muster::db
