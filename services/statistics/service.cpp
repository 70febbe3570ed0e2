// SPDX-License-Identifier: EUPL-1.2
#include "statistics/service.h"

#include <memory>

#include "platform/rpc/scope.h"
#include "statistics/answer.h"
#include "statistics/indicators.h"
#include "statistics/records.h"
#include "statistics/request.h"
#include "statistics/rounded.h"
#include "statistics/sentences.h"

namespace muster::statistics {
namespace {

// What an answer rests on besides the question: facts, and rows such as units that every write
// moves the ledger's head for.
std::string stamp_of(const Ledger& ledger, long long head) {
  return std::to_string(ledger.version()) + "/" + std::to_string(head);
}

// The question with what the call adds to it: the day, and the units of the caller's roles, by which they may be told
// more or less.
std::string question_of(rpc::Context& context, const v1::QueryIndicatorRequest& request) {
  const Sight sight = sight_of(context);
  std::string text = rules::format_date(context.today());
  for (const rpc::Scope& scope : {rpc::scope_of(context), sight.persons, sight.leadership}) {
    text += scope.everything ? "; all" : ";";
    if (scope.everything) continue;
    for (long long unit : scope.units) text += " " + std::to_string(unit);
  }
  return text + "\n" + request.SerializeAsString();
}

}  // namespace

v1::ListIndicatorsResponse list_indicators(rpc::Context&, const v1::ListIndicatorsRequest&) {
  v1::ListIndicatorsResponse response;
  for (const Indicator& indicator : indicators()) {
    v1::Indicator& shown = *response.add_indicators();
    shown.set_code(std::string(indicator.code));
    shown.set_display_name(std::string(indicator.display_name));
    shown.set_display_name_nb(std::string(indicator.display_name_nb));
    shown.set_unit_of_count(std::string(indicator.unit_of_count));
    shown.set_numerator(std::string(indicator.numerator));
    shown.set_denominator(std::string(indicator.denominator));
    shown.set_date_rule(std::string(indicator.date_rule));
    shown.set_unknown_rule(std::string(indicator.unknown_rule));
    shown.set_definition(std::string(indicator.definition));
    shown.set_definition_nb(std::string(indicator.definition_nb));
    shown.set_numerator_nb(std::string(indicator.numerator_nb));
    shown.set_denominator_nb(std::string(indicator.denominator_nb));
    shown.set_date_rule_nb(std::string(indicator.date_rule_nb));
    shown.set_unknown_rule_nb(std::string(indicator.unknown_rule_nb));
    shown.set_period(indicator.period());
    for (int dimension : indicator.dimensions) shown.add_dimensions(dimension_value(dimension));
    shown.add_dimensions(v1::DIMENSION_MONTH);
    for (Parameter parameter : indicator.parameters) shown.add_parameters(std::string(name_of(parameter)));
  }
  return response;
}

v1::QueryIndicatorResponse query_indicator(Statistics& statistics, rpc::Context& context,
                                           const v1::QueryIndicatorRequest& request) {
  statistics.ledger.follow(context.sql);
  const auto lock = statistics.ledger.lock();
  const long long head = Ledger::head(context.sql);
  const std::string stamp = stamp_of(statistics.ledger, head);
  const std::string question = question_of(context, request);
  if (auto kept = statistics.memo.find(stamp, question)) return *kept;
  const auto read = [&](const v1::QueryIndicatorRequest& of) {
    return read_request(context, of, statistics.names, statistics.grouping, statistics.ledger, "");
  };
  Asked asked = read(request);
  v1::QueryIndicatorResponse response;
  if (asked.rounded()) {
    response = rounded_answer(context, statistics.ledger.facts(), statistics.keys, request, asked, read);
  } else {
    response = answer(statistics.ledger.facts(), asked);
    response.set_sequence(asked.question.known == known_now ? statistics.ledger.sequence() : asked.question.known);
  }
  const v1::Cell& last = response.totals(response.totals_size() - 1);
  response.set_sentence(sentence(asked, last, Language::english));
  response.set_sentence_nb(sentence(asked, last, Language::norwegian_bokmal));
  statistics.memo.keep(stamp, question, std::make_shared<const v1::QueryIndicatorResponse>(response));
  return response;
}

void register_methods(rpc::Registry& registry) {
  const std::string service = "muster.statistics.v1.StatisticsService/";
  auto statistics = std::make_shared<Statistics>();
  // Otherwise whoever asks first waits until all facts are read.
  registry.on_start([statistics](db::Session& session) { statistics->ledger.follow(session); });
  registry.add(service + "ListIndicators", &list_indicators);
  registry.add(service + "QueryIndicator",
               std::function<v1::QueryIndicatorResponse(rpc::Context&, const v1::QueryIndicatorRequest&)>(
                   [statistics](rpc::Context& context, const v1::QueryIndicatorRequest& request) {
                     return query_indicator(*statistics, context, request);
                   }),
               rpc::Run::statistics);
  registry.add(service + "ListCellRecords",
               std::function<v1::ListCellRecordsResponse(rpc::Context&, const v1::ListCellRecordsRequest&)>(
                   [statistics](rpc::Context& context, const v1::ListCellRecordsRequest& request) {
                     return list_cell_records(statistics->ledger, statistics->names, statistics->grouping, context,
                                              request);
                   }),
               rpc::Run::statistics);
}

}  // namespace muster::statistics
