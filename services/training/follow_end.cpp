// SPDX-License-Identifier: EUPL-1.2
#include "training/follow_end.h"

#include "muster/training/v1/training.pb.h"
#include "platform/db/query.h"
#include "platform/proto/resources.h"

namespace muster::training {
namespace {

// Whose it is from then on has to be said, unless it was given up with the unit.
void tell_owned(rpc::Context& context, const rpc::End& end) {
  for (const auto& [id] : db::select<long long>(
           context.sql, {"SELECT id FROM course WHERE owner = ? AND (NOT EXISTS (SELECT 1 FROM course_version version "
                         "WHERE version.course = course.id) OR EXISTS (SELECT 1 FROM course_version version "
                         "WHERE version.course = course.id AND (version.valid_to IS NULL OR version.valid_to > ?))) "
                         "ORDER BY id",
                         {end.id, end.last_day}})) {
    rpc::add_open(context, end, proto::name_of<v1::Course>(id), "UpdateCourse",
                  "is owned by it, and " + rpc::in_words(end));
  }
}

}  // namespace

void follow_end(rpc::Context& context, const rpc::End& end) {
  if (end.cause == rpc::Consequence::CAUSE_UNIT_ENDED) tell_owned(context, end);
}

}  // namespace muster::training
