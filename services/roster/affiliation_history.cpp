// SPDX-License-Identifier: EUPL-1.2
#include "roster/affiliation_history.h"

#include <google/protobuf/util/field_mask_util.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/enums.h"
#include "platform/rows/rows.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/fact_rows.h"
#include "platform/status/error.h"
#include "roster/membership_facts.h"
#include "roster/membership_upkeep.h"
#include "roster/ranks.h"

namespace muster::roster {
namespace {

using facts::v1::MembershipFact;
using google::protobuf::FieldMask;
using google::protobuf::util::FieldMaskUtil;
using platform::v1::Category;

FieldMask mask_of(const char* fields) {
  FieldMask mask;
  FieldMaskUtil::FromString(fields, &mask);
  return mask;
}

// The bands of the ranks that the history names.
std::map<std::string, platform::v1::RankBand> bands_of(rpc::Context& context, const History& history) {
  std::vector<long long> ids;
  for (const v1::Affiliation& one : history) {
    if (!one.rank().empty()) ids.push_back(proto::id_of<v1::Rank>(one.rank()));
  }
  db::Query query("SELECT id, rank_band FROM rank WHERE ");
  query += db::one_of("id", ids);
  std::map<std::string, platform::v1::RankBand> bands;
  for (const auto& [id, band] : db::select<long long, std::string>(context.sql, query)) {
    bands[proto::name_of<v1::Rank>(id)] = proto::enum_named<platform::v1::RankBand>(band);
  }
  return bands;
}

// What is counted by category elsewhere follows where the category of a day is another.
void restate_category(rpc::Context& context, long long person, const History& before, const History& after) {
  std::set<std::string> beginnings;
  for (const History* history : {&before, &after}) {
    for (const v1::Affiliation& one : *history) beginnings.insert(one.valid_from());
  }
  std::optional<rpc::Restatement> run;
  const auto end_run = [&](const std::optional<std::string>& last_day) {
    if (!run) return;
    run->last_day = last_day;
    rpc::restate(context, *run);
    run.reset();
  };
  for (const std::string& day : beginnings) {
    const Category was = before[place_of_value(before, day)].category();
    const Category is = after[place_of_value(after, day)].category();
    if (run && run->was == was && run->is == is) continue;
    end_run(rules::days_after(day, -1));
    if (was != is) run = rpc::Restatement{person, day, std::nullopt, was, is};
  }
  end_run(std::nullopt);
}

// The person's record says what holds on the roster's today; rows_of_today.h has it follow as days pass.
void follow_in_person(rpc::Context& context, long long person, const History& history) {
  const v1::Affiliation& is = history[place_of_value(history, rules::format_date(context.today()))];
  v1::Person changed;
  changed.set_name(proto::name_of<v1::Person>(person));
  changed.set_category(is.category());
  if (is.has_nationality()) changed.set_nationality(is.nationality());
  rows::update(context.sql, "person", changed, mask_of("category,nationality"));
}

}  // namespace

History read_history(rpc::Context& context, long long person) {
  return rows::query<v1::Affiliation>(context.sql, {"SELECT " + rows::columns<v1::Affiliation>() +
                                                        " FROM affiliation WHERE person = ? ORDER BY valid_from, id",
                                                    {person}});
}

std::optional<std::size_t> place_on(const History& history, const std::string& day) {
  for (std::size_t place = 0; place < history.size(); ++place) {
    const v1::Affiliation& one = history[place];
    if (one.valid_from() <= day && (!one.has_valid_to() || one.valid_to() >= day)) return place;
  }
  return std::nullopt;
}

std::size_t place_of_value(const History& history, const std::string& day) {
  std::size_t place = 0;
  while (place + 1 < history.size() && history[place + 1].valid_from() <= day) ++place;
  return place;
}

bool touches(const v1::Affiliation& before, const v1::Affiliation& after) {
  return before.has_valid_to() && rules::days_after(before.valid_to(), 1) == after.valid_from();
}

bool same(const v1::Affiliation& one, const v1::Affiliation& other, const std::string& field) {
  return rows::value_of(one, field) == rows::value_of(other, field);
}

void take_field(v1::Affiliation& to, const v1::Affiliation& values, const std::string& field) {
  FieldMask mask;
  mask.add_paths(field);
  FieldMaskUtil::MergeMessageTo(values, mask, FieldMaskUtil::MergeOptions(), &to);
}

std::size_t cut(History& history, std::size_t place, const std::string& day) {
  v1::Affiliation next = history[place];
  next.clear_name();
  next.set_valid_from(day);
  history[place].set_valid_to(rules::days_after(day, -1));
  history.insert(history.begin() + static_cast<std::ptrdiff_t>(place) + 1, std::move(next));
  return place + 1;
}

std::size_t change_from(History& history, std::size_t place, const std::string& day, const FieldMask& fields,
                        const v1::Affiliation& values, Reach reach, const std::string& correct) {
  std::vector<std::string> changing;
  std::copy_if(fields.paths().begin(), fields.paths().end(), std::back_inserter(changing),
               [&](const std::string& field) { return !same(history[place], values, field); });
  if (changing.empty()) refuse_no_change(values.name());
  if (history[place].valid_from() < day) {
    place = cut(history, place, day);
    history[place].clear_reason();  // of a correction of what was
  } else {
    for (const std::string& field : changing) {
      if (place > 0 && same(history[place - 1], history[place], field)) continue;
      throw status::failed_precondition(platform::v1::REASON_CHANGED_THAT_DAY,
                                        field + (place > 0 ? " was changed on " : " was first recorded for ") + day +
                                            " already; correct it with " + correct + ", or give another day",
                                        {{"date", day}, {"verb", correct}});
    }
  }
  for (const std::string& field : changing) {
    const v1::Affiliation old = history[place];
    for (std::size_t at = place; at < history.size(); ++at) {
      if (!same(history[at], old, field)) break;
      if (at > place && reach == Reach::of_the_stay && !touches(history[at - 1], history[at])) break;
      take_field(history[at], values, field);
    }
  }
  return place;
}

void store_history(rpc::Context& context, long long person, const History& before, const History& after) {
  const FieldMask all = mask_of(
      "unit,branch,rank,position,valid_from,valid_to,category,nationality,reason,"
      "plausible_reason");
  follow_rank_bands(context);
  const auto bands = bands_of(context, after);
  const long long subject = rpc::subject_of(context, person);
  const auto fact_of = [&](const v1::Affiliation& one, long long id) {
    const auto band = bands.find(one.rank());
    return membership_of(one, id, subject, band == bands.end() ? platform::v1::RANK_BAND_UNSPECIFIED : band->second);
  };
  std::map<std::string, const v1::Affiliation*> old;
  for (const v1::Affiliation& one : before) old[one.name()] = &one;
  std::vector<MembershipFact> facts;
  for (v1::Affiliation one : after) {
    one.clear_etag();
    if (one.name().empty()) {
      const long long id = rows::insert(context.sql, "affiliation", one);
      facts.push_back(fact_of(one, id));
      continue;
    }
    const long long id = proto::id_of<v1::Affiliation>(one.name());
    rows::update(context.sql, "affiliation", one, all);
    const v1::Affiliation& was = *old.at(one.name());
    const bool counted_otherwise = std::any_of(all.paths().begin(), all.paths().end(), [&](const std::string& field) {
      return field != "branch" && field != "position" && field != "reason" && field != "plausible_reason" &&
             !same(was, one, field);
    });
    if (counted_otherwise) facts.push_back(fact_of(one, id));
  }
  rpc::append_all<MembershipFact>(context, facts);
  follow_in_person(context, person, after);
  restate_category(context, person, before, after);
  follow_upkeep(context, person);
}

void restate_unit(rpc::Context& context, long long person, const History& before, const History& after) {
  std::set<std::string> beginnings;
  for (const History* history : {&before, &after}) {
    for (const v1::Affiliation& one : *history) {
      beginnings.insert(one.valid_from());
      if (one.has_valid_to()) beginnings.insert(rules::days_after(one.valid_to(), 1));
    }
  }
  const auto unit_on = [](const History& history, const std::string& day) {
    const auto place = place_on(history, day);
    return place ? proto::id_of<v1::Unit>(history[*place].unit()) : 0;
  };
  for (auto day = beginnings.begin(); day != beginnings.end(); ++day) {
    rpc::Restatement restated{person, *day};
    restated.unit_was = unit_on(before, *day);
    restated.unit_is = unit_on(after, *day);
    if (restated.unit_was == restated.unit_is || restated.unit_was == 0 || restated.unit_is == 0) continue;
    if (const auto next = std::next(day); next != beginnings.end()) restated.last_day = rules::days_after(*next, -1);
    rpc::restate(context, restated);
  }
}

void require_fields(const FieldMask& mask, const std::vector<std::string>& allowed) {
  std::string names;
  for (const std::string& field : allowed) names += (names.empty() ? "" : ", ") + field;
  if (mask.paths().empty()) {
    throw status::invalid_argument("update_mask", platform::v1::REASON_REQUIRED, "must name some of " + names,
                                   {{"allowed", names}});
  }
  for (const std::string& path : mask.paths()) {
    if (std::find(allowed.begin(), allowed.end(), path) != allowed.end()) continue;
    throw status::invalid_argument("update_mask", platform::v1::REASON_VALUE_REFUSED,
                                   "names " + path + ", which has no days of its own here; name some of " + names,
                                   {{"allowed", names}});
  }
}

void raise_person_version(rpc::Context& context, long long person) {
  db::execute(context.sql, {"UPDATE person SET row_version = row_version + 1 WHERE id = ?", {person}});
}

void refuse_no_change(const std::string& name) {
  throw status::failed_precondition(platform::v1::REASON_NO_CHANGE,
                                    name + " is recorded as it was given: nothing would change");
}

}  // namespace muster::roster
