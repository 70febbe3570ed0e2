// SPDX-License-Identifier: EUPL-1.2
// A requirement as it was known: what it asks now says nothing of what it asked then.
#include <gtest/gtest.h>

#include "definitions.h"
#include "muster/training/v1/training.pb.h"
#include "statistics_database.h"

namespace muster::statistics::testing {
namespace {

// A woman deployed with training that is good until 2026-06-30.
class KnownRequirementsTest : public StatisticsTest {
 protected:
  void SetUp() override {
    StatisticsTest::SetUp();
    World world;
    Row row;
    row.sequence = row.record = row.parent = row.subject = row.id = 1;
    row.texts = texts_of("1", "0", "GENDER_WOMAN");
    row.day_from = day("2026-01-01");
    world.rows.push_back(row);
    row.kind = Kind::completion;
    row.id = row.sequence = 2;
    row.day_to = day("2026-06-30") + 1;
    row.topics = "[\"TOPIC_WPS\"]";
    world.rows.push_back(row);
    world.last_sequence = 2;
    insert(world);
  }

  training::v1::Requirement create(const std::string& code) {
    training::v1::CreateRequirementRequest request;
    training::v1::Requirement& requirement = *request.mutable_requirement();
    requirement.set_code(code);
    requirement.set_display_name("All deployed have WPS");
    requirement.set_population(training::v1::POPULATION_DEPLOYED);
    requirement.add_topics(platform::v1::TOPIC_WPS);
    requirement.set_time(training::v1::REQUIREMENT_TIME_CONTINUOUS);
    requirement.set_soon_days(30);
    requirement.set_valid_from("2020-01-01");
    return call<training::v1::Requirement>("muster.training.v1.TrainingService/CreateRequirement", request);
  }
  training::v1::UpdateRequirementRequest change(const training::v1::Requirement& requirement, const char* field) {
    training::v1::UpdateRequirementRequest request;
    request.mutable_requirement()->set_name(requirement.name());
    request.mutable_update_mask()->add_paths(field);
    return request;
  }
  void update(const training::v1::UpdateRequirementRequest& request) {
    call<training::v1::Requirement>("muster.training.v1.TrainingService/UpdateRequirement", request);
  }
  static v1::QueryIndicatorRequest coverage(const std::string& code) {
    auto request = on("T1", "2026-03-31");
    request.set_requirement(code);
    return request;
  }
  long long now() { return ask(on("S1", "2026-03-31")).sequence(); }
  v1::Cell known(long long sequence, const std::string& code) {
    auto request = coverage(code);
    request.set_known_sequence(sequence);
    return ask(request).totals(0);
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, KnownRequirementsTest, support::backends(), support::backend_name);

TEST_P(KnownRequirementsTest, AreJudgedByWhatTheyAskedThen) {
  const long long before = now();
  const auto none = refused(query_path, on("T2", "2026-03-31"), system());
  EXPECT_NE(support::violations_of(none).find("no requirement has been entered yet"), std::string::npos);
  const auto requirement = create("WPS");
  const long long first = now();
  EXPECT_EQ(known(first, "WPS").statuses().at("VALID"), 1);
  // Before it was one, nobody had to meet it.
  auto too_early = coverage("WPS");
  too_early.set_known_sequence(before);
  EXPECT_TRUE(support::names_field(refused(query_path, too_early, system()), "requirement"));

  auto soon = change(requirement, "soon_days");
  soon.mutable_requirement()->set_soon_days(366);
  update(soon);
  const long long second = now();
  EXPECT_EQ(known(second, "WPS").statuses().at("SOON"), 1);
  EXPECT_EQ(known(first, "WPS").statuses().at("VALID"), 1) << "the first answer, for ever";

  // It ends in the past: from now on nobody had to meet it in March, and then one had to.
  auto end = change(requirement, "valid_to");
  end.mutable_requirement()->set_valid_to("2026-02-28");
  update(end);
  EXPECT_EQ(ask(coverage("WPS")).totals(0).total(), 0);
  EXPECT_EQ(known(first, "WPS").total(), 1);
  EXPECT_EQ(known(second, "WPS").statuses().at("SOON"), 1);
}

TEST_P(KnownRequirementsTest, KeepTheirEarlierCodes) {
  const auto requirement = create("WPS");
  const long long first = now();
  auto rename = change(requirement, "code");
  rename.mutable_requirement()->set_code("WPS-2026");
  update(rename);
  EXPECT_EQ(ask(coverage("WPS")).totals(0).total(), 1) << "a saved question goes on";
  EXPECT_NE(ask(coverage("WPS")).sentence().find("WPS-2026"), std::string::npos) << "and says what it is called now";
  EXPECT_EQ(ask(coverage("WPS-2026")).totals(0).total(), 1);
  EXPECT_EQ(known(first, "WPS").total(), 1);
  auto not_yet = coverage("WPS-2026");
  not_yet.set_known_sequence(first);
  EXPECT_TRUE(support::names_field(refused(query_path, not_yet, system()), "requirement"));

  training::v1::CreateRequirementRequest again;
  *again.mutable_requirement() = requirement;
  again.mutable_requirement()->clear_name();
  const auto fault = refused("muster.training.v1.TrainingService/CreateRequirement", again, system());
  EXPECT_TRUE(support::names_field(fault, "requirement.code"));
  EXPECT_EQ(fault.reason(), "CODE_USED_BEFORE");
}

}  // namespace
}  // namespace muster::statistics::testing
