// SPDX-License-Identifier: EUPL-1.2
#include "missions/roles.h"

#include <google/protobuf/util/field_mask_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <string>

#include "missions/deployment_facts.h"
#include "missions/segments.h"
#include "platform/rows/rows.h"

namespace muster::missions {
namespace {

long long id_of(const v1::DeploymentSegment& segment) { return proto::id_of<v1::DeploymentSegment>(segment.name()); }

bool goes_on(const v1::DeploymentSegment& segment, const v1::DeploymentSegment& next) {
  return segment.has_valid_to() && next.valid_from() == rules::days_after(segment.valid_to(), 1) &&
         segment.post() == next.post() && segment.mission() == next.mission();
}

// What is left of the role's segments on its days. The first one stays in any case, as what is recorded of the role: the
// facts of a tour's first segment say that somebody departed.
std::vector<v1::DeploymentSegment> within(const v1::Deployment& cut, const Stretch& role,
                                          const v1::DeploymentSegment& whole) {
  const std::string& first_day = whole.valid_from();
  const auto last = last_day(whole);
  int begin = role.first;
  while (begin < role.last && cut.segments(begin + 1).valid_from() <= first_day) ++begin;
  int end = begin;
  while (end < role.last && (!last || cut.segments(end + 1).valid_from() <= *last)) ++end;
  std::vector<v1::DeploymentSegment> left(cut.segments().begin() + begin, cut.segments().begin() + end + 1);
  left.front().set_name(cut.segments(role.first).name());
  left.front().set_valid_from(first_day);
  left.back().clear_valid_to();
  if (last) left.back().set_valid_to(*last);
  return left;
}

}  // namespace

std::vector<Stretch> roles_of(const v1::Deployment& deployment) {
  std::vector<Stretch> roles;
  for (int i = 0; i < deployment.segments_size(); ++i) {
    if (i > 0 && goes_on(deployment.segments(i - 1), deployment.segments(i))) {
      roles.back().last = i;
    } else {
      roles.push_back({i, i});
    }
  }
  return roles;
}

v1::Deployment with_whole_roles(const v1::Deployment& deployment) {
  v1::Deployment whole = deployment;
  whole.clear_segments();
  for (const Stretch& role : roles_of(deployment)) {
    v1::DeploymentSegment& segment = *whole.add_segments();
    segment = deployment.segments(role.first);
    segment.clear_valid_to();
    if (const auto last = last_day(deployment.segments(role.last))) segment.set_valid_to(*last);
  }
  return whole;
}

void store_days(rpc::Context& context, const v1::Deployment& cut, const v1::Deployment& whole) {
  google::protobuf::FieldMask mask;
  google::protobuf::util::FieldMaskUtil::FromString(
      "valid_from,valid_to,category,personnel_type,rank_band,leadership_tier", &mask);
  std::vector<long long> outside, changed;
  const auto roles = roles_of(cut);
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const auto left = within(cut, roles[i], whole.segments(static_cast<int>(i)));
    for (int place = roles[i].first; place <= roles[i].last; ++place) {
      const v1::DeploymentSegment& before = cut.segments(place);
      const auto now =
          std::find_if(left.begin(), left.end(), [&](const auto& one) { return one.name() == before.name(); });
      if (now == left.end()) {
        outside.push_back(id_of(before));
        continue;
      }
      if (google::protobuf::util::MessageDifferencer::Equals(*now, before)) continue;
      rows::update(context.sql, "deployment_segment", *now, mask);
      append_days(context, id_of(*now), now->valid_from(), last_day(*now));
      changed.push_back(id_of(*now));
    }
  }
  db::Query to_restate("SELECT id FROM deployment_segment WHERE ");
  to_restate += db::one_of("id", changed);
  if (!changed.empty()) append_restated(context, to_restate);
  db::Query never_came("SELECT id FROM deployment_segment WHERE ");
  never_came += db::one_of("id", outside);
  if (!outside.empty()) take_out_segments(context, never_came);
}

}  // namespace muster::missions
