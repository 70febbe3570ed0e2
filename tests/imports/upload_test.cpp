// SPDX-License-Identifier: EUPL-1.2
// From the first byte of a file to its end: resuming, access, all or nothing, a stopped server.
#include <gmock/gmock.h>

#include "support/imports.h"
#include "targets.h"

namespace muster {
namespace {

using namespace imports::v1;
using ::testing::HasSubstr;

const std::string service = "muster.imports.v1.ImportService/";
const std::string header = "report_date,mission,iso3,personnel_type,male,female,total\n";

Import from_un() {
  Import options;
  options.set_source("UN");
  return options;
}

class UploadTest : public support::ImportTest {
 protected:
  status::Error refused_chunk(const std::string& name, std::size_t offset, const std::string& data) {
    UploadChunkRequest request;
    request.set_name(name);
    request.set_offset(static_cast<std::int64_t>(offset));
    request.set_data(data);
    return refused(service + "UploadChunk", request, system());
  }
  status::Error refused_create(const Import& import, const rpc::Caller& who) {
    CreateImportRequest request;
    *request.mutable_import() = import;
    request.mutable_import()->set_file_name("file.csv");
    return refused(service + "CreateImport", request, who);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, UploadTest, support::backends(), support::backend_name);

TEST_P(UploadTest, ResumesWhereItStopped) {
  const std::string content = header + "2024-06-30,UNMISS,NOR,Troops,10,4,14\n";
  const std::string name = create(system(), IMPORT_KIND_HEADCOUNTS, content.size(), from_un()).name();
  EXPECT_EQ(upload(name, 0, content.substr(0, 20)).uploaded_bytes(), 20);
  EXPECT_EQ(upload(name, 0, content.substr(0, 20)).uploaded_bytes(), 20) << "sent again: taken as it is";
  EXPECT_TRUE(support::names_field(refused_chunk(name, 0, "something else!!!!!!"), "offset"));
  EXPECT_THAT(support::violations_of(refused_chunk(name, 30, "x")), HasSubstr("the next byte expected is 20"));
  EXPECT_TRUE(support::names_field(refused_chunk(name, 20, content), "data")) << "beyond the announced size";
  StartImportRequest early;
  early.set_name(name);
  EXPECT_THAT(refused(service + "StartImport", early, system()).message(), HasSubstr("has 20 of"));
  upload(name, 20, content.substr(20));
  start(system(), name);
  EXPECT_EQ(wait(name).state(), IMPORT_STATE_APPLIED);
  EXPECT_EQ(refused_chunk(name, 0, "x").code(), status::Code::failed_precondition);
  EXPECT_EQ(refused(service + "StartImport", early, system()).code(), status::Code::failed_precondition);
  EXPECT_EQ(count("import_chunk"), 0) << "the file is not kept";
}

TEST_P(UploadTest, ChecksTheOptions) {
  Import import = from_un();
  import.set_kind(IMPORT_KIND_HEADCOUNTS);
  import.set_encoding("latin-1");
  import.add_header_mapping("nothing");
  const auto error = refused_create(import, system());
  for (const char* field : {"import.encoding", "import.header_mapping"}) {
    EXPECT_TRUE(support::names_field(error, field)) << field;
  }
  for (const char* separator : {"\"", "a", "\n", "semicolon", "ø"}) {
    Import separated = from_un();
    separated.set_kind(IMPORT_KIND_HEADCOUNTS);
    separated.set_separator(separator);
    const auto refusal = refused_create(separated, system());
    ASSERT_TRUE(support::names_field(refusal, "import.separator")) << separator;
    EXPECT_THAT(refusal.violations()[0].description, HasSubstr("or the word tab")) << separator;
  }
  Import large = from_un();
  large.set_kind(IMPORT_KIND_HEADCOUNTS);
  large.set_size_bytes(268435457);
  EXPECT_TRUE(support::names_field(refused_create(large, system()), "import.size_bytes"));
}

TEST_P(UploadTest, HasTheAccessOfWhatItWrites) {
  Import persons;
  persons.set_kind(IMPORT_KIND_PERSONS);
  EXPECT_EQ(refused_create(persons, caller(platform::v1::ROLE_TRAINING_COORDINATOR)).code(),
            status::Code::permission_denied);
  Import headcounts = from_un();
  headcounts.set_kind(IMPORT_KIND_HEADCOUNTS);
  EXPECT_EQ(refused_create(headcounts, caller(platform::v1::ROLE_HR_UNIT)).code(), status::Code::permission_denied);
  EXPECT_EQ(refused_create(headcounts, caller(platform::v1::ROLE_ANALYST)).code(), status::Code::permission_denied);
}

TEST_P(UploadTest, ShowsAnImportToItsOwnAccountOnly) {
  add_people();
  const auto owner = caller(platform::v1::ROLE_HR_UNIT, 900002);
  const auto other = caller(platform::v1::ROLE_HR_UNIT, 900002);
  const std::string name = create(owner, IMPORT_KIND_PERSONS, 1).name();
  GetImportRequest request;
  request.set_name(name);
  EXPECT_EQ(call<Import>(service + "GetImport", request, owner).name(), name);
  EXPECT_EQ(call<Import>(service + "GetImport", request, caller(platform::v1::ROLE_HR_CENTRAL)).name(), name);
  EXPECT_EQ(refused(service + "GetImport", request, other).code(), status::Code::not_found);
  ListImportRowsRequest rows;
  rows.set_import(name);
  EXPECT_EQ(refused(service + "ListImportRows", rows, other).code(), status::Code::not_found);
}

TEST_P(UploadTest, RefusesAnEmptyFileAndABareHeader) {
  EXPECT_THAT(run(IMPORT_KIND_HEADCOUNTS, "", from_un()).refusal(), HasSubstr("the file is empty"));
  EXPECT_THAT(run(IMPORT_KIND_HEADCOUNTS, header, from_un()).refusal(), HasSubstr("a header and no rows"));
  EXPECT_THAT(run(IMPORT_KIND_HEADCOUNTS, header + "2024-06-30,\"UNMISS\n", from_un()).refusal(),
              HasSubstr("line 2, column 2: a quote is opened here and never closed"));
}

// Rows enough for several slices; the last slice then meets what was not there at the check.
TEST_P(UploadTest, TakesBackEarlierSlicesWhenALaterOneFails) {
  add_people();
  std::string content = "number,given_name,family_name,gender,category,unit,valid_from\n";
  for (int i = 0; i < 4500; ++i) content += "N" + std::to_string(i) + ",A,B,woman,military,ARMY,2020-01-01\n";
  // The last slice meets a number that somebody has taken since the first was written.
  const std::string unless_there = "WHEN NOT EXISTS (SELECT 1 FROM person WHERE number = 'N4400')";
  const std::string intrude =
      "INSERT INTO person (number, number_key, given_name, family_name, preferred_name, gender, gender_source, "
      "category, "
      "status, create_time, update_time, row_version) VALUES ('N4400', 'n4400', 'X', 'Y', '', 'GENDER_MAN', "
      "'GENDER_SOURCE_SELF', "
      "'CATEGORY_POLICE', 'PERSON_STATUS_ACTIVE', 0, 0, 1)";
  sql([&](db::Session& session) {
    if (backend() == db::Backend::sqlite) {
      db::execute(session, "CREATE TRIGGER intruder AFTER INSERT ON import_effect " + unless_there + " BEGIN " +
                               intrude + "; END");
    } else {
      db::execute(session, "CREATE FUNCTION intrude() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + intrude +
                               " ON CONFLICT DO NOTHING; RETURN NULL; END $$");
      db::execute(session,
                  "CREATE TRIGGER intruder AFTER INSERT ON import_effect FOR EACH ROW EXECUTE FUNCTION intrude()");
    }
  });
  const auto import = run(IMPORT_KIND_PERSONS, content);
  EXPECT_EQ(import.state(), IMPORT_STATE_REFUSED) << import.refusal();
  EXPECT_THAT(import.refusal(), HasSubstr("number"));
  EXPECT_EQ(import.rows_created(), 0);
  EXPECT_EQ(count("person", "number LIKE 'N%' AND number <> 'N4400'"), 0);
  EXPECT_EQ(count("affiliation"), 2);
  EXPECT_EQ(count("import_effect"), 0);
  // Void facts of two slices remain: the ledger forgets nothing.
  EXPECT_EQ(count("membership_fact fact",
                  "day_to IS NULL AND id = (SELECT MAX(id) FROM membership_fact WHERE record = "
                  "fact.record)"),
            0);
}

// A server that was killed leaves the import RUNNING with part of it written.
TEST_P(UploadTest, TakesBackWhatAKilledServerLeft) {
  const std::string content = header + "2024-06-30,UNMISS,NOR,Troops,10,4,14\n";
  const auto applied = run(IMPORT_KIND_HEADCOUNTS, content, from_un());
  ASSERT_EQ(applied.state(), IMPORT_STATE_APPLIED);
  sql([&](db::Session& session) {
    db::execute(session, "UPDATE import SET state = 'IMPORT_STATE_RUNNING', update_time = 0");
  });
  imports::Runner next(import_kinds());
  next.start(registry(), dispatcher(), true);
  const auto failed = wait(applied.name());
  EXPECT_EQ(failed.state(), IMPORT_STATE_FAILED);
  EXPECT_THAT(failed.refusal(), HasSubstr("everything was taken back"));
  EXPECT_EQ(count("mission"), 1) << "the facts that were taken back still name it";
  EXPECT_EQ(count("headcount_fact", "import IS NULL AND count = 0 AND country = ''"), 1)
      << "nothing holds for the month";
}

TEST_P(UploadTest, AMissingPartOfTheFileIsNotItsEnd) {
  const std::string content = header + "2024-06-30,UNMISS,NOR,Troops,10,4,14\n2024-06-30,UNMISS,SWE,Troops,10,4,14\n";
  const std::string name = create(system(), IMPORT_KIND_HEADCOUNTS, content.size(), from_un()).name();
  const std::size_t second = content.rfind("2024");
  upload(name, 0, content.substr(0, second));
  upload(name, second, content.substr(second));
  sql([](db::Session& session) { db::execute(session, "DELETE FROM import_chunk WHERE start_offset > 0"); });
  start(system(), name);
  const auto failed = wait(name);
  EXPECT_EQ(failed.state(), IMPORT_STATE_FAILED);
  EXPECT_THAT(failed.refusal(), HasSubstr("a part of the file is missing"));
  EXPECT_EQ(count("headcount_fact"), 0);
}

TEST_P(UploadTest, AnAccountHasTwentyOpenUploadsAtMost) {
  add_people();
  const auto who = caller(platform::v1::ROLE_HR_UNIT, 900002);
  std::string first;
  for (int i = 0; i < 20; ++i) {
    const std::string name = create(who, IMPORT_KIND_PERSONS, 1).name();
    if (first.empty()) first = name;
  }
  Import persons;
  persons.set_kind(IMPORT_KIND_PERSONS);
  const auto error = refused_create(persons, who);
  EXPECT_EQ(error.code(), status::Code::resource_exhausted);
  EXPECT_THAT(error.message(), HasSubstr("20 of your imports are not started"));
  EXPECT_THAT(error.message(), HasSubstr("delete some of " + first + ","));
  create(caller(platform::v1::ROLE_HR_UNIT, 900002), IMPORT_KIND_PERSONS, 1);  // another's are another's
  DeleteImportRequest request;
  request.set_name(first);
  EXPECT_EQ(refused(service + "DeleteImport", request, caller(platform::v1::ROLE_HR_UNIT, 900002)).code(),
            status::Code::not_found);
  call<DeleteImportResponse>(service + "DeleteImport", request, who);
  EXPECT_EQ(refused(service + "DeleteImport", request, who).code(), status::Code::not_found);
  create(who, IMPORT_KIND_PERSONS, 1);
}

TEST_P(UploadTest, DeletesWhatWasNotApplied) {
  const std::string row = "2024-06-30,UNMISS,NOR,Troops,10,4,14\n", wrong = "2024-13-30,UNMISS,NOR,Troops,10,4,14\n";
  const auto applied = run(IMPORT_KIND_HEADCOUNTS, header + row, from_un());
  ASSERT_EQ(applied.state(), IMPORT_STATE_APPLIED);
  DeleteImportRequest request;
  request.set_name(applied.name());
  EXPECT_THAT(refused(service + "DeleteImport", request, system()).message(), HasSubstr("was applied and stays"));
  undo(applied.name());
  EXPECT_EQ(refused(service + "DeleteImport", request, system()).code(), status::Code::failed_precondition);
  sql([](db::Session& session) { db::execute(session, "UPDATE import SET state = 'IMPORT_STATE_UNDOING'"); });
  EXPECT_THAT(refused(service + "DeleteImport", request, system()).message(), HasSubstr("is at work"));
  const auto bad = run(IMPORT_KIND_HEADCOUNTS, header + wrong, from_un());
  ASSERT_EQ(bad.state(), IMPORT_STATE_REFUSED);
  EXPECT_GT(count("import_row"), 0);
  request.set_name(bad.name());
  call<DeleteImportResponse>(service + "DeleteImport", request);
  EXPECT_EQ(count("import_row"), 0);
  EXPECT_EQ(count("import"), 1);
  EXPECT_EQ(count("audit_entry", "lines LIKE '%deleted import/%' AND method LIKE '%DeleteImport'"), 1);
}

TEST_P(UploadTest, SweepsUploadsThatWereLeftAndOldTexts) {
  const std::string wrong = "2024-13-30,UNMISS,NOR,Troops,10,4,14\n";
  const std::string contradicts_itself = "2024-06-30,UNMISS,NOR,Troops,10,4,15\n";
  const auto old = run(IMPORT_KIND_HEADCOUNTS, header + wrong + contradicts_itself, from_un());
  const std::string left = create(system(), IMPORT_KIND_HEADCOUNTS, 100, from_un()).name();
  upload(left, 0, header);
  sql([](db::Session& session) { db::execute(session, "UPDATE import SET create_time = 0, update_time = 0"); });
  const auto recent = run(IMPORT_KIND_HEADCOUNTS, header + wrong, from_un());
  const std::string open = create(system(), IMPORT_KIND_HEADCOUNTS, 100, from_un()).name();
  ASSERT_EQ(count("import_row", "text <> ''"), 3);
  imports::Runner next(import_kinds());
  next.start(registry(), dispatcher(), true);
  wait_until([&] { return count("import_row", "text <> ''") == 2; });
  EXPECT_EQ(rows(old.name()).at(0).text(), "");
  EXPECT_NE(rows(old.name()).at(0).description(), "");
  EXPECT_EQ(rows(old.name()).at(1).outcome(), ROW_OUTCOME_QUARANTINED);
  EXPECT_EQ(rows(old.name()).at(1).text() + "\n", contradicts_itself) << "waits for a decision";
  EXPECT_NE(rows(recent.name()).at(0).text(), "");
  GetImportRequest request;
  request.set_name(left);
  EXPECT_EQ(refused(service + "GetImport", request, system()).code(), status::Code::not_found);
  EXPECT_EQ(count("import_chunk"), 0);
  EXPECT_EQ(get(open).state(), IMPORT_STATE_UPLOADING);
}

}  // namespace
}  // namespace muster
