// SPDX-License-Identifier: EUPL-1.2
// What an undo looks at: every resource that refers to what the import wrote. Nowhere is a list of them, neither in
// the product nor here; a resource that is added later is looked at, and tested, by its reference alone.
#include <gmock/gmock.h>
#include <google/api/resource.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <algorithm>

#include "platform/proto/references.h"
#include "platform/proto/resources.h"
#include "platform/rows/rows.h"
#include "support/imports.h"
#include "targets.h"

namespace muster {
namespace {

using namespace imports::v1;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using ::testing::HasSubstr;

// Each a file that creates all of its kind's resources.
std::string file_of(ImportKind kind) {
  switch (kind) {
    case IMPORT_KIND_PERSONS:
      return "number,given_name,family_name,gender,category,unit,valid_from\nN1,A,B,woman,military,ARMY,2020-01-01\n";
    case IMPORT_KIND_COMPLETIONS: return "number,course,version,completed_date\nP1,SEAH-B,2024,2022-12-01\n";
    case IMPORT_KIND_DEPLOYMENTS:
      return "subject,mission,country,personnel_type,category,gender,actual_from,actual_to\n"
             "u1,,NOR,Troops,military,woman,2020-01-31,2020-06-30\n";
    default: return "";
  }
}

std::string place_of(const std::string& table, const std::string& column) { return table + "." + column; }

class BuiltOnTest : public support::ImportTest {
 protected:
  void SetUp() override {
    ImportTest::SetUp();
    if (HasFatalFailure()) return;
    add_people();
    add_courses();
  }

  // "affiliation.person" for each foreign key to the table.
  std::vector<std::string> foreign_keys_to(const std::string& table) {
    std::vector<std::string> places;
    sql([&](db::Session& session) {
      const db::Query query =
          session.backend() == db::Backend::sqlite
              ? db::Query{"SELECT tables.name, keys.\"from\" FROM sqlite_master tables,"
                          " pragma_foreign_key_list(tables.name) keys WHERE tables.type = 'table' AND keys.\"table\" = ?",
                          {table}}
              : db::Query{"SELECT CAST(CAST(keys.conrelid AS regclass) AS TEXT), CAST(columns.attname AS TEXT)"
                          " FROM pg_constraint keys JOIN pg_attribute columns ON columns.attrelid = keys.conrelid"
                          " AND columns.attnum = keys.conkey[1] JOIN pg_class target ON target.oid = keys.confrelid"
                          " WHERE keys.contype = 'f' AND target.relname = ?",
                          {table}};
      for (const auto& [from, column] : db::select<std::string, std::string>(session, query)) {
        places.push_back(place_of(from, column));
      }
    });
    return places;
  }

  // A new row of this type, whatever may stand in it, with the rows that it refers to in turn.
  long long add(const Descriptor& type, std::vector<const Descriptor*> above = {}) {
    above.push_back(&type);
    const std::unique_ptr<Message> message(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const auto& rule = field.options().GetExtension(platform::v1::field);
      if (field.is_repeated() || (rule.has_stored() && !rule.stored())) continue;
      fill(*message, field, above);
    }
    long long id = 0;
    sql([&](db::Session& session) { id = rows::insert(session, proto::table_of(type), *message); });
    return id;
  }

 private:
  void fill(Message& message, const FieldDescriptor& field, const std::vector<const Descriptor*>& above) {
    const auto& reflection = *message.GetReflection();
    const auto& rule = field.options().GetExtension(platform::v1::field);
    if (field.options().HasExtension(google::api::resource_reference)) {
      const auto& types = proto::resource_types();
      const auto target = std::find_if(types.begin(), types.end(), [&](const Descriptor* one) {
        return one->options().GetExtension(google::api::resource).type() ==
               field.options().GetExtension(google::api::resource_reference).type();
      });
      // What refers to its own kind, or back, need not.
      if (std::find(above.begin(), above.end(), *target) != above.end()) return;
      reflection.SetString(&message, &field,
                           proto::collection_of(**target) + "/" + std::to_string(add(**target, above)));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && rule.minimum() > 0) {
      reflection.SetInt32(&message, &field, static_cast<int>(rule.minimum()));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      reflection.SetEnumValue(&message, &field, field.enum_type()->value(1)->number());
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && !field.has_presence() && field.name() != "name" &&
               field.name() != "etag") {
      const bool date = rule.format() == platform::v1::FORMAT_DATE || field.name().ends_with("_date");
      reflection.SetString(&message, &field, date ? "2022-01-01" : "X" + std::to_string(++count_));
    } else if (field.message_type() == Timestamp::descriptor()) {
      static_cast<Timestamp&>(*reflection.MutableMessage(&message, &field)).set_seconds(1'700'000'000);
    }
  }

  int count_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, BuiltOnTest, support::backends(), support::backend_name);

// The database knows most of them too, and must know none besides.
TEST_P(BuiltOnTest, EveryForeignKeyIsAReferenceThatAnUndoLooksAt) {
  int found = 0;
  for (const auto& kind : import_kinds()) {
    for (const Descriptor* type : kind.resources) {
      std::vector<std::string> looked_at;
      for (const FieldDescriptor* reference : proto::references_to(*type)) {
        looked_at.push_back(place_of(proto::table_of(*reference->containing_type()), reference->name()));
      }
      for (const std::string& key : foreign_keys_to(proto::table_of(*type))) {
        // The pseudonym, which the undo forgets by itself.
        if (key == "person_subject.person") continue;
        // Follows from a membership, which holds it up.
        if (key == "dormancy.person") continue;
        ++found;
        EXPECT_THAT(looked_at, ::testing::Contains(key));
      }
    }
  }
  EXPECT_GT(found, 8) << "of a person alone there are that many";
}

TEST_P(BuiltOnTest, WhateverRefersToAnImportedRowHoldsUpTheUndo) {
  int references = 0;
  for (const auto& kind : import_kinds()) {
    if (kind.resources.empty()) continue;
    const auto import = run(kind.kind, file_of(kind.kind));
    ASSERT_EQ(import.state(), IMPORT_STATE_APPLIED) << import.refusal() << findings(import.name());
    UndoImportRequest request;
    request.set_name(import.name());
    for (const Descriptor* type : kind.resources) {
      long long imported = 0;
      sql([&](db::Session& session) {
        imported = std::get<0>(*db::select_one<long long>(
            session,
            {"SELECT COALESCE(MAX(last_id), 0) FROM import_effect WHERE table_name = ?", {proto::table_of(*type)}}));
      });
      ASSERT_GT(imported, 0) << kind.method << " creates no " << type->name();
      const std::string name = proto::collection_of(*type) + "/" + std::to_string(imported);
      for (const FieldDescriptor* reference : proto::references_to(*type)) {
        ++references;
        const Descriptor& dependent = *reference->containing_type();
        const std::string table = proto::table_of(dependent);
        const long long id = add(dependent);
        sql([&](db::Session& session) {
          db::execute(session, {"UPDATE " + table + " SET " + reference->name() + " = ? WHERE id = ?", {imported, id}});
        });
        const auto error = refused("muster.imports.v1.ImportService/UndoImport", request, system());
        EXPECT_EQ(error.code(), status::Code::failed_precondition) << reference->full_name();
        EXPECT_THAT(error.message(),
                    HasSubstr(proto::collection_of(dependent) + "/" + std::to_string(id) + " refers to " + name))
            << reference->full_name();
        sql([&](db::Session& session) { db::execute(session, {"DELETE FROM " + table + " WHERE id = ?", {id}}); });
      }
    }
    EXPECT_EQ(undo(import.name()).state(), IMPORT_STATE_UNDONE) << kind.method;
    for (const Descriptor* type : kind.resources) {
      EXPECT_EQ(count("import_effect", "table_name = '" + proto::table_of(*type) + "'"), 0);
    }
  }
  EXPECT_GT(references, 9);
}

}  // namespace
}  // namespace muster
