// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/read_records.h"

#include <algorithm>
#include <charconv>

#include "platform/db/bulk.h"
#include "platform/rpc/roster_day.h"
#include "platform/text/digest.h"
#include "rules/civil_date.h"

namespace muster::rpc {

const std::string reads_method = "muster reads";

namespace {

constexpr long long minute_micros = 60LL * 1'000'000;
constexpr long long record_micros = 10 * minute_micros;
constexpr int kept_months = 24;

// The record that still gets what is read; 0: none.
long long open_record(Context& context, const ReadCount& count) {
  db::Query query = count.account ? db::Query("SELECT id FROM read_record WHERE account = ?", {count.account})
                                  : db::Query("SELECT id FROM read_record WHERE account IS NULL");
  query +=
      {" AND first_time > ? AND address = ? AND method = ? AND fields = ? AND filter_hash = ? AND sealed IS NULL"
       " ORDER BY id DESC LIMIT 1",
       {count.first_time - record_micros, count.address, count.method, count.fields, count.filter_hash}};
  const auto row = db::select_one<long long>(context.sql, query);
  return row ? std::get<0>(*row) : 0;
}

long long begin_record(Context& context, const ReadCount& count) {
  const rules::Day day = roster_day(context.sql, TimePoint(std::chrono::microseconds(count.first_time)));
  return db::insert_row(
      context.sql,
      {"INSERT INTO read_record (account, address, method, fields, filter_hash, role, unit, times, people, read_date,"
       " first_time, last_time) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?)",
       {count.account ? db::Value(count.account) : db::Value(), count.address, count.method, count.fields,
        count.filter_hash, platform::v1::Role_Name(count.role), count.unit ? db::Value(*count.unit) : db::Value(),
        rules::format_date(day), count.first_time, count.last_time}});
}

void forget_names(Context& context, long long record, const std::string& scope) {
  db::execute(context.sql, {"UPDATE read_record SET scope = ? WHERE id = ?", {scope, record}});
  db::execute(context.sql, {"DELETE FROM read_person WHERE read_record = ?", {record}});
}

// Of people who are still there: one may have been erased since.
void add_names(Context& context, long long record, const std::map<long long, long long>& persons) {
  std::vector<long long> ids;
  ids.reserve(persons.size());
  for (const auto& [person, times] : persons) ids.push_back(person);
  db::Query there(
      "SELECT person.id, read_person.read_record FROM person LEFT JOIN read_person ON"
      " read_person.person = person.id AND read_person.read_record = ? WHERE ",
      {record});
  there += db::one_of("person.id", ids);
  std::vector<db::Row> rows;
  std::map<long long, std::vector<long long>> again;  // how often more
  for (const auto& [person, known] : db::select<long long, std::optional<long long>>(context.sql, there)) {
    const long long times = persons.at(person);
    if (known) {
      again[times].push_back(person);
    } else {
      rows.push_back({record, person, times});
    }
  }
  db::insert_rows_without_id(context.sql, "read_person", {"read_record", "person", "times"}, std::move(rows));
  for (const auto& [times, people] : again) {
    db::Query more("UPDATE read_person SET times = times + ? WHERE read_record = ? AND ", {times, record});
    more += db::one_of("person", people);
    db::execute(context.sql, more);
  }
}

void write_read(Context& context, const ReadCount& count) {
  long long record = open_record(context, count);
  if (record == 0) record = begin_record(context, count);
  db::execute(context.sql, {"UPDATE read_record SET times = times + ?, people = people + ?,"
                            " last_time = CASE WHEN last_time < ? THEN ? ELSE last_time END WHERE id = ?",
                            {count.times, count.people, count.last_time, count.last_time, record}});
  const auto [scope] =
      *db::select_one<std::string>(context.sql, {"SELECT scope FROM read_record WHERE id = ?", {record}});
  if (!scope.empty()) return;
  if (count.many) return forget_names(context, record, count.scope);
  add_names(context, record, count.persons);
  const auto [named] =
      *db::select_one<long long>(context.sql, {"SELECT COUNT(*) FROM read_person WHERE read_record = ?", {record}});
  if (named > most_people_kept) forget_names(context, record, count.scope);
}

// What a seal's hash covers of a record; tools/verify_audit says it once more.
constexpr const char* sealed_columns =
    "CAST(id AS TEXT) || '|' || COALESCE(CAST(account AS TEXT), '') || '|' || address || '|' || method || '|' || fields"
    " || '|' || filter_hash || '|' || role || '|' || COALESCE(CAST(unit AS TEXT), '') || '|' || CAST(times AS TEXT)"
    " || '|' || CAST(people AS TEXT) || '|' || read_date || '|' || CAST(first_time AS TEXT) || '|' ||"
    " CAST(last_time AS TEXT) || '|' || scope";

struct Seal {
  long long count = 0;
  std::string hash;
};

// Of the records that the entry has sealed, as they are now.
Seal seal_of(db::Session& session, long long entry) {
  Seal seal;
  std::string text;
  for (const auto& [line] : db::select<std::string>(
           session,
           {std::string("SELECT ") + sealed_columns + " FROM read_record WHERE sealed = ? ORDER BY id", {entry}})) {
    text += line + '\n';
    ++seal.count;
  }
  seal.hash = text::hexadecimal(text::sha256(text));
  return seal;
}

std::string line_of(const Seal& seal) { return "sealed " + std::to_string(seal.count) + " read_record " + seal.hash; }

constexpr std::string_view forgotten = "[\"deleted read_record sealed until ";

}  // namespace

void write_reads(Context& context, const std::vector<ReadCount>& counts) {
  for (const ReadCount& count : counts) write_read(context, count);
}

bool seal_reads(Context& context) {
  const long long entry = context.sequence();
  // A clock of another process may be a little behind.
  const long long closed = context.now_micros() - record_micros - minute_micros;
  if (db::execute(context.sql, {"UPDATE read_record SET sealed = ? WHERE sealed IS NULL AND first_time <= ?",
                                {entry, closed}}) == 0) {
    return false;
  }
  context.audit_lines.push_back(line_of(seal_of(context.sql, entry)));
  return true;
}

bool forget_reads(Context& context) {
  context.sequence();
  const auto day = rules::add_months(context.today(), -kept_months);
  const std::string date = rules::format_date(day);
  // Seals are whole or gone: one goes when its last record may.
  const auto last = db::select_one<std::optional<long long>>(
      context.sql, {"SELECT MAX(sealed) FROM read_record WHERE sealed IS NOT NULL AND sealed <"
                    " COALESCE((SELECT MIN(sealed) FROM read_record WHERE sealed IS NOT NULL AND read_date >= ?),"
                    " (SELECT MAX(sealed) + 1 FROM read_record WHERE sealed IS NOT NULL))",
                    {date}});
  if (!last || !std::get<0>(*last)) return false;
  const long long until = *std::get<0>(*last);
  db::execute(context.sql,
              {"DELETE FROM read_person WHERE read_record IN (SELECT id FROM read_record WHERE sealed <= ?)", {until}});
  db::execute(context.sql, {"DELETE FROM read_record WHERE sealed <= ?", {until}});
  context.audit_lines.push_back(std::string(forgotten.substr(2)) + std::to_string(until));
  return true;
}

long long first_broken_seal(db::Session& session) {
  const auto entries = db::select<long long, std::string>(
      session, {"SELECT id, lines FROM audit_entry WHERE method = ? ORDER BY id", {reads_method}});
  long long until = 0;
  for (const auto& [id, lines] : entries) {
    if (!lines.starts_with(forgotten)) continue;
    long long one = 0;
    std::from_chars(lines.data() + forgotten.size(), lines.data() + lines.size(), one);
    until = std::max(until, one);
  }
  for (const auto& [id, lines] : entries) {
    if (id <= until || lines.starts_with(forgotten)) continue;
    if (lines != "[\"" + line_of(seal_of(session, id)) + "\"]") return id;
  }
  return 0;
}

}  // namespace muster::rpc
