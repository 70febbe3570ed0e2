// SPDX-License-Identifier: EUPL-1.2
#include "roster/person_import_rows.h"

#include <memory>
#include <utility>

#include "platform/imports/void_facts.h"
#include "platform/proto/references.h"
#include "platform/rows/names.h"
#include "platform/rpc/fact_rows.h"
#include "platform/rpc/facts.h"
#include "roster/affiliations.h"
#include "roster/membership_facts.h"
#include "roster/ranks.h"

namespace muster::roster {
namespace {

using facts::v1::MembershipFact;
using imports::Effects;

// But for whose they are.
rows::NewRows affiliation_rows(const std::vector<PersonDraft>& drafts) {
  return rows::NewRows(
      *v1::Affiliation::descriptor(), drafts.size(),
      [&](std::size_t place) -> const google::protobuf::Message& { return drafts[place].request.affiliation(); }, {});
}

rows::NewRows person_rows(const std::vector<PersonDraft>& drafts, const text::NameRules& rules) {
  return rows::NewRows(
      *v1::Person::descriptor(), drafts.size(),
      [&](std::size_t place) -> const google::protobuf::Message& { return drafts[place].request.person(); }, rules);
}

// What is made of rows while those before them are written.
struct Ready {
  std::vector<PersonDraft> drafts;
  text::NameRules rules;  // of the names in:
  rows::NewRows persons;
  rows::NewRows affiliations;
};

// It may run again.
void write(rpc::Context& context, const Ready& ready, Effects& effects) {
  const std::vector<PersonDraft>& drafts = ready.drafts;
  context.sequence();  // what follows carries the time at which the ledger was locked
  follow_rank_bands(context);
  const text::NameRules rules = rows::name_rules(context.sql);
  const auto ids = imports::create_all<v1::Person>(context, effects,
                                                   rules == ready.rules ? ready.persons : person_rows(drafts, rules));
  std::vector<rpc::NewSubject> people;
  people.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) people.push_back({ids[i], drafts[i].request.person().gender()});
  const auto subjects = rpc::make_subjects(context, people);
  const auto affiliation_ids =
      imports::create_all<v1::Affiliation>(context, effects, ready.affiliations, {"person", ids});
  std::vector<MembershipFact> memberships;
  memberships.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto& [request, unit, rank] = drafts[i];
    memberships.push_back(membership_of(request.affiliation(), affiliation_ids[i], subjects[i],
                                        rank ? rank->rank_band() : platform::v1::RANK_BAND_UNSPECIFIED));
  }
  effects.created(proto::table_of<MembershipFact>(), rpc::append_all<MembershipFact>(context, memberships));
}

}  // namespace

imports::Write write_people(std::vector<PersonDraft> drafts, const text::NameRules& rules) {
  rows::NewRows persons = person_rows(drafts, rules), affiliations = affiliation_rows(drafts);
  const auto ready =
      std::make_shared<const Ready>(Ready{std::move(drafts), rules, std::move(persons), std::move(affiliations)});
  return [ready](rpc::Context& context, Effects& effects) { write(context, *ready, effects); };
}

void undo_people(rpc::Context& context, const Effects& effects) {
  imports::void_facts<MembershipFact>(context, effects);
  imports::for_each_range(effects, "person",
                          [&](long long first, long long last) { rpc::forget_subjects(context, first, last); });
}

}  // namespace muster::roster
