// SPDX-License-Identifier: EUPL-1.2
// Somebody with one of everything is erased: nothing of them is left anywhere, and no figure moves.
#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "muster/access/v1/access.pb.h"
#include "muster/imports/v1/imports.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/imports/hold.h"
#include "platform/rpc/audit.h"
#include "platform/text/base64.h"
#include "support/full_record.h"

namespace muster::roster {
namespace {

using namespace v1;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What nobody else here is called, and what was written of the person.
const std::vector<std::string> words = {"ZQ-7781",          "zq-7781",        "Ragnfrid",    "ragnfrid", "Zyrkelund",
                                        "zyrkelund",        "Rikkavi",        "1988-04-30",  "Nordmann", "Kaia",
                                        "Has asked for it", "needed at once", "Navigator",   "Fleet",    "a slip",
                                        "r.zyrkelund",      "Pocket",         "Wrong person"};

class ErasureTest : public support::FullRecordTest {
 protected:
  void SetUp() override {
    FullRecordTest::SetUp();
    if (HasFatalFailure()) return;
    person_ = names_["$person"];
    UpdatePersonRequest update;
    update.mutable_person()->set_name(person_);
    update.mutable_person()->set_number("ZQ-7781");
    update.mutable_person()->set_given_name("Ragnfrid");
    update.mutable_person()->set_family_name("Zyrkelund");
    update.mutable_person()->set_preferred_name("Rikkavi");
    for (const char* path : {"number", "given_name", "family_name", "preferred_name"}) {
      update.mutable_update_mask()->add_paths(path);
    }
    update.set_request_id("rename");
    call<Person>(roster("UpdatePerson"), update);
    add_account();
  }

  void add_account() {
    access::v1::CreateAccountRequest request;
    request.mutable_account()->set_account_name("r.zyrkelund");
    request.mutable_account()->set_display_name("Ragnfrid Zyrkelund");
    request.mutable_account()->set_person(person_);
    request.set_password("Mountains of the north");
    request.set_request_id("account");
    account_ = call<access::v1::Account>(access_service + "CreateAccount", request).name();
    sql([&](db::Session& session) {
      db::execute(session, {"INSERT INTO session (digest, account, kind, display_name, create_time, expire_time) "
                            "VALUES ('d', ?, 'TOKEN', 'Pocket', 1, 2)",
                            {support::number_of(account_)}});
    });
  }

  // Ends all that stands against erasing the person.
  void settle() {
    act("WithdrawNomination", nominations_[1]);
    UpdatePersonRequest update;
    update.mutable_person()->set_name(person_);
    update.mutable_person()->set_status(PERSON_STATUS_INACTIVE);
    update.mutable_update_mask()->add_paths("status");
    update.set_last_day(day(-1));
    call<Person>(roster("UpdatePerson"), update);
  }

  ErasePersonRequest erasing(const std::string& name) {
    ErasePersonRequest request;
    request.set_name(name);
    request.set_reason("Asked for it in writing");
    return request;
  }
  Erasure erase() { return call<Erasure>(roster("ErasePerson"), erasing(person_), desk()); }
  PreviewErasureResponse preview() {
    PreviewErasureRequest request;
    request.set_name(person_);
    return call<PreviewErasureResponse>(roster("PreviewErasure"), request, desk());
  }
  rpc::Caller desk() { return caller(platform::v1::ROLE_HR_CENTRAL); }

  // Runs a file to its end.
  imports::v1::Import import(imports::v1::ImportKind kind, const std::string& content) {
    imports::v1::CreateImportRequest create;
    create.mutable_import()->set_kind(kind);
    create.mutable_import()->set_file_name("Zyrkelund.csv");
    create.mutable_import()->set_size_bytes(static_cast<std::int64_t>(content.size()));
    imports::v1::UploadChunkRequest chunk;
    chunk.set_name(call<imports::v1::Import>(import_service + "CreateImport", create).name());
    chunk.set_data(content);
    call<imports::v1::Import>(import_service + "UploadChunk", chunk);
    imports::v1::StartImportRequest start;
    start.set_name(chunk.name());
    call<imports::v1::Import>(import_service + "StartImport", start);
    return ended(chunk.name());
  }
  imports::v1::Import ended(const std::string& name) {
    imports::v1::GetImportRequest get;
    get.set_name(name);
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    while (std::chrono::steady_clock::now() < until) {
      const auto import = call<imports::v1::Import>(import_service + "GetImport", get);
      if (!imports::is_at_work(import.state())) return import;
      std::this_thread::yield();
    }
    ADD_FAILURE() << name << " never ended";
    return {};
  }
  std::string findings(const std::string& name) {
    imports::v1::ListImportRowsRequest request;
    request.set_import(name);
    const auto list = call<imports::v1::ListImportRowsResponse>(import_service + "ListImportRows", request);
    std::string text;
    for (const auto& row : list.import_rows()) {
      text += row.field() + ": " + row.description() + " [" + row.text() + "]\n";
    }
    return text;
  }

  // "table.column" of every column of the database.
  std::vector<std::string> columns() {
    return rows(
        backend() == db::Backend::sqlite
            ? "SELECT made.name || '.' || info.name FROM sqlite_schema made "
              "JOIN pragma_table_info(made.name) info WHERE made.type = 'table'"
            : "SELECT CAST(c.table_name || '.' || c.column_name AS TEXT) FROM information_schema.columns c "
              "JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema "
              "WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'",
        1);
  }
  // "table.column: value" of whatever holds one of the words, or names the person; answers that are kept are read.
  std::string left_in_tables() {
    std::string found;
    for (const std::string& place : columns()) {
      const std::string table = place.substr(0, place.find('.')), column = place.substr(place.find('.') + 1);
      if (table == "schema_version" || table.starts_with("sqlite_")) continue;
      std::string condition;
      for (const std::string& word : words) {
        condition += (condition.empty() ? "" : " OR ") + ("CAST(" + column + " AS TEXT) LIKE '%" + word + "%'");
      }
      for (const std::string& value :
           rows("SELECT CAST(" + column + " AS TEXT) FROM " + table + " WHERE " + condition, 1)) {
        found += place + ": " + value + "\n";
      }
    }
    for (const std::string& answer : rows("SELECT answer FROM answered_request", 1)) {
      const std::string bytes = text::decode_base64(answer).value_or("");
      for (const std::string& word : words) {
        if (bytes.find(word) != std::string::npos) found += "a kept answer: " + word + "\n";
      }
    }
    return found;
  }
  // The words that stand in the files of the database.
  std::string left_in_files() {
    std::string found;
    for (const auto& file : std::filesystem::directory_iterator(test_database().folder())) {
      std::ifstream in(file.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(in), {}};
      for (const std::string& word : words) {
        if (bytes.find(word) != std::string::npos) found += file.path().filename().string() + ": " + word + "\n";
      }
    }
    return found;
  }

  // Every indicator, by everything that it can be split by, as known at `sequence`.
  std::vector<std::string> figures(std::int64_t sequence) {
    using namespace statistics::v1;
    std::vector<std::string> all;
    const auto known = call<ListIndicatorsResponse>(statistics_service + "ListIndicators", ListIndicatorsRequest());
    for (const Indicator& indicator : known.indicators()) {
      for (int dimension = -1; dimension < indicator.dimensions_size(); ++dimension) {
        QueryIndicatorRequest request;
        request.set_indicator(indicator.code());
        request.set_known_sequence(sequence);
        if (dimension >= 0) request.add_group_by(indicator.dimensions(dimension));
        if (indicator.period()) {
          request.set_from("2020-01-01");
          request.set_to(day(0));
        } else {
          request.set_as_of(day(-2));
        }
        std::string answer = indicator.code() + "/" + std::to_string(dimension) + " ";
        try {
          const auto response = call<QueryIndicatorResponse>(statistics_service + "QueryIndicator", request);
          for (const auto& cells : {response.cells(), response.totals()}) {
            for (const Cell& cell : cells) answer += cell.ShortDebugString() + "; ";
          }
        } catch (const status::Error& error) {
          answer += error.reason();
        }
        all.push_back(answer);
      }
    }
    return all;
  }
  std::int64_t sequence() { return std::stoll(rows("SELECT CAST(sequence AS TEXT) FROM ledger_head", 1).at(0)); }

  const std::string access_service = "muster.access.v1.AccessService/";
  const std::string import_service = "muster.imports.v1.ImportService/";
  const std::string statistics_service = "muster.statistics.v1.StatisticsService/";
  std::string person_, account_;
};
INSTANTIATE_TEST_SUITE_P(Backends, ErasureTest, support::backends(), support::backend_name);

TEST_P(ErasureTest, PreviewTellsWhatGoesWhatStaysAndWhatStandsAgainstIt) {
  const auto before = preview();
  std::vector<std::string> obstacles;
  for (const auto& one : before.obstacles())
    obstacles.push_back(one.name().substr(0, one.name().find('/')) + " " + one.verb());
  EXPECT_THAT(obstacles,
              ::testing::UnorderedElementsAre("affiliations EndAffiliation", "nominations WithdrawNomination"));
  std::map<std::string, int> deleted, kept;
  for (const auto& line : before.deleted()) deleted[line.table()] = line.count();
  for (const auto& line : before.kept()) kept[line.table()] = line.count();
  EXPECT_EQ(deleted["person"], 1);
  EXPECT_EQ(deleted["account"], 1);
  EXPECT_EQ(deleted["nomination"], 3);
  EXPECT_EQ(deleted["completion"], 2);
  EXPECT_EQ(kept["deployment"], 1);
  EXPECT_EQ(deleted.count("deployment"), 0U);
  EXPECT_GT(kept["deployment_fact"], 0);
  settle();
  EXPECT_EQ(preview().obstacles_size(), 0);
}

TEST_P(ErasureTest, WhatIsOpenIsNamedAndNothingIsErased) {
  const auto error = refused(roster("ErasePerson"), erasing(person_), desk());
  EXPECT_EQ(error.reason(), "ERASURE_BLOCKED");
  EXPECT_EQ(error.metadata().at("count"), "2");
  EXPECT_THAT(error.message(), HasSubstr("WithdrawNomination"));
  settle();
  const std::string planned_one = planned(add_person("P2")).name();
  EXPECT_EQ(refused(roster("ErasePerson"), erasing(get(planned_one).person()), desk()).reason(), "ERASURE_BLOCKED");
  EXPECT_EQ(person(person_).given_name(), "Ragnfrid");
  imports::v1::CreateImportRequest upload;
  upload.mutable_import()->set_kind(imports::v1::IMPORT_KIND_PERSONS);
  upload.mutable_import()->set_file_name("p.csv");
  upload.mutable_import()->set_size_bytes(10);
  const auto file = call<imports::v1::Import>(import_service + "CreateImport", upload).name();
  EXPECT_EQ(refused(roster("ErasePerson"), erasing(person_), desk()).metadata().at("name"), file)
      << "who knows what it holds";
}

TEST_P(ErasureTest, NothingIsLeftInTheDatabaseNorInItsFiles) {
  settle();
  // A file whose row is not taken: its text is kept with the finding.
  const auto file = import(imports::v1::IMPORT_KIND_PERSONS,
                           "number,given_name,family_name,gender,category,unit,valid_from\n"
                           "zq-7781,Ragnfrid,Zyrkelund,man,military,NAVY,2020-01-01\n");
  EXPECT_EQ(file.state(), imports::v1::IMPORT_STATE_REFUSED);
  ASSERT_THAT(left_in_tables(), HasSubstr("import_row.text"));
  ASSERT_THAT(left_in_tables(), HasSubstr("a kept answer"));
  const auto erasure = erase();
  EXPECT_EQ(erasure.person(), person_);
  EXPECT_EQ(erasure.erased_date(), day(0));
  EXPECT_THAT(left_in_tables(), IsEmpty());
  EXPECT_THAT(rows("SELECT CAST(person AS TEXT) FROM person_subject WHERE person = " +
                       std::to_string(support::number_of(person_)),
                   1),
              IsEmpty());
  EXPECT_THAT(rows("SELECT end_reason FROM deployment WHERE person IS NULL", 1),
              ::testing::ElementsAre("END_REASON_ENDED_EARLY"));
  sql([](db::Session& session) { EXPECT_EQ(rpc::verify_audit(session).problem, ""); });
  if (backend() == db::Backend::sqlite) {
    EXPECT_THAT(left_in_files(), IsEmpty());
  }
}

// Files name people by whatever the sender has of them, and spell names in their own way.
TEST_P(ErasureTest, FilesKeepNoIdentifierContactOrOtherSpellingOfThePerson) {
  CreateIdentifierRequest identifier;
  identifier.mutable_identifier()->set_person(person_);
  identifier.mutable_identifier()->set_scheme(IDENTIFIER_SCHEME_EMAIL);
  identifier.mutable_identifier()->set_value("rz@zulu.example");
  identifier.mutable_identifier()->set_valid_from("2020-01-01");
  call<Identifier>(roster("CreateIdentifier"), identifier);
  identifier.mutable_identifier()->set_scheme(IDENTIFIER_SCHEME_SERVICE_NUMBER);
  identifier.mutable_identifier()->set_value("SN-0099");
  identifier.mutable_identifier()->set_valid_to("2021-01-01");
  call<Identifier>(roster("CreateIdentifier"), identifier);
  CreateContactRequest contact;
  contact.mutable_contact()->set_person(person_);
  contact.mutable_contact()->set_kind(CONTACT_KIND_PHONE);
  contact.mutable_contact()->set_value("+47 22249090");
  contact.mutable_contact()->set_valid_from("2020-01-01");
  call<Contact>(roster("CreateContact"), contact);
  UpdatePersonRequest update;
  update.mutable_person()->set_name(person_);
  update.mutable_person()->set_given_name("Aasta");
  update.mutable_update_mask()->add_paths("given_name");
  call<Person>(roster("UpdatePerson"), update);
  settle();
  const std::string head = "number,given_name,family_name,gender,category,unit,valid_from\n";
  const std::vector<std::string> lines = {
      "RZ@Zulu.example,A,B,man,military,NOWHERE,2020-01-01", "sn-0099,A,B,man,military,NOWHERE,2020-01-01",
      "X1,+47 22 24 90 90,B,man,military,NOWHERE,2020-01-01", "X2,Åsta,Zyrkelund,man,military,NOWHERE,2020-01-01",
      "X3,ZYRKELUND/ÅSTA-MARI,B,man,military,NOWHERE,2020-01-01"};
  std::string content = head;
  for (const std::string& line : lines) content += line + "\n";
  content += "X4,Zyrkelund,Ola,man,military,NOWHERE,2020-01-01\nX5,sn-00991,B,man,military,NOWHERE,2020-01-01\n";
  const auto file = import(imports::v1::IMPORT_KIND_PERSONS, content);
  ASSERT_THAT(findings(file.name()), HasSubstr("Åsta"));
  erase();
  const std::string left = findings(file.name());
  for (const char* gone : {"Zulu", "sn-0099,", "90 90", "Åsta", "ÅSTA"}) EXPECT_THAT(left, Not(HasSubstr(gone)));
  EXPECT_THAT(left, HasSubstr("X4,Zyrkelund,Ola")) << "somebody else";
  EXPECT_THAT(left, HasSubstr("sn-00991")) << "somebody else's";
}

TEST_P(ErasureTest, FiguresStayAsTheyWereNowAndAsKnownThen) {
  settle();
  const std::int64_t then = sequence();
  const auto before = figures(then);
  EXPECT_GT(before.size(), 50U);
  erase();
  EXPECT_EQ(figures(then), before) << "as known then";
  EXPECT_EQ(figures(sequence()), before) << "as known now";
}

TEST_P(ErasureTest, WhoeverNamesThePersonIsToldThatTheyWereErased) {
  settle();
  erase();
  GetPersonRequest get;
  get.set_name(person_);
  const auto error = refused(roster("GetPerson"), get, desk());
  EXPECT_EQ(error.reason(), "ERASED");
  EXPECT_EQ(error.metadata().at("date"), day(0));
  EXPECT_EQ(refused(roster("GetPerson"), get, hr()).reason(), "NOT_FOUND") << "who sees one unit";
  EXPECT_EQ(refused(missions_service + "CreateDeployment", plan(person_), desk()).reason(), "ERASED");
  CreateLanguageSkillRequest skill;
  skill.mutable_language_skill()->set_person(person_);
  skill.mutable_language_skill()->set_language("deu");
  skill.mutable_language_skill()->set_level(LANGUAGE_LEVEL_A1);
  EXPECT_EQ(refused(roster("CreateLanguageSkill"), skill, desk()).reason(), "ERASED");
  training::v1::RecordCompletionsRequest completions;
  completions.add_persons(person_);
  completions.set_course_version(names_["$version"]);
  completions.set_completed_date("2024-05-05");
  EXPECT_EQ(refused("muster.training.v1.TrainingService/RecordCompletions", completions, desk()).reason(), "ERASED");
  access::v1::CreateAccountRequest account;
  account.mutable_account()->set_account_name("another");
  account.mutable_account()->set_person(person_);
  account.set_password("Mountains of the north");
  EXPECT_EQ(refused(access_service + "CreateAccount", account, system()).reason(), "ERASED");
  EXPECT_EQ(refused(roster("ErasePerson"), erasing(person_), desk()).reason(), "ERASED") << "once is enough";
  ListPersonsRequest search;
  search.set_query("zyrkelund");
  EXPECT_EQ(call<ListPersonsResponse>(roster("ListPersons"), search, desk()).persons_size(), 0);
}

TEST_P(ErasureTest, TheNumberIsNeverGivenAgainInWhateverSpelling) {
  settle();
  erase();
  for (const char* spelling : {"ZQ-7781", "zq-7781", "ＺＱ-7781"}) {
    EXPECT_EQ(refused(roster("CreatePerson"), person_request(spelling, army_), desk()).reason(), "NUMBER_NOT_AVAILABLE")
        << spelling;
  }
  UpdatePersonRequest update;
  update.mutable_person()->set_name(add_person("P2"));
  update.mutable_person()->set_number("zQ-7781");
  update.mutable_update_mask()->add_paths("number");
  EXPECT_EQ(refused(roster("UpdatePerson"), update, desk()).reason(), "NUMBER_NOT_AVAILABLE");
  const auto file = import(imports::v1::IMPORT_KIND_PERSONS,
                           "number,given_name,family_name,gender,category,unit,valid_from\n"
                           "zq-7781,Ragnfrid,Other,woman,military,NAVY,2020-01-01\n");
  EXPECT_EQ(file.state(), imports::v1::IMPORT_STATE_REFUSED);
  EXPECT_THAT(findings(file.name()), HasSubstr("number: is not available"));
  EXPECT_THAT(findings(file.name()), HasSubstr("[]")) << "the row's text is not kept";
  call<Person>(roster("CreatePerson"), person_request("ZQ-778", army_), desk());
}

TEST_P(ErasureTest, TheAccountIsClosedAndItsNameIsFree) {
  settle();
  erase();
  EXPECT_THAT(rows("SELECT account_name || '|' || display_name || '|' || CAST(disabled AS TEXT) FROM account "
                   "WHERE account_name LIKE 'erased%'",
                   1),
              ::testing::ElementsAre("erased-" + std::to_string(support::number_of(account_)) + "||1"));
  EXPECT_THAT(rows("SELECT digest FROM session WHERE digest = 'd'", 1), IsEmpty());
  access::v1::CreateAccountRequest again;
  again.mutable_account()->set_account_name("R.Zyrkelund");
  again.set_password("Mountains of the north");
  EXPECT_NE(call<access::v1::Account>(access_service + "CreateAccount", again).name(), account_);
}

TEST_P(ErasureTest, AnImportThatBroughtInSomebodyErasedCanStillBeUndone) {
  const auto file = import(imports::v1::IMPORT_KIND_PERSONS,
                           "number,given_name,family_name,gender,category,unit,valid_from\n"
                           "I1,Ragnfrid,One,woman,military,NAVY,2020-01-01\n"
                           "I2,Ola,Two,man,military,NAVY,2020-01-01\n");
  ASSERT_EQ(file.state(), imports::v1::IMPORT_STATE_APPLIED) << file.refusal();
  ListPersonsRequest find;
  find.set_filter("number = I1");
  const std::string one = call<ListPersonsResponse>(roster("ListPersons"), find).persons(0).name();
  UpdatePersonRequest leave;
  leave.mutable_person()->set_name(one);
  leave.mutable_person()->set_status(PERSON_STATUS_DECEASED);
  leave.mutable_update_mask()->add_paths("status");
  leave.set_last_day(day(-1));
  call<Person>(roster("UpdatePerson"), leave);
  call<Erasure>(roster("ErasePerson"), erasing(one), desk());
  imports::v1::UndoImportRequest undo;
  undo.set_name(file.name());
  call<imports::v1::Import>(import_service + "UndoImport", undo);
  EXPECT_EQ(ended(file.name()).state(), imports::v1::IMPORT_STATE_UNDONE);
  find.set_filter("number = I2");
  EXPECT_EQ(call<ListPersonsResponse>(roster("ListPersons"), find).persons_size(), 0);
}

TEST_P(ErasureTest, WithValidateOnlyNothingIsWritten) {
  settle();
  auto request = erasing(person_);
  request.set_validate_only(true);
  EXPECT_EQ(call<Erasure>(roster("ErasePerson"), request, desk()).person(), person_);
  EXPECT_EQ(person(person_).given_name(), "Ragnfrid");
  EXPECT_THAT(rows("SELECT person FROM erasure", 1), IsEmpty());
}

TEST_P(ErasureTest, TheReasonNamesNobodyAndNobodyErasesThemselves) {
  CreateIdentifierRequest identifier;
  identifier.mutable_identifier()->set_person(person_);
  identifier.mutable_identifier()->set_scheme(IDENTIFIER_SCHEME_EMAIL);
  identifier.mutable_identifier()->set_value("rz@zulu.example");
  identifier.mutable_identifier()->set_valid_from("2020-01-01");
  identifier.mutable_identifier()->set_valid_to("2020-12-31");
  call<Identifier>(roster("CreateIdentifier"), identifier);
  CreateContactRequest contact;
  contact.mutable_contact()->set_person(person_);
  contact.mutable_contact()->set_kind(CONTACT_KIND_POSTAL);
  contact.mutable_contact()->set_value("Fjellgata 3\n0155 Oslo");
  contact.mutable_contact()->set_valid_from("2020-01-01");
  contact.mutable_contact()->set_valid_to("2020-12-31");
  call<Contact>(roster("CreateContact"), contact);
  settle();
  for (const char* reason : {"zq-7781 asked", "Zyrkelund, Ragnfrid asked", "Ragnfrid asked", "as ZYRKELUND wrote",
                             "rikkavi asked", "Asked for by RZ@zulu.example", "Letter from Fjellgata 3, 0155 Oslo"}) {
    auto request = erasing(person_);
    request.set_reason(reason);
    const auto error = refused(roster("ErasePerson"), request, desk());
    EXPECT_EQ(error.reason(), "NAMES_PERSON") << reason;
    EXPECT_TRUE(support::names_field(error, "reason"));
  }
  const auto own = account_of(person_, platform::v1::ROLE_HR_CENTRAL);
  EXPECT_EQ(refused(roster("ErasePerson"), erasing(person_), own).reason(), "NOT_OWN_CASE");
}

TEST_P(ErasureTest, AfterARestoreTheHashTellsWhomToEraseAgain) {
  settle();
  const std::string hash = erase().number_hash();
  // As an older backup has it: with the person under another row, and without the erasure.
  sql([](db::Session& session) { db::execute(session, "DELETE FROM erasure"); });
  const std::string again = call<Person>(roster("CreatePerson"), person_request("zq-7781", army_), desk()).name();
  CreateIdentifierRequest identifier;
  identifier.mutable_identifier()->set_person(again);
  identifier.mutable_identifier()->set_scheme(IDENTIFIER_SCHEME_EMAIL);
  identifier.mutable_identifier()->set_value("Ola@zulu.example");
  identifier.mutable_identifier()->set_valid_from("2020-01-01");
  identifier.mutable_identifier()->set_valid_to("2020-12-31");
  call<Identifier>(roster("CreateIdentifier"), identifier);
  UpdatePersonRequest leave;
  leave.mutable_person()->set_name(again);
  leave.mutable_person()->set_status(PERSON_STATUS_INACTIVE);
  leave.mutable_update_mask()->add_paths("status");
  leave.set_last_day(day(-1));
  call<Person>(roster("UpdatePerson"), leave);
  ErasePersonRequest request;
  request.set_number_hash(hash);
  request.set_reason("Asked by ola@zulu.example");
  const auto file = import(imports::v1::IMPORT_KIND_PERSONS,
                           "number,given_name,family_name,gender,category,unit,valid_from\n"
                           "ola@zulu.example,A,B,woman,military,NOWHERE,2020-01-01\n");
  ASSERT_THAT(findings(file.name()), HasSubstr("ola@zulu"));
  EXPECT_EQ(refused(roster("ErasePerson"), request, desk()).reason(), "NAMES_PERSON");
  request.set_reason("Again after restoring");
  EXPECT_EQ(call<Erasure>(roster("ErasePerson"), request, desk()).person(), again);
  EXPECT_THAT(findings(file.name()), Not(HasSubstr("zulu")));
  EXPECT_TRUE(support::names_field(refused(roster("ErasePerson"), request, desk()), "number_hash"));
}

TEST_P(ErasureTest, RulesDeleteWhatHasBeenAtRestAndNothingIsOnByItself) {
  const auto line_of = [&](RetentionKind kind) {
    const auto preview = call<PreviewRetentionResponse>(roster("PreviewRetention"), PreviewRetentionRequest(), desk());
    for (const auto& line : preview.lines()) {
      if (line.kind() == kind) return line;
    }
    return PreviewRetentionResponse::Line();
  };
  EXPECT_EQ(line_of(RETENTION_KIND_AVAILABILITIES).due(), 0);
  EXPECT_EQ(line_of(RETENTION_KIND_AVAILABILITIES).oldest(), "2021-02-02");
  EXPECT_EQ(call<ApplyRetentionResponse>(roster("ApplyRetention"), ApplyRetentionRequest(), desk()).lines_size(), 0);
  SetRetentionRuleRequest rule;
  rule.mutable_rule()->set_kind(RETENTION_KIND_AVAILABILITIES);
  rule.mutable_rule()->set_months(12);
  call<RetentionRule>(roster("SetRetentionRule"), rule, desk());
  rule.mutable_rule()->set_kind(RETENTION_KIND_NOMINATIONS);
  call<RetentionRule>(roster("SetRetentionRule"), rule, desk());
  rule.mutable_rule()->set_kind(RETENTION_KIND_PERSONS);
  call<RetentionRule>(roster("SetRetentionRule"), rule, desk());
  EXPECT_EQ(line_of(RETENTION_KIND_AVAILABILITIES).due(), 1);
  EXPECT_EQ(line_of(RETENTION_KIND_NOMINATIONS).due(), 0) << "withdrawn a moment ago";
  EXPECT_EQ(line_of(RETENTION_KIND_PERSONS).due(), 0);
  // Somebody who left in 2021, and a nomination that came to nothing then.
  auto left = person_request("ZQ-7", army_);
  left.mutable_person()->set_status(PERSON_STATUS_INACTIVE);
  left.mutable_affiliation()->set_valid_to("2021-06-30");
  const std::string gone = call<Person>(roster("CreatePerson"), left).name();
  sql([&](db::Session& session) {
    db::execute(session, {"UPDATE nomination_event SET effective_date = '2021-01-01' WHERE nomination = ?",
                          {support::number_of(nominations_[2])}});
  });
  EXPECT_EQ(line_of(RETENTION_KIND_PERSONS).due(), 1);
  EXPECT_EQ(line_of(RETENTION_KIND_PERSONS).oldest(), "2021-06-30");
  const auto done = call<ApplyRetentionResponse>(roster("ApplyRetention"), ApplyRetentionRequest(), desk());
  ASSERT_EQ(done.lines_size(), 3);
  for (const auto& line : done.lines()) {
    EXPECT_EQ(line.deleted(), 1) << RetentionKind_Name(line.kind());
    EXPECT_EQ(line.left(), 0);
  }
  GetPersonRequest get;
  get.set_name(gone);
  EXPECT_EQ(refused(roster("GetPerson"), get, desk()).reason(), "ERASED");
  EXPECT_EQ(person(person_).number(), "ZQ-7781") << "who was deployed last week";
  rule.mutable_rule()->set_months(0);
  call<RetentionRule>(roster("SetRetentionRule"), rule, desk());
  EXPECT_EQ(line_of(RETENTION_KIND_PERSONS).months(), 0);
  EXPECT_EQ(
      refused(roster("PreviewRetention"), PreviewRetentionRequest(), caller_of(platform::v1::ROLE_HR_CENTRAL, army_))
          .code(),
      status::Code::permission_denied);
}

}  // namespace
}  // namespace muster::roster
