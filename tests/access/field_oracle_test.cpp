// SPDX-License-Identifier: EUPL-1.2
// Role x unit x method x field: whoever reads sees the fields of the tables in access/field_tables.h and
// no other. A field or a method that is missing there fails, so that nobody adds one without saying
// whose it is. What writes answer: AnswersOfWritesTest.
#include <array>
#include <map>
#include <optional>
#include <set>

#include "access/field_tables.h"
#include "support/full_record.h"
#include "support/oracle.h"

namespace muster::access {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using status::Code;
using namespace muster::support;

// "TrainingStatus.Line" of "muster.training.v1.TrainingStatus.Line".
std::string type_name(const Descriptor& type) { return type.full_name().substr(type.file()->package().size() + 1); }

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// A message of the table: its readers, its fields and those that are kept back.
struct Holding {
  std::string readers;
  std::set<std::string> fields, kept_back;
};

std::map<std::string, Holding> read_table() {
  std::map<std::string, Holding> table;
  for (const auto& line : lines_of(visible, 2)) {
    Holding& holding = table[line[0]];
    holding.readers = line[1];
    for (const std::string& field : split(line[2], ' ')) {
      const bool back = field.starts_with('-');
      holding.fields.insert(field.substr(back));
      if (back) holding.kept_back.insert(field.substr(1));
    }
  }
  return table;
}

// Adds the types that an answer may hold and that are no wrapper of a list.
void collect(const Descriptor& type, std::map<std::string, const Descriptor*>& found) {
  if (!type.full_name().starts_with("muster.") || type.options().map_entry()) return;
  if (!type.name().ends_with("Response") && !found.emplace(type_name(type), &type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->message_type()) collect(*type.field(i)->message_type(), found);
  }
}

// Adds "Message.field" for all that is set in the answer.
void collect(const Message& answer, std::set<std::string>& found) {
  const Descriptor& type = *answer.GetDescriptor();
  std::vector<const FieldDescriptor*> fields;
  answer.GetReflection()->ListFields(answer, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!type.name().ends_with("Response")) found.insert(type_name(type) + "." + field->name());
    if (field->is_map() || !field->message_type() || !field->message_type()->full_name().starts_with("muster."))
      continue;
    const auto& reflection = *answer.GetReflection();
    if (!field->is_repeated()) collect(reflection.GetMessage(answer, field), found);
    for (int i = 0; field->is_repeated() && i < reflection.FieldSize(answer, field); ++i) {
      collect(reflection.GetRepeatedMessage(answer, field, i), found);
    }
  }
}

class FieldOracleTest : public FullRecordTest {
 protected:
  enum class Place { own, above, below, beside };

  // A caller with the role for the person's unit, or one above, below or beside it; of the person, or
  // for the last two of somebody else.
  rpc::Caller reader(char letter, Place place) {
    const bool inside = place == Place::own || place == Place::above;
    if (letter == 'P') return account_of(inside ? names_.at("$person") : bystander_, platform::v1::ROLE_PERSON);
    const std::map<Place, std::string> units = {
        {Place::own, navy_}, {Place::above, ministry_}, {Place::below, flotilla_}, {Place::beside, army_}};
    return caller_of(role_letters.at(letter), units.at(place));
  }

  void SetUp() override {
    FullRecordTest::SetUp();
    if (HasFatalFailure()) return;
    flotilla_ = make_unit("FLOTILLA", navy_);
    bystander_ = add_person("B1");
    for (const auto& [letter, role] : role_letters) {
      for (Place place : {Place::own, Place::above, Place::below, Place::beside}) {
        readers_.emplace(std::pair(letter, place), reader(letter, place));
      }
    }
  }

  // What one receives: the fields that are set, all in words, and the code of a refusal.
  struct Received {
    std::set<std::string> fields;
    std::string text;
    std::optional<Code> refusal;
  };
  // For each nomination when the request is about one.
  Received received(const std::string& method, const std::string& request, const rpc::Caller& who) {
    Received all;
    for (const std::string& nomination : nominations_) {
      try {
        const auto answer = ask(method, replaced(request, "$nomination", nomination), who);
        collect(*answer, all.fields);
        all.text += answer->ShortDebugString();
      } catch (const status::Error& error) {
        all.refusal = error.code();
      }
      if (request.find("$nomination") == std::string::npos) break;
    }
    return all;
  }

  std::string flotilla_, bystander_;  // below the navy; somebody of the army
  std::map<std::pair<char, Place>, rpc::Caller> readers_;
};
INSTANTIATE_TEST_SUITE_P(Backends, FieldOracleTest, support::backends(), support::backend_name);

// Of a line of the reads: the fields that its answers hold, and the secrets that they tell.
struct Answers {
  std::set<std::string> fields, told;
};

Answers answers_of(const std::string& column, const std::map<std::string, Holding>& table, char letter) {
  Answers answers;
  for (std::string part : split(column, ',')) {
    // "C:" before it: of that role alone.
    if (part.size() > 1 && part[1] == ':') {
      if (part[0] != letter) continue;
      part = part.substr(2);
    }
    const auto words = split(part, '+');
    const Holding& holding = table.at(words[0]);
    EXPECT_NE(holding.readers.find(letter), std::string::npos) << words[0] << " as " << letter;
    for (const std::string& field : holding.fields) {
      if (!holding.kept_back.contains(field)) answers.fields.insert(words[0] + "." + field);
    }
    for (std::size_t i = 1; i < words.size(); ++i) {
      answers.fields.insert(words[0] + "." + words[i]);
      answers.told.insert(words[0] + "." + words[i]);
    }
  }
  return answers;
}

TEST_P(FieldOracleTest, EachRoleSeesItsFieldsOfItsUnitsAndNoOther) {
  const auto table = read_table();
  for (const auto& line : lines_of(reads, 3)) {
    for (const auto& [who, caller] : readers_) {
      const auto [letter, place] = who;
      const std::string what = line[0] + " as " + platform::v1::Role_Name(role_letters.at(letter)) + " at " +
                               std::to_string(static_cast<int>(place));
      const Received found = received(line[0], line[3], caller);
      const bool may = line[1].find(letter) != std::string::npos;
      const bool inside = may && (place == Place::own || place == Place::above);
      const Answers expected = inside ? answers_of(line[2], table, letter) : Answers();
      EXPECT_EQ(found.fields, expected.fields) << what;
      for (const auto& [field, value] : secrets) {
        EXPECT_EQ(found.text.find(value) != std::string::npos, expected.told.contains(field)) << what << " " << field;
      }
      const bool named = line[3].find('$') != std::string::npos;
      EXPECT_EQ(found.refusal, !may               ? std::optional(Code::permission_denied)
                               : !inside && named ? std::optional(Code::not_found)
                                                  : std::nullopt)
          << what;
    }
  }
}

TEST_P(FieldOracleTest, NobodyFindsOutByAskingForAnOrder) {
  const std::vector<std::array<std::string, 3>> probes = {
      {"RosterService/ListPersons", "birth_date", "1988-04-30"},
      {"MissionsService/ListDeployments", "end_reason", "END_REASON_MEDICAL"}};
  for (const auto& [method, field, value] : probes) {
    for (const auto& [who, caller] : readers_) {
      if (std::string("PUCE").find(who.first) == std::string::npos) continue;
      for (const std::string& request :
           {R"({"filter":")" + field + " = " + value + R"("})", R"({"order_by":")" + field + R"("})"}) {
        EXPECT_EQ(received(method, request, caller).refusal, Code::invalid_argument)
            << method << " " << request << who.first;
      }
    }
  }
}

TEST_P(FieldOracleTest, TheTablesHoldEveryMethodAndField) {
  const auto table = read_table();
  std::map<std::string, std::string> known = elsewhere;
  for (const auto& line : lines_of(reads, 3)) known[line[0]] = line[2];
  for (const auto& line : lines_of(writes, 2)) known[line[0]] = line[2];
  std::set<std::string> met;
  for (const auto& [path, method] : registry().all()) {
    std::map<std::string, const Descriptor*> types;
    collect(*method.answer_prototype->GetDescriptor(), types);
    bool personal = method.access.personal_data() || method.access.audited_read();
    for (const auto& [name, type] : types) {
      for (int i = 0; i < type->field_count(); ++i) {
        const auto& rule = type->field(i)->options().GetExtension(platform::v1::field);
        personal |= rule.privacy() >= platform::v1::PRIVACY_PERSONAL || rule.visible_to_size() > 0;
      }
      if (!table.contains(name)) continue;
      met.insert(name);
      std::set<std::string> fields;
      for (int i = 0; i < type->field_count(); ++i) fields.insert(type->field(i)->name());
      EXPECT_EQ(fields, table.at(name).fields) << name;
    }
    const std::string name = short_name(path);
    EXPECT_EQ(personal, known.contains(name)) << name << " holds personal data, or no longer";
    if (known.contains(name) && !elsewhere.contains(name)) {
      for (const auto& [type, descriptor] : types) EXPECT_TRUE(table.contains(type)) << name << " answers " << type;
    }
    known.erase(name);
  }
  for (const auto& [name, why] : known) ADD_FAILURE() << name << " is in a table and is no method";
  EXPECT_EQ(met.size(), table.size()) << "a message of the table is in no answer";
}

TEST_P(FieldOracleTest, WhoeverWritesMayReadWhatTheWriteAnswers) {
  const auto table = read_table();
  for (const auto& line : lines_of(writes, 2)) {
    const std::string answer = type_name(*method_named(registry(), line[0]).answer_prototype->GetDescriptor());
    EXPECT_TRUE(answer == line[2] || answer == line[0].substr(line[0].find('/') + 1) + "Response") << line[0] << answer;
    for (char letter : line[1]) {
      EXPECT_NE(table.at(line[2]).readers.find(letter), std::string::npos) << line[0] << " as " << letter;
    }
  }
}

}  // namespace
}  // namespace muster::access
