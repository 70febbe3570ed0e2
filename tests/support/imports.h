// SPDX-License-Identifier: EUPL-1.2
// What the tests of imports share: upload, run to the end, look at what it left.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "muster/imports/v1/imports.pb.h"
#include "support/data_files.h"
#include "support/service.h"

namespace muster::support {

namespace v1 = muster::imports::v1;

class ImportTest : public ServiceTest {
 protected:
  // Imports `content` and waits until it has ended.
  v1::Import run(v1::ImportKind kind, const std::string& content, const v1::Import& options = {});
  v1::Import run_as(const rpc::Caller& who, v1::ImportKind kind, const std::string& content,
                    const v1::Import& options = {});
  // The same in its steps.
  v1::Import create(const rpc::Caller& who, v1::ImportKind kind, std::size_t size_bytes,
                    const v1::Import& options = {});
  v1::Import upload(const std::string& name, std::size_t offset, const std::string& data);
  v1::Import start(const rpc::Caller& who, const std::string& name);
  // Until it has ended.
  v1::Import wait(const std::string& name);
  // Looks again and again; fails the test after ten minutes.
  void wait_until(const std::function<bool()>& reached);
  v1::Import get(const std::string& name);
  // To its end.
  v1::Import undo(const std::string& name);

  std::vector<v1::ImportRow> rows(const std::string& name);
  // "line field: description" of each row that was not simply taken.
  std::string findings(const std::string& name);

  long long count(const std::string& table, const std::string& condition = "1 = 1");

  // Units HQ and, below it, ARMY; persons P1 (woman, Major) and P2 (man) in ARMY since 2020.
  void add_people();
  // SEAH-B, versions 2024 (36 months, 90 days) and 2026 (for good).
  void add_courses();
};

}  // namespace muster::support
