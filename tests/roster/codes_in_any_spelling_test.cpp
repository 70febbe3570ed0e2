// SPDX-License-Identifier: EUPL-1.2
// A code is one code in whatever spelling: case, width, composition, space around it.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>

#include "muster/access/v1/access.pb.h"
#include "muster/missions/v1/missions.pb.h"
#include "muster/training/v1/training.pb.h"
#include "support/roster.h"

namespace muster::support {
namespace {

namespace v1 = muster::roster::v1;
using status::Code;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SpellingsTest : public RosterTest {
 protected:
  std::unique_ptr<google::protobuf::Message> ask(const std::string& path, const std::string& json) {
    const auto& input = *registry().find(path)->descriptor->input_type();
    std::unique_ptr<google::protobuf::Message> request(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(&input)->New());
    const auto parsed = google::protobuf::util::JsonStringToMessage(json, request.get());
    EXPECT_TRUE(parsed.ok()) << parsed.ToString() << json;
    return request;
  }
  // What a refused create names.
  status::Error twice(const std::string& path, std::string json, const std::string& first, const std::string& again) {
    const auto with = [&](const std::string& code) {
      std::string text = json;
      return text.replace(text.find("CODE"), 4, code);
    };
    dispatcher().call_message("muster." + path, *ask("muster." + path, with(first)), system());
    return refused("muster." + path, *ask("muster." + path, with(again)), system());
  }
  static std::vector<std::string> alike(const v1::Person& person) {
    std::vector<std::string> names;
    for (const auto& other : person.look_alikes()) names.push_back(other.name());
    return names;
  }
  std::vector<std::string> listed(const std::string& filter, const std::string& query = "") {
    v1::ListPersonsRequest request;
    request.set_filter(filter);
    request.set_query(query);
    request.set_order_by("number");
    std::vector<std::string> numbers;
    const auto response = call<v1::ListPersonsResponse>(roster("ListPersons"), request, hr());
    for (const auto& one : response.persons()) {
      numbers.push_back(one.number());
    }
    return numbers;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, SpellingsTest, backends(), backend_name);

// Every resource that is called by a code: who has it is named, and how it is written there.
TEST_P(SpellingsTest, NoCodeIsGivenTwiceInWhateverSpelling) {
  const std::string course = call<training::v1::Course>("muster.training.v1.TrainingService/CreateCourse",
                                                        [] {
                                                          training::v1::CreateCourseRequest request;
                                                          request.mutable_course()->set_code("WPS");
                                                          request.mutable_course()->set_display_name("WPS");
                                                          request.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
                                                          return request;
                                                        }())
                                 .name();
  const std::string mission =
      call<missions::v1::Mission>("muster.missions.v1.MissionsService/CreateMission",
                                  [] {
                                    missions::v1::CreateMissionRequest request;
                                    request.mutable_mission()->set_acronym("MONUSCO");
                                    request.mutable_mission()->set_display_name("MONUSCO");
                                    request.mutable_mission()->set_organisation(platform::v1::ORGANISATION_UN);
                                    request.mutable_mission()->set_kind(missions::v1::MISSION_KIND_INTERNATIONAL);
                                    return request;
                                  }())
          .name();
  struct Case {
    std::string path, json, first, again, field, stored;
  };
  const std::string army = "\uFF21-1";  // full width
  for (const auto& [path, json, first, again, field, stored] : std::vector<Case>{
           {"roster.v1.RosterService/CreateUnit",
            R"({"unit": {"code": "CODE", "displayName": "A", "kind": "UNIT_KIND_UNIT"}})", "A-1", " a-1", "unit.code",
            "A-1"},
           {"training.v1.TrainingService/CreateCourse",
            R"({"course": {"code": "CODE", "displayName": "A", "topics": ["TOPIC_WPS"]}})", army, "a-1", "course.code",
            "A-1"},
           {"training.v1.TrainingService/CreateCourseVersion",
            R"({"courseVersion": {"course": ")" + course + R"(", "version": "CODE", "validFrom": "2020-01-01"}})", "v1",
            "V1", "course_version.version", "v1"},
           {"training.v1.TrainingService/CreateRequirement",
            R"({"requirement": {"code": "CODE", "displayName": "A", "population": "POPULATION_ROSTER",
                "topics": ["TOPIC_WPS"], "time": "REQUIREMENT_TIME_CONTINUOUS", "validFrom": "2020-01-01"}})",
            "R1", "r1", "requirement.code", "R1"},
           {"missions.v1.MissionsService/CreateMission",
            R"({"mission": {"acronym": "CODE", "displayName": "A", "organisation": "ORGANISATION_UN",
                "kind": "MISSION_KIND_INTERNATIONAL"}})",
            "Ås", "A\u030AS", "mission.acronym", "Ås"},
           {"missions.v1.MissionsService/CreatePost",
            R"({"post": {"mission": ")" + mission + R"(", "code": "CODE", "displayName": "A",
                "category": "CATEGORY_MILITARY", "personnelType": "PERSONNEL_TYPE_STAFF_OFFICER",
                "function": "POST_FUNCTION_STAFF_OFFICER", "rankBand": "RANK_BAND_SENIOR", "tourMonths": 12,
                "validFrom": "2020-01-01"}})",
            "P1", "p1", "post.code", "P1"},
           {"access.v1.AccessService/CreateAccount",
            R"({"account": {"accountName": "CODE"}, "password": "a long enough passphrase"})", "kari", "KARI",
            "account.account_name", "kari"}}) {
    SCOPED_TRACE(path);
    const auto error = twice(path, json, first, again);
    EXPECT_EQ(error.code(), Code::already_exists);
    EXPECT_EQ(error.reason(), "ALREADY_EXISTS");
    EXPECT_TRUE(names_field(error, field)) << violations_of(error);
    EXPECT_EQ(error.metadata().at("value"), stored);
    EXPECT_NE(error.metadata().at("name").find('/'), std::string::npos);
  }
}

TEST_P(SpellingsTest, AVersionIsOfItsCourse) {
  for (const char* code : {"A", "B"}) {
    training::v1::CreateCourseRequest request;
    request.mutable_course()->set_code(code);
    request.mutable_course()->set_display_name(code);
    request.mutable_course()->add_topics(platform::v1::TOPIC_WPS);
    training::v1::CreateCourseVersionRequest version;
    version.mutable_course_version()->set_course(
        call<training::v1::Course>("muster.training.v1.TrainingService/CreateCourse", request).name());
    version.mutable_course_version()->set_version(code == std::string("A") ? "v1" : "V1");
    version.mutable_course_version()->set_valid_from("2020-01-01");
    EXPECT_EQ(
        call<training::v1::CourseVersion>("muster.training.v1.TrainingService/CreateCourseVersion", version).version(),
        version.course_version().version());
  }
}

TEST_P(SpellingsTest, ANumberIsOnePersonsInWhateverSpelling) {
  make_person("A-7", army_);
  for (const char* spelling : {"A-7", "a-7", " a-7 ", "\uFF21\uFF0D\uFF17", "a\uFF0D7\u3000"}) {
    const auto error = refused(roster("CreatePerson"), person_request(spelling, army_), hr());
    EXPECT_EQ(error.code(), Code::already_exists) << spelling;
    EXPECT_EQ(error.reason(), "NUMBER_NOT_AVAILABLE");
    EXPECT_TRUE(names_field(error, "person.number")) << violations_of(error);
  }
  EXPECT_EQ(make_person("\uFF22-7 ", army_).number(), "B-7") << "width and space are how it was typed";
}

TEST_P(SpellingsTest, WhoOutsideTheCallersUnitsHasTheNumberIsNotTold) {
  const auto other = make_person("A-7", navy_);
  const auto error = refused(roster("CreatePerson"), person_request("a-7", army_), hr());
  EXPECT_EQ(error.code(), Code::already_exists);
  EXPECT_TRUE(names_field(error, "person.number")) << violations_of(error);
  EXPECT_EQ(everything_of(error).find(other.name()), std::string::npos);
  EXPECT_EQ(everything_of(error).find("A-7"), std::string::npos);
}

TEST_P(SpellingsTest, AChangedNumberHasItsOwnKey) {
  const auto first = make_person("A-7", army_);
  const auto second = make_person("B-7", army_);
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(second.name());
  update.mutable_person()->set_number("a-7");
  update.mutable_update_mask()->add_paths("number");
  const auto error = refused(roster("UpdatePerson"), update, hr());
  EXPECT_EQ(error.code(), Code::already_exists);
  EXPECT_EQ(error.reason(), "NUMBER_NOT_AVAILABLE");
  update.mutable_person()->set_name(first.name());
  EXPECT_EQ(call<v1::Person>(roster("UpdatePerson"), update, hr()).number(), "a-7") << "its own, spelled otherwise";
  update.mutable_person()->set_number("C-7");
  call<v1::Person>(roster("UpdatePerson"), update, hr());
  EXPECT_THAT(listed("number = c-7"), ElementsAre("C-7"));
  EXPECT_EQ(make_person("a-7", army_).number(), "a-7") << "free again";
}

TEST_P(SpellingsTest, ZerosInFrontTellNumbersApartAndAreTold) {
  const auto first = make_person("7", army_);
  const auto second = make_person("007", army_);
  EXPECT_EQ(second.number(), "007");
  EXPECT_THAT(alike(second), ElementsAre(first.name()));
  EXPECT_EQ(second.look_alikes(0).number(), "7");
  EXPECT_EQ(second.look_alikes(0).display_name(), "Kari Nordmann");
  EXPECT_THAT(alike(make_person("O7", army_)), ElementsAre(first.name(), second.name()));
  EXPECT_THAT(alike(make_person("70", army_)), IsEmpty());
  EXPECT_THAT(alike(make_person("P-1O", navy_)), IsEmpty());
  EXPECT_THAT(alike(call<v1::Person>(roster("CreatePerson"), person_request("P-l0", army_), hr())), IsEmpty())
      << "that of the navy is outside the caller's units";
  EXPECT_THAT(alike(person(second.name())), IsEmpty()) << "told when the number is given";
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(second.name());
  update.mutable_person()->set_number("i1");
  update.mutable_update_mask()->add_paths("number");
  EXPECT_THAT(alike(call<v1::Person>(roster("UpdatePerson"), update, hr())), IsEmpty());
  EXPECT_THAT(alike(make_person("1L", army_)), ElementsAre(second.name()));
  EXPECT_THAT(listed("number = 07"), IsEmpty()) << "alike is not the same";
}

TEST_P(SpellingsTest, FiltersAndSearchFindItInWhateverSpelling) {
  make_person("Ab-1", army_);
  make_person("AB-12", army_);
  EXPECT_THAT(listed("number = ab-1"), ElementsAre("Ab-1"));
  EXPECT_THAT(listed("number = \" \uFF21\uFF22-1\""), ElementsAre("Ab-1"));
  EXPECT_THAT(listed("number != ab-1"), ElementsAre("AB-12"));
  EXPECT_THAT(listed("number : \"b-1\""), UnorderedElementsAre("AB-12", "Ab-1"));
  EXPECT_THAT(listed("", "ab-12"), ElementsAre("AB-12"));
  EXPECT_THAT(listed("", "\uFF41\uFF42-12 nordmann"), ElementsAre("AB-12"));
  v1::ListUnitsRequest units;
  units.set_filter("code = army");
  EXPECT_EQ(call<v1::ListUnitsResponse>(roster("ListUnits"), units).units_size(), 1);
}

// However long the roster is.
TEST_P(SpellingsTest, ANumberIsFoundByAnIndex) {
  const bool sqlite = backend() == db::Backend::sqlite;
  for (const std::string condition :
       {"number_key = 'a-7'", "number_likeness = 'a-7'", "number_likeness IN ('7', '8')"}) {
    std::string plan;
    sql([&](db::Session& session) {
      plan.clear();
      // Of so few rows PostgreSQL would read all.
      if (!sqlite) db::execute(session, "SET LOCAL enable_seqscan = off");
      const std::string explain = sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
      for (const auto& row : db::detail::select_rows(session, {explain + "SELECT id FROM person WHERE " + condition},
                                                     std::vector<db::Type>(sqlite ? 4 : 1, db::Type::text))) {
        plan += std::get<std::string>(row.back()) + "; ";
      }
    });
    EXPECT_NE(plan.find("person_number_"), std::string::npos) << plan;
  }
}

TEST_P(SpellingsTest, OneNameIsEnough) {
  for (const bool given : {true, false}) {
    auto request = person_request(given ? "S1" : "S2", army_);
    request.mutable_person()->set_given_name(given ? "Suryani" : "");
    request.mutable_person()->set_family_name(given ? "" : "Suryani");
    const auto one = call<v1::Person>(roster("CreatePerson"), request, hr());
    EXPECT_EQ(one.display_name(), "Suryani");
    EXPECT_EQ(person(one.name()).display_name(), "Suryani");
  }
  EXPECT_THAT(listed("", "suryani"), ElementsAre("S1", "S2"));
  auto nobody = person_request("S3", army_);
  nobody.mutable_person()->clear_given_name();
  nobody.mutable_person()->clear_family_name();
  nobody.mutable_person()->set_preferred_name("Su");
  const auto error = refused(roster("CreatePerson"), nobody, hr());
  EXPECT_EQ(error.reason(), "REQUIRED");
  EXPECT_TRUE(names_field(error, "person.given_name")) << violations_of(error);
}

TEST_P(SpellingsTest, TheLastNameIsNotTakenAway) {
  auto request = person_request("S1", army_);
  request.mutable_person()->clear_family_name();
  const auto one = call<v1::Person>(roster("CreatePerson"), request, hr());
  v1::UpdatePersonRequest update;
  update.mutable_person()->set_name(one.name());
  update.mutable_update_mask()->add_paths("given_name");
  const auto error = refused(roster("UpdatePerson"), update, hr());
  EXPECT_EQ(error.reason(), "REQUIRED");
  EXPECT_EQ(person(one.name()).given_name(), one.given_name());
  update.mutable_person()->set_family_name("Suryani");
  update.mutable_update_mask()->add_paths("family_name");
  EXPECT_EQ(call<v1::Person>(roster("UpdatePerson"), update, hr()).display_name(), "Suryani");
}

TEST_P(SpellingsTest, NationalitiesOfTheTradeAreTaken) {
  for (const char* code : {"XKX", "XXA"}) {
    auto request = person_request(code, army_);
    request.mutable_person()->set_nationality(code);
    EXPECT_EQ(call<v1::Person>(roster("CreatePerson"), request, hr()).nationality(), code);
  }
}

// A code that a unit had before is not given to another one, in whatever spelling; its own may be spelled otherwise.
TEST_P(SpellingsTest, ACodeOfBeforeIsNotGivenAgain) {
  v1::UpdateUnitRequest update;
  update.mutable_unit()->set_name(battalion_);
  update.mutable_unit()->set_code("RANGERS");
  update.mutable_update_mask()->add_paths("code");
  const std::string before = [&] {
    v1::GetUnitRequest request;
    request.set_name(battalion_);
    return call<v1::Unit>(roster("GetUnit"), request).code();
  }();
  call<v1::Unit>(roster("UpdateUnit"), update);
  std::string other = before;
  for (char& c : other) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  ASSERT_NE(other, before);
  v1::CreateUnitRequest again;
  again.mutable_unit()->set_code(other);
  again.mutable_unit()->set_display_name("Other");
  again.mutable_unit()->set_kind(v1::UNIT_KIND_UNIT);
  EXPECT_EQ(refused(roster("CreateUnit"), again, system()).reason(), "CODE_USED_BEFORE");
  update.mutable_unit()->set_code(other);
  EXPECT_EQ(call<v1::Unit>(roster("UpdateUnit"), update).code(), other);
}

}  // namespace
}  // namespace muster::support
