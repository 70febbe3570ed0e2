// SPDX-License-Identifier: EUPL-1.2
// Puts a world into a database by SQL, as the services that own the fact tables do.
#pragma once

#include <string>

#include "muster/facts/v1/facts.pb.h"
#include "muster/platform/v1/options.pb.h"
#include "muster/statistics/v1/statistics.pb.h"
#include "platform/db/bulk.h"
#include "platform/proto/references.h"
#include "platform/rows/rows.h"
#include "platform/rpc/fact_rows.h"
#include "platform/text/code_key.h"
#include "statistics/names.h"
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
      for (const PostRow& row : world.posts) insert_post(session, row);
      db::execute(session, {"UPDATE ledger_head SET sequence = ?", {world.last_sequence}});
    });
  }

  static void insert_mission(db::Session& session, long long id) {
    db::execute(session,
                {"INSERT INTO mission (id, acronym, acronym_key, display_name, display_name_nb, organisation, kind,"
                 " host_countries, themes, create_time, update_time, row_version)"
                 " VALUES (?, ?, ?, '', '', 'ORGANISATION_UN', 'MISSION_KIND_INTERNATIONAL', '[]', '[]', 0, 0, 1)",
                 {id, "MISSION-" + std::to_string(id), "mission-" + std::to_string(id)}});
    db::execute(session, {"INSERT INTO mission_period (mission, valid_from, organisation, kind)"
                          " VALUES (?, '', 'ORGANISATION_UN', 'MISSION_KIND_INTERNATIONAL')",
                          {id}});
    facts::v1::MissionFact fact;
    fact.set_record(id);
    fact.set_acronym("MISSION-" + std::to_string(id));
    fact.set_kind("MISSION_KIND_INTERNATIONAL");
    insert_fact(session, fact);
  }

  static void insert_unit(db::Session& session, long long id, long long parent) {
    db::execute(session,
                {"INSERT INTO unit (id, code, code_key, display_name, display_name_nb, parent, kind, create_time,"
                 " update_time, row_version) VALUES (?, ?, ?, '', '', ?, 'UNIT_KIND_UNIT', 0, 0, 1)",
                 {id, "UNIT-" + std::to_string(id), "unit-" + std::to_string(id),
                  parent == 0 ? db::Value() : db::Value(parent)}});
    facts::v1::UnitFact fact;
    fact.set_record(id);
    fact.set_code("UNIT-" + std::to_string(id));
    if (parent != 0) fact.set_parent(parent);
    insert_fact(session, fact);
  }

  // A fact whose message says everything but the id and the keys of its codes.
  template <class F>
  static void insert_fact(db::Session& session, const F& fact) {
    std::vector<std::string> names;
    db::Row row;
    for (int i = 0; i < F::descriptor()->field_count(); ++i) {
      const auto& field = *F::descriptor()->field(i);
      if (field.name() == "id") continue;
      names.push_back(field.name());
      row.push_back(rows::value_of(fact, field.name()));
      if (!field.options().GetExtension(platform::v1::field).key()) continue;
      names.push_back(field.name() + "_key");
      row.push_back(text::code_key(fact.GetReflection()->GetString(fact, &field)));
    }
    db::insert_rows(session, proto::table_of<F>(), names, {std::move(row)});
  }

  // The fields that are called as dimensions are, by their texts; "" leaves a field unset.
  template <class F>
  static void set_dimensions(F& fact, const Texts& texts) {
    using google::protobuf::FieldDescriptor;
    for (int d = 0; d < static_cast<int>(texts.size()); ++d) {
      const FieldDescriptor* field = F::descriptor()->FindFieldByName(dimension_field(d));
      const std::string& text = texts[static_cast<std::size_t>(d)];
      if (field == nullptr || text.empty()) continue;
      switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_ENUM:
          fact.GetReflection()->SetEnum(&fact, field, field->enum_type()->FindValueByName(text));
          break;
        case FieldDescriptor::CPPTYPE_INT32: fact.GetReflection()->SetInt32(&fact, field, std::stoi(text)); break;
        case FieldDescriptor::CPPTYPE_INT64: fact.GetReflection()->SetInt64(&fact, field, std::stoll(text)); break;
        default: fact.GetReflection()->SetString(&fact, field, text);
      }
    }
  }

  template <class F>
  static F stamped(long long sequence) {
    F fact;
    fact.set_sequence(sequence);
    fact.set_recorded_time(time_of(sequence));
    return fact;
  }
  template <class F>
  static F fact_of(const Row& row) {
    F fact = stamped<F>(row.sequence);
    fact.set_record(row.record);
    fact.set_subject(row.subject);
    fact.set_day_from(row.day_from);
    if (row.day_to) fact.set_day_to(*row.day_to);
    set_dimensions(fact, row.texts);
    return fact;
  }

  // The gender of a pseudonym is that of its first row.
  static void insert_row(db::Session& session, const Row& row) {
    if (!row.texts.empty()) {
      const std::string& gender = row.texts[dimension::gender];
      db::execute(session,
                  {"INSERT INTO subject_profile (subject, gender) VALUES (?, ?) ON CONFLICT (subject) DO NOTHING",
                   {row.subject, gender.empty() ? "GENDER_NOT_STATED" : gender}});
    }
    switch (row.kind) {
      case Kind::deployment: {
        auto fact = fact_of<facts::v1::DeploymentFact>(row);
        fact.set_deployment(row.parent);
        fact.set_departure(row.departure);
        fact.set_source(row.source);
        fact.set_anonymous(row.anonymous);
        if (row.post != 0) fact.set_post(row.post);
        insert_fact(session, fact);
        break;
      }
      case Kind::nomination: {
        auto fact = fact_of<facts::v1::NominationFact>(row);
        fact.set_nomination(row.parent);
        fact.set_state(row.state);
        insert_fact(session, fact);
        break;
      }
      case Kind::membership: insert_fact(session, fact_of<facts::v1::MembershipFact>(row)); break;
      case Kind::completion: {
        auto fact = fact_of<facts::v1::CompletionFact>(row);
        fact.set_course(row.course);
        fact.set_topics(row.topics);
        insert_fact(session, fact);
        break;
      }
      case Kind::waiver: {
        auto fact = fact_of<facts::v1::WaiverFact>(row);
        fact.set_requirement(row.requirement);
        insert_fact(session, fact);
        break;
      }
      case Kind::dormancy: insert_fact(session, fact_of<facts::v1::DormancyFact>(row)); break;
    }
  }

  static void insert_headcount(db::Session& session, const HeadcountRow& row) {
    auto fact = stamped<facts::v1::HeadcountFact>(row.sequence);
    set_dimensions(fact, row.texts);
    if (row.import) fact.set_import(*row.import);
    fact.set_source(row.source);
    if (row.unit != 0) {
      fact.set_unit(row.unit);
    } else {
      fact.clear_unit();
    }
    fact.set_month(row.month);
    fact.set_count(row.count);
    fact.set_withdrawn(row.withdrawn);
    insert_fact(session, fact);
  }

  static void insert_coverage(db::Session& session, const CoverageRow& row) {
    auto fact = stamped<facts::v1::CoverageFact>(row.sequence);
    fact.set_import(row.import);
    fact.set_source(row.source);
    fact.set_month(row.month);
    fact.set_withdrawn(row.withdrawn);
    insert_fact(session, fact);
  }

  static void insert_post(db::Session& session, const PostRow& row) {
    auto fact = stamped<facts::v1::PostFact>(row.sequence);
    set_dimensions(fact, row.texts);
    fact.set_record(row.post);
    fact.set_day_from(row.day_from);
    if (row.day_to) fact.set_day_to(*row.day_to);
    fact.set_function("POST_FUNCTION_OBSERVER");
    fact.set_seats(row.seats);
    insert_fact(session, fact);
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
