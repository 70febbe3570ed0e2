// SPDX-License-Identifier: EUPL-1.2
// Imports that are long at work: others write in between, a stopped server's work is gone on with, and
// a run that was given up for dead writes nothing any more.
#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <thread>

#include "platform/imports/hold.h"
#include "platform/imports/writes.h"
#include "support/imports.h"
#include "targets.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;

const std::string service = "muster.imports.v1.ImportService/";
constexpr int slice_rows = 3000;

std::string people(int count) {
  std::string content = "number,given_name,family_name,gender,category,unit,valid_from\n";
  for (int i = 0; i < count; ++i) content += "N" + std::to_string(i) + ",A,B,woman,military,ARMY,2020-01-01\n";
  return content;
}

// Writes one row at a time, each waiting in the queue as a request does, until it goes.
class OtherWriter {
 public:
  explicit OtherWriter(db::Database& database) : thread_([this, &database] { write(database); }) {}
  ~OtherWriter() { stop(); }
  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }
  int written() const { return written_; }
  int refused() const { return refused_; }
  // How many writes came between two slices: when some of `all` rows that an import writes were there.
  int between(long long all) const {
    return static_cast<int>(
        std::count_if(seen_.begin(), seen_.end(), [all](long long rows) { return rows > 0 && rows < all; }));
  }

 private:
  void write(db::Database& database) {
    while (!stopping_) {
      std::promise<bool> done;
      database.write(
          std::chrono::steady_clock::now() + std::chrono::seconds(10),
          [this](db::Session& session) {
            seen_.push_back(
                std::get<0>(*db::select_one<long long>(session, "SELECT COUNT(*) FROM person WHERE number LIKE 'N%'")));
            db::execute(session,
                        "INSERT INTO setting (key, value) VALUES ('written', '1')"
                        " ON CONFLICT (key) DO UPDATE SET value = excluded.value");
          },
          [&](std::exception_ptr failure) { done.set_value(!failure); });
      ++(done.get_future().get() ? written_ : refused_);
    }
  }

  std::atomic<bool> stopping_ = false;
  std::atomic<int> written_ = 0, refused_ = 0;
  std::vector<long long> seen_;  // of the thread, until it has stopped
  std::thread thread_;
};

class UndoTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    if (!HasFatalFailure()) add_people();
  }

  std::string applied(int rows) {
    const auto import = run(IMPORT_KIND_PERSONS, people(rows));
    EXPECT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal();
    return import.name();
  }
  long long imported() { return count("person", "number LIKE 'N%'"); }
  bool held() { return count("import", "run <> ''") > 0; }

  void execute(const std::string& text) {
    sql([&](db::Session& session) { db::execute(session, text); });
  }

  // Runs `body` when the first slice's effects are written ("INSERT") or deleted ("DELETE").
  void at_first_slice(const std::string& event, const std::string& body) {
    const std::string row = event == "INSERT" ? "NEW" : "OLD";
    if (backend() == db::Backend::sqlite) {
      execute("CREATE TRIGGER intruder BEFORE " + event + " ON import_effect WHEN " + row + ".slice = 0 BEGIN " + body +
              "; END");
      return;
    }
    execute("CREATE FUNCTION intrude() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body + "; RETURN " + row +
            "; END $$");
    execute("CREATE TRIGGER intruder BEFORE " + event + " ON import_effect FOR EACH ROW WHEN (" + row +
            ".slice = 0) EXECUTE FUNCTION intrude()");
  }
  void leave_first_slice() {
    execute(backend() == db::Backend::sqlite ? "DROP TRIGGER intruder" : "DROP TRIGGER intruder ON import_effect");
  }

  UndoImportRequest undoing(const std::string& name) {
    UndoImportRequest request;
    request.set_name(name);
    return request;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, UndoTest, support::backends(), support::backend_name);

TEST_P(UndoTest, HoldsUpNoOtherWriter) {
  OtherWriter during_import(database());
  const std::string name = applied(4 * slice_rows);
  during_import.stop();
  EXPECT_GT(during_import.between(4 * slice_rows), 0);
  EXPECT_EQ(during_import.refused(), 0);
  OtherWriter during_undo(database());
  EXPECT_EQ(undo(name).state(), IMPORT_STATE_UNDONE);
  during_undo.stop();
  EXPECT_GT(during_undo.between(4 * slice_rows), 0);
  EXPECT_EQ(during_undo.refused(), 0);
  EXPECT_EQ(imported(), 0);
  EXPECT_EQ(count("import_effect"), 0);
}

TEST_P(UndoTest, GoesOnAfterTheServerStopped) {
  const std::string name = applied(2 * slice_rows + 500);
  EXPECT_EQ(count("import_effect", "slice = 2"), 3);
  at_first_slice("DELETE", backend() == db::Backend::sqlite ? "SELECT RAISE(ABORT, 'stop')" : "RAISE EXCEPTION 'stop'");
  EXPECT_EQ(call<Import>(service + "UndoImport", undoing(name)).state(), IMPORT_STATE_UNDOING);
  wait_until([&] { return !held(); });
  EXPECT_EQ(imported(), slice_rows) << "the newer slices are gone, the first one is there";
  EXPECT_EQ(get(name).state(), IMPORT_STATE_UNDOING);
  leave_first_slice();
  imports::Runner next(import_kinds());
  next.start(registry(), dispatcher(), true);
  EXPECT_EQ(wait(name).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(imported(), 0);
  EXPECT_EQ(count("membership_fact", "day_to = day_from"), 2 * slice_rows + 500) << "each fact is void once";
}

TEST_P(UndoTest, GoesOnTakingBackAfterTheServerStopped) {
  const std::string name = applied(slice_rows + 500);
  execute(
      "UPDATE import SET state = 'IMPORT_STATE_TAKING_BACK', end_state = 'IMPORT_STATE_REFUSED', run = 'dead',"
      " refusal = 'why', update_time = 0");
  imports::Runner next(import_kinds());
  next.start(registry(), dispatcher(), true);
  EXPECT_EQ(wait(name).state(), IMPORT_STATE_REFUSED);
  EXPECT_EQ(get(name).refusal(), "why");
  EXPECT_EQ(imported(), 0);
}

TEST_P(UndoTest, WaitsForWhatWasBuiltOnItMeanwhile) {
  const std::string name = applied(slice_rows + 500);
  execute(
      "INSERT INTO availability (person, kind, valid_from, create_time, row_version) SELECT id, "
      "'AVAILABILITY_KIND_LEAVE', '2022-01-01', 0, 1 FROM person WHERE number = 'N7'");
  execute("UPDATE import SET state = 'IMPORT_STATE_UNDOING', end_state = 'IMPORT_STATE_UNDONE', run = ''");
  {
    imports::Runner next(import_kinds());
    next.start(registry(), dispatcher(), true);
    wait_until([&] { return !get(name).refusal().empty() && !held(); });
  }
  EXPECT_THAT(get(name).refusal(), HasSubstr("availabilities/"));
  EXPECT_EQ(get(name).state(), IMPORT_STATE_UNDOING);
  EXPECT_EQ(imported(), slice_rows);
  execute("DELETE FROM availability");
  EXPECT_EQ(undo(name).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(get(name).refusal(), "");
  EXPECT_EQ(imported(), 0);
}

TEST_P(UndoTest, EmptiesTheTextsOfItsRows) {
  Import clean;
  clean.set_clean_rows_only(true);
  const auto import = run(IMPORT_KIND_PERSONS, people(1) + "N9,,,woman,military,ARMY,2020-01-01\n", clean);
  ASSERT_EQ(rows(import.name()).size(), 1u);
  EXPECT_NE(rows(import.name())[0].text(), "");
  EXPECT_EQ(undo(import.name()).state(), IMPORT_STATE_UNDONE);
  EXPECT_EQ(rows(import.name())[0].text(), "");
}

// The first slice is written, and then somebody else is at the import.
TEST_P(UndoTest, ARunThatLostItsImportWritesNothingMore) {
  at_first_slice("INSERT", "UPDATE import SET run = 'another'");
  const std::string content = people(3 * slice_rows);
  const std::string name = create(system(), IMPORT_KIND_PERSONS, content.size()).name();
  upload(name, 0, content);
  start(system(), name);
  wait_until([&] { return imported() > 0; });
  execute("UPDATE import SET update_time = 0");
  {
    imports::Runner next(import_kinds());
    next.start(registry(), dispatcher(), true);
    EXPECT_EQ(wait(name).state(), IMPORT_STATE_FAILED);
  }
  stop_runner();
  EXPECT_EQ(get(name).state(), IMPORT_STATE_FAILED);
  EXPECT_EQ(imported(), 0);
  EXPECT_EQ(count("import_effect"), 0);
}

TEST_P(UndoTest, OnlyTheRunThatHoldsAnImportWrites) {
  const std::string name = create(system(), IMPORT_KIND_PERSONS, 1).name();
  const long long id = std::stoll(name.substr(name.find('/') + 1));
  const auto& method = *registry().find("muster.roster.v1.RosterService/CreatePerson");
  const imports::Writes first(dispatcher(), method, system(), id, "first", [] { return false; });
  int ran = 0;
  const auto write = [&](ImportState state) {
    first.plain(state, [&](db::Session&) { ++ran; });
    first.audited(state, [&](rpc::Context& context) {
      context.audit_lines.push_back("tried");
      ++ran;
    });
  };
  sql([&](db::Session& session) { imports::begin(session, id, imports::start_step, "first"); });
  write(IMPORT_STATE_RUNNING);
  EXPECT_EQ(ran, 2);
  EXPECT_THROW(write(IMPORT_STATE_UNDOING), imports::Stopped) << "not in that state";
  execute("UPDATE import SET update_time = 5");
  sql([&](db::Session& session) {
    const auto abandoned = imports::abandoned_imports(session, 6);
    ASSERT_EQ(abandoned.size(), 1u);
    EXPECT_TRUE(imports::take_over(session, abandoned[0], 6, "second"));
    EXPECT_FALSE(imports::take_over(session, abandoned[0], 6, "third")) << "somebody was faster";
  });
  EXPECT_THROW(write(IMPORT_STATE_RUNNING), imports::Stopped);
  first.let_go();
  EXPECT_TRUE(held()) << "it is the second's";
  EXPECT_EQ(ran, 2);
  EXPECT_EQ(count("audit_entry", "lines LIKE '%tried%'"), 1);
}

// As `muster import --database` beside a server.
TEST_P(UndoTest, AnImportThatGivesSignsOfLifeIsNotAbandoned) {
  const std::string name = create(system(), IMPORT_KIND_PERSONS, 1).name();
  const long long id = std::stoll(name.substr(name.find('/') + 1));
  sql([&](db::Session& session) {
    imports::begin(session, id, imports::start_step, "elsewhere");
    EXPECT_THROW(imports::begin(session, id, imports::start_step, "twice"), status::Error);
    db::execute(session, "UPDATE import SET update_time = 100");
    EXPECT_TRUE(imports::abandoned_imports(session, 100).empty());
    const auto found = imports::abandoned_imports(session, 101);
    ASSERT_EQ(found.size(), 1u);
    imports::require_hold(session, id, IMPORT_STATE_RUNNING, "elsewhere");
    EXPECT_FALSE(imports::take_over(session, found[0], 101, "here")) << "it gave a sign since";
    imports::let_go(session, id, "elsewhere");
    EXPECT_EQ(imports::abandoned_imports(session, 0).size(), 1u) << "nobody is at it: at once";
  });
}

}  // namespace
}  // namespace muster
