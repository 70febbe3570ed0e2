// SPDX-License-Identifier: EUPL-1.2
// QueryIndicator over a database: the same numbers as the oracle's, always up to date.
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "muster/roster/v1/roster.pb.h"
#include "oracle.h"
#include "statistics/names.h"
#include "statistics_database.h"
#include "targets.h"

namespace muster::statistics::testing {
namespace {

class QueryTest : public StatisticsTest {
 protected:
  // A world whose affiliations all have a unit, as the table wants.
  static World world_of(unsigned seed) {
    World world = WorldMaker(seed).make();
    // An exercise would be left out where nobody asks for it.
    world.kinds["3"] = "MISSION_KIND_INTERNATIONAL";
    for (Row& row : world.rows) {
      if (row.kind == Kind::membership && row.texts[dimension::unit].empty()) row.texts[dimension::unit] = "4";
    }
    return world;
  }

  // What the engine's texts look like in an answer.
  static std::vector<std::string> shown(const std::vector<int>& dimensions, std::vector<std::string> texts) {
    for (std::size_t i = 0; i < dimensions.size(); ++i) {
      if (texts[i].empty()) continue;
      if (dimensions[i] == dimension::mission) texts[i] = "MISSION-" + texts[i];
      if (dimensions[i] == dimension::unit) texts[i] = "UNIT-" + texts[i];
    }
    return texts;
  }

  // A group of whom nothing is to be told has none.
  static bool has_cell(const OracleCell& counted) {
    const auto some = [](const auto& counts) {
      return std::any_of(std::begin(counts), std::end(counts), [](long long n) { return n > 0; });
    };
    return some(counted.genders) || some(counted.unstated) || counted.elsewhere > 0 || counted.statuses[5] > 0;
  }

  // Compares all cells and totals of an answer with the oracle's.
  static void expect_oracle(const v1::QueryIndicatorResponse& response, const World& world, const Question& question) {
    const Oracle oracle(world, question);
    int cell = 0;
    for (std::size_t s = 0; s < question.spans.size(); ++s) {
      OracleAnswer expected;
      OracleCell total;
      const OracleAnswer counts = oracle.answer(question.spans[s]);
      for (const auto& [group, counted] : counts) {
        if (has_cell(counted)) expected[shown(question.group_by, group)] = counted;
        for (int g = 0; g < 4; ++g) total.genders[g] += counted.genders[g];
        for (int g = 0; g < 4; ++g) total.unstated[g] += counted.unstated[g];
        for (int i = 0; i < 6; ++i) total.statuses[i] += counted.statuses[i];
        total.from_headcounts += counted.from_headcounts;
        total.elsewhere += counted.elsewhere;
        total.dormant += counted.dormant;
      }
      const bool no_number =
          oracle.no_report(question.spans[s]) || only_unknown_must(world, question, question.spans[s]);
      if (no_number) expected.clear();
      if (question.group_by.empty()) expected[{}] = total;
      for (const auto& [group, counted] : expected) {
        ASSERT_LT(cell, response.cells_size());
        const v1::Cell& got = response.cells(cell++);
        EXPECT_EQ(std::vector<std::string>(got.group().begin(), got.group().end()), group);
        EXPECT_EQ(got.date(), rules::format_date(question.spans[s].from));
        expect_counts(got, counted, question);
      }
      const v1::Cell& whole = response.totals(static_cast<int>(s));
      EXPECT_EQ(whole.no_report(), no_number);
      expect_counts(whole, total, question);
    }
    EXPECT_EQ(cell, response.cells_size());
    EXPECT_EQ(response.totals_size(), static_cast<int>(question.spans.size()));
  }

  // Of the untrained there is no number where the training of nobody is known who must have it.
  static bool only_unknown_must(const World& world, Question question, Span span) {
    if (question.population != Population::untrained) return false;
    question.population = Population::must_train;
    question.requirement.of_deployed = true;
    long long unknown = 0, all = 0;
    for (const auto& [group, cell] : Oracle(world, question).answer(span)) {
      unknown += cell.statuses[5];
      for (const long long count : cell.genders) all += count;
    }
    return unknown > 0 && unknown == all;
  }

  static void expect_counts(const v1::Cell& got, const OracleCell& counted, const Question& question) {
    EXPECT_EQ(got.women(), counted.genders[0]);
    EXPECT_EQ(got.men(), counted.genders[1]);
    EXPECT_EQ(got.other(), counted.genders[2]);
    EXPECT_EQ(got.unknown(), counted.genders[3]);
    EXPECT_EQ(got.total(), got.women() + got.men() + got.other() + got.unknown());
    EXPECT_EQ(got.from_headcounts(), counted.from_headcounts);
    EXPECT_EQ(got.counted_elsewhere(), counted.elsewhere);
    const bool of_roster = question.population == Population::must_train && !question.requirement.of_deployed;
    EXPECT_EQ(got.has_dormant(), of_roster && !got.no_report());
    EXPECT_EQ(got.dormant(), got.no_report() ? 0 : counted.dormant);
    long long unstated = 0;
    for (const long long count : counted.unstated) unstated += count;
    EXPECT_EQ(got.unstated(), unstated);
    // Of T1 what may be unknown is the training, of all others the gender.
    const bool of_training = question.population == Population::must_train;
    const auto known = got.total() - (of_training ? counted.statuses[5] : counted.genders[3]);
    EXPECT_EQ(got.has_completeness(), got.total() + unstated > 0 && !got.no_report());
    if (got.has_completeness()) {
      EXPECT_DOUBLE_EQ(got.completeness(), static_cast<double>(known) / static_cast<double>(got.total() + unstated));
    }
  }

  // T2 says of how many deployed people who must.
  static void expect_base_of_untrained(const v1::QueryIndicatorResponse& response, const World& world,
                                       Question question) {
    EXPECT_EQ(response.totals(0).has_base(), question.population == Population::untrained);
    if (question.population != Population::untrained) return;
    question.population = Population::must_train;
    question.requirement.of_deployed = true;
    const Oracle oracle(world, question);
    std::map<std::string, OracleAnswer> by_date;
    for (const Span& span : question.spans) by_date[rules::format_date(span.from)] = oracle.answer(span);
    for (const v1::Cell& cell : response.cells()) {
      const OracleCell& expected = by_date[cell.date()][{cell.group().begin(), cell.group().end()}];
      EXPECT_EQ(cell.base().women(), expected.genders[0]);
      EXPECT_EQ(cell.base().men(), expected.genders[1]);
      EXPECT_EQ(cell.base().other(), expected.genders[2]);
      EXPECT_EQ(cell.base().unknown(), expected.genders[3]);
      EXPECT_GE(cell.base().total(), cell.total());
    }
  }

  static void insert_person_of(db::Session& session, long long id, long long subject, const std::string& gender) {
    db::execute(
        session,
        {"INSERT INTO person (id, number, number_key, given_name, family_name, preferred_name, gender, gender_source,"
         " category, status, create_time, update_time, row_version) VALUES (?, ?, ?, 'A', 'B', '', ?,"
         " 'GENDER_SOURCE_SELF', 'CATEGORY_MILITARY', 'PERSON_STATUS_ACTIVE', 0, 0, 1)",
         {id, "N" + std::to_string(id), "n" + std::to_string(id), gender}});
    db::execute(session, {"INSERT INTO person_subject (person, subject) VALUES (?, ?)", {id, subject}});
  }

  void correct_gender(long long person, platform::v1::Gender gender) {
    roster::v1::UpdatePersonRequest update;
    update.mutable_person()->set_name("persons/" + std::to_string(person));
    update.mutable_person()->set_gender(gender);
    update.mutable_update_mask()->add_paths("gender");
    call<roster::v1::Person>("muster.roster.v1.RosterService/UpdatePerson", update);
  }

  static std::vector<Span> month_ends(const std::string& from, const std::string& to) {
    std::vector<Span> spans;
    for (Day day = *rules::parse_date(from); day <= *rules::parse_date(to); ++day) {
      if (rules::month_start(day + 1) == day + 1) spans.push_back({day, day + 1});
    }
    return spans;
  }
};

TEST_P(QueryTest, SeriesByMissionAndGenderAgreesWithTheOracle) {
  const World world = world_of(1);
  insert(world);
  auto request = within("S1", "2020-01-15", "2021-03-20");
  request.set_every_month(true);
  request.add_group_by(v1::DIMENSION_MISSION);
  request.add_group_by(v1::DIMENSION_GENDER);
  Question question;
  question.spans = month_ends("2020-01-15", "2021-03-20");
  question.group_by = {dimension::mission, dimension::gender};
  question.individuals_only = false;
  question.units = world.units();
  expect_oracle(ask(request), world, question);

  request.set_individuals_only(true);
  question.individuals_only = true;
  expect_oracle(ask(request), world, question);
}

TEST_P(QueryTest, FiltersTakeInUnitsBelowAndWhatIsNotStated) {
  const World world = world_of(2);
  insert(world);
  auto request = on("L1", "2020-06-15");
  request.set_tier(2);
  where(request, v1::DIMENSION_UNIT, {"UNIT-2"});
  where(request, v1::DIMENSION_MISSION, {"", "MISSION-1"});
  where(request, v1::DIMENSION_CATEGORY, {"MILITARY", "CATEGORY_POLICE"});
  Question question;
  question.spans = {{*rules::parse_date("2020-06-15"), *rules::parse_date("2020-06-16")}};
  question.tier_min = 2;
  question.individuals_only = false;
  question.units = world.units();
  question.selection.restrict(dimension::unit, {"2", "4", "5"});
  question.selection.restrict(dimension::mission, {"", "1"});
  question.selection.restrict(dimension::category, {"CATEGORY_MILITARY", "CATEGORY_POLICE"});
  expect_oracle(ask(request), world, question);
}

TEST_P(QueryTest, FlowsCountWithinEachMonthOfThePeriod) {
  const World world = world_of(3);
  insert(world);
  for (const std::string code : {"S2", "S3", "N1"}) {
    SCOPED_TRACE(code);
    auto request = within(code, "2020-02-10", "2020-05-05");
    request.set_every_month(true);
    if (code == "N1") request.set_stage("ENDORSED");
    Question question;
    question.population = code == "S2"   ? Population::deployed
                          : code == "S3" ? Population::departures
                                         : Population::nominations;
    question.measure = code == "S2" ? Measure::days : Measure::starts;
    question.individuals_only = code != "S2";
    question.units = world.units();
    question.state = "NOMINATION_STATE_ENDORSED";
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"2020-02-10", "2020-03-01"},
                                                                                   {"2020-03-01", "2020-04-01"},
                                                                                   {"2020-04-01", "2020-05-01"},
                                                                                   {"2020-05-01", "2020-05-06"}}) {
      question.spans.push_back({*rules::parse_date(from), *rules::parse_date(to)});
    }
    expect_oracle(ask(request), world, question);
  }
}

TEST_P(QueryTest, MonthAsAGroupIsTheSeries) {
  const World world = world_of(4);
  insert(world);
  auto request = within("S3", "2020-01-01", "2020-06-30");
  request.add_group_by(v1::DIMENSION_MONTH);
  const auto by_month = ask(request);
  ASSERT_EQ(by_month.cells_size(), 6);
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(by_month.cells(i).group(0), "2020-0" + std::to_string(i + 1));
    EXPECT_EQ(by_month.cells(i).total(), by_month.totals(i).total());
  }
  auto whole = within("S3", "2020-01-01", "2020-06-30");
  int sum = 0;
  for (const auto& cell : by_month.cells()) sum += cell.total();
  EXPECT_EQ(ask(whole).totals(0).total(), sum);
  EXPECT_GT(sum, 0);
}

TEST_P(QueryTest, KnownAtRestatesWhatWasKnownThen) {
  const World world = world_of(5);
  insert(world);
  for (long long known = 0; known <= world.last_sequence; known += 40) {
    auto request = on("S1", "2020-08-01");
    request.add_group_by(v1::DIMENSION_UNIT);
    *request.mutable_known_at() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(time_of(known) + 400'000);
    Question question;
    question.spans = {{*rules::parse_date("2020-08-01"), *rules::parse_date("2020-08-02")}};
    question.group_by = {dimension::unit};
    question.individuals_only = false;
    question.units = world.units();
    question.known = static_cast<std::uint32_t>(known);
    const auto response = ask(request);
    EXPECT_EQ(response.sequence(), known);
    auto by_sequence = request;
    by_sequence.clear_known_at();
    by_sequence.set_known_sequence(response.sequence());
    EXPECT_EQ(ask(by_sequence).cells_size(), response.cells_size());
    EXPECT_EQ(ask(by_sequence).totals(0).SerializeAsString(), response.totals(0).SerializeAsString());
    expect_oracle(response, world, question);
  }
}

// Nothing is kept that a later fact makes wrong.
TEST_P(QueryTest, AnswersFollowEveryFact) {
  World world;
  world.parents = {{1, 0}};
  insert(world);
  const auto request = on("S1", "2026-03-01");
  EXPECT_EQ(ask(request).totals(0).total(), 0);
  Row row;
  row.record = 1;
  row.parent = 1;
  row.texts = {"1", "NOR", "", "ORGANISATION_UN", "CATEGORY_MILITARY", "", "0", "1", "GENDER_WOMAN"};
  row.day_from = *rules::parse_date("2026-01-01");
  for (int i = 1; i <= 5; ++i) {
    row.sequence = i;
    row.record = i;
    row.subject = i;
    sql([&](db::Session& session) { insert_row(session, row); });
    EXPECT_EQ(ask(request).totals(0).total(), i);
    EXPECT_EQ(ask(request).totals(0).total(), i) << "asked again";
  }
  row.sequence = 6;
  row.day_to = row.day_from;  // the last one was a mistake
  sql([&](db::Session& session) { insert_row(session, row); });
  EXPECT_EQ(ask(request).totals(0).total(), 4);
  EXPECT_EQ(ask(request).sequence(), 6);
}

TEST_P(QueryTest, SharesNeverTakeUnknownForAnything) {
  World world;
  world.parents = {{1, 0}};
  const std::vector<std::string> genders = {"GENDER_WOMAN", "GENDER_MAN", "GENDER_MAN", "GENDER_OTHER",
                                            "GENDER_NOT_STATED"};
  for (std::size_t i = 0; i < genders.size(); ++i) {
    Row row;
    row.sequence = ++world.last_sequence;
    row.record = row.parent = row.subject = static_cast<long long>(i) + 1;
    row.texts = {"1", "NOR", "", "ORGANISATION_UN", "CATEGORY_MILITARY", "", i == 0 ? "2" : "1", "1", genders[i]};
    row.day_from = *rules::parse_date("2026-01-01");
    world.rows.push_back(row);
  }
  insert(world);
  const auto response = ask(on("S1", "2026-03-01"));
  const v1::Cell& cell = response.totals(0);
  EXPECT_DOUBLE_EQ(cell.share(), 1.0 / 4);
  EXPECT_EQ(cell.numerator(), 1);
  EXPECT_EQ(cell.denominator(), 4);
  EXPECT_DOUBLE_EQ(cell.completeness(), 4.0 / 5);
  EXPECT_DOUBLE_EQ(cell.bound_low(), 1.0 / 5);
  EXPECT_DOUBLE_EQ(cell.bound_high(), 2.0 / 5);
  EXPECT_FALSE(cell.has_interval_low()) << "a full count has no interval";
  EXPECT_EQ(response.sentence(), "On 1 March 2026, 1 of 4 deployed (25.0 %) were women, 1 unknown.");
  EXPECT_EQ(response.sentence_nb(), "Den 1. mars 2026 var 1 av 4 utsendte (25,0 %) kvinner, 1 ukjent.");
  auto leaders = on("L2", "2026-03-01");
  leaders.set_tier(2);
  EXPECT_DOUBLE_EQ(ask(leaders).totals(0).share(), (1.0 / 1) / (1.0 / 4));
  EXPECT_EQ(ask(leaders).totals(0).denominator(), 0) << "an index divides shares, not counts";
  leaders.set_tier(4);
  EXPECT_FALSE(ask(leaders).totals(0).has_share());
}

TEST_P(QueryTest, TrainingCoverageAgreesWithTheOracle) {
  const World world = world_of(6);
  insert(world);
  const std::map<std::string, rules::RequirementTime> times = {
      {"CONTINUOUS", rules::RequirementTime::continuous},
      {"ON_NOMINATION", rules::RequirementTime::on_nomination},
      {"ON_DEPARTURE", rules::RequirementTime::on_departure},
      {"THROUGHOUT_TOUR", rules::RequirementTime::throughout_tour}};
  std::vector<std::pair<std::string, std::string>> requirements;  // population and time; ids from 1
  for (const std::string population : {"DEPLOYED", "ROSTER"}) {
    for (const auto& [time, value] : times) requirements.emplace_back(population, time);
  }
  sql([&](db::Session& session) {
    long long requirement = 0;
    for (const auto& [population, time] : requirements) {
      facts::v1::RequirementFact fact;
      fact.set_record(++requirement);
      fact.set_code(population + "-" + time);
      fact.set_population("POPULATION_" + population);
      fact.set_categories("[\"CATEGORY_MILITARY\",\"CATEGORY_POLICE\"]");
      fact.set_topics("[\"TOPIC_WPS\"]");
      fact.set_courses("[\"courses/2\"]");
      fact.set_time("REQUIREMENT_TIME_" + time);
      fact.set_soon_days(30);
      fact.set_valid_from("2020-02-01");
      insert_fact(session, fact);
    }
  });
  for (const std::string code : {"T1", "T2"}) {
    for (std::size_t r = 0; r < requirements.size(); ++r) {
      const auto& [population, time] = requirements[r];
      SCOPED_TRACE(code + " " + population + " " + time);
      auto request = within(code, "2020-01-01", "2020-12-31");
      request.set_every_month(true);
      request.set_requirement(population + "-" + time);
      request.add_group_by(v1::DIMENSION_GENDER);
      Question question;
      question.population = code == "T1" ? Population::must_train : Population::untrained;
      question.group_by = {dimension::gender};
      question.spans = month_ends("2020-01-01", "2020-12-31");
      question.requirement.id = static_cast<long long>(r) + 1;
      question.requirement.time = times.at(time);
      question.requirement.of_deployed = population == "DEPLOYED";
      question.requirement.categories = {"CATEGORY_MILITARY", "CATEGORY_POLICE"};
      question.requirement.topics = {"TOPIC_WPS"};
      question.requirement.courses = {2};
      question.requirement.soon_days = 30;
      question.requirement.in_force = {*rules::parse_date("2020-02-01"), open_end};
      const auto response = ask(request);
      expect_oracle(response, world, question);
      const Oracle oracle(world, question);
      expect_base_of_untrained(response, world, question);
      const v1::Cell& last = response.totals(response.totals_size() - 1);
      std::map<std::string, int> statuses(last.statuses().begin(), last.statuses().end());
      OracleCell expected;
      const OracleAnswer counts = oracle.answer(question.spans.back());
      for (const auto& [group, cell] : counts) {
        for (int i = 0; i < 6; ++i) expected.statuses[i] += cell.statuses[i];
      }
      const std::vector<std::string> names = {"VALID", "SOON", "EXPIRED", "NEVER", "WAIVED", "UNKNOWN"};
      for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(statuses[names[i]], expected.statuses[i]) << names[i];
      if (code == "T1" && last.total() > 0 && !last.no_report()) {
        EXPECT_DOUBLE_EQ(last.share(), static_cast<double>(statuses["VALID"] + statuses["SOON"]) / last.total());
        EXPECT_EQ(last.numerator(), statuses["VALID"] + statuses["SOON"]);
        EXPECT_EQ(last.denominator(), last.total());
        EXPECT_DOUBLE_EQ(last.bound_low(), last.share());
        EXPECT_DOUBLE_EQ(last.bound_high(), last.share() + static_cast<double>(statuses["UNKNOWN"]) / last.total());
        EXPECT_DOUBLE_EQ(last.completeness(), 1 - static_cast<double>(statuses["UNKNOWN"]) / last.total());
        EXPECT_FALSE(last.has_interval_low()) << "a full count has no interval";
      }
    }
  }
}

// People correct what is known of their gender, again and again. Nothing is counted more or less for it, no answer of
// any known_at has a former value, and a server that has held the facts all the time answers as the one that wrote.
TEST_P(QueryTest, CorrectionsOfGenderHoldForEveryKnownAtOnEveryServer) {
  World world = world_of(11);
  insert(world);
  std::map<long long, std::string> genders;
  for (const Row& row : world.rows) genders.emplace(row.subject, row.texts[dimension::gender]);
  std::vector<long long> subjects;  // persons/1 is the first's
  sql([&](db::Session& session) {
    for (const auto& [subject, gender] : genders) {
      subjects.push_back(subject);
      insert_person_of(session, static_cast<long long>(subjects.size()), subject, gender);
    }
  });
  rpc::Registry registry;
  rpc::Dispatcher other_server(registry, database());
  imports::Runner runner(import_kinds());
  register_targets(registry, {"all"}, &runner);

  std::mt19937 random(11);
  std::map<std::pair<std::string, long long>, int> totals;
  for (int round = 0; round < 16; ++round) {
    for (const std::string code : {"S1", "N1"}) {
      for (const long long known : {world.last_sequence, static_cast<long long>(round) * world.last_sequence / 16}) {
        SCOPED_TRACE(code + " as known at " + std::to_string(known) + " in round " + std::to_string(round));
        auto request = code == "S1" ? on(code, "2020-08-01") : within(code, "2020-01-01", "2020-12-31");
        if (code == "N1") request.set_stage("ENDORSED");
        request.add_group_by(v1::DIMENSION_GENDER);
        request.set_individuals_only(code == "S1");
        *request.mutable_known_at() =
            google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(time_of(known) + 400'000);
        Question question;
        question.group_by = {dimension::gender};
        question.known = static_cast<std::uint32_t>(known);
        question.spans = {{*rules::parse_date("2020-08-01"), *rules::parse_date("2020-08-02")}};
        if (code == "N1") {
          question.population = Population::nominations;
          question.measure = Measure::starts;
          question.state = "NOMINATION_STATE_ENDORSED";
          question.spans = {{*rules::parse_date("2020-01-01"), *rules::parse_date("2021-01-01")}};
        }
        for (rpc::Dispatcher* server : {&dispatcher(), &other_server}) {
          const auto response = server->call<v1::QueryIndicatorResponse>(query_path, request, system());
          expect_oracle(response, world, question);
          const int total = response.totals(0).total();
          EXPECT_EQ(totals.emplace(std::pair(code, known), total).first->second, total);
        }
      }
    }
    const std::size_t person = random() % subjects.size();
    const auto gender = static_cast<platform::v1::Gender>(1 + random() % 4);
    correct_gender(static_cast<long long>(person) + 1, gender);
    for (Row& row : world.rows) {
      if (row.subject == subjects[person]) row.texts[dimension::gender] = platform::v1::Gender_Name(gender);
    }
  }
  EXPECT_GT(totals[std::pair("S1", world.last_sequence)], 0);
}

// Of three women submitted in May one was selected in June and one is still open; of two men one was
// selected and one was not. Somebody submitted in April was selected in May.
TEST_P(QueryTest, TheRateOfSelectionFollowsThoseSubmitted) {
  World world;
  world.parents = {{1, 0}};
  auto enter = [&](long long nomination, const std::string& gender, const std::string& state, const std::string& date) {
    Row row;
    row.kind = Kind::nomination;
    row.sequence = ++world.last_sequence;
    row.id = row.record = row.sequence;
    row.parent = row.subject = nomination;
    row.state = "NOMINATION_STATE_" + state;
    row.day_from = *rules::parse_date(date);
    row.day_to = row.day_from + 1;
    row.texts = {"1", "NOR", "", "ORGANISATION_UN", "CATEGORY_MILITARY", "", "0", "1", "GENDER_" + gender};
    world.rows.push_back(row);
  };
  for (const long long woman : {1, 2, 3}) enter(woman, "WOMAN", "SUBMITTED", "2026-05-04");
  for (const long long man : {4, 5}) enter(man, "MAN", "SUBMITTED", "2026-05-05");
  enter(6, "WOMAN", "SUBMITTED", "2026-04-30");
  enter(6, "WOMAN", "SELECTED", "2026-05-20");
  enter(1, "WOMAN", "SHORTLISTED", "2026-05-20");
  enter(1, "WOMAN", "SELECTED", "2026-06-02");
  enter(1, "WOMAN", "DECLINED", "2026-06-09");
  enter(2, "WOMAN", "WITHDRAWN", "2026-06-02");
  enter(4, "MAN", "SELECTED", "2026-06-02");
  enter(5, "MAN", "NOT_SELECTED", "2026-06-02");
  insert(world);
  auto request = within("N1", "2026-05-01", "2026-05-31");
  request.set_stage("SELECTED");
  request.add_group_by(v1::DIMENSION_GENDER);
  const auto response = ask(request);
  ASSERT_EQ(response.cells_size(), 2);
  const v1::Cell &men = response.cells(0), &women = response.cells(1);
  EXPECT_EQ(men.group(0), "GENDER_MAN");
  EXPECT_EQ(men.total(), 0) << "no man was selected in May";
  EXPECT_EQ(men.cohort_submitted(), 2);
  EXPECT_EQ(men.cohort_selected(), 1);
  EXPECT_EQ(men.cohort_open(), 0);
  EXPECT_EQ(women.total(), 1) << "the one of April was selected in May";
  EXPECT_EQ(women.cohort_submitted(), 3);
  EXPECT_EQ(women.cohort_selected(), 1) << "declined afterwards, and selected all the same";
  EXPECT_EQ(women.cohort_open(), 1);
  EXPECT_DOUBLE_EQ(women.cohort_rate(), 1.0 / 3);
  const v1::Cell& all = response.totals(0);
  EXPECT_EQ(all.cohort_submitted(), 5);
  EXPECT_DOUBLE_EQ(all.cohort_rate(), 2.0 / 5);
  EXPECT_NEAR(all.interval_low(), 0.11762077, 1e-7);  // Wilson's of 2 in 5
  EXPECT_NEAR(all.interval_high(), 0.76927574, 1e-7);
  request.set_stage("SUBMITTED");
  EXPECT_FALSE(ask(request).totals(0).has_interval_low()) << "a share is a full count";
}

TEST_P(QueryTest, APublishedTableIsReplacedAndWithdrawnAsAWhole) {
  World world;
  auto add = [&](const std::string& country, const std::string& gender, int count, std::optional<long long> import) {
    HeadcountRow row;
    row.sequence = world.last_sequence;
    row.source = "UN";
    row.month = "2024-06";
    row.import = import;
    row.texts = {"", country, "", "ORGANISATION_UN", "CATEGORY_MILITARY", "", "0", "", gender};
    row.count = count;
    row.withdrawn = country.empty();
    world.headcounts.push_back(row);
    sql([&](db::Session& session) { insert_headcount(session, row); });
  };
  const auto request = on("H1", "2024-06-03");
  EXPECT_TRUE(ask(request).totals(0).no_report());
  ++world.last_sequence;
  add("NOR", "GENDER_WOMAN", 3, 1);
  ++world.last_sequence;
  add("SWE", "GENDER_MAN", 5, 1);  // the same file, written in a later slice
  EXPECT_EQ(ask(request).totals(0).total(), 8);
  EXPECT_EQ(ask(request).totals(0).date(), "2024-06-30") << "a table is of a month's end";
  ++world.last_sequence;
  add("NOR", "GENDER_WOMAN", 4, 2);
  EXPECT_EQ(ask(request).totals(0).total(), 4) << "the later file says nothing of Sweden any more";
  ++world.last_sequence;
  add("", "GENDER_NOT_STATED", 0, std::nullopt);
  EXPECT_TRUE(ask(request).totals(0).no_report());
  EXPECT_EQ(ask(request).sentence(), "On 30 June 2024, no table of UN answers this.");
}

TEST_P(QueryTest, ACallerOfAUnitCountsThatUnitAndSeesSo) {
  const World world = world_of(7);
  insert(world);
  const auto request = on("S1", "2020-08-15");
  const rpc::Caller of_unit = caller(platform::v1::ROLE_HR_UNIT, 3);
  const auto limited = ask(request, of_unit);
  EXPECT_EQ(std::vector<std::string>(limited.scope().begin(), limited.scope().end()),
            std::vector<std::string>{"UNIT-3"});
  auto filtered = request;
  where(filtered, v1::DIMENSION_UNIT, {"UNIT-3"});
  EXPECT_EQ(limited.totals(0).total(), ask(filtered).totals(0).total());
  EXPECT_LT(limited.totals(0).total(), ask(request).totals(0).total());
  EXPECT_GT(limited.totals(0).total(), 0);
  auto other = request;
  where(other, v1::DIMENSION_UNIT, {"UNIT-2"});
  EXPECT_TRUE(support::names_field(refused(query_path, other, of_unit), "where")) << "a filter widens nobody's scope";
}

// Readers see whole transactions while facts come in.
TEST_P(QueryTest, ManyAskWhileFactsAreAppended) {
  World world;
  world.parents = {{1, 0}};
  insert(world);
  const auto request = on("S1", "2026-03-01");
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      int last = 0;
      while (!done) {
        const int now = ask(request).totals(0).total();
        EXPECT_GE(now, last) << "a fact was seen and then not";
        EXPECT_EQ(now % 2, 0) << "half a transaction was seen";
        last = now;
      }
    });
  }
  Row row;
  row.texts = {"1", "NOR", "", "ORGANISATION_UN", "CATEGORY_MILITARY", "", "0", "1", "GENDER_MAN"};
  row.day_from = *rules::parse_date("2026-01-01");
  for (int i = 1; i <= 60; ++i) {
    sql([&](db::Session& session) {
      for (int half = 0; half < 2; ++half) {
        row.sequence = i;
        row.record = row.parent = row.subject = i * 2 + half;
        insert_row(session, row);
      }
    });
  }
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(ask(request).totals(0).total(), 120);
}

INSTANTIATE_TEST_SUITE_P(Backends, QueryTest, support::backends(), support::backend_name);

}  // namespace
}  // namespace muster::statistics::testing
