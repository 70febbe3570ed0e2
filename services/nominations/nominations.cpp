// SPDX-License-Identifier: EUPL-1.2
#include "nominations/nominations.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>
#include <unordered_map>

#include "muster/platform/v1/reasons.pb.h"
#include "nominations/actions.h"
#include "nominations/calls.h"
#include "nominations/states.h"
#include "platform/proto/enums.h"
#include "platform/rows/list.h"
#include "platform/rows/rows.h"
#include "platform/rpc/active_person.h"
#include "platform/rpc/dormant_member.h"
#include "platform/rpc/mission_over.h"
#include "platform/rpc/person_name.h"
#include "platform/status/error.h"

namespace muster::nominations {
namespace {

using google::protobuf::util::FieldMaskUtil;

// Throws unless the call takes nominations for this post.
void check_call(rpc::Context& context, const v1::Nomination& nomination) {
  const long long id = proto::id_of<v1::Call>(nomination.call(), "nomination.call");
  const auto row = db::select_one<std::string>(context.sql, {"SELECT state FROM call WHERE id = ?", {id}});
  if (!row)
    throw status::invalid_argument("nomination.call", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                   nomination.call() + " does not exist; see ListCalls", {{"name", nomination.call()}});
  const v1::Call call = read_call(context, id);
  const auto& posts = call.posts();
  if (std::find(posts.begin(), posts.end(), nomination.post()) == posts.end()) {
    throw status::invalid_argument("nomination.post", platform::v1::REASON_POST_NOT_OF_CALL,
                                   "is not one of the posts of " + nomination.call() + "; choose one of those",
                                   {{"name", nomination.call()}});
  }
  if (call.state() != v1::CALL_STATE_OPEN) {
    throw status::failed_precondition(platform::v1::REASON_CALL_NOT_OPEN,
                                      nomination.call() + " is not open for nominations");
  }
  if (is_past_deadline(context, call)) {
    throw status::failed_precondition(
        platform::v1::REASON_CALL_DEADLINE_PASSED,
        "the deadline of " + nomination.call() + " has passed; it takes no more nominations");
  }
}

// `path` is where the nomination stands in the request.
void require_post(rpc::Context& context, const v1::Nomination& nomination, const std::string& path) {
  const PostMissing missing = post_missing(context, nomination);
  if (!missing.why.empty())
    throw status::invalid_argument(path + missing.field, platform::v1::REASON_POST_MISSING, missing.why,
                                   missing.metadata);
  const auto [mission] = *db::select_one<long long>(
      context.sql, {"SELECT mission FROM post WHERE id = ?", {rows::value_of(nomination, "post")}});
  rpc::require_mission_goes_on(context, mission, nomination.planned_to(), path + "planned_to");
}

void check_person(rpc::Context& context, const v1::Nomination& nomination) {
  const long long person = proto::id_of(nomination.person(), "persons", "nomination.person");
  rpc::require_visible_person(context, person);
  rpc::require(rpc::person_not_active(context, nomination.person()));
  if (const auto other = open_nomination(context, nomination)) {
    const std::string name = proto::name_of<v1::Nomination>(*other);
    throw status::already_exists("nomination.person", platform::v1::REASON_ALREADY_NOMINATED,
                                 "is nominated to this post of the call already: " + name, {{"name", name}});
  }
}

// Nobody answers for their own supervisor.
void require_no_own_agreement(const rpc::Context& context, const std::string& person) {
  rpc::require(rpc::own_case(context, person, "nomination's supervisor_agreement"));
}

}  // namespace

void add_names(rpc::Context& context, const std::vector<v1::Nomination*>& nominations) {
  std::vector<long long> people;
  for (const v1::Nomination* one : nominations) people.push_back(proto::id_of(one->person(), "persons", "person"));
  db::Query query = "SELECT id, " + std::string(rpc::person_display_name) + " FROM person WHERE ";
  query += db::one_of("id", people);
  std::unordered_map<long long, std::string> names;
  for (const auto& [id, name] : db::select<long long, std::string>(context.sql, query)) names[id] = name;
  for (std::size_t i = 0; i < nominations.size(); ++i) {
    nominations[i]->set_person_display_name(names.at(people[i]));
  }
}

void freeze_facts(rpc::Context& context, v1::Nomination& nomination, const std::string& day) {
  const auto [gender, category, unit, band, tier] =
      *db::select_one<std::string, std::string, std::optional<long long>, std::string, long long>(
          context.sql,
          {"SELECT person.gender, COALESCE((SELECT affiliation.category FROM affiliation "
           "WHERE affiliation.person = person.id AND valid_from <= ? ORDER BY valid_from DESC LIMIT 1), "
           "person.category), "
           "(SELECT unit FROM affiliation WHERE affiliation.person = person.id AND valid_from <= ? "
           "AND (valid_to IS NULL OR valid_to >= ?) ORDER BY valid_from DESC, id DESC LIMIT 1), "
           "post.rank_band, post.leadership_tier FROM person JOIN post_period post ON post.post = ? "
           "AND post.valid_from <= ? WHERE person.id = ? ORDER BY post.valid_from DESC LIMIT 1",
           {day, day, day, rows::value_of(nomination, "post"), day, rows::value_of(nomination, "person")}});
  nomination.set_frozen_gender(proto::enum_named<platform::v1::Gender>(gender));
  nomination.set_frozen_category(proto::enum_named<platform::v1::Category>(category));
  nomination.set_frozen_unit(unit ? "units/" + std::to_string(*unit) : "");
  nomination.set_frozen_rank_band(proto::enum_named<platform::v1::RankBand>(band));
  nomination.set_frozen_leadership_tier(static_cast<int>(tier));
}

std::optional<long long> open_nomination(rpc::Context& context, const v1::Nomination& nomination) {
  const long long own = nomination.name().empty() ? 0 : proto::id_of<v1::Nomination>(nomination.name());
  for (const auto& [id, state] : db::select<long long, std::string>(
           context.sql, {"SELECT id, state FROM nomination WHERE person = ? AND call = ? AND post = ? AND id <> ?",
                         {rows::value_of(nomination, "person"), rows::value_of(nomination, "call"),
                          rows::value_of(nomination, "post"), own}})) {
    if (!is_terminal(proto::enum_named<v1::NominationState>(state))) return id;
  }
  return std::nullopt;
}

PostMissing post_missing(rpc::Context& context, const v1::Nomination& nomination) {
  const auto [first, last] = *db::select_one<std::string, std::optional<std::string>>(
      context.sql, {"SELECT valid_from, valid_to FROM post WHERE id = ?", {rows::value_of(nomination, "post")}});
  const bool begins = nomination.planned_from() >= first && (!last || nomination.planned_from() <= *last);
  if (begins && (!last || nomination.planned_to() <= *last)) return {};
  status::Metadata metadata{{"name", nomination.post()}, {"valid_from", first}};
  if (last) metadata["valid_to"] = *last;
  return {begins ? "planned_to" : "planned_from",
          nomination.post() + " exists from " + first + (last ? " to " + *last : "") +
              " only; choose days within or another post",
          std::move(metadata)};
}

v1::Nomination read_nomination(rpc::Context& context, long long id, const rpc::Scope& scope) {
  db::Query query{"SELECT " + rows::columns<v1::Nomination>() + " FROM nomination_now WHERE id = ? AND ", {id}};
  query += rpc::visible_persons(scope, "nomination_now.person", context.today());
  auto nomination = rows::query_one<v1::Nomination>(context.sql, query);
  if (!nomination) throw status::not_found(proto::name_of<v1::Nomination>(id));
  return std::move(*nomination);
}

bool is_within(rpc::Context& context, const v1::Nomination& nomination, const rpc::Scope& scope) {
  db::Query query{"SELECT id FROM nomination WHERE id = ? AND ", {proto::id_of<v1::Nomination>(nomination.name())}};
  query += rpc::visible_persons(scope, "nomination.person", context.today());
  return db::select_one<long long>(context.sql, query).has_value();
}

std::string create_nomination(rpc::Context& context, const v1::CreateNominationRequest& request) {
  // The ledger's lock first: what is checked from here on holds until the commit.
  context.sequence();
  v1::Nomination nomination = request.nomination();
  check_call(context, nomination);
  require_post(context, nomination, "nomination.");
  check_person(context, nomination);
  rpc::require_awake(context, nomination.person(), rules::format_date(context.today()), request.dormant_reason());
  if (nomination.supervisor_agreement() != v1::SUPERVISOR_AGREEMENT_UNSPECIFIED) {
    require_no_own_agreement(context, nomination.person());
  }
  nomination.set_state(v1::NOMINATION_STATE_DRAFT);
  if (context.caller.account != 0) nomination.set_proposer("accounts/" + std::to_string(context.caller.account));
  freeze_facts(context, nomination, rules::format_date(context.today()));
  const long long id = rows::insert(context.sql, "nomination", nomination);
  record_creation(context, id, request.dormant_reason());
  return proto::name_of<v1::Nomination>(id);
}

std::string update_nomination(rpc::Context& context, const v1::UpdateNominationRequest& request) {
  context.sequence();  // as in create_nomination
  const long long id = proto::id_of<v1::Nomination>(request.nomination().name(), "nomination.name");
  const v1::Nomination before = read_nomination(context, id, rpc::scope_of(context));
  if (before.state() != v1::NOMINATION_STATE_DRAFT && before.state() != v1::NOMINATION_STATE_RETURNED) {
    throw status::failed_precondition(
        platform::v1::REASON_WRONG_STATE,
        "the nomination is " + rpc::short_name(before.state()) + ": only a draft or a returned one can be changed",
        {{"state", rpc::short_name(before.state())}, {"possible", "DRAFT, RETURNED"}});
  }
  v1::Nomination planned = before;
  FieldMaskUtil::MergeMessageTo(request.nomination(), request.update_mask(), FieldMaskUtil::MergeOptions(), &planned);
  if (planned.planned_to() < planned.planned_from()) {
    throw status::invalid_argument("nomination.planned_to", platform::v1::REASON_TOO_EARLY,
                                   "is before planned_from, " + planned.planned_from(),
                                   {{"earliest", planned.planned_from()}, {"field", "planned_from"}});
  }
  rpc::require(rpc::person_not_active(context, before.person()));
  require_post(context, planned, "nomination.");
  if (planned.supervisor_agreement() != before.supervisor_agreement())
    require_no_own_agreement(context, before.person());
  rows::update(context.sql, "nomination", request.nomination(), request.update_mask());
  const v1::Nomination after = read_nomination(context, id, rpc::scope_of(context));
  if (after.etag() != before.etag()) record_update(context, after, request.update_mask());
  return after.name();
}

v1::Nomination get_nomination(rpc::Context& context, const v1::GetNominationRequest& request) {
  return see_nomination(context, request.name());
}

v1::ListNominationsResponse list_nominations(rpc::Context& context, const v1::ListNominationsRequest& request) {
  rows::ListSpec spec;
  spec.table = "nomination_now";
  spec.where = rpc::visible_persons(rpc::scope_of(context), "nomination_now.person", context.today());
  spec.default_order = "create_time desc";
  auto response = rows::list<v1::Nomination, v1::ListNominationsResponse>(context.sql, request, spec).message();
  std::vector<v1::Nomination*> all(response.mutable_nominations()->pointer_begin(),
                                   response.mutable_nominations()->pointer_end());
  if (!all.empty()) add_names(context, all);
  return response;
}

proto::Encoded<v1::ListNominationEventsResponse> list_nomination_events(
    rpc::Context& context, const v1::ListNominationEventsRequest& request) {
  const long long id = proto::id_of<v1::Nomination>(request.nomination(), "nomination");
  read_nomination(context, id, rpc::scope_of(context));
  rows::ListSpec spec;
  spec.table = "nomination_event";
  spec.where = {"nomination_event.nomination = ?", {id}};
  return rows::list<v1::NominationEvent, v1::ListNominationEventsResponse>(context.sql, request, spec);
}

}  // namespace muster::nominations
