// SPDX-License-Identifier: EUPL-1.2
// Every answer that tells of people is counted for them: those that name a person, those that name what is a person's,
// and what a write answers without writing.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "muster/access/v1/access.pb.h"
#include "muster/platform/v1/options.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/named_people.h"
#include "support/deployments.h"

namespace muster {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using namespace muster::missions::v1;
using support::number_of;
using ::testing::UnorderedElementsAre;

const std::string access_service = "muster.access.v1.AccessService/";

// Reads with personal data that are not counted, and why.
const std::map<std::string, std::string> not_counted = {
    {"muster.access.v1.AccessService/ListTokens", "accounts and their tokens"},
    {"muster.access.v1.AccessService/CreateToken", "a secret of an account"},
    {"muster.access.v1.AccessService/CreatePasswordCode", "a secret of an account"},
    {"muster.access.v1.AccessService/ListMyReaders", "of the caller alone, and of readers no names"},
    {"muster.imports.v1.ImportService/GetImport", "counts of rows, and what the uploader said of the file"},
    {"muster.roster.v1.RosterService/ListErasures", "of people who are no longer there"},
};

bool holds_personal(const Descriptor& type, std::set<const Descriptor*>& seen) {
  if (!seen.insert(&type).second) return false;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.options().GetExtension(platform::v1::field).privacy() >= platform::v1::PRIVACY_PERSONAL) return true;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_map() &&
        holds_personal(*field.message_type(), seen))
      return true;
  }
  return false;
}

class CountedReadsTest : public support::DeploymentTest {
 protected:
  void SetUp() override {
    DeploymentTest::SetUp();
    if (HasFatalFailure()) return;
    kari_ = add_person("KARI");
    desk_ = caller(platform::v1::ROLE_HR_CENTRAL);
  }
  // "ListPersons persons/1" of all that was written.
  std::vector<std::string> read() {
    dispatcher().write_gathered(std::chrono::system_clock::now());
    std::vector<std::string> found;
    for (const std::string& row :
         rows("SELECT read_record.method, 'persons/' || read_person.person FROM read_record JOIN read_person"
              " ON read_person.read_record = read_record.id ORDER BY read_record.id, read_person.person",
              2)) {
      const auto bar = row.find('|');
      found.push_back(row.substr(row.find('/') + 1, bar - row.find('/') - 1) + " " + row.substr(bar + 1));
    }
    return found;
  }

  std::string kari_;
  rpc::Caller desk_;
};
INSTANTIATE_TEST_SUITE_P(Backends, CountedReadsTest, support::backends(), support::backend_name);

TEST_P(CountedReadsTest, EveryReadWithPersonalDataIsOrIsSaidNotToBe) {
  std::set<std::string> left;
  for (const auto& [path, method] : registry().all()) {
    if (!method.read_only && !method.access.audited_read()) continue;
    std::set<const Descriptor*> seen;
    const bool personal = method.access.personal_data() || holds_personal(*method.descriptor->output_type(), seen);
    if (!personal) {
      EXPECT_FALSE(method.names_people) << path;
    } else if (!method.names_people) {
      EXPECT_TRUE(not_counted.contains(path)) << path << " tells of people and is not counted";
      left.insert(path);
    }
  }
  for (const auto& [path, why] : not_counted) EXPECT_TRUE(left.contains(path)) << path << " is counted";
}

// What a write answers has to name people itself: nothing is looked up after the commit.
TEST_P(CountedReadsTest, WhatAWriteAnswersNamesPeopleItself) {
  for (const auto& [path, method] : registry().all()) {
    if (method.read_only || !method.names_people) continue;
    const Descriptor& type = *method.descriptor->output_type();
    const FieldDescriptor* person = type.FindFieldByName("person");
    const FieldDescriptor* name = type.FindFieldByName("name");
    std::unique_ptr<google::protobuf::Message> answer(method.answer_prototype->New());
    for (const auto* field : {person, name}) {
      if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) continue;
      answer->GetReflection()->SetString(answer.get(), field, "persons/7");
    }
    const auto named = rpc::named_people(type, answer->SerializeAsString());
    EXPECT_TRUE(named.records.empty()) << path;
    if (person != nullptr) {
      EXPECT_EQ(named.people, std::vector<long long>{7}) << path;
    }
  }
}

TEST_P(CountedReadsTest, StepsOfANominationAndADeployment) {
  const auto subject = add_call("C-1", {post.name()});
  const auto nomination = bring_to(nominations::v1::NOMINATION_STATE_ACCEPTED, nominate(kari_, subject).name());
  const auto deployment = deploy(nomination);
  const auto before = read();
  nominations::v1::ListNominationEventsRequest of_nomination;
  of_nomination.set_nomination(nomination.name());
  EXPECT_GT(call<nominations::v1::ListNominationEventsResponse>(nominations_service + "ListNominationEvents",
                                                                of_nomination, desk_)
                .nomination_events_size(),
            1);
  ListDeploymentEventsRequest of_deployment;
  of_deployment.set_deployment(deployment.name());
  call<ListDeploymentEventsResponse>(missions_service + "ListDeploymentEvents", of_deployment, desk_);
  const auto after = read();
  EXPECT_THAT(std::vector<std::string>(after.begin() + static_cast<std::ptrdiff_t>(before.size()), after.end()),
              UnorderedElementsAre("ListNominationEvents " + kari_, "ListDeploymentEvents " + kari_));
  auto me = caller(platform::v1::ROLE_PERSON);
  me.person = number_of(kari_);
  EXPECT_EQ(
      call<access::v1::ListMyReadersResponse>(access_service + "ListMyReaders", access::v1::ListMyReadersRequest(), me)
          .my_readers_size(),
      static_cast<int>(after.size()));
  call<nominations::v1::ListNominationEventsResponse>(nominations_service + "ListNominationEvents", of_nomination, me);
  EXPECT_EQ(read(), after) << "their own";
}

TEST_P(CountedReadsTest, AnOpenEnd) {
  planned(kari_);
  sql([&](db::Session& session) {
    db::execute(session, "UPDATE person SET status = 'PERSON_STATUS_INACTIVE', last_day = '2026-01-01'");
  });
  const auto found =
      call<roster::v1::ListOpenEndsResponse>(roster("ListOpenEnds"), roster::v1::ListOpenEndsRequest(), desk_);
  ASSERT_GT(found.rules_size(), 0);
  EXPECT_EQ(found.rules(0).open_ends(0).person(), kari_);
  EXPECT_THAT(read(), UnorderedElementsAre("ListOpenEnds " + kari_));
}

TEST_P(CountedReadsTest, WhatIsAnsweredWithoutBeingWritten) {
  roster::v1::UpdatePersonRequest request;
  request.mutable_person()->set_name(kari_);
  request.mutable_person()->set_given_name("Kari");
  request.mutable_update_mask()->add_paths("given_name");
  request.set_validate_only(true);
  EXPECT_FALSE(call<roster::v1::Person>(roster("UpdatePerson"), request, desk_).family_name().empty());
  EXPECT_THAT(read(), UnorderedElementsAre("UpdatePerson " + kari_));
  request.set_validate_only(false);
  call<roster::v1::Person>(roster("UpdatePerson"), request, desk_);
  EXPECT_EQ(read().size(), 1u) << "the audit tells of a write";
  // Beyond the limit it takes the password anew, as a list does.
  dispatcher().write_gathered(std::chrono::system_clock::now());
  sql([&](db::Session& session) {
    const long long record = std::get<0>(*db::select_one<long long>(session, "SELECT id FROM read_record"));
    for (int i = 0; i < 100; ++i) {
      db::execute(session,
                  {"INSERT INTO read_person (read_record, person, times) VALUES (?, ?, 1)", {record, 1000000LL + i}});
    }
  });
  rpc::Dispatcher anew(registry(), database());
  request.set_validate_only(true);
  request.mutable_person()->set_name(add_person("OLA"));
  rpc::Caller old = desk_;
  old.factor_time = rules::now_micros() - 11 * 60'000'000LL;
  try {
    anew.call<roster::v1::Person>(roster("UpdatePerson"), request, old);
    FAIL() << "the 102nd person";
  } catch (const status::Error& error) {
    EXPECT_EQ(error.cause(), platform::v1::REASON_FRESH_FACTOR_NEEDED) << error.message();
  }
}

}  // namespace
}  // namespace muster
