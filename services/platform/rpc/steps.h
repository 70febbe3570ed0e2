// SPDX-License-Identifier: EUPL-1.2
// A state machine is one table of steps: which verb leads from where to where, what must be given with it and which
// guards must let it pass. Who may is the access option of the verb's method in the proto.
//
// A service writes the table (a Machine) and its guards; here is what follows from it: the step that a verb takes,
// the one sentence for what is not possible, and the actions that a resource tells each caller.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/repeated_field.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "muster/platform/v1/actions.pb.h"
#include "platform/rpc/context.h"
#include "platform/rpc/registry.h"
#include "platform/rpc/scope.h"
#include "platform/status/error.h"

namespace muster::rpc {

// A field of the verb's request that must be given, by its proto name, and what belongs into it. `instead`: another
// field that will do as well.
struct Need {
  std::string_view field;
  std::string_view what;
  std::string_view instead = {};
};

// Why a step is refused; without a reason: it is not.
struct Refusal {
  status::Reason reason{};
  std::string text = {};  // in English, with how to go on
  status::Metadata metadata = {};
  // What the request may give to pass all the same, such as a reason.
  std::optional<Need> lifted_by = {};

  bool refuses() const { return reason != status::Reason{}; }
};

// What must hold besides the state. A Situation is what the guards of a machine look at.
template <class Situation>
using Guard = Refusal (*)(const Situation&);

// One row of the table. A verb may have several, each from other states.
template <class State, class Situation>
struct Step {
  std::string_view verb;  // the method of this name
  std::vector<State> from;
  std::optional<State> to;  // nothing: back to the state before the present one
  // Beside the fields that the request declares as required.
  std::vector<Need> needed = {};
  // Fields that are worth asking for besides.
  std::vector<std::string_view> optional = {};
  // The first that refuses tells why.
  std::vector<Guard<Situation>> guards = {};
};

template <class State, class Situation>
struct Machine {
  // GCC 12 fails at a table unless it has looked at the defaults of a step before.
  static_assert(std::is_default_constructible_v<Step<State, Situation>>);

  std::string_view resource;  // "nomination": its table, whose events are in nomination_event
  std::vector<Step<State, Situation>> steps;
};

// "IN_REVIEW" of NOMINATION_STATE_IN_REVIEW.
std::string short_name(const google::protobuf::EnumDescriptor& type, int value);
template <class State>
std::string short_name(State state) {
  return short_name(*google::protobuf::GetEnumDescriptor<State>(), state);
}

// Throws FAILED_PRECONDITION if `why` refuses.
void require(const Refusal& why);

// WRONG_STATE: `verb` does not lead away from `state`, but those of `possible` do.
Refusal wrong_state(std::string_view resource, const std::string& state, std::string_view verb,
                    const std::vector<std::string_view>& possible);

// Every step that leads away from `state`, in the order of the table.
template <class State, class Situation>
std::vector<const Step<State, Situation>*> steps_from(const Machine<State, Situation>& machine, State state) {
  std::vector<const Step<State, Situation>*> result;
  for (const auto& step : machine.steps) {
    if (std::find(step.from.begin(), step.from.end(), state) != step.from.end()) result.push_back(&step);
  }
  return result;
}

// The step that `verb` takes from `state`.
// Errors: FAILED_PRECONDITION (WRONG_STATE) with the state and what would be possible.
template <class State, class Situation>
const Step<State, Situation>& find_step(const Machine<State, Situation>& machine, std::string_view verb, State state) {
  const auto steps = steps_from(machine, state);
  std::vector<std::string_view> possible;
  for (const auto* step : steps) {
    if (step->verb == verb) return *step;
    possible.push_back(step->verb);
  }
  require(wrong_state(machine.resource, short_name(state), verb, possible));
  throw std::logic_error("a wrong state passed");
}

// Whether the request gives what is needed.
bool gives(const google::protobuf::Message& request, const Need& need);

// Throws INVALID_ARGUMENT naming all that is needed and missing.
void require_given(const google::protobuf::Message& request, const std::vector<Need>& needed, std::string_view verb,
                   const std::string& state);
template <class State, class Situation>
void require_given(const google::protobuf::Message& request, const Step<State, Situation>& step, State from) {
  require_given(request, step.needed, step.verb, short_name(from));
}

// Why the first guard that refuses does so, leaving out those that something `given` lifts.
template <class State, class Situation>
Refusal refusal(const Step<State, Situation>& step, const Situation& situation,
                const std::function<bool(const Need&)>& given) {
  for (const auto guard : step.guards) {
    Refusal why = guard(situation);
    if (why.refuses() && !(why.lifted_by && given(*why.lifted_by))) return why;
  }
  return {};
}

// Throws FAILED_PRECONDITION with the reason of the first guard that refuses what the request asks for.
template <class State, class Situation>
void require_guards(const google::protobuf::Message& request, const Step<State, Situation>& step,
                    const Situation& situation) {
  require(refusal(step, situation, [&](const Need& need) { return gives(request, need); }));
}

// Which of its events somebody must have had a part in.
enum class Part { any, latest };

// Whether the caller, by this account or by another one of the same person, took a step of the resource that
// `condition` describes, on the columns of "event": any of them, or the latest.
bool took_part(Context& context, std::string_view resource, long long id, Part part, const db::Query& condition);

// What takes two people: who `did` it cannot do this ("proposed the nomination").
Refusal second_person(status::Reason reason, const std::string& did);

// NOT_OWN_CASE if the caller is the person "persons/42", by whichever account: nobody decides on their own case, which
// `resource` says in English.
Refusal own_case(const Context& context, std::string_view person, std::string_view resource);

// Which verbs the caller may call on one resource that was just read: those whose roles it holds for units that cover
// it. Asks once for each distinct scope, and nothing for an empty one or for that of the running call.
class Callable {
 public:
  // Whether the resource lies within a scope.
  using Covers = std::function<bool(const Scope&)>;
  Callable(Context& context, Covers covers);

  // The method; null if the caller may not.
  const Method* find(std::string_view verb);

 private:
  Context& context_;
  Covers covers_;
  std::vector<std::pair<Scope, bool>> known_;
};

// A step as callers are told it; `lifts`: what must be given because a guard asks for it.
platform::v1::Action to_action(const Method& method, const std::vector<Need>& needed,
                               const std::vector<std::string_view>& optional, const std::vector<Need>& lifts,
                               const Refusal& why);

using Actions = google::protobuf::RepeatedPtrField<platform::v1::Action>;

// What the caller may do next with a resource in `state`, and why not. `situate` makes a step's situation.
template <class State, class Situation, class Situate>
Actions actions(const Machine<State, Situation>& machine, State state, Callable callable, const Situate& situate) {
  Actions result;
  for (const auto* step : steps_from(machine, state)) {
    const Method* method = callable.find(step->verb);
    if (method == nullptr) continue;
    std::vector<Need> lifts;
    const Refusal why = refusal(*step, situate(*step), [&](const Need& need) {
      lifts.push_back(need);
      return true;
    });
    *result.Add() = to_action(*method, step->needed, step->optional, lifts, why);
  }
  return result;
}

}  // namespace muster::rpc
