// SPDX-License-Identifier: EUPL-1.2
// What figures group posts and missions by holds from a day: a change holds from its day on, a correction restates days.
// A Resource (Post) has a table of its own ("post"), of its periods ("post_period": a Row for each) and of what was
// recorded ("post_event": an Event for each), whose column of the first one's name refers to it.
#pragma once

#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "missions/timeline.h"
#include "platform/proto/resources.h"
#include "platform/rows/rows.h"
#include "platform/rpc/context.h"
#include "platform/status/error.h"

namespace muster::missions {

struct DatedKind {
  std::string table;                // "post"
  std::vector<std::string> fields;  // that hold from a day
  std::string change, correct;      // the methods: "ChangePost"
  std::string update;               // that changes the rest: "UpdatePost"
};

// Of the message the fields; enums as their numbers.
Values values_of(const google::protobuf::Message& message, const std::vector<std::string>& fields);
void set_values(google::protobuf::Message& message, const Values& values);
// "leadership_tier = 4" of each.
std::vector<std::string> in_words(const google::protobuf::Message& message, const Values& values);

// Throws CHANGE_OR_CORRECT if the mask of an Update names a field that holds from a day.
void require_not_dated(const DatedKind& kind, const google::protobuf::FieldMask& mask);
// Throws VALUE_REFUSED unless all fields of the mask hold from a day.
void require_dated(const DatedKind& kind, const google::protobuf::FieldMask& mask);

// What is on its way: what the request says and what holds besides.
struct DatedStep {
  const DatedKind& kind;
  long long id;
  Values to;
  Timeline timeline;
};

// The periods of a resource.
template <class Row>
std::vector<Row> read_periods(rpc::Context& context, const DatedKind& kind, long long id) {
  return rows::query<Row>(context.sql, {"SELECT " + rows::columns<Row>() + " FROM " + kind.table + "_period WHERE " +
                                            kind.table + " = ? ORDER BY valid_from",
                                        {id}});
}

template <class Row>
Timeline read_timeline(rpc::Context& context, const DatedKind& kind, long long id) {
  std::vector<Period> periods;
  for (const Row& row : read_periods<Row>(context, kind, id)) {
    periods.push_back({row.valid_from(), values_of(row, kind.fields)});
  }
  return Timeline(std::move(periods));
}

// The step of a request that gives `resource` and the mask of what it becomes. `present` is it as it stands.
// Errors: ABORTED (a stale etag), INVALID_ARGUMENT (a field that holds from no day).
template <class Row, class Resource>
DatedStep begin_dated(rpc::Context& context, const DatedKind& kind, const Resource& resource, const Resource& present,
                      const google::protobuf::FieldMask& mask) {
  require_dated(kind, mask);
  status::require_etag(resource.etag(), present.etag());
  const long long id = proto::id_of<Resource>(present.name());
  return {kind, id, values_of(resource, {mask.paths().begin(), mask.paths().end()}),
          read_timeline<Row>(context, kind, id)};
}

// Changes the step's timeline from the day on. Errors: FAILED_PRECONDITION (changed on that day already; nothing would
// change).
void change_from(DatedStep& step, const std::string& name, const std::string& day);
// Corrects it. Errors: FAILED_PRECONDITION (nothing would change).
void correct_days(DatedStep& step, const std::string& name, const std::optional<std::string>& first,
                  const std::optional<std::string>& last, const std::string& today);

// The first period of a new resource.
template <class Row, class Resource>
void write_first_period(rpc::Context& context, const DatedKind& kind, const Resource& created) {
  Row row;
  row.GetReflection()->SetString(&row, Row::descriptor()->FindFieldByName(kind.table), created.name());
  set_values(row, values_of(created, kind.fields));
  rows::insert(context.sql, kind.table + "_period", row);
}

// Of the kind the ids of those whose row says something else than their period of `today` (civil date).
db::Query behind_day(const DatedKind& kind, const std::string& today);

google::protobuf::FieldMask mask_of(const DatedKind& kind);

// Has every row of the kind say what it is on the roster's today. Answers how many said something else.
template <class Row, class Resource>
long long follow_day(rpc::Context& context, const DatedKind& kind) {
  const std::string today = rules::format_date(context.today());
  long long written = 0;
  for (const auto& [id] : db::select<long long>(context.sql, behind_day(kind, today))) {
    Resource now;
    now.set_name(proto::name_of<Resource>(id));
    set_values(now, read_timeline<Row>(context, kind, id).on(today));
    rows::update(context.sql, kind.table, now, mask_of(kind));
    ++written;
  }
  return written;
}

// Stores the step's timeline, what the resource is on the roster's today, and `event`, whose verb, values and
// resource follow from the step.
template <class Row, class Resource, class Event>
void write_dated(rpc::Context& context, const DatedStep& step, const Resource& present, Event event,
                 const std::string& verb) {
  const std::string& table = step.kind.table;
  const auto* owner = Row::descriptor()->FindFieldByName(table);
  std::vector<Period> there;
  for (const Row& row : read_periods<Row>(context, step.kind, step.id)) {
    const Period period{row.valid_from(), values_of(row, step.kind.fields)};
    const auto& now = step.timeline.periods();
    if (std::find(now.begin(), now.end(), period) != now.end()) {
      there.push_back(period);
      continue;
    }
    rows::remove(context.sql, table + "_period", proto::id_of<Row>(row.name()));
  }
  for (const Period& period : step.timeline.periods()) {
    if (std::find(there.begin(), there.end(), period) != there.end()) continue;
    Row row;
    row.GetReflection()->SetString(&row, owner, present.name());
    row.set_valid_from(period.first);
    set_values(row, period.values);
    rows::insert(context.sql, table + "_period", row);
  }
  Resource now = present;
  set_values(now, step.timeline.on(rules::format_date(context.today())));
  rows::update(context.sql, table, now, mask_of(step.kind));
  // What it was on earlier days is part of it, too.
  db::execute(context.sql, {"UPDATE " + table + " SET row_version = row_version + 1 WHERE id = ?", {step.id}});
  event.GetReflection()->SetString(&event, Event::descriptor()->FindFieldByName(table), present.name());
  event.set_verb(verb);
  for (const std::string& words : in_words(now, step.to)) event.add_recorded(words);
  rows::insert(context.sql, table + "_event", event);
}

template <class Row, class Event, class History>
History read_history(rpc::Context& context, const DatedKind& kind, long long id) {
  History history;
  auto periods = read_periods<Row>(context, kind, id);
  history.mutable_periods()->Add(periods.begin(), periods.end());
  auto events = rows::query<Event>(context.sql, {"SELECT " + rows::columns<Event>() + " FROM " + kind.table +
                                                     "_event WHERE " + kind.table + " = ? ORDER BY id",
                                                 {id}});
  history.mutable_events()->Add(events.begin(), events.end());
  return history;
}

}  // namespace muster::missions
