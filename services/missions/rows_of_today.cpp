// SPDX-License-Identifier: EUPL-1.2
#include "missions/rows_of_today.h"

#include "missions/dated.h"
#include "missions/missions.h"
#include "missions/posts.h"
#include "platform/rpc/disclosure_of_today.h"

namespace muster::missions {
namespace {

constexpr const char* service = "muster.missions.v1.MissionsService/";

template <class Row, class Resource>
rpc::RowsOfToday rows_of(const DatedKind& kind) {
  return {std::string(service) + kind.change,
          [&kind](db::Session& session, const rpc::DayLook& look) {
            return db::select_one<long long>(session, behind_day(kind, rules::format_date(look.today))).has_value();
          },
          [&kind](rpc::Context& context, const rpc::DayLook&) { return follow_day<Row, Resource>(context, kind); }};
}

}  // namespace

std::vector<rpc::RowsOfToday> rows_of_today() {
  return {rows_of<v1::PostPeriod, v1::Post>(post_kind()), rows_of<v1::MissionPeriod, v1::Mission>(mission_kind()),
          rpc::disclosure_of_today<v1::Mission>("mission", std::string(service) + "ChangeMissionDisclosure")};
}

}  // namespace muster::missions
