// SPDX-License-Identifier: EUPL-1.2
// Files as they come to an import: whatever their bytes, they are rows under a known header or are
// refused in words, and that does not depend on how they were cut into pieces.
//
// The first byte of the input chooses encoding and separator, the second the size of the pieces.
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/imports/table.h"
#include "targets.h"

namespace {

using namespace muster;

void require(bool holds) {
  if (!holds) std::abort();
}

using Rows = std::vector<std::vector<std::string>>;

// The rows of the file in pieces of `step`; nothing if it is refused.
std::optional<Rows> read(std::string_view file, std::size_t step, const imports::TableOptions& options,
                         const std::vector<imports::Layout>& layouts) {
  auto next = [&] {
    std::string piece(file.substr(0, step));
    file.remove_prefix(piece.size());
    return piece;
  };
  try {
    imports::Table table(next, options, layouts);
    Rows all;
    std::vector<imports::Row> rows;
    for (table.read(rows, 7); !rows.empty(); table.read(rows, 7)) {
      for (const imports::Row& row : rows) {
        require(row.text().size() <= 4100);
        for (std::size_t column = 0; !row.ragged() && column < row.header->positions.size(); ++column) {
          require(row.at(column).size() <= imports::cell_limit_bytes);
        }
        all.push_back(row.cells);
      }
    }
    return all;
  } catch (const imports::Unreadable& error) {
    require(!error.text().empty());
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const std::vector<imports::Kind> kinds = import_kinds();
  if (size < 2) return 0;
  imports::TableOptions options;
  options.encoding = data[0] & 1 ? "windows-1252" : "";
  options.separator = data[0] & 2 ? ';' : ',';
  const std::string_view file(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto& layouts = kinds[(data[0] >> 2) % kinds.size()].layouts;
  require(read(file, 1 + data[1], options, layouts) == read(file, file.size() + 1, options, layouts));
  return 0;
}
