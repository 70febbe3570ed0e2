// SPDX-License-Identifier: EUPL-1.2
#include "support/database.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include "platform/db/migrate.h"
#include "platform/db/query.h"
#include "platform/db/writer.h"

namespace muster::support {
namespace {

namespace fs = std::filesystem;

// PostgreSQL refuses to run as root; Debian's package made this account.
const passwd* server_account() {
  if (geteuid() != 0) return nullptr;
  const passwd* account = getpwnam("postgres");
  if (account == nullptr) throw std::runtime_error("there is no account 'postgres'");
  return account;
}

// Starts a program that is told to stop (SIGINT) if this process dies.
pid_t start(const std::vector<std::string>& command, const passwd* account, const fs::path& log) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  const int output = ::open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0644);
  dup2(output, 1);
  dup2(output, 2);
  if (account != nullptr &&
      (setgroups(0, nullptr) != 0 || setgid(account->pw_gid) != 0 || setuid(account->pw_uid) != 0)) {
    _exit(126);
  }
  prctl(PR_SET_PDEATHSIG, SIGINT);
  unsetenv("LD_PRELOAD");  // with a faked clock its timers never ring, by which it finds deadlocks
  if (chdir("/") != 0) _exit(126);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no free port");
  }
  close(listener);
  return ntohs(address.sin_port);
}

// The newest PostgreSQL that Debian installed.
fs::path binaries() {
  for (int version = 30; version > 9; --version) {
    const fs::path folder = "/usr/lib/postgresql/" + std::to_string(version) + "/bin";
    if (fs::exists(folder / "postgres")) return folder;
  }
  throw std::runtime_error("PostgreSQL is not installed: run tools/install");
}

class Cluster {
 public:
  static Cluster& instance() {
    static Cluster cluster;
    return cluster;
  }

  std::string url(const std::string& database) const {
    return "postgresql://postgres@127.0.0.1:" + std::to_string(port_) + "/" + database;
  }

 private:
  Cluster() {
    const passwd* account = server_account();
    const fs::path data = folder_.path() / "data";
    const fs::path log = folder_.path() / "log";
    if (account != nullptr && chown(folder_.path().c_str(), account->pw_uid, account->pw_gid) != 0) {
      throw std::runtime_error("chown failed");
    }
    int status = 0;
    waitpid(start({binaries() / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
                   "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
                  account, log),
            &status, 0);
    if (status != 0) throw std::runtime_error("initdb failed, see " + log.string());
    server_ = start({binaries() / "postgres", "-D", data, "-p", std::to_string(port_), "-k", folder_.path(), "-c",
                     "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c",
                     "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB"},
                    account, log);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (PQping(url("postgres").c_str()) != PQPING_OK) {
      if (std::chrono::steady_clock::now() > end) throw std::runtime_error("PostgreSQL is not up");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));  // no event tells of it
    }
  }

  ~Cluster() {
    kill(server_, SIGINT);
    waitpid(server_, nullptr, 0);
  }

  TemporaryFolder folder_;
  int port_ = free_port();
  pid_t server_ = 0;
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "muster-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void run_on_cluster(const std::string& statement) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
      PQconnectdb(Cluster::instance().url("postgres").c_str()), &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), statement.c_str()), &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQresultErrorMessage(result.get()));
  }
}

namespace {

// Copying a migrated database is faster than migrating each.
std::string migrated_template() {
  static const std::string name = [] {
    run_on_cluster("CREATE DATABASE migrated TEMPLATE template0");
    db::Database database({.url = Cluster::instance().url("migrated")});
    db::migrate(database);
    return "migrated";
  }();
  return name;
}

}  // namespace

TestDatabase::TestDatabase(db::Backend backend, db::Options options, Schema schema) : options_(std::move(options)) {
  if (backend == db::Backend::sqlite) {
    options_.url = "sqlite:" + (folder_.path() / "muster.db").string();
  } else {
    static std::atomic<int> count = 0;
    name_ = "test_" + std::to_string(++count);
    run_on_cluster("CREATE DATABASE " + name_ + " TEMPLATE " +
                   (schema == Schema::current ? migrated_template() : "template0"));
    options_.url = Cluster::instance().url(name_);
  }
  open();
  if (schema == Schema::current) db::migrate(*database_);
}

TestDatabase::~TestDatabase() {
  close();
  if (name_.empty()) return;
  try {
    run_on_cluster("DROP DATABASE " + name_ + " WITH (FORCE)");
  } catch (const std::exception& error) {
    ADD_FAILURE() << error.what();
  }
}

db::Session& TestDatabase::reader() {
  if (!reader_) reader_ = db::open_session(db::location_of(options_), db::Session::Impl::Access::read);
  return *reader_;
}

void DatabaseTest::run(const std::string& script) {
  database().write_now([&](db::Session& session) {
    if (backend() == db::Backend::postgresql) {
      db::execute(session,
                  "CREATE OR REPLACE FUNCTION fold(t text) RETURNS text LANGUAGE sql IMMUTABLE "
                  "AS $$ SELECT lower(t) $$");
    }
    db::run_script(session, script);
  });
}

}  // namespace muster::support
