// SPDX-License-Identifier: EUPL-1.2
// Puts a world into a database by SQL, as the services that own the fact tables do.
#pragma once

#include <string>

#include "muster/statistics/v1/statistics.pb.h"
#include "platform/db/query.h"
#include "support/service.h"
#include "world.h"

namespace muster::statistics::testing {

class StatisticsTest : public support::ServiceTest {
 protected:
  static constexpr long long first_time = 1'600'000'000'000'000;  // of sequence 0
  static long long time_of(long long sequence) { return first_time + sequence * 1'000'000; }

  // Missions 1 to 3 ("MISSION-1"), units of the world ("UNIT-1") and all facts.
  void insert(const World& world) {
    sql([&](db::Session& session) {
      for (int id = 1; id <= 3; ++id) insert_mission(session, id);
      for (const auto& [unit, parent] : world.parents) insert_unit(session, unit, parent);
      for (const auto& [upper, below] : world.units()) {
        for (long long lower : below) {
          db::execute(session, {"INSERT INTO unit_closure (ancestor, descendant) VALUES (?, ?)",
                                {static_cast<long long>(upper), lower}});
        }
      }
      for (const Row& row : world.rows) insert_row(session, row);
      for (const HeadcountRow& row : world.headcounts) insert_headcount(session, row);
      for (const CoverageRow& row : world.coverage) insert_coverage(session, row);
      db::execute(session, {"UPDATE ledger_head SET sequence = ?", {world.last_sequence}});
    });
  }

  static void insert_mission(db::Session& session, long long id) {
    db::execute(session,
                {"INSERT INTO mission (id, acronym, display_name, display_name_nb, organisation, kind,"
                 " host_countries, themes, create_time, update_time, row_version)"
                 " VALUES (?, ?, '', '', 'ORGANISATION_UN', 'MISSION_KIND_INTERNATIONAL', '[]', '[]', 0, 0, 1)",
                 {id, "MISSION-" + std::to_string(id)}});
  }

  static void insert_unit(db::Session& session, long long id, long long parent) {
    db::execute(session, {"INSERT INTO unit (id, code, display_name, display_name_nb, parent, kind, create_time,"
                          " update_time, row_version) VALUES (?, ?, '', '', ?, 'UNIT_KIND_UNIT', 0, 0, 1)",
                          {id, "UNIT-" + std::to_string(id), parent == 0 ? db::Value() : db::Value(parent)}});
  }

  static db::Value id_or_null(const std::string& text) {
    return text.empty() ? db::Value() : db::Value(std::stoll(text));
  }
  static std::string stated_or(const std::string& text, const std::string& otherwise) {
    return text.empty() ? otherwise : text;
  }
  static db::Value end_of(const Row& row) {
    return row.day_to ? db::Value(static_cast<long long>(*row.day_to)) : db::Value();
  }

  static void insert_row(db::Session& session, const Row& row) {
    const Texts& t = row.texts;
    const long long from = row.day_from;
    const std::string band = stated_or(t[dimension::rank_band], "RANK_BAND_UNSPECIFIED");
    const db::Value time = time_of(row.sequence);
    switch (row.kind) {
      case Kind::deployment:
        db::execute(
            session,
            {"INSERT INTO deployment_fact (sequence, recorded_time, record, deployment, subject, day_from, day_to,"
             " departure, gender, category, personnel_type, rank_band, tier, mission, organisation, country, unit,"
             " source, anonymous) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             {row.sequence, time, row.record, row.parent, row.subject, from, end_of(row),
              static_cast<long long>(row.departure), t[dimension::gender], t[dimension::category],
              t[dimension::personnel_type], band, std::stoll(t[dimension::tier]), id_or_null(t[dimension::mission]),
              t[dimension::organisation], t[dimension::country], id_or_null(t[dimension::unit]), row.source,
              static_cast<long long>(row.anonymous)}});
        break;
      case Kind::nomination:
        db::execute(
            session,
            {"INSERT INTO nomination_fact (sequence, recorded_time, record, nomination, subject, state, day_from,"
             " day_to, gender, category, personnel_type, rank_band, tier, mission, organisation, country, unit)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             {row.sequence, time, row.record, row.parent, row.subject, row.state, from, end_of(row),
              t[dimension::gender], t[dimension::category], t[dimension::personnel_type], band,
              std::stoll(t[dimension::tier]), id_or_null(t[dimension::mission]), t[dimension::organisation],
              t[dimension::country], id_or_null(t[dimension::unit])}});
        break;
      case Kind::membership:
        db::execute(session, {"INSERT INTO membership_fact (sequence, recorded_time, record, subject, day_from, day_to,"
                              " gender, category, rank_band, unit, country) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                              {row.sequence, time, row.record, row.subject, from, end_of(row), t[dimension::gender],
                               t[dimension::category], band, std::stoll(t[dimension::unit]), t[dimension::country]}});
        break;
      case Kind::completion:
        db::execute(session,
                    {"INSERT INTO completion_fact (sequence, recorded_time, record, subject, day_from, day_to,"
                     " course, topics) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                     {row.sequence, time, row.record, row.subject, from, end_of(row), row.course, row.topics}});
        break;
      case Kind::waiver:
        db::execute(session,
                    {"INSERT INTO waiver_fact (sequence, recorded_time, record, subject, requirement, day_from,"
                     " day_to) VALUES (?, ?, ?, ?, ?, ?, ?)",
                     {row.sequence, time, row.record, row.subject, row.requirement, from, end_of(row)}});
        break;
    }
  }

  static void insert_headcount(db::Session& session, const HeadcountRow& row) {
    const Texts& t = row.texts;
    db::execute(
        session,
        {"INSERT INTO headcount_fact (sequence, recorded_time, import, source, unit, month, mission, organisation,"
         " country, category, personnel_type, rank_band, tier, gender, count, withdrawn)"
         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
         {row.sequence, time_of(row.sequence), row.import ? db::Value(*row.import) : db::Value(), row.source,
          row.unit == 0 ? db::Value() : db::Value(row.unit), row.month, id_or_null(t[dimension::mission]),
          t[dimension::organisation], t[dimension::country], t[dimension::category], t[dimension::personnel_type],
          stated_or(t[dimension::rank_band], "RANK_BAND_UNSPECIFIED"), std::stoll(t[dimension::tier]),
          t[dimension::gender], static_cast<long long>(row.count), static_cast<long long>(row.withdrawn)}});
  }

  static void insert_coverage(db::Session& session, const CoverageRow& row) {
    db::execute(session, {"INSERT INTO coverage_fact (sequence, recorded_time, import, source, month, withdrawn)"
                          " VALUES (?, ?, ?, ?, ?, ?)",
                          {row.sequence, time_of(row.sequence), row.import, row.source, row.month,
                           static_cast<long long>(row.withdrawn)}});
  }

  static constexpr const char* query_path = "muster.statistics.v1.StatisticsService/QueryIndicator";
  static constexpr const char* records_path = "muster.statistics.v1.StatisticsService/ListCellRecords";

  v1::QueryIndicatorResponse ask(const v1::QueryIndicatorRequest& request) { return ask(request, system()); }
  v1::QueryIndicatorResponse ask(const v1::QueryIndicatorRequest& request, const rpc::Caller& who) {
    return call<v1::QueryIndicatorResponse>(query_path, request, who);
  }
  static v1::QueryIndicatorRequest on(const std::string& indicator, const std::string& date) {
    v1::QueryIndicatorRequest request;
    request.set_indicator(indicator);
    request.set_as_of(date);
    return request;
  }
  static v1::QueryIndicatorRequest within(const std::string& indicator, const std::string& from,
                                          const std::string& to) {
    v1::QueryIndicatorRequest request;
    request.set_indicator(indicator);
    request.set_from(from);
    request.set_to(to);
    return request;
  }
  static void where(v1::QueryIndicatorRequest& request, v1::Dimension dimension,
                    const std::vector<std::string>& values) {
    v1::Filter& filter = *request.add_where();
    filter.set_dimension(dimension);
    for (const std::string& value : values) filter.add_values(value);
  }
};

}  // namespace muster::statistics::testing
