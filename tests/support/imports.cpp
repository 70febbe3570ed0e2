// SPDX-License-Identifier: EUPL-1.2
#include "support/imports.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "platform/imports/hold.h"
#include "support/rounds.h"

namespace muster::support {
namespace {

const std::string service = "muster.imports.v1.ImportService/";

}  // namespace

v1::Import ImportTest::create(const rpc::Caller& who, v1::ImportKind kind, std::size_t size_bytes,
                              const v1::Import& options) {
  v1::CreateImportRequest request;
  *request.mutable_import() = options;
  request.mutable_import()->set_kind(kind);
  request.mutable_import()->set_file_name("file.csv");
  request.mutable_import()->set_size_bytes(static_cast<std::int64_t>(size_bytes));
  return call<v1::Import>(service + "CreateImport", request, who);
}

v1::Import ImportTest::upload(const std::string& name, std::size_t offset, const std::string& data) {
  v1::UploadChunkRequest request;
  request.set_name(name);
  request.set_offset(static_cast<std::int64_t>(offset));
  request.set_data(data);
  return call<v1::Import>(service + "UploadChunk", request);
}

v1::Import ImportTest::start(const rpc::Caller& who, const std::string& name) {
  v1::StartImportRequest request;
  request.set_name(name);
  return call<v1::Import>(service + "StartImport", request, who);
}

v1::Import ImportTest::get(const std::string& name) {
  v1::GetImportRequest request;
  request.set_name(name);
  return call<v1::Import>(service + "GetImport", request);
}

void ImportTest::wait_until(const std::function<bool()>& reached) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(4) * rounds(1);
  auto pause = std::chrono::milliseconds(1);
  while (!reached()) {
    if (std::chrono::steady_clock::now() > until) {
      ADD_FAILURE() << "was never reached";
      return;
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(100));
  }
}

v1::Import ImportTest::wait(const std::string& name) {
  v1::Import import;
  wait_until([&] {
    import = get(name);
    return !imports::is_at_work(import.state());
  });
  return import;
}

v1::Import ImportTest::undo(const std::string& name) {
  v1::UndoImportRequest request;
  request.set_name(name);
  EXPECT_EQ(call<v1::Import>(service + "UndoImport", request).state(), v1::IMPORT_STATE_UNDOING);
  return wait(name);
}

v1::Import ImportTest::run_as(const rpc::Caller& who, v1::ImportKind kind, const std::string& content,
                              const v1::Import& options) {
  const std::string name = create(who, kind, content.size(), options).name();
  constexpr std::size_t chunk = 4 << 20;
  for (std::size_t at = 0; at < content.size(); at += chunk) upload(name, at, content.substr(at, chunk));
  start(who, name);
  return wait(name);
}

v1::Import ImportTest::run(v1::ImportKind kind, const std::string& content, const v1::Import& options) {
  return run_as(system(), kind, content, options);
}

std::vector<v1::ImportRow> ImportTest::rows(const std::string& name) {
  std::vector<v1::ImportRow> all;
  v1::ListImportRowsRequest request;
  request.set_import(name);
  request.set_page_size(500);
  do {
    auto page = call<v1::ListImportRowsResponse>(service + "ListImportRows", request);
    all.insert(all.end(), page.import_rows().begin(), page.import_rows().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

std::string ImportTest::findings(const std::string& name) {
  std::string text;
  for (const auto& row : rows(name)) {
    text += std::to_string(row.line()) + ' ' + row.field() + ": " + row.description() + '\n';
  }
  return text;
}

long long ImportTest::count(const std::string& table, const std::string& condition) {
  long long count = 0;
  sql([&](db::Session& session) {
    count = std::get<0>(*db::select_one<long long>(session, "SELECT COUNT(*) FROM " + table + " WHERE " + condition));
  });
  return count;
}

void ImportTest::add_people() {
  sql([](db::Session& session) {
    for (
        const char* text :
        {"INSERT INTO unit (id, code, code_key, display_name, display_name_nb, parent, kind, create_time, update_time, "
         "row_version) VALUES (900001, 'HQ', 'hq', 'Headquarters', '', NULL, 'UNIT_KIND_MINISTRY', 0, 0, 1), "
         "(900002, 'ARMY', 'army', 'Army', '', 900001, 'UNIT_KIND_SERVICE', 0, 0, 1)",
         "INSERT INTO unit_closure (ancestor, descendant) VALUES (900001, 900001), (900001, 900002), (900002, 900002)",
         "INSERT INTO person (id, number, number_key, given_name, family_name, preferred_name, gender, gender_source, "
         "nationality, category, status, create_time, update_time, row_version) VALUES "
         "(900001, 'P1', 'p1', 'Åse', 'Ødegård', '', 'GENDER_WOMAN', 'GENDER_SOURCE_SELF', 'NOR', 'CATEGORY_MILITARY', "
         "'PERSON_STATUS_ACTIVE', 0, 0, 1), (900002, 'P2', 'p2', 'Ola', 'Li', '', 'GENDER_MAN', 'GENDER_SOURCE_SELF', "
         "NULL, "
         "'CATEGORY_MILITARY', 'PERSON_STATUS_ACTIVE', 0, 0, 1)",
         "INSERT INTO affiliation (person, unit, branch, rank, position, valid_from, create_time, update_time, "
         "row_version) VALUES (900001, 900002, '', (SELECT id FROM rank WHERE scheme = 'NOR-ARMY' AND code = 'OF-3'), "
         "'', "
         "'2020-01-01', 0, 0, 1), (900002, 900002, '', NULL, '', '2020-01-01', 0, 0, 1)"}) {
      db::execute(session, text);
    }
  });
}

void ImportTest::add_courses() {
  sql([](db::Session& session) {
    db::execute(session,
                "INSERT INTO course (id, code, code_key, display_name, display_name_nb, topics, provider, create_time, "
                "update_time, row_version) VALUES (900001, 'SEAH-B', 'seah-b', 'SEAH basic', '', '[\"TOPIC_SEAH\"]', "
                "'', 0, 0, 1)");
    db::execute(session,
                "INSERT INTO course_version (id, course, version, version_key, validity_months, renewal_window_days, "
                "valid_from, valid_to, hours, create_time, update_time, row_version) VALUES "
                "(900001, 900001, '2024', '2024', 36, 90, '2015-01-01', NULL, 4, 0, 0, 1), "
                "(900002, 900001, '2026', '2026', NULL, 0, '2026-01-01', NULL, 4, 0, 0, 1)");
  });
}

}  // namespace muster::support
