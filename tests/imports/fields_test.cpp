// SPDX-License-Identifier: EUPL-1.2
// Columns bound to fields: what a file must hold follows from the message alone.
#include "platform/imports/fields.h"

#include <gmock/gmock.h>
#include <muster/missions/v1/missions.pb.h>
#include <muster/roster/v1/roster.pb.h>

#include <stdexcept>

#include "roster/person_import.h"
#include "rules/words.h"

namespace muster::imports {
namespace {

using google::protobuf::FieldDescriptor;
using missions::v1::Deployment;
using roster::v1::CreatePersonRequest;
using roster::v1::Person;
using ::testing::ElementsAre;

std::vector<std::string> names_where(const Layout& layout, bool Column::* property) {
  std::vector<std::string> names;
  for (const Column& column : layout.columns) {
    if (column.*property) names.push_back(column.name);
  }
  return names;
}

// The one row of a file.
Row row_of(const Layout& layout, const std::vector<std::string>& cells) {
  auto header = std::make_shared<Header>();
  header->layout = &layout;
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    header->names.push_back("their " + layout.columns[i].name);
    header->positions.push_back(static_cast<int>(i));
    header->shown.push_back(true);
  }
  return {2, cells, header};
}

std::string text_of(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings.all()) text += finding.field + ": " + finding.description + '\n';
  return text;
}

const Layout& tour() {
  static const auto layout =
      layout_of<Deployment>({{"who"},
                             {"mission", "mission", Need::column},
                             {"kind", "segments.personnel_type"},
                             {"category", "category", Need::cell},
                             {"tier", "segments.leadership_tier", Need::declared, "must be a tier"},
                             {"from", "actual_from", Need::cell},
                             {"to", "actual_to"}});
  return layout;
}

TEST(ImportFieldsTest, WhatAFileMustHaveIsWhatTheMessageDeclares) {
  const Layout layout = roster::person_import().layouts.at(0);
  EXPECT_THAT(names_where(layout, &Column::required),
              ElementsAre("number", "given_name", "family_name", "gender", "category", "unit", "valid_from"));
  EXPECT_THAT(names_where(layout, &Column::sensitive), ElementsAre("birth_date"));
  EXPECT_THAT(names_where(tour(), &Column::required), ElementsAre("mission", "category", "from"));
}

TEST(ImportFieldsTest, CellsBecomeFields) {
  Deployment deployment;
  Findings findings;
  read_fields(row_of(tour(), {"X", "UNMISS", "Contingent Troop(s)", "politi", "3", "2020-01-31", ""}), deployment,
              findings);
  EXPECT_EQ(text_of(findings), "");
  EXPECT_EQ(deployment.mission(), "") << "what a code stands for the kind looks up";
  EXPECT_EQ(deployment.category(), platform::v1::CATEGORY_POLICE);
  EXPECT_EQ(deployment.actual_from(), "2020-01-31");
  EXPECT_FALSE(deployment.has_actual_to());
  ASSERT_EQ(deployment.segments_size(), 1) << "of the two columns of a segment";
  EXPECT_EQ(deployment.segments(0).personnel_type(), platform::v1::PERSONNEL_TYPE_TROOPS);
  EXPECT_EQ(deployment.segments(0).leadership_tier(), 3);
}

TEST(ImportFieldsTest, SaysWhatACellMayHold) {
  Deployment deployment;
  Findings findings;
  read_fields(row_of(tour(), {"", "", "soldier", "", "5", "", ""}), deployment, findings);
  EXPECT_EQ(text_of(findings), "their kind: must be one of " +
                                   rules::words_of(*platform::v1::PersonnelType_descriptor()) +
                                   "\n"
                                   "their category: must be one of military, police, civilian, justice or corrections\n"
                                   "their tier: must be a tier from 0 to 4\n"
                                   "their from: is required\n");
  EXPECT_EQ(deployment.segments(0).leadership_tier(), 0);
}

TEST(ImportFieldsTest, NumbersHaveOneSpelling) {
  for (const char* cell : {"00", "+1", "-0", "-1", "1.0", " 1", "1e0", "4294967296", "x", "0x1"}) {
    Deployment deployment;
    Findings findings;
    read_fields(row_of(tour(), {"", "", "", "police", cell, "2020-01-31", ""}), deployment, findings);
    EXPECT_EQ(text_of(findings), "their tier: must be a tier from 0 to 4\n") << cell;
  }
}

// Two columns name one thing: a fault of either is told once.
TEST(ImportFieldsTest, AViolationIsTheColumnsThatFillItsField) {
  const auto layout = layout_of<CreatePersonRequest>({{"no", "person.number"},
                                                      {"first", "person.given_name"},
                                                      {"last", "person.family_name"},
                                                      {"sex", "person.gender"},
                                                      {"kind", "person.category"},
                                                      {"unit", "affiliation.unit"},
                                                      {"subunit", "affiliation.unit"},
                                                      {"since", "affiliation.valid_from"}});
  const Row row = row_of(layout, {"A 1", std::string(201, 'x'), "Bø", "F", "police", "TOP", "LOW", "2020-02-30"});
  CreatePersonRequest request;
  Findings findings;
  findings.wrong(row, "subunit", "is not a unit");
  read_fields(row, request, findings);
  check_fields(row, request, findings);
  EXPECT_EQ(text_of(findings),
            "their subunit: is not a unit\n"
            "their no: may hold letters A-Z, digits and . _ / - only\n"
            "their first: is 201 characters long; at most 200 are allowed\n"
            "their since: is not a date that exists; write YYYY-MM-DD, such as 2026-02-28\n");
}

// A person of whom the field says something.
Person saying(const FieldDescriptor& field) {
  Person person;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    person.GetReflection()->SetEnumValue(&person, &field, 1);
  } else {
    person.GetReflection()->SetString(&person, &field, "one");
  }
  return person;
}

// No column can be forgotten: whatever a file may say of a person is compared.
TEST(ImportFieldsTest, TellsEveryColumnThatDiffers) {
  const Layout layout = roster::person_import().layouts.at(0);
  int compared = 0;
  for (const Column& column : layout.columns) {
    const FieldDescriptor& field = *column.field.fields.back();
    if (field.containing_type() != Person::descriptor()) continue;
    ++compared;
    const Person file = saying(field);
    EXPECT_EQ(differences(layout, file, file), "");
    EXPECT_EQ(differences(layout, file, Person()), column.sensitive ? "sensitive field" : column.name);
    EXPECT_EQ(differences(layout, Person(), file), "") << "a file that does not say it contradicts nothing";
  }
  EXPECT_GE(compared, 8);
}

TEST(ImportFieldsTest, TellsWhatEverybodyHasBeforeTheRest) {
  Person file, stored;
  file.set_given_name("Kari");
  file.set_birth_date("1990-02-28");
  file.set_nationality("NOR");
  file.set_category(platform::v1::CATEGORY_POLICE);
  stored.set_given_name("Kaja");
  stored.set_birth_date("1990-03-01");
  stored.set_nationality("DNK");
  stored.set_category(platform::v1::CATEGORY_MILITARY);
  EXPECT_EQ(differences(roster::person_import().layouts.at(0), file, stored),
            "category, given_name, sensitive field, nationality");
}

TEST(ImportFieldsTest, AColumnOfNoFieldIsToldAtOnce) {
  EXPECT_THROW(layout_of<CreatePersonRequest>({{"x", "person.shoe_size"}}), std::logic_error);
  EXPECT_THROW(layout_of<CreatePersonRequest>({{"x", "given_name"}}), std::logic_error);
  EXPECT_THROW(layout_of<CreatePersonRequest>({{"x", "person.given_name."}}), std::logic_error);
  EXPECT_THROW(layout_of<CreatePersonRequest>({{"x", "person"}}), std::logic_error) << "no text, enum or number";
  const Row row = row_of(tour(), {"", "", "", "", "", "", ""});
  EXPECT_THROW(row.at("shoe_size"), std::logic_error);
}

}  // namespace
}  // namespace muster::imports
