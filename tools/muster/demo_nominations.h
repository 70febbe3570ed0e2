// SPDX-License-Identifier: EUPL-1.2
// Calls for posts and the nominations that answer them: one wins, the others end in every way
// there is.
#pragma once

#include "demo_tours.h"

namespace muster::demo {

// Plans the call for the tour's post, the nomination that wins it (Tour::nomination) and some
// that do not.
void plan_call(History& history, const World& world, People& people, Random& random, Tour& tour, int number);

// Plans an open call with a nominee in every state that a nomination can be in before its call's
// deadline. `tour` says the post and starts 165 days after the history's end.
void plan_slate(History& history, const World& world, People& people, Random& random, Tour& tour, int number);

}  // namespace muster::demo
