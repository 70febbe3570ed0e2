// SPDX-License-Identifier: EUPL-1.2
// Known then is final: whoever asks what was known at a moment is told the same for ever, whatever is recorded later,
// corrected, renamed, required or taken back, and whoever writes at that moment. Random histories of all verbs are
// written while random questions are asked; each is asked again later, and of a server that starts anew.
#include <google/protobuf/reflection.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <random>
#include <sstream>
#include <thread>

#include "muster/imports/v1/imports.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "muster/training/v1/training.pb.h"
#include "platform/imports/hold.h"
#include "rules/civil_date.h"
#include "support/actions.h"
#include "support/operations.h"
#include "support/process.h"
#include "support/rounds.h"

namespace muster {
namespace {

using google::protobuf::Message;
using google::protobuf::util::TimeUtil;
using statistics::v1::Dimension;
using statistics::v1::Indicator;
using statistics::v1::ListCellRecordsRequest;
using statistics::v1::ListCellRecordsResponse;
using statistics::v1::QueryIndicatorRequest;
using statistics::v1::QueryIndicatorResponse;

constexpr int verbs_in_a_round = 250;  // of each of two writers
constexpr std::size_t questions_in_a_round = 500;

const std::string roster_service = "muster.roster.v1.RosterService/";
const std::string training_service = "muster.training.v1.TrainingService/";
const std::string missions_service = "muster.missions.v1.MissionsService/";
const std::string nominations_service = "muster.nominations.v1.NominationsService/";
const std::string imports_service = "muster.imports.v1.ImportService/";
const std::string statistics_service = "muster.statistics.v1.StatisticsService/";

// A call as JSON with ' for ", and in angle brackets what is drawn: "<a|b>" one of these, then "any persons" the name
// of a person that there is, "new P" a code of its own such as P-7, "some U" a code that something has, had or will
// have, "day -9 0" a day counted from today, "end 0 9" the last day of a month so many before this one, "month 0 9"
// that month, "upto 9" a number, "year" this one.
struct Verb {
  std::string path;
  std::string json;
};

const std::vector<Verb> verbs = {
    {roster_service + "CreatePerson",
     "{'person': {'number': '<new P>', 'given_name': 'A', 'family_name': 'B', 'nationality': 'NOR', "
     "'gender': 'GENDER_<WOMAN|MAN|OTHER|NOT_STATED>', 'gender_source': 'GENDER_SOURCE_SELF', "
     "'category': 'CATEGORY_<MILITARY|POLICE>'}, "
     "'affiliation': {'unit': '<any units>', 'valid_from': '<day -450 -60>'}}"},
    {roster_service + "ChangePerson",
     "{'person': {'name': '<any persons>', 'category': 'CATEGORY_<MILITARY|POLICE>'}, 'update_mask': 'category', "
     "'valid_from': '<day -300 0>'}"},
    {roster_service + "CorrectPerson",
     "{'person': {'name': '<any persons>', 'category': 'CATEGORY_<MILITARY|POLICE>'}, 'update_mask': 'category', "
     "'first_day': '<day -300 -200>', 'last_day': '<day -199 -3>', 'reason': 'A'}"},
    {roster_service + "CorrectPerson",
     "{'person': {'name': '<any persons>', 'nationality': '<NOR|SWE>'}, 'update_mask': 'nationality', 'reason': 'A'}"},
    {roster_service + "ChangeAffiliation",
     "{'affiliation': {'name': '<any affiliations>', 'unit': '<any units>'}, 'update_mask': 'unit', "
     "'valid_from': '<day -300 0>'}"},
    {roster_service + "CorrectAffiliation",
     "{'affiliation': {'name': '<any affiliations>', 'unit': '<any units>', 'valid_from': '<day -450 -60>'}, "
     "'update_mask': '<unit|validFrom>', 'reason': 'A'}"},
    {roster_service + "UpdatePerson",
     "{'person': {'name': '<any persons>', 'status': 'PERSON_STATUS_<ACTIVE|ACTIVE|ACTIVE|INACTIVE|DECEASED>', "
     "'plausible_reason': 'A'}, 'update_mask': 'status,plausibleReason', 'last_day': '<day -59 0>'}"},
    {roster_service + "UpdatePerson",
     "{'person': {'name': '<any persons>', 'gender': 'GENDER_<WOMAN|MAN|OTHER|NOT_STATED>'}, 'update_mask': 'gender'}"},
    {roster_service + "CreateAffiliation",
     "{'affiliation': {'person': '<any persons>', 'unit': '<any units>', 'valid_from': '<day -59 0>'}}"},
    {roster_service + "EndAffiliation",
     "{'name': '<any affiliations>', 'last_day': '<day -59 0>', 'plausible_reason': 'A'}"},
    {roster_service + "CreateMembership",
     "{'membership': {'person': '<any persons>', 'valid_from': '<day -450 -60>'}}"},
    {roster_service + "RenewIntent",
     "{'name': '<any rosterMemberships>', 'year': <year>, 'signed_date': '<day -59 0>', "
     "'mission_kinds': ['ASSIGNMENT_KIND_OTHER'], 'employer_consent': 'EMPLOYER_CONSENT_<YES|NO|NOT_NEEDED>'}"},
    {roster_service + "EndMembership", "{'name': '<any rosterMemberships>', 'last_day': '<day -59 0>', 'reason': 'A'}"},
    {roster_service + "CorrectMembership",
     "{'membership': {'name': '<any rosterMemberships>', 'valid_from': '<day -450 -60>'}, "
     "'update_mask': '<validFrom|validTo>', 'reason': 'A'}"},
    {roster_service + "CorrectIntent",
     "{'letter': {'name': 'lettersOfIntent/<upto 20>', 'employer_consent': 'EMPLOYER_CONSENT_<YES|NO|NOT_NEEDED>', "
     "'signed_date': '<day -59 0>'}, 'update_mask': '<employerConsent|signedDate>', 'reason': 'A'}"},
    {roster_service + "CorrectCredential",
     "{'credential': {'name': '<any credentials>', 'valid_from': '<day -450 -60>', 'valid_to': '<day 100 900>'}, "
     "'update_mask': '<validFrom|validTo>', 'reason': 'A'}"},
    {roster_service + "EndCredential", "{'name': '<any credentials>', 'last_day': '<day -59 90>'}"},
    {roster_service + "CreateCredential",
     "{'credential': {'person': '<any persons>', 'kind': 'CREDENTIAL_KIND_PASSPORT', "
     "'valid_from': '<day -450 -60>', 'valid_to': '<day 100 900>'}}"},
    {roster_service + "ErasePerson", "{'name': '<any persons>', 'reason': 'Z'}"},
    {roster_service + "CreateUnit",
     "{'unit': {'code': '<new U>', 'display_name': 'A', 'kind': 'UNIT_KIND_UNIT', 'parent': '<any units>'}}"},
    {roster_service + "UpdateUnit",
     "{'unit': {'name': '<any units>', 'code': '<new U|new U|some U>'}, 'update_mask': 'code'}"},
    {roster_service + "MoveUnit",
     "{'name': '<any units>', 'parent': '<any units>', 'valid_from': '<day -450 0>', 'reason': 'A'}"},
    {roster_service + "CorrectUnit",
     "{'name': '<any units>', 'parent': '<any units>', 'first_day': '<day -450 -300>', 'last_day': '<day -299 0>', "
     "'reason': 'A'}"},
    {roster_service + "MovePeople",
     "{'from_unit': '<any units>', 'to_unit': '<any units>', 'valid_from': '<day -59 0>'}"},
    // Seldom, or soon none is in force.
    {roster_service + "EndUnit",
     "{'name': '<any units>', 'last_day': '<day -59 0>', 'successor': '<any units>', 'reason': 'A', "
     "'validate_only': <true|true|true|true|true|true|true|true|true|false>}"},
    {roster_service + "CorrectUnitEnd", "{'name': '<any units>', 'last_day': '<day -59 0>', 'reason': 'A'}"},
    {roster_service + "CorrectUnitEnd", "{'name': '<any units>', 'reason': 'A'}"},
    {missions_service + "CreateMission",
     "{'mission': {'acronym': '<new M>', 'display_name': 'A', 'organisation': 'ORGANISATION_<UN|NATO>', "
     "'kind': 'MISSION_KIND_<INTERNATIONAL|EXERCISE>'}}"},
    {missions_service + "UpdateMission",
     "{'mission': {'name': '<any missions>', 'acronym': '<new M|new M|some M>'}, 'update_mask': 'acronym'}"},
    {missions_service + "EndMission", "{'name': '<any missions>', 'last_day': '<day -59 900>', 'reason': 'A'}"},
    {missions_service + "CreatePost",
     "{'post': {'mission': '<any missions>', 'code': '<new Q>', 'display_name': 'A', "
     "'category': 'CATEGORY_<MILITARY|POLICE>', 'personnel_type': 'PERSONNEL_TYPE_STAFF_OFFICER', "
     "'function': 'POST_FUNCTION_OBSERVER', 'rank_band': 'RANK_BAND_<SENIOR|MIDDLE>', 'leadership_tier': <upto 4>, "
     "'tour_months': 12, 'valid_from': '2020-01-01', 'seats': <1|9>}}"},
    {missions_service + "ChangeMission",
     "{'mission': {'name': '<any missions>', 'kind': 'MISSION_KIND_<INTERNATIONAL|EXERCISE>', "
     "'organisation': 'ORGANISATION_<UN|NATO>'}, 'update_mask': '<kind|organisation>', 'valid_from': '<day -450 0>'}"},
    {missions_service + "CorrectMission",
     "{'mission': {'name': '<any missions>', 'kind': 'MISSION_KIND_<INTERNATIONAL|EXERCISE>', "
     "'organisation': 'ORGANISATION_<UN|NATO>'}, 'update_mask': '<kind|organisation>', 'first_day': '<day -450 -60>', "
     "'last_day': '<day -59 0>', 'reason': 'A'}"},
    {missions_service + "ChangePost",
     "{'post': {'name': '<any posts>', 'leadership_tier': <upto 4>, 'rank_band': 'RANK_BAND_<SENIOR|MIDDLE>'}, "
     "'update_mask': '<leadershipTier|rankBand>', 'valid_from': '<day -450 0>'}"},
    {missions_service + "CorrectPost",
     "{'post': {'name': '<any posts>', 'leadership_tier': <upto 4>, 'rank_band': 'RANK_BAND_<SENIOR|MIDDLE>'}, "
     "'update_mask': '<leadershipTier|rankBand>', 'first_day': '<day -450 -60>', 'last_day': '<day -59 0>', "
     "'reason': 'A'}"},
    {missions_service + "UpdatePost",
     "{'post': {'name': '<any posts>', 'valid_to': '<day 400 900>'}, 'update_mask': 'valid_to'}"},
    {missions_service + "UpdatePost", "{'post': {'name': '<any posts>', 'seats': <1|2|9>}, 'update_mask': 'seats'}"},
    {missions_service + "CreateDeployment",
     "{'deployment': {'person': '<any persons>', 'planned_from': '<day -300 0>', 'planned_to': '<day 1 300>'}, "
     "'post': '<any posts>', 'overlap_reason': 'A', 'handover_reason': 'A', 'dormant_reason': 'A'}"},
    {missions_service + "CreateDeployment",
     "{'deployment': {'nomination': '<any nominations>', 'planned_from': '<day 30 40>', "
     "'planned_to': '<day 100 390>'}, 'handover_reason': 'A'}"},
    {missions_service + "ReportHeadcounts",
     "{'unit': '<any units>', 'month': '<month 1 6>', 'country': 'NOR', 'headcounts': ["
     "{'mission': '<any missions>', 'category': 'CATEGORY_MILITARY', 'gender': 'GENDER_WOMAN', 'count': <upto 9>}, "
     "{'category': 'CATEGORY_POLICE', 'gender': 'GENDER_MAN', 'count': <upto 9>}]}"},
    {missions_service + "WithdrawHeadcounts", "{'unit': '<any units>', 'month': '<month 1 6>', 'country': 'NOR'}"},
    {training_service + "CreateCourse",
     "{'course': {'code': '<new C>', 'display_name': 'A', 'topics': ['TOPIC_WPS']}}"},
    {training_service + "CreateCourseVersion",
     "{'course_version': {'course': '<any courses>', 'version': '<new V>', 'validity_months': <1|6|12>, "
     "'renewal_window_days': <0|30>, 'valid_from': '2015-01-01'}}"},
    {training_service + "RecordCompletions",
     "{'persons': ['<any persons>'], 'course_version': '<any courseVersions>', 'completed_date': '<day -450 0>'}"},
    {training_service + "RecordCompletions",
     "{'persons': ['<any persons>'], 'course_version': '<any courseVersions>', 'completed_date': '<day -450 0>'}"},
    {training_service + "RevokeCompletion", "{'name': '<any completions>', 'reason': 'A'}"},
    {training_service + "CreateRequirement",
     "{'requirement': {'code': '<new R>', 'display_name': 'A', 'population': 'POPULATION_<ROSTER|DEPLOYED>', "
     "'topics': ['TOPIC_WPS'], 'time': 'REQUIREMENT_TIME_<CONTINUOUS|ON_NOMINATION|THROUGHOUT_TOUR>', "
     "'soon_days': <upto 90>, 'valid_from': '<day -450 -60>'}}"},
    {training_service + "UpdateRequirement",
     "{'requirement': {'name': '<any requirements>', 'soon_days': <upto 366>, 'valid_to': '<day -59 300>', "
     "'code': '<new R>'}, 'update_mask': '<soonDays|validTo|code>'}"},
    {training_service + "CreateWaiver",
     "{'waiver': {'person': '<any persons>', 'requirement': '<any requirements>', 'reason': 'A', "
     "'valid_from': '<day -450 -60>', 'valid_to': '<day -59 90>'}}"},
    {training_service + "RevokeWaiver", "{'name': '<any waivers>', 'reason': 'A'}"},
    {nominations_service + "CreateCall",
     "{'call': {'reference': '<new N>', 'display_name': 'A', 'organisation': 'ORGANISATION_UN', "
     "'kind': 'CALL_KIND_NOTE_VERBALE', 'posts': ['posts/1'], 'deadline_date': '<day 10 20>', "
     "'time_zone': 'Europe/Oslo'}}"},
    {nominations_service + "OpenCall", "{'name': '<any calls>'}"},
    {nominations_service + "OpenCall", "{'name': '<any calls>'}"},
    {nominations_service + "CreateNomination",
     "{'nomination': {'call': '<any calls>', 'post': 'posts/1', 'person': '<any persons>', "
     "'supervisor_agreement': 'SUPERVISOR_AGREEMENT_YES', 'planned_from': '<day 30 40>', "
     "'planned_to': '<day 100 390>'}}"},
    {imports_service + "UndoImport", "{'name': '<any imports>'}"},
    {imports_service + "UndoImport", "{'name': '<any imports>'}"},
};

// A file of up to eight rows.
struct File {
  std::string kind;
  std::string options;  // of CreateImport, as JSON
  std::string header;
  std::string row;
};

const std::vector<File> files = {
    {"PERSONS", "", "number,given_name,family_name,gender,category,unit,valid_from",
     "<new I>,A,B,<woman|man>,military,<ARMY|NAVY>,<day -450 -60>"},
    {"HEADCOUNTS", ", 'source': 'UN'", "report_date,mission,iso3,personnel_type,male,female,total",
     "<end 1 14>,<UNMISS|some M>,<NOR|SWE>,Troops,<3,1,4|10,4,14|0,2,2|5,0,5>"},
    {"DEPLOYMENTS", ", 'source': 'UN', 'reported_months': ['<month 1 5>', '<month 6 10>', '<month 11 14>']",
     "subject,mission,country,personnel_type,category,gender,tier,actual_from,actual_to",
     "<new S>,<UNMISS||some M>,<NOR|SWE>,<Troops|Staff Officer|>,military,<woman|man|not_stated>,<0|2|>,<end 8 14>,"
     "<|end 1 7>"},
};

// What a filter may ask for.
const std::map<Dimension, std::string> filters = {
    {statistics::v1::DIMENSION_MISSION, "<UNMISS|some M|some M|>"},
    {statistics::v1::DIMENSION_COUNTRY, "<NOR|SWE>"},
    {statistics::v1::DIMENSION_PERSONNEL_TYPE, "<Troops|Staff Officer|>"},
    {statistics::v1::DIMENSION_ORGANISATION, "<ORGANISATION_UN|ORGANISATION_NATO|>"},
    {statistics::v1::DIMENSION_CATEGORY, "<military|police>"},
    {statistics::v1::DIMENSION_RANK_BAND, "<SENIOR|MIDDLE|>"},
    {statistics::v1::DIMENSION_TIER, "<0|2|3|>"},
    {statistics::v1::DIMENSION_UNIT, "<ARMY|NAVY|some U|>"},
    {statistics::v1::DIMENSION_GENDER, "<woman|man|not_stated>"},
    {statistics::v1::DIMENSION_MISSION_KIND, "<MISSION_KIND_INTERNATIONAL|MISSION_KIND_EXERCISE|>"},
};

// For whatever a step of a tour or nomination needs.
const std::map<std::string, std::string> needed = {
    {"actual_from", "<day -300 -60>"}, {"actual_to", "<day -59 0>"}, {"planned_to", "<day 300 500>"},
    {"valid_from", "<day -59 0>"},     {"post", "<any posts>"},      {"end_reason", "END_REASON_TOUR_COMPLETE"},
    {"reason", "REASON_OTHER"},        {"reason_text", "A"},         {"reference", "26/1"},
    {"reserve_until", "<day 30 60>"}};

// What one thread draws.
class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  long long between(long long first, long long last) {
    return std::uniform_int_distribution<long long>(first, last)(engine_);
  }
  int up_to(int last) { return static_cast<int>(between(0, last)); }
  bool one_in(int parts) { return up_to(parts - 1) == 0; }
  template <class Values>
  const auto& one_of(const Values& values) {
    return values[static_cast<std::size_t>(up_to(static_cast<int>(values.size()) - 1))];
  }

 private:
  std::mt19937 engine_;
};

// The names of what all threads made, by collection, and the numbers in the codes that they gave.
class Made {
 public:
  void add(const std::string& name) {
    const std::lock_guard lock(mutex_);
    names_[name.substr(0, name.find('/'))].push_back(name);
  }
  // "persons/0" when there is none.
  std::string any(const std::string& collection, Random& random) {
    const std::lock_guard lock(mutex_);
    const auto& names = names_[collection];
    return names.empty() ? collection + "/0" : random.one_of(names);
  }
  std::vector<std::string> all(const std::string& collection) {
    const std::lock_guard lock(mutex_);
    return names_[collection];
  }
  std::string new_code(const std::string& letter) { return letter + "-" + std::to_string(++last_); }
  std::string some_code(const std::string& letter, Random& random) {
    return letter + "-" + std::to_string(1 + random.up_to(last_ + 2));
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<std::string>> names_;
  std::atomic<int> last_ = 0;
};

struct Answer {
  std::string text;
  std::shared_ptr<Message> message;  // null when it was refused
  int genders = 0;                   // how often genders had been corrected, twice
};

// A question as it is asked again and again, and how it was answered first.
struct Kept {
  std::string method;
  std::shared_ptr<const Message> request;
  std::size_t caller = 0;
  Answer answer;
};

class KnownThenTest : public support::OperationsTest {
 protected:
  void SetUp() override;
  void round(unsigned seed);

  // ---- Writing: what is refused is also well ----
  void take_verb(rpc::Dispatcher& at, Random& random, bool genders);
  std::string drawn(std::string text, Random& random);
  std::string value(const std::string& words, Random& random);
  std::unique_ptr<Message> send(rpc::Dispatcher& at, const std::string& path, std::string json, const rpc::Caller& who);
  std::unique_ptr<Message> send(rpc::Dispatcher& at, const std::string& path, const Message& request,
                                const rpc::Caller& who);
  void take_step(rpc::Dispatcher& at, const std::string& service, const std::string& get, const std::string& name,
                 Random& random);
  void import(const File& file, Random& random);
  void wait_for_imports();

  // ---- Asking ----
  QueryIndicatorRequest draw_question(Random& random);
  void ask_and_keep(Random& random);
  void ask_again(rpc::Dispatcher& at, std::size_t place);
  // The answer without what is not as known then: people's names, and words about what is known now. Nothing when the
  // server is too busy, or a gender was corrected meanwhile.
  std::optional<Answer> ask(rpc::Dispatcher& at, const Kept& question);

  Made made_;
  std::vector<rpc::Caller> writers_, askers_;
  std::vector<Indicator> indicators_;
  long long begun_ = 0;
  unsigned seed_ = 0;
  std::mutex mutex_;  // of these:
  std::deque<Kept> kept_;
  std::vector<long long> sequences_;
  // Twice how often one was corrected; odd while one is.
  std::atomic<int> genders_ = 0;
  std::atomic<int> compared_ = 0, taken_ = 0, refused_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Backends, KnownThenTest, support::backends(), support::backend_name);

void KnownThenTest::SetUp() {
  OperationsTest::SetUp();
  if (HasFatalFailure()) return;
  for (int i = 0; i < 2; ++i) {
    writers_.push_back(caller(platform::v1::ROLE_HR_CENTRAL));
    writers_.back().system = true;  // may everything, and is somebody: who proposes does not endorse
  }
  askers_ = {system(), caller_of(platform::v1::ROLE_ENDORSER, army_), caller_of(platform::v1::ROLE_HR_UNIT, navy_)};
  const auto all = call<statistics::v1::ListIndicatorsResponse>(statistics_service + "ListIndicators",
                                                                statistics::v1::ListIndicatorsRequest());
  indicators_.assign(all.indicators().begin(), all.indicators().end());
  for (const std::string& name : {ministry_, army_, navy_, battalion_, mission, leader_post.name()}) made_.add(name);
  Random random(0);
  for (int i = 0; i < 12; ++i) made_.add(add_person(made_.new_code("P")));
  begun_ = rules::now_micros();
}

std::string KnownThenTest::value(const std::string& words, Random& random) {
  std::istringstream read(words);
  std::string kind, what;
  int first = 0, last = 0;
  read >> kind;
  const rules::Day today = *rules::parse_date(day(0));
  if (kind == "any" && read >> what) return made_.any(what, random);
  if (kind == "new" && read >> what) return made_.new_code(what);
  if (kind == "some" && read >> what) return made_.some_code(what, random);
  if (kind == "upto" && read >> last) return std::to_string(random.up_to(last));
  if (kind == "year") return rules::format_date(today).substr(0, 4);
  if (!(read >> first >> last)) return words;
  const int number = static_cast<int>(random.between(first, last));
  if (kind == "day") return rules::format_date(today + number);
  const std::string end = rules::format_date(rules::month_end(rules::add_months(rules::month_start(today), -number)));
  return kind == "end" ? end : end.substr(0, 7);
}

std::string KnownThenTest::drawn(std::string text, Random& random) {
  for (auto at = text.find('<'); at != std::string::npos; at = text.find('<', at)) {
    const auto end = text.find('>', at);
    std::vector<std::string> choices(1);
    for (const char c : text.substr(at + 1, end - at - 1)) {
      if (c == '|') {
        choices.emplace_back();
      } else {
        choices.back() += c;
      }
    }
    const std::string chosen = value(random.one_of(choices), random);
    text.replace(at, end - at + 1, chosen);
    at += chosen.size();
  }
  return text;
}

std::unique_ptr<Message> KnownThenTest::send(rpc::Dispatcher& at, const std::string& path, const Message& request,
                                             const rpc::Caller& who) {
  try {
    auto answer = at.call_message(path, request, who);
    ++taken_;
    const auto* name = answer->GetDescriptor()->FindFieldByName("name");
    if (name && path.find("/Create") != std::string::npos) made_.add(answer->GetReflection()->GetString(*answer, name));
    return answer;
  } catch (const status::Error& error) {
    EXPECT_NE(error.code(), status::Code::internal) << path << ": " << error.message();
    ++refused_;
    return nullptr;
  }
}

std::unique_ptr<Message> KnownThenTest::send(rpc::Dispatcher& at, const std::string& path, std::string json,
                                             const rpc::Caller& who) {
  std::replace(json.begin(), json.end(), '\'', '"');
  std::unique_ptr<Message> request(registry().find(path)->request_prototype->New());
  const auto read = google::protobuf::util::JsonStringToMessage(json, request.get());
  EXPECT_TRUE(read.ok()) << path << " " << json << ": " << read.ToString();
  return send(at, path, *request, who);
}

// One of the steps that are possible now; seldom one that ends it or leads back.
void KnownThenTest::take_step(rpc::Dispatcher& at, const std::string& service, const std::string& get,
                              const std::string& name, Random& random) {
  const rpc::Caller& who = random.one_of(writers_);
  const auto record = send(at, service + get, "{'name': '" + name + "'}", who);
  if (!record) return;
  const bool any_step = random.one_in(6);
  std::vector<platform::v1::Action> possible;
  for (const auto& action : record->GetReflection()->GetRepeatedFieldRef<platform::v1::Action>(
           *record, record->GetDescriptor()->FindFieldByName("actions"))) {
    bool onward = true;
    for (const char* word : {"Void", "Cancel", "Withdraw", "Decline", "CloseNomination", "DoNotSelect", "Lapse",
                             "Return", "Recall", "Reopen"}) {
      onward = onward && action.verb().find(word) == std::string::npos;
    }
    if (action.possible() && (any_step || onward)) possible.push_back(action);
  }
  if (possible.empty()) return;
  const platform::v1::Action& action = random.one_of(possible);
  support::Values values;
  for (const auto& [field, text] : needed) values[field] = drawn(text, random);
  const auto request = support::needed_request(service, action, name, values);
  for (const char* word : {"overlap_reason", "handover_reason", "plausible_reason"}) {
    const auto* field = request->GetDescriptor()->FindFieldByName(word);
    if (field != nullptr) request->GetReflection()->SetString(request.get(), field, "A");
  }
  send(at, service + action.verb(), *request, who);
}

// Begins it; it goes on in the background, while others write and ask.
void KnownThenTest::import(const File& file, Random& random) {
  imports::v1::UploadChunkRequest chunk;
  *chunk.mutable_data() = file.header + "\n";
  for (int i = random.up_to(7); i >= 0; --i) *chunk.mutable_data() += drawn(file.row, random) + "\n";
  const rpc::Caller& who = random.one_of(writers_);
  const auto begun = send(dispatcher(), imports_service + "CreateImport",
                          "{'import': {'kind': 'IMPORT_KIND_" + file.kind + "', 'file_name': 'f.csv', 'size_bytes': '" +
                              std::to_string(chunk.data().size()) + "'" + drawn(file.options, random) + "}}",
                          who);
  if (!begun) return;
  chunk.set_name(static_cast<const imports::v1::Import&>(*begun).name());
  send(dispatcher(), imports_service + "UploadChunk", chunk, who);
  send(dispatcher(), imports_service + "StartImport", "{'name': '" + chunk.name() + "'}", who);
}

void KnownThenTest::wait_for_imports() {
  for (const std::string& name : made_.all("imports")) {
    imports::v1::GetImportRequest request;
    request.set_name(name);
    // One that cannot be undone, since something was built on it meanwhile, waits for as long as that is there.
    const auto ended = [](const imports::v1::Import& import) {
      return !imports::is_at_work(import.state()) ||
             (import.state() == imports::v1::IMPORT_STATE_UNDOING && !import.refusal().empty());
    };
    while (!ended(call<imports::v1::Import>(imports_service + "GetImport", request))) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // no event tells of it
    }
  }
}

void KnownThenTest::take_verb(rpc::Dispatcher& at, Random& random, bool genders) {
  if (random.one_in(6))
    return take_step(at, missions_service, "GetDeployment", made_.any("deployments", random), random);
  if (random.one_in(6)) {
    return take_step(at, nominations_service, "GetNomination", made_.any("nominations", random), random);
  }
  if (random.one_in(12)) return import(random.one_of(files), random);
  const Verb& verb = random.one_of(verbs);
  const bool correction = verb.json.find("'update_mask': 'gender'") != std::string::npos;
  if (correction && !genders) return;
  if (correction) ++genders_;
  // What goes on in the background does so in the process that has a runner.
  const auto answer = send(verb.path.starts_with(imports_service) ? dispatcher() : at, verb.path,
                           drawn(verb.json, random), random.one_of(writers_));
  if (correction) ++genders_;
  if (const auto* recorded = dynamic_cast<const training::v1::RecordCompletionsResponse*>(answer.get())) {
    for (const auto& completion : recorded->completions()) made_.add(completion.name());
  }
}

// Every day of it is named, so that it means the same tomorrow.
QueryIndicatorRequest KnownThenTest::draw_question(Random& random) {
  const Indicator& indicator = random.one_of(indicators_);
  QueryIndicatorRequest request;
  request.set_indicator(indicator.code());
  if (indicator.period() || random.one_in(4)) {
    request.set_from(drawn("<day -300 -100>", random));
    request.set_to(drawn("<day -99 0>", random));
    request.set_every_month(!indicator.period() || random.one_in(3));
  } else {
    request.set_as_of(drawn("<day -300 0|day -60 0|end 1 10>", random));
  }
  for (int i = random.up_to(2); i > 0; --i) {
    request.add_group_by(static_cast<Dimension>(random.one_of(indicator.dimensions())));
  }
  for (int i = random.up_to(1) * random.up_to(2); i > 0; --i) {
    const auto found = filters.find(static_cast<Dimension>(random.one_of(indicator.dimensions())));
    if (found == filters.end()) continue;
    auto& filter = *request.add_where();
    filter.set_dimension(found->first);
    for (int values = random.up_to(2); values >= 0; --values) filter.add_values(drawn(found->second, random));
  }
  for (const std::string& parameter : indicator.parameters()) {
    if (parameter == "tier") request.set_tier(random.up_to(4));
    if (parameter == "stage") request.set_stage(drawn("<NOMINATED|ENDORSED|SUBMITTED|SELECTED>", random));
    if (parameter == "requirement" && !random.one_in(8)) request.set_requirement(drawn("<some R>", random));
    if (parameter == "individuals_only") request.set_individuals_only(random.one_in(3));
  }
  return request;
}

std::optional<Answer> KnownThenTest::ask(rpc::Dispatcher& at, const Kept& question) {
  Answer answer{.genders = genders_};
  try {
    answer.message = at.call_message(statistics_service + question.method, *question.request, askers_[question.caller]);
    if (auto* list = dynamic_cast<ListCellRecordsResponse*>(answer.message.get())) {
      for (auto& record : *list->mutable_records()) {
        record.clear_person();
        record.clear_person_display_name();
      }
    } else if (!static_cast<const QueryIndicatorRequest&>(*question.request).has_known_at()) {
      // Asked by its sequence, it says "as known on", which the first answer did not.
      static_cast<QueryIndicatorResponse&>(*answer.message).clear_sentence();
      static_cast<QueryIndicatorResponse&>(*answer.message).clear_sentence_nb();
    }
    answer.text = answer.message->DebugString();
  } catch (const status::Error& error) {
    if (error.code() == status::Code::unavailable) return std::nullopt;
    answer.text =
        "refused: " + error.reason() + " " + (error.violations().empty() ? "" : error.violations().front().field);
  }
  if (answer.genders % 2 != 0 || answer.genders != genders_) return std::nullopt;
  return answer;
}

void KnownThenTest::ask_and_keep(Random& random) {
  Kept question{.method = "QueryIndicator", .caller = static_cast<std::size_t>(random.up_to(2))};
  auto request = std::make_shared<QueryIndicatorRequest>(draw_question(random));
  question.request = request;
  const int way = random.up_to(9);
  if (way < 7) {
    const long long now = rules::now_micros();
    *request->mutable_known_at() = TimeUtil::MicrosecondsToTimestamp(way < 5 ? now : random.between(begun_, now));
  } else if (way < 8) {
    const std::lock_guard lock(mutex_);
    if (sequences_.empty()) return;
    request->set_known_sequence(random.one_of(sequences_));
  }
  auto answer = ask(dispatcher(), question);
  if (!answer) return;
  const auto* response = static_cast<const QueryIndicatorResponse*>(answer->message.get());
  if (way >= 8) {
    if (!response) return;
    // Of what is known now the answer itself says when that was.
    request->set_known_sequence(response->sequence());
  }
  std::optional<Kept> list;
  if (response && !response->cells().empty() && random.one_in(3)) {
    auto records = std::make_shared<ListCellRecordsRequest>();
    *records->mutable_query() = *request;
    const auto& cell = random.one_of(response->cells());
    *records->mutable_group() = cell.group();
    records->set_date(cell.date());
    records->set_page_size(500);
    list = Kept{.method = "ListCellRecords", .request = records, .caller = question.caller};
    if (auto listed = ask(dispatcher(), *list)) {
      list->answer = std::move(*listed);
    } else {
      list.reset();
    }
  }
  const std::lock_guard lock(mutex_);
  if (way >= 8) sequences_.push_back(response->sequence());
  question.answer = {.text = answer->text, .genders = answer->genders};
  kept_.push_back(std::move(question));
  if (list) kept_.push_back(std::move(*list));
}

void KnownThenTest::ask_again(rpc::Dispatcher& at, std::size_t place) {
  Kept question;
  {
    const std::lock_guard lock(mutex_);
    question = kept_[place];
  }
  const auto again = ask(at, question);
  if (!again) return;
  const std::lock_guard lock(mutex_);
  Answer& first = kept_[place].answer;
  if (first.genders != again->genders) {
    // Genders are those of now, so from the later one on the answers are compared.
    if (first.genders < again->genders) first = *again;
    return;
  }
  ++compared_;
  EXPECT_EQ(again->text, first.text) << "in round " << seed_ << ", caller " << question.caller << ", of\n"
                                     << statistics_service + question.method << " "
                                     << question.request->ShortDebugString();
}

// In rounds of an even seed genders are corrected too.
void KnownThenTest::round(unsigned seed) {
  seed_ = seed;
  support::Process other(test_database().url());
  const std::size_t before = kept_.size();
  std::atomic<int> writing = 2;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 2; ++i) {
    threads.emplace_back([&, i] {
      Random random(100 * seed + i);
      for (int verb = 0; verb < verbs_in_a_round; ++verb) {
        take_verb(i == 0 ? dispatcher() : other.dispatcher, random, seed % 2 == 0 && i == 0);
      }
      --writing;
    });
    threads.emplace_back([&, i] {
      Random random(100 * seed + 50 + i);
      while (writing > 0 && !HasFailure()) {
        std::size_t size = 0;
        {
          const std::lock_guard lock(mutex_);
          size = kept_.size();
        }
        if (size == 0 || (size < before + questions_in_a_round && random.one_in(2))) {
          ask_and_keep(random);
        } else {
          ask_again(dispatcher(), static_cast<std::size_t>(random.up_to(static_cast<int>(size) - 1)));
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  wait_for_imports();
  support::Process anew(test_database().url());
  for (std::size_t place = 0; place < kept_.size() && !HasFailure(); ++place) {
    ask_again(anew.dispatcher, place);
    if (place < before) continue;  // of those of earlier rounds one server is enough
    ask_again(dispatcher(), place);
    ask_again(other.dispatcher, place);
  }
}

TEST_P(KnownThenTest, AnAnswerIsTheSameForEver) {
  for (unsigned seed = 1; seed <= support::rounds(3) && !HasFailure(); ++seed) round(seed);
  if (HasFailure()) return;
  EXPECT_GT(taken_, refused_) << "hardly anything happened";
  EXPECT_GT(compared_, 2 * static_cast<int>(kept_.size()));
}

}  // namespace
}  // namespace muster
