// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/reads.h"

#include <google/api/resource.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/proto/per_type.h"
#include "platform/rpc/fresh_factor.h"
#include "platform/rpc/gathered_write.h"
#include "platform/rpc/named_people.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/token_purpose.h"
#include "platform/status/error.h"
#include "platform/text/digest.h"
#include "rules/civil_date.h"

namespace muster::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr long long second_micros = 1'000'000;
constexpr long long hour_micros = 3600 * second_micros;
constexpr long long minute_micros = 60 * second_micros;
// People whom an account reads in an hour without more ado: a fifth of the roster, between these two.
constexpr int least_limit = 100;
constexpr int most_limit = 500;
constexpr int share_of_roster = 5;
constexpr std::size_t most_recent = 1000;  // beyond, who they are makes no difference
constexpr auto seal_every = std::chrono::minutes(10);
constexpr auto forget_every = std::chrono::hours(24);

// The fields of a request that narrow what is asked for, apart from which one person it is about.
std::vector<const FieldDescriptor*> filters_of(const google::protobuf::Descriptor& type) {
  static const std::set<std::string> others = {"name",       "page_size", "page_token", "order_by",
                                               "show_total", "read_mask", "request_id", "purpose"};
  std::vector<const FieldDescriptor*> filters;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const bool is_person = field.options().GetExtension(google::api::resource_reference).type() == "muster/Person";
    if (!others.contains(field.name()) && !is_person) filters.push_back(&field);
  }
  return filters;
}

bool is_set(const Message& message, const FieldDescriptor& field) {
  return field.is_repeated() ? message.GetReflection()->FieldSize(message, &field) > 0
                             : message.GetReflection()->HasField(message, &field);
}

// The filter of a request, equal for equal ones; empty: there is none.
std::string filter_text(const Message& request) {
  static auto* known = new proto::PerType<std::vector<const FieldDescriptor*>>(&filters_of);
  const auto& filters = known->of(*request.GetDescriptor());
  if (std::none_of(filters.begin(), filters.end(), [&](const auto* field) { return is_set(request, *field); }))
    return "";
  const std::unique_ptr<Message> copy(request.New());
  copy->CopyFrom(request);
  std::vector<const FieldDescriptor*> set;
  copy->GetReflection()->ListFields(*copy, &set);
  for (const FieldDescriptor* field : set) {
    if (std::find(filters.begin(), filters.end(), field) == filters.end()) {
      copy->GetReflection()->ClearField(copy.get(), field);
    }
  }
  std::string text;
  {
    google::protobuf::io::StringOutputStream output(&text);
    google::protobuf::io::CodedOutputStream coded(&output);
    coded.SetSerializationDeterministic(true);
    copy->SerializeToCodedStream(&coded);
  }
  return text;
}

std::string fields_asked(const Message& request) {
  const auto* mask = request.GetDescriptor()->FindFieldByName("read_mask");
  if (mask == nullptr || !is_set(request, *mask)) return "all";
  std::string fields;
  for (const auto& path :
       static_cast<const google::protobuf::FieldMask&>(request.GetReflection()->GetMessage(request, mask)).paths()) {
    fields += (fields.empty() ? "" : ",") + path;
  }
  return fields.empty() ? "all" : fields;
}

// Nobody else, or nobody at all.
bool only_own(const Caller& caller, const std::vector<long long>& people) {
  return std::all_of(people.begin(), people.end(), [&](long long person) { return person == caller.person; });
}

bool may_export(const Caller& caller) {
  return caller.token && (caller.purposes & purpose_bit(platform::v1::TOKEN_PURPOSE_EXPORT)) != 0;
}

// The grant that lets the caller in: of a role that reads others, if there is one.
const Grant* grant_of(const Method& method, const Caller& caller) {
  const Grant* found = nullptr;
  const auto& roles = method.access.roles();
  for (const Grant& grant : caller.grants) {
    if (std::find(roles.begin(), roles.end(), grant.role) == roles.end()) continue;
    if (found == nullptr || found->role == platform::v1::ROLE_PERSON) found = &grant;
  }
  return found;
}

std::string scope_text(const Scope& scope) {
  if (scope.everything) return "all";
  std::string text = ",";
  for (const long long unit : scope.units) text += std::to_string(unit) + ",";
  return text;
}

// For what the server does by itself, for its audit.
const Method& own_method() {
  static const auto* method = [] {
    auto* made = new Method;
    made->path = reads_method;
    return made;
  }();
  return *method;
}

}  // namespace

std::size_t Reads::Hash::operator()(const Key& key) const {
  const std::hash<std::string> text;
  std::size_t hash = static_cast<std::size_t>(key.account) * 0x9e3779b97f4a7c15ULL;
  hash ^= std::hash<const Method*>()(key.method) + (hash << 6);
  hash ^= text(key.address) + (hash << 6);
  return hash ^ (text(key.filter_hash) + (hash << 6));
}

Reads::Asked Reads::asked_of(Context& context, const Message& request) {
  Asked asked{fields_asked(request), filter_text(request)};
  if (asked.filter_hash.empty()) return asked;
  std::string key;
  {
    const std::lock_guard lock(mutex_);
    key = filter_key_;
  }
  if (key.empty()) {
    key = std::get<0>(*db::select_one<std::string>(context.sql, "SELECT hmac_key FROM read_key WHERE id = 1"));
    const std::lock_guard lock(mutex_);
    filter_key_ = key;
  }
  asked.filter_hash = text::hexadecimal(text::hmac_sha256(key, asked.filter_hash).substr(0, 16));
  return asked;
}

// What the database knows of the account's last hour.
void Reads::follow(Context& context, long long moment) {
  const long long account = context.caller.account;
  {
    const std::lock_guard lock(mutex_);
    const auto found = recent_.find(account);
    const long long known_at = found == recent_.end() ? 0 : found->second.known_at;
    if (known_at != 0 && (!shared_ || moment - known_at < second_micros)) return;
  }
  const auto people = db::select<long long, long long>(
      context.sql, {"SELECT read_person.person, MAX(read_record.last_time) FROM read_record"
                    " JOIN read_person ON read_person.read_record = read_record.id"
                    " WHERE read_record.account = ? AND read_record.first_time > ? AND read_record.last_time > ?"
                    " GROUP BY read_person.person",
                    {account, moment - 2 * hour_micros, moment - hour_micros}});
  const auto many = db::select_one<std::optional<long long>>(
      context.sql, {"SELECT MAX(last_time) FROM read_record WHERE account = ? AND first_time > ? AND last_time > ?"
                    " AND scope <> ''",
                    {account, moment - 2 * hour_micros, moment - hour_micros}});
  const std::lock_guard lock(mutex_);
  Recent& recent = recent_[account];
  recent.known_at = moment;
  for (const auto& [person, time] : people) {
    long long& last = recent.people[person];
    last = std::max(last, time);
  }
  if (many && std::get<0>(*many)) recent.many_until = std::max(recent.many_until, *std::get<0>(*many) + hour_micros);
}

int Reads::limit_of(Context& context, long long moment) {
  {
    const std::lock_guard lock(mutex_);
    if (limit_ != 0 && moment - limit_known_at_ < minute_micros) return limit_;
  }
  const auto [people] = *db::select_one<long long>(
      context.sql,
      {"SELECT COUNT(*) FROM (SELECT 1 FROM person WHERE status = 'PERSON_STATUS_ACTIVE' LIMIT ?) AS people",
       {static_cast<long long>(most_limit) * share_of_roster}});
  const std::lock_guard lock(mutex_);
  limit_ = std::clamp(static_cast<int>(people) / share_of_roster, least_limit, most_limit);
  limit_known_at_ = moment;
  return limit_;
}

bool Reads::has_room(Context& context, const std::vector<long long>& people, long long moment, int& limit) {
  follow(context, moment);
  std::size_t all = 0;
  {
    const std::lock_guard lock(mutex_);
    Recent& recent = recent_[context.caller.account];
    if (recent.many_until > moment) {
      limit = most_limit;
      return false;
    }
    const auto unknown = [&] {
      std::set<long long> others;
      for (const long long person : people) {
        if (!recent.people.contains(person)) others.insert(person);
      }
      return others.size();
    };
    // One person more than are known, without the set's cost, is what is asked most.
    std::size_t more = people.size() == 1 ? !recent.people.contains(people.front()) : unknown();
    all = recent.people.size() + more;
    if (more == 0 || all <= least_limit) return true;
    std::erase_if(recent.people, [&](const auto& one) { return one.second <= moment - hour_micros; });
    all = recent.people.size() + unknown();
  }
  limit = limit_of(context, moment);
  return all <= static_cast<std::size_t>(limit);
}

void Reads::take(Context& context, const Message& request, std::string_view answer) {
  if (!context.method.names_people) return;
  const auto people = named_people(*context.method.descriptor->output_type(), answer);
  if (only_own(context.caller, people)) return;
  const long long moment = rules::to_micros(context.now);
  int limit = 0;
  if (!has_fresh_factor(context) && !may_export(context.caller) && !has_room(context, people, moment, limit)) {
    throw status::permission_denied(
        platform::v1::REASON_FRESH_FACTOR_NEEDED,
        "this would be more than " + std::to_string(limit) +
            " people whose data you have read within an hour: give the password anew with ConfirmPassword and ask "
            "again within ten minutes, or use a token for TOKEN_PURPOSE_EXPORT",
        {{"minutes", std::to_string(fresh_factor_minutes)}, {"limit", std::to_string(limit)}});
  }
  note(context.method, context.caller, context.peer, moment, asked_of(context, request), people);
}

void Reads::require_room(Context& context, const Message& request) {
  if (!context.method.names_people || has_fresh_factor(context) || may_export(context.caller)) return;
  const auto people = named_people(*context.method.descriptor->input_type(), request.SerializeAsString());
  int limit = 0;
  if (only_own(context.caller, people) || has_room(context, people, rules::to_micros(context.now), limit)) return;
  require_fresh_factor(context);
}

void Reads::note(const Method& method, const Caller& caller, const std::string& address, TimePoint now,
                 std::string_view answer) {
  if (!method.names_people) return;
  const auto people = named_people(*method.descriptor->output_type(), answer);
  if (!only_own(caller, people)) note(method, caller, address, rules::to_micros(now), {"all", ""}, people);
}

void Reads::note(const Method& method, const Caller& caller, const std::string& address, long long moment, Asked asked,
                 const std::vector<long long>& people) {
  const std::lock_guard lock(mutex_);
  ReadCount& count =
      noted_[Key{caller.account, &method, address, std::move(asked.fields), std::move(asked.filter_hash)}];
  if (count.times == 0) {
    count.first_time = moment;
    const Grant* grant = caller.system ? nullptr : grant_of(method, caller);
    if (grant != nullptr) {
      count.role = grant->role;
      count.unit = grant->unit;
    }
    count.scope = scope_text(scope_of(caller, method.access));
  }
  ++count.times;
  count.people += static_cast<long long>(people.size());
  count.last_time = std::max(count.last_time, moment);
  if (!count.many) {
    for (const long long person : people) ++count.persons[person];
    count.many = count.persons.size() > static_cast<std::size_t>(most_people_kept);
    if (count.many) count.persons.clear();
  }
  if (caller.account == 0 || caller.system) return;
  Recent& recent = recent_[caller.account];
  if (recent.many_until > moment) {
    recent.many_until = moment + hour_micros;
    return;
  }
  for (const long long person : people) recent.people[person] = moment;
  if (recent.people.size() <= most_recent) return;
  std::erase_if(recent.people, [&](const auto& one) { return one.second <= moment - hour_micros; });
  if (recent.people.size() <= most_recent) return;
  recent.people.clear();
  recent.many_until = moment + hour_micros;
}

void Reads::write(db::Database& database, TimePoint now) {
  std::unordered_map<Key, ReadCount, Hash> noted;
  {
    const std::lock_guard lock(mutex_);
    noted.swap(noted_);
  }
  std::vector<ReadCount> counts;
  for (auto& [key, count] : noted) {
    counts.push_back(count);
    counts.back().account = key.account;
    counts.back().address = key.address;
    counts.back().method = key.method->path;
    counts.back().fields = key.fields;
    counts.back().filter_hash = key.filter_hash;
  }
  if (!counts.empty()) {
    try {
      write_gathered(database, own_method(), 0, "", now, [&](Context& context) {
        context.sequence();
        write_reads(context, counts);
        return false;
      });
    } catch (...) {
      // Next time, with what was noted since.
      const std::lock_guard lock(mutex_);
      for (auto& [key, count] : noted) {
        ReadCount& again = noted_[key];
        if (again.times == 0) {
          again = std::move(count);
          continue;
        }
        again.first_time = std::min(again.first_time, count.first_time);
        again.times += count.times;
        again.people += count.people;
        again.many = again.many || count.many;
        for (const auto& [person, times] : count.persons) again.persons[person] += times;
        if (again.many) again.persons.clear();
      }
      throw;
    }
  }
}

void Reads::keep_up(db::Database& database, TimePoint now) {
  bool seals = false, forgets = false;
  {
    const std::lock_guard lock(mutex_);
    if ((seals = now >= seal_due_)) {
      seal_due_ = now + seal_every;
      // Whoever was quiet for an hour.
      const long long quiet = rules::to_micros(now) - hour_micros;
      std::erase_if(recent_, [&](const auto& one) {
        const Recent& recent = one.second;
        return recent.many_until < quiet + hour_micros &&
               std::all_of(
                   recent.people.begin(), recent.people.end(),
                   [&](const auto& person) { return person.second < quiet; });
      });
    }
    if ((forgets = now >= forget_due_)) forget_due_ = now + forget_every;
  }
  if (seals) seal(database, now);
  if (forgets) forget(database, now);
}

void Reads::seal(db::Database& database, TimePoint now) {
  write_gathered(database, own_method(), 0, "", now, &seal_reads);
}

void Reads::forget(db::Database& database, TimePoint now) {
  write_gathered(database, own_method(), 0, "", now, &forget_reads);
}

}  // namespace muster::rpc
