// SPDX-License-Identifier: EUPL-1.2
#include "missions/post_facts.h"

#include <algorithm>
#include <vector>

#include "missions/posts.h"
#include "muster/facts/v1/facts.pb.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"

namespace muster::missions {

using facts::v1::PostFact;

void append_post(rpc::Context& context, long long id) {
  const auto post = *rows::query_one<v1::Post>(
      context.sql, {"SELECT " + rows::columns<v1::Post>() + " FROM post WHERE id = ?", {id}});
  const Timeline timeline = post_timeline(context, id);
  const auto& periods = timeline.periods();
  const long long first_day = rpc::day_from(post.valid_from());
  std::optional<long long> end;
  if (post.has_valid_to()) end = rpc::day_to(post.valid_to());
  std::vector<PostFact> facts;
  for (std::size_t i = 0; i < periods.size(); ++i) {
    PostFact fact;
    fact.set_day_from(periods[i].first.empty() ? first_day : std::max(first_day, rpc::day_from(periods[i].first)));
    if (end) fact.set_day_to(*end);
    if (i + 1 < periods.size()) {
      const long long next = rpc::day_from(periods[i + 1].first);
      fact.set_day_to(end ? std::min(*end, next) : next);
    }
    if (fact.has_day_to() && fact.day_to() <= fact.day_from()) continue;
    v1::Post then = post;
    set_values(then, periods[i].values);
    fact.set_record(id);
    fact.set_mission(proto::id_of<v1::Mission>(post.mission()));
    fact.set_category(then.category());
    fact.set_personnel_type(then.personnel_type());
    fact.set_rank_band(then.rank_band());
    fact.set_tier(then.leadership_tier());
    fact.set_function(v1::PostFunction_Name(then.function()));
    fact.set_seats(post.seats());
    facts.push_back(std::move(fact));
  }
  rpc::append_all<PostFact>(context, facts);
}

}  // namespace muster::missions
