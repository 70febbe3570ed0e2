// SPDX-License-Identifier: EUPL-1.2
#include "demo_nominations.h"

#include <algorithm>
#include <memory>

#include "demo_calls.h"

namespace muster::demo {
namespace {

namespace nv1 = muster::nominations::v1;

const std::string service = "muster.nominations.v1.NominationsService/";

const std::string post_off = "The organisation has put the post off.";

// One call on its way; its steps share it.
struct Calling {
  History& history;
  const World& world;
  People& people;
  Random& random;
  Tour& tour;
  std::string call;
};
using CallingPtr = std::shared_ptr<Calling>;

// One nomination on its way.
struct Nominee {
  CallingPtr calling;
  std::size_t person;
  std::string nomination;
};
using NomineePtr = std::shared_ptr<Nominee>;

// What is given with a step besides the nomination.
using Fill = std::function<void(nv1::NominationActionRequest&)>;

void plan_step(const NomineePtr& nominee, int days_before, const std::string& verb, const std::string& account,
               Fill fill = nullptr) {
  Calling& calling = *nominee->calling;
  calling.history.plan(calling.tour.start - days_before, [nominee, verb, account, fill] {
    nv1::NominationActionRequest request;
    request.set_name(nominee->nomination);
    if (fill) fill(request);
    Calling& own = *nominee->calling;
    own.history.call<nv1::Nomination>(service + verb, request, own.world.caller(account));
  });
}

Fill because(nv1::Reason reason, const std::string& words = "") {
  return [reason, words](nv1::NominationActionRequest& request) {
    request.set_reason(reason);
    request.set_reason_text(words);
  };
}

// HR of the person's unit proposes where it has an account here.
std::string proposer_of(const Calling& calling, std::size_t person) {
  const std::string& unit = calling.world.employers[calling.people.at(person).employer].code;
  if (unit.starts_with("ARMY")) return "hr-army";
  if (unit.starts_with("PD")) return "hr-police";
  return "desk";
}

void create(Nominee& nominee) {
  Calling& calling = *nominee.calling;
  nv1::CreateNominationRequest request;
  auto& nomination = *request.mutable_nomination();
  nomination.set_call(calling.call);
  nomination.set_post(calling.world.missions[calling.tour.mission].posts[calling.tour.post].name);
  nomination.set_person(calling.people.at(nominee.person).name);
  nomination.set_motivation("Meets what the post asks for and wishes to serve.");
  nomination.set_supervisor_agreement(nv1::SUPERVISOR_AGREEMENT_YES);
  nomination.set_planned_from(rules::format_date(calling.tour.start));
  nomination.set_planned_to(rules::format_date(calling.tour.planned_end));
  if (!calling.people.at(nominee.person).membership.empty()) {
    request.set_dormant_reason("What is missing will be brought before the departure.");
  }
  nominee.nomination = calling.history
                           .call<nv1::Nomination>(service + "CreateNomination", request,
                                                  calling.world.caller(proposer_of(calling, nominee.person)))
                           .name();
}

NomineePtr plan_draft(const CallingPtr& calling, std::size_t person) {
  auto nominee = std::make_shared<Nominee>(Nominee{calling, person, ""});
  calling->history.plan(calling->tour.start - calling->random.between(172, 184), [nominee] { create(*nominee); });
  return nominee;
}

void plan_review(const NomineePtr& nominee) {
  plan_step(nominee, 168, "SubmitNominationForReview", "desk");
  if (nominee->calling->random.chance(0.2)) {
    plan_step(nominee, 166, "ReturnNomination", "endorser",
              because(nv1::REASON_UNSPECIFIED, "The language test is missing."));
    plan_step(nominee, 157, "SubmitNominationForReview", "desk");
  }
}

void plan_submission(const NomineePtr& nominee) {
  plan_review(nominee);
  plan_step(nominee, 152, "EndorseNomination", "endorser",
            because(nv1::REASON_UNSPECIFIED, "The search was widened; these are the ones who can go."));
  plan_step(nominee, 135, "SubmitNomination", "desk", [](nv1::NominationActionRequest& request) {
    request.set_reference("Note " + request.name().substr(request.name().find('/') + 1));
  });
}

void plan_winner(const NomineePtr& nominee) {
  plan_submission(nominee);
  plan_step(nominee, 112, "ShortlistNomination", "desk");
  plan_step(nominee, 97, "SelectNomination", "desk");
  plan_step(nominee, 85, "AcceptNomination", "desk");
  Calling& calling = *nominee->calling;
  calling.history.plan(calling.tour.start - 84, [nominee] { nominee->calling->tour.nomination = nominee->nomination; });
}

nv1::Reason barrier(Random& random) {
  static const std::vector<nv1::Reason> reasons = {
      nv1::REASON_FAMILY, nv1::REASON_FAMILY,         nv1::REASON_NOT_RELEASED, nv1::REASON_CAREER,
      nv1::REASON_PAY,    nv1::REASON_INFRASTRUCTURE, nv1::REASON_CULTURE,      nv1::REASON_SECURITY_OF_LOCATION};
  return random.pick(reasons);
}

nv1::Reason shortcoming(Random& random) {
  static const std::vector<nv1::Reason> reasons = {nv1::REASON_OUT_COMPETED,
                                                   nv1::REASON_OUT_COMPETED,
                                                   nv1::REASON_LANGUAGE,
                                                   nv1::REASON_DRIVING,
                                                   nv1::REASON_WEAPONS_TEST,
                                                   nv1::REASON_RANK_OR_EXPERIENCE,
                                                   nv1::REASON_FILE_LATE_OR_INCOMPLETE};
  return random.pick(reasons);
}

void plan_reserve(const NomineePtr& nominee, bool lapses) {
  const rules::Day until = nominee->calling->tour.start + 180;
  plan_step(nominee, 95, "ReserveNomination", "desk",
            [until](nv1::NominationActionRequest& request) { request.set_reserve_until(rules::format_date(until)); });
  if (lapses) {
    plan_step(nominee, -181, "LapseNomination", "system");
  } else {
    plan_step(nominee, 60, "WithdrawNomination", "desk", because(nv1::REASON_CAREER));
  }
}

// The ways of not winning, by their frequency in per cent.
void plan_other(const NomineePtr& nominee) {
  Random& random = nominee->calling->random;
  const int percent = random.between(1, 100);
  if (percent <= 5) {  // stays a draft until the deadline
    plan_step(nominee, call_deadline - 1, "LapseNomination", "system");
    return;
  }
  if (percent <= 17) {
    plan_review(nominee);
    plan_step(nominee, 150, "DeclineToEndorseNomination", "endorser", because(shortcoming(random)));
    return;
  }
  plan_submission(nominee);
  if (percent <= 27) {
    plan_step(nominee, 120, "WithdrawNomination", "desk", because(barrier(random)));
  } else if (percent <= 31) {
    plan_step(nominee, 120, "WithdrawNominationByState", "endorser", because(nv1::REASON_NOT_RELEASED));
  } else if (percent <= 34) {
    plan_step(nominee, 110, "CloseNominationOfCancelledPost", "desk", because(nv1::REASON_OTHER, post_off));
  } else if (percent <= 36) {
    plan_step(nominee, 130, "VoidNomination", "system", because(nv1::REASON_ENTERED_BY_MISTAKE));
  } else if (percent <= 44) {
    plan_step(nominee, 96, "SelectNomination", "desk");
    plan_step(nominee, 90, "DeclineNomination", "desk", because(barrier(random)));
  } else if (percent <= 58) {
    plan_step(nominee, 112, "ShortlistNomination", "desk");
    plan_reserve(nominee, random.chance(0.7));
  } else {
    if (random.chance(0.5)) plan_step(nominee, 112, "ShortlistNomination", "desk");
    plan_step(nominee, 94, "DoNotSelectNomination", "desk", because(shortcoming(random)));
  }
}

}  // namespace

void plan_slate(History& history, const World& world, People& people, Random& random, Tour& tour, int number) {
  auto calling = std::make_shared<Calling>(Calling{history, world, people, random, tour, ""});
  const Post& post = world.missions[tour.mission].posts[tour.post];
  history.plan(tour.start - call_opens, [calling, number] {
    calling->call = create_call(calling->history, calling->world, calling->tour, {number, nv1::CALL_KIND_ROTATION, 25});
    act_on_call(calling->history, calling->world, "OpenCall", calling->call);
  });
  const Fill words = because(nv1::REASON_OTHER, "As agreed with the unit.");
  const Fill filed = [](nv1::NominationActionRequest& request) { request.set_reference("Note " + request.name()); };
  const rules::Day until = tour.start + 90;
  const Fill held = [until](nv1::NominationActionRequest& request) {
    request.set_reserve_until(rules::format_date(until));
  };
  // What is done with each nominee, one step a day.
  struct Step {
    const char* verb;
    const char* account;
    Fill fill;
  };
  const Step review{"SubmitNominationForReview", "desk", nullptr}, endorse{"EndorseNomination", "endorser", words},
      submit{"SubmitNomination", "desk", filed}, shortlist{"ShortlistNomination", "desk", nullptr},
      select{"SelectNomination", "desk", nullptr};
  const std::vector<std::vector<Step>> ways = {
      {},
      {review},
      {review, {"ReturnNomination", "endorser", words}},
      {review, endorse},
      {review, {"DeclineToEndorseNomination", "endorser", words}},
      {review, endorse, submit},
      {review, endorse, submit, shortlist},
      {review, endorse, submit, select},
      {review, endorse, submit, {"ReserveNomination", "desk", held}},
      {review, endorse, submit, {"DoNotSelectNomination", "desk", words}},
      {review, endorse, submit, select, {"AcceptNomination", "desk", nullptr}},
      {review, endorse, submit, select, {"DeclineNomination", "desk", words}},
      {review, {"WithdrawNomination", "desk", words}},
      {review, endorse, {"WithdrawNominationByState", "endorser", words}},
      {review, endorse, submit, {"CloseNominationOfCancelledPost", "desk", because(nv1::REASON_OTHER, post_off)}},
      {review, {"VoidNomination", "system", words}},
      // This one leaves the roster, which closes the nomination.
      {review}};
  std::vector<std::size_t> nominated;
  for (const auto& way : ways) {
    const auto gender = nominated.size() % 3 == 0 ? pv1::GENDER_WOMAN : pv1::GENDER_MAN;
    std::optional<std::size_t> person;
    do {
      person = people.find(random, post, gender, tour.start, tour.planned_end);
      if (!person) return;
    } while (std::find(nominated.begin(), nominated.end(), *person) != nominated.end());
    nominated.push_back(*person);
    people.at(*person).tours.emplace_back(tour.start, tour.planned_end);
    const NomineePtr nominee = plan_draft(calling, *person);
    int day = 171;
    for (const Step& step : way) plan_step(nominee, day--, step.verb, step.account, step.fill);
    if (&way != &ways.back()) continue;
    history.plan(tour.start - day + 1, [calling, index = *person] { calling->people.leave(index); });
  }
}

void plan_call(History& history, const World& world, People& people, Random& random, Tour& tour, int number) {
  auto calling = std::make_shared<Calling>(Calling{history, world, people, random, tour, ""});
  const Mission& mission = world.missions[tour.mission];
  const Post& post = mission.posts[tour.post];
  const int women = post.tier > 0 || random.chance(0.3) ? 25 : 0;
  const auto kind = invent_kind(mission.organisation, random);
  history.plan(tour.start - call_opens, [calling, number, women, kind] {
    calling->call = create_call(calling->history, calling->world, calling->tour, {number, kind, women});
    act_on_call(calling->history, calling->world, "OpenCall", calling->call);
  });
  history.plan(tour.start - call_deadline + 1,
               [calling] { act_on_call(calling->history, calling->world, "CloseCall", calling->call); });

  std::vector<std::size_t> nominated = {tour.person};
  plan_winner(plan_draft(calling, tour.person));
  for (int i = random.between(1, 4); i > 0; --i) {
    const auto gender = random.chance(0.28) ? pv1::GENDER_WOMAN : pv1::GENDER_MAN;
    const auto person = people.find(random, post, gender, tour.start - 60, tour.planned_end);
    if (!person || std::find(nominated.begin(), nominated.end(), *person) != nominated.end()) continue;
    nominated.push_back(*person);
    plan_other(plan_draft(calling, *person));
  }
}

}  // namespace muster::demo
