// SPDX-License-Identifier: EUPL-1.2
// Facts as messages: what is appended, what is appended again, and what belongs to a pseudonym.
#include "platform/rpc/fact_rows.h"
#include "platform/proto/references.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <stdexcept>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/options.pb.h"
#include "platform/rows/rows.h"
#include "support/service.h"

namespace muster {
namespace {

using facts::v1::CompletionFact;
using facts::v1::CoverageFact;
using facts::v1::DeploymentFact;

class FactRowsTest : public support::ServiceTest {
 protected:
  // Runs `work` in a write of its own, as a method's handler.
  void write(const std::function<void(rpc::Context&)>& work) {
    dispatcher().write_as(system(), "muster.missions.v1.MissionsService/Depart", work);
  }

  template <class F>
  std::vector<F> stored() {
    std::vector<F> facts;
    sql([&](db::Session& session) {
      facts =
          rows::query<F>(session, "SELECT " + rows::columns<F>() + " FROM " + proto::table_of<F>() + " ORDER BY id");
    });
    return facts;
  }
  // Without what is stamped.
  template <class F>
  static std::string said(F fact) {
    fact.clear_id();
    fact.clear_sequence();
    fact.clear_recorded_time();
    return fact.ShortDebugString();
  }

  std::vector<std::string> columns_of(const std::string& table) {
    std::vector<std::string> names;
    sql([&](db::Session& session) {
      const bool sqlite = backend() == db::Backend::sqlite;
      for (auto& [name] : db::select<std::string>(
               session, sqlite ? db::Query("SELECT name FROM pragma_table_info('" + table + "')")
                               : db::Query("SELECT CAST(column_name AS TEXT) FROM information_schema.columns "
                                           "WHERE table_schema = current_schema() AND table_name = '" +
                                           table + "'"))) {
        names.push_back(name);
      }
    });
    std::sort(names.begin(), names.end());
    return names;
  }

  static DeploymentFact full() {
    DeploymentFact fact;
    fact.set_record(11);
    fact.set_deployment(12);
    fact.set_subject(13);
    fact.set_day_from(100);
    fact.set_day_to(200);
    fact.set_departure(true);
    fact.set_category(platform::v1::CATEGORY_POLICE);
    fact.set_personnel_type(platform::v1::PERSONNEL_TYPE_TROOPS);
    fact.set_rank_band(platform::v1::RANK_BAND_SENIOR);
    fact.set_tier(2);
    fact.set_mission(14);
    fact.set_organisation(platform::v1::ORGANISATION_UN);
    fact.set_country("NOR");
    fact.set_unit(15);
    fact.set_source("UN");
    fact.set_anonymous(true);
    return fact;
  }
  static CompletionFact completion(long long record, const std::string& first, const std::optional<std::string>& last) {
    CompletionFact fact;
    fact.set_record(record);
    fact.set_subject(record * 10);
    rpc::set_days(fact, first, last);
    fact.set_course(1);
    fact.set_topics("[]");
    return fact;
  }
  std::string gender_of(long long subject) {
    std::string gender;
    sql([&](db::Session& session) {
      const auto row =
          db::select_one<std::string>(session, {"SELECT gender FROM subject_profile WHERE subject = ?", {subject}});
      if (row) gender = std::get<0>(*row);
    });
    return gender;
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, FactRowsTest, support::backends(), support::backend_name);

TEST_P(FactRowsTest, EveryMessageIsATableWithTheseColumns) {
  const auto& file = *DeploymentFact::descriptor()->file();
  for (int i = 0; i < file.message_type_count(); ++i) {
    const auto& type = *file.message_type(i);
    std::vector<std::string> fields;
    for (int f = 0; f < type.field_count(); ++f) {
      const auto& field = *type.field(f);
      fields.push_back(field.name());
      if (field.options().GetExtension(platform::v1::field).key()) fields.push_back(field.name() + "_key");
    }
    std::sort(fields.begin(), fields.end());
    EXPECT_EQ(columns_of(proto::table_of(type)), fields) << type.full_name();
  }
  EXPECT_EQ(proto::table_of<CoverageFact>(), "coverage_fact");
}

TEST_P(FactRowsTest, AppendsWhatTheMessageSaysWithTheTransactionsStamp) {
  DeploymentFact fact = full();
  fact.set_id(77);
  fact.set_sequence(99);
  fact.set_recorded_time(1);
  long long id = 0, sequence = 0, time = 0;
  write([&](rpc::Context& context) {
    id = rpc::append<DeploymentFact>(context, fact);
    sequence = context.sequence();
    time = context.now_micros();
  });
  DeploymentFact bare;
  bare.set_record(21);
  write([&](rpc::Context& context) { rpc::append<DeploymentFact>(context, bare); });
  const auto facts = stored<DeploymentFact>();
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(said(facts[0]), said(full()));
  EXPECT_EQ(facts[0].id(), id);
  EXPECT_NE(id, 77);
  EXPECT_EQ(facts[0].sequence(), sequence);
  EXPECT_EQ(facts[0].recorded_time(), time);
  EXPECT_EQ(said(facts[1]), said(bare)) << "what is unset stays unset";
  EXPECT_GT(facts[1].sequence(), sequence);
  EXPECT_GE(facts[1].recorded_time(), time);
}

TEST_P(FactRowsTest, AppendsManyInTheirOrder) {
  std::vector<CompletionFact> facts;
  for (int i = 1; i <= 250; ++i) facts.push_back(completion(i, "2020-01-01", std::nullopt));
  std::vector<long long> ids;
  write([&](rpc::Context& context) {
    ids = rpc::append_all<CompletionFact>(context, facts);
    EXPECT_TRUE(rpc::append_all<CompletionFact>(context, {}).empty());
  });
  const auto there = stored<CompletionFact>();
  ASSERT_EQ(there.size(), facts.size());
  for (std::size_t i = 0; i < facts.size(); ++i) {
    EXPECT_EQ(there[i].id(), ids[i]);
    EXPECT_EQ(said(there[i]), said(facts[i]));
  }
}

TEST_P(FactRowsTest, SupersedesTheLatestFactOfEachRecord) {
  write([](rpc::Context& context) {
    rpc::append_all<CompletionFact>(
        context, {completion(1, "1970-01-11", "1970-01-20"), completion(2, "1970-01-11", std::nullopt),
                  completion(3, "1970-01-11", std::nullopt)});
    rpc::supersede<CompletionFact>(context, {"SELECT CAST(? AS BIGINT)", {1LL}},
                                   {{"day_to", {"CAST(? AS BIGINT)", {rpc::day_to("1970-01-30")}}}});
  });
  write([](rpc::Context& context) {
    rpc::supersede<CompletionFact>(
        context, "SELECT record FROM completion_fact WHERE record < 3",
        {{"topics", {"CAST(? AS TEXT)", {"[\"TOPIC_WPS\"]"}}}, {"course", "fact.course + 1"}});
  });
  const auto facts = stored<CompletionFact>();
  ASSERT_EQ(facts.size(), 6u) << "one for each record, however many facts it has";
  CompletionFact first = completion(1, "1970-01-11", "1970-01-30"), second = completion(2, "1970-01-11", std::nullopt);
  EXPECT_EQ(said(facts[3]), said(first)) << "before it was superseded again";
  for (CompletionFact* fact : {&first, &second}) {
    fact->set_topics("[\"TOPIC_WPS\"]");
    fact->set_course(2);
  }
  EXPECT_EQ(said(facts[4]), said(second)) << "in the order of the facts that they follow";
  EXPECT_EQ(said(facts[5]), said(first));
  EXPECT_EQ(facts[4].sequence(), facts[5].sequence());
  EXPECT_GT(facts[4].sequence(), facts[3].sequence());
}

TEST_P(FactRowsTest, VoidsARecordOnce) {
  write([](rpc::Context& context) {
    rpc::append_all<CompletionFact>(
        context, {completion(1, "2020-01-01", "2020-12-31"), completion(2, "2020-01-01", std::nullopt)});
    rpc::void_records<CompletionFact>(context, "SELECT 1");
    rpc::void_records<CompletionFact>(context, "SELECT record FROM completion_fact");
  });
  const auto facts = stored<CompletionFact>();
  ASSERT_EQ(facts.size(), 4u);
  EXPECT_EQ(facts[2].record(), 1);
  EXPECT_EQ(facts[3].record(), 2);
  for (const auto& fact : {facts[2], facts[3]}) EXPECT_EQ(fact.day_to(), fact.day_from());
}

// Against a list in memory: whatever is done to the facts, each record ends as the list says, and nothing that was
// there has changed.
TEST_P(FactRowsTest, ManyStepsLeaveWhatAPlainListWould) {
  std::mt19937 random(5);
  std::vector<CompletionFact> expected;  // all facts there should be
  const auto latest = [&](long long record) -> const CompletionFact* {
    const auto found = std::find_if(expected.rbegin(), expected.rend(),
                                    [&](const CompletionFact& fact) { return fact.record() == record; });
    return found == expected.rend() ? nullptr : &*found;
  };
  for (int step = 0; step < 60; ++step) {
    const long long low = 1 + static_cast<long long>(random() % 8), high = low + static_cast<long long>(random() % 3);
    const db::Query records{"SELECT DISTINCT record FROM completion_fact WHERE record BETWEEN ? AND ?", {low, high}};
    const int kind = static_cast<int>(random() % 3);
    std::vector<CompletionFact> added;
    for (long long record = low; record <= high; ++record) {
      if (kind == 0) {
        added.push_back(completion(record, "2020-01-01", std::nullopt));
        continue;
      }
      const CompletionFact* last = latest(record);
      if (last == nullptr || (kind == 2 && last->has_day_to() && last->day_to() <= last->day_from())) continue;
      added.push_back(*last);
      kind == 1 ? added.back().set_course(step) : added.back().set_day_to(last->day_from());
    }
    // In the order of the facts that they follow.
    if (kind != 0) {
      std::stable_sort(added.begin(), added.end(), [&](const CompletionFact& a, const CompletionFact& b) {
        return latest(a.record()) < latest(b.record());
      });
    }
    write([&](rpc::Context& context) {
      if (kind == 0) rpc::append_all<CompletionFact>(context, added);
      if (kind == 1) {
        rpc::supersede<CompletionFact>(context, records,
                                       {{"course", {"CAST(? AS BIGINT)", {static_cast<long long>(step)}}}});
      }
      if (kind == 2) rpc::void_records<CompletionFact>(context, records);
    });
    expected.insert(expected.end(), added.begin(), added.end());
  }
  const auto facts = stored<CompletionFact>();
  ASSERT_EQ(facts.size(), expected.size());
  for (std::size_t i = 0; i < facts.size(); ++i) ASSERT_EQ(said(facts[i]), said(expected[i])) << i;
}

TEST_P(FactRowsTest, NamesAColumnThatThereIsNot) {
  EXPECT_ANY_THROW(write([](rpc::Context& context) {
    rpc::supersede<CompletionFact>(context, "SELECT 1", {{"gender", "'GENDER_WOMAN'"}});
  }));
}

TEST_P(FactRowsTest, AProfileIsWrittenOnce) {
  write([](rpc::Context& context) {
    rpc::add_profiles(context, {{101, platform::v1::GENDER_WOMAN}, {102, platform::v1::GENDER_MAN}});
    // As when the transaction before was lost after its pseudonyms were made, or was not.
    rpc::add_profiles(context, {{102, platform::v1::GENDER_OTHER}, {103, platform::v1::GENDER_NOT_STATED}});
  });
  EXPECT_EQ(gender_of(101) + gender_of(102) + gender_of(103), "GENDER_WOMANGENDER_MANGENDER_NOT_STATED");
}

}  // namespace
}  // namespace muster
