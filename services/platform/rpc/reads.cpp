// SPDX-License-Identifier: EUPL-1.2
#include "platform/rpc/reads.h"

#include <algorithm>
#include <utility>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/rpc/fresh_factor.h"
#include "platform/rpc/gathered_write.h"
#include "platform/rpc/named_people.h"
#include "platform/rpc/read_filter.h"
#include "platform/rpc/scope.h"
#include "platform/rpc/token_purpose.h"
#include "platform/rpc/transaction.h"
#include "platform/status/error.h"
#include "platform/text/digest.h"
#include "rules/civil_date.h"

namespace muster::rpc {
namespace {

using google::protobuf::Message;

constexpr long long second_micros = 1'000'000;
constexpr long long hour_micros = 3600 * second_micros;
constexpr long long minute_micros = 60 * second_micros;
// People whom an account reads in an hour without more ado: a fifth of the roster, between these two.
constexpr int least_limit = 100;
constexpr int most_limit = 500;
constexpr int share_of_roster = 5;
constexpr std::size_t most_gathered = 4000;  // of one kind of read, before people are counted together
// Filters whose hashes are kept, and how long their requests may be.
constexpr std::size_t most_filters = 1000;
constexpr std::size_t most_filter_bytes = 1000;
constexpr std::size_t most_recent = 1000;  // beyond, who they are makes no difference
constexpr auto seal_every = std::chrono::minutes(10);
constexpr auto forget_every = std::chrono::hours(24);

// Of these, who are not among the known ones, each once.
template <class Known>
std::size_t count_unknown(const std::vector<long long>& people, const Known& known) {
  std::vector<long long> others;
  for (const long long person : people) {
    if (!known.contains(person)) others.push_back(person);
  }
  std::sort(others.begin(), others.end());
  return static_cast<std::size_t>(std::unique(others.begin(), others.end()) - others.begin());
}

// A write whose answer is read only: for its audit, or since it writes nothing.
bool is_read_of(const Method& method, const Message& request) {
  return method.read_only || method.access.audited_read() || is_dry(request);
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

void Reads::Noted::add(const std::vector<long long>& people) {
  count.people += static_cast<long long>(people.size());
  if (count.many) return;
  named.insert(named.end(), people.begin(), people.end());
  if (named.size() > most_gathered) fold();
}

void Reads::Noted::fold() {
  std::sort(named.begin(), named.end());
  for (auto first = named.begin(); first != named.end();) {
    const auto last = std::upper_bound(first, named.end(), *first);
    count.persons[*first] += last - first;
    first = last;
  }
  named.clear();
  count.many = count.many || count.persons.size() > static_cast<std::size_t>(most_people_kept);
  if (count.many) count.persons.clear();
}

Reads::Asked Reads::asked_of(Context& context, const Message& request) {
  Asked asked{fields_asked(request), ""};
  if (!has_filter(request)) return asked;
  const std::string bytes = request.SerializeAsString();
  std::string key;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = filters_.find({request.GetDescriptor(), bytes}); found != filters_.end()) {
      asked.filter_hash = found->second;
      return asked;
    }
    key = filter_key_;
  }
  if (key.empty()) {
    key = std::get<0>(*db::select_one<std::string>(context.sql, "SELECT hmac_key FROM read_key WHERE id = 1"));
    const std::lock_guard lock(mutex_);
    filter_key_ = key;
  }
  asked.filter_hash = text::hexadecimal(text::hmac_sha256(key, filter_text(request)).substr(0, 16));
  if (bytes.size() > most_filter_bytes) return asked;
  const std::lock_guard lock(mutex_);
  if (filters_.size() >= most_filters) filters_.clear();
  filters_.emplace(std::pair(request.GetDescriptor(), bytes), asked.filter_hash);
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
    const std::size_t more = count_unknown(people, recent.people);
    all = recent.people.size() + more;
    if (more == 0 || all <= least_limit) return true;
    std::erase_if(recent.people, [&](const auto& one) { return one.second <= moment - hour_micros; });
    all = recent.people.size() + count_unknown(people, recent.people);
  }
  limit = limit_of(context, moment);
  return all <= static_cast<std::size_t>(limit);
}

void Reads::take(Context& context, const Message& request, std::string_view answer) {
  if (!context.method.names_people) return;
  const auto people = people_of(context.sql, named_people(*context.method.descriptor->output_type(), answer));
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
  if (!context.method.names_people || !is_read_of(context.method, request)) return;
  if (has_fresh_factor(context) || may_export(context.caller)) return;
  auto people =
      people_of(context.sql, named_people(*context.method.descriptor->input_type(), request.SerializeAsString()));
  // Whom the answer will name is not known then: it is somebody more.
  if (people.empty()) people.push_back(0);
  int limit = 0;
  if (only_own(context.caller, people) || has_room(context, people, rules::to_micros(context.now), limit)) return;
  require_fresh_factor(context);
}

void Reads::note(const Method& method, const Message& request, const Caller& caller, const std::string& address,
                 TimePoint now, std::string_view answer) {
  if (!method.names_people || !is_read_of(method, request)) return;
  const auto people = named_people(*method.descriptor->output_type(), answer).people;
  if (!only_own(caller, people)) note(method, caller, address, rules::to_micros(now), {"all", ""}, people);
}

void Reads::note(const Method& method, const Caller& caller, const std::string& address, long long moment, Asked asked,
                 const std::vector<long long>& people) {
  const std::lock_guard lock(mutex_);
  Noted& noted = noted_[Key{caller.account, &method, address, std::move(asked.fields), std::move(asked.filter_hash)}];
  ReadCount& count = noted.count;
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
  count.last_time = std::max(count.last_time, moment);
  noted.add(people);
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
  std::unordered_map<Key, Noted, Hash> noted;
  {
    const std::lock_guard lock(mutex_);
    noted.swap(noted_);
  }
  if (noted.empty()) return;
  std::vector<ReadCount> counts;
  counts.reserve(noted.size());
  for (auto& [key, one] : noted) {
    one.fold();
    counts.push_back(one.count);
    counts.back().account = key.account;
    counts.back().address = key.address;
    counts.back().method = key.method->path;
    counts.back().fields = key.fields;
    counts.back().filter_hash = key.filter_hash;
  }
  try {
    write_gathered(database, own_method(), 0, "", now, [&](Context& context) {
      context.sequence();
      write_reads(context, counts);
      return false;
    });
  } catch (...) {
    // Next time, with what was noted since.
    const std::lock_guard lock(mutex_);
    for (auto& [key, one] : noted) {
      Noted& again = noted_[key];
      if (again.count.times == 0) {
        again = std::move(one);
        continue;
      }
      ReadCount& count = again.count;
      count.first_time = std::min(count.first_time, one.count.first_time);
      count.times += one.count.times;
      count.people += one.count.people;
      count.many = count.many || one.count.many;
      for (const auto& [person, times] : one.count.persons) count.persons[person] += times;
      again.fold();
    }
    throw;
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
