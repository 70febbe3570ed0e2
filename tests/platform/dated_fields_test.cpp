// SPDX-License-Identifier: EUPL-1.2
// Every dated field of every write is one of the table in services/README.md, "Days that look like a slip of the pen",
// and is what the table says: so none can be added without saying when its day is doubted.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "muster/platform/v1/options.pb.h"
#include "support/data_files.h"
#include "support/service.h"

namespace muster {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const platform::v1::Field& rule_of(const FieldDescriptor& field) {
  return field.options().GetExtension(platform::v1::field);
}

// "Person.birth_date"
std::string name_of(const FieldDescriptor& field) { return field.containing_type()->name() + "." + field.name(); }

// The dated fields of a request and of what it holds, by name; those that the server sets are none.
void collect(const Descriptor& type, std::set<const Descriptor*>& seen,
             std::map<std::string, const FieldDescriptor*>& found) {
  if (!seen.insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (rule_of(field).output_only()) continue;
    if (rule_of(field).format() == platform::v1::FORMAT_DATE) found[name_of(field)] = &field;
    if (field.message_type() && field.message_type()->full_name().starts_with("muster.")) {
      collect(*field.message_type(), seen, found);
    }
  }
}

// Of each line of the table: the field, its kind, what is doubted besides and the word.
struct Line {
  std::string kind, doubts, word;
};

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" `");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" `") - first + 1);
}

std::map<std::string, Line> read_table() {
  const std::string text = support::read_file(support::source_file("services/README.md"));
  std::istringstream lines(text.substr(text.find("\n## Days that look like a slip of the pen")));
  std::map<std::string, Line> table;
  std::string line;
  std::getline(lines, line);
  for (std::getline(lines, line); std::getline(lines, line) && !line.starts_with("## ");) {
    if (!line.starts_with("| `")) continue;
    std::istringstream cells(line.substr(1));
    std::string field, kind, doubts, word;
    std::getline(cells, field, '|');
    std::getline(cells, kind, '|');
    std::getline(cells, doubts, '|');
    std::getline(cells, word, '|');
    EXPECT_TRUE(table.emplace(trimmed(field), Line{trimmed(kind), trimmed(doubts), word}).second) << field;
  }
  return table;
}

class DatedFieldsTest : public support::ServiceTest {
 protected:
  std::map<std::string, const FieldDescriptor*> dated_fields() {
    std::map<std::string, const FieldDescriptor*> found;
    std::set<const Descriptor*> seen;
    for (const auto& [path, method] : registry().all()) {
      if (!method.read_only) collect(*method.descriptor->input_type(), seen, found);
    }
    return found;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, DatedFieldsTest, testing::Values(db::Backend::sqlite), support::backend_name);

TEST_P(DatedFieldsTest, EachIsInTheTableAndIsWhatItSays) {
  auto table = read_table();
  ASSERT_GT(table.size(), 30u);
  for (const auto& [name, field] : dated_fields()) {
    const auto line = table.find(name);
    ASSERT_NE(line, table.end()) << name << " is a day that a write takes: say in services/README.md when it is "
                                 << "doubted, and give its message a plausible_reason, or the field has_begun";
    const bool has_word = field->containing_type()->FindFieldByName("plausible_reason") != nullptr;
    const auto& [kind, doubts, word] = line->second;
    if (kind == "begun") {
      EXPECT_TRUE(rule_of(*field).has_begun()) << name;
      EXPECT_EQ(doubts.empty(), trimmed(word).empty()) << name;
    } else if (kind == "far") {
      EXPECT_TRUE(has_word && !rule_of(*field).has_begun()) << name << " is not looked at";
    } else {
      EXPECT_EQ(kind, "plan") << name;
      EXPECT_FALSE(has_word || rule_of(*field).has_begun() || doubts.empty()) << name;
    }
    if (word.find("plausible_reason` beside it") != std::string::npos) {
      EXPECT_TRUE(has_word) << name;
    }
    table.erase(line);
  }
  for (const auto& [name, line] : table) ADD_FAILURE() << name << " of the table is no dated field of a write";
}

}  // namespace
}  // namespace muster
