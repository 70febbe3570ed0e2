// SPDX-License-Identifier: EUPL-1.2
#include "statistics/names.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <iterator>

#include "muster/facts/v1/facts.pb.h"
#include "platform/proto/enums.h"
#include "platform/text/code_key.h"
#include "rules/iso_codes.h"
#include "rules/words.h"

namespace muster::statistics {
namespace {

struct EnumTexts {
  const google::protobuf::EnumDescriptor* type;
  std::string prefix;
};

// The enum whose value names a dimension's facts hold; null type: none.
EnumTexts enum_of(int dimension) {
  // A word of missions alone, whose messages are none of ours.
  static const auto* kinds =
      google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("muster.missions.v1.MissionKind");
  if (dimension == dimension::mission_kind) return {kinds, "MISSION_KIND_"};
  const auto* all = facts::v1::DeploymentFact::descriptor()->file();
  for (int i = 0; i < all->message_type_count(); ++i) {
    const auto* field = all->message_type(i)->FindFieldByName(dimension_field(dimension));
    if (field == nullptr || field->enum_type() == nullptr) continue;
    // "RANK_BAND_" of RANK_BAND_UNSPECIFIED.
    const std::string& unspecified = field->enum_type()->value(0)->name();
    return {field->enum_type(), unspecified.substr(0, unspecified.rfind('_') + 1)};
  }
  return {nullptr, ""};
}

template <class E>
std::optional<std::string> name_of(std::optional<E> value) {
  if (!value) return std::nullopt;
  return google::protobuf::GetEnumDescriptor<E>()->FindValueByNumber(*value)->name();
}

std::optional<std::string> enum_value(int dimension, const std::string& shown) {
  const EnumTexts texts = enum_of(dimension);
  std::string full = shown.starts_with(texts.prefix) ? shown : texts.prefix + shown;
  const auto* value = texts.type->FindValueByName(full);
  if (value == nullptr || value->number() == 0) return std::nullopt;
  return full;
}

std::optional<std::string> found(const std::map<std::string, std::string>& texts, const std::string& text) {
  auto place = texts.find(text);
  if (place == texts.end()) return std::nullopt;
  return place->second;
}

// A unit's, by the first day of each, the first since ever.
using Parents = std::map<Day, std::optional<std::int64_t>>;

// What the fact says of its days; before and after stands what stood there.
void put_parent(Parents& parents, const UnitFact& fact) {
  parents.try_emplace(first_day, std::nullopt);
  if (fact.day_from >= fact.day_to) return;
  if (fact.day_to != open_end) parents.emplace(fact.day_to, std::prev(parents.upper_bound(fact.day_to))->second);
  parents.erase(parents.lower_bound(fact.day_from), parents.lower_bound(fact.day_to));
  parents[fact.day_from] = fact.parent;
}

UnitTree tree_on(const std::map<std::int64_t, Parents>& parents, Day day) {
  UnitTree tree;
  for (const auto& [unit, of_unit] : parents) {
    std::optional<std::int64_t> upper = unit;
    // As many steps as there are units, should a tree ever have a circle.
    for (std::size_t step = 0; upper && step < parents.size(); ++step) {
      tree[*upper].push_back(unit);
      const auto above = parents.find(*upper);
      upper = above == parents.end() ? std::nullopt : std::prev(above->second.upper_bound(day))->second;
    }
  }
  return tree;
}

std::vector<DatedTree> trees_of(const std::map<std::int64_t, Parents>& parents) {
  std::set<Day> days{first_day};
  for (const auto& [unit, of_unit] : parents) {
    for (auto place = std::next(of_unit.begin()); place != of_unit.end(); ++place) {
      if (std::prev(place)->second != place->second) days.insert(place->first);
    }
  }
  std::vector<DatedTree> trees;
  for (const Day day : days) trees.push_back({day, tree_on(parents, day)});
  return trees;
}

bool is_same(const MissionDays& a, const MissionDays& b) {
  return a.kind == b.kind && a.organisation == b.organisation;
}

// `said` holds on its days, and what `days` say on the others.
void lay_over(std::vector<MissionDays>& days, const MissionDays& said) {
  std::vector<MissionDays> all;
  const auto keep = [&all](MissionDays part, Day from, Day to) {
    part.from = std::max(part.from, from);
    part.to = std::min(part.to, to);
    if (part.from < part.to) all.push_back(part);
  };
  for (const MissionDays& part : days) keep(part, ever, said.from);
  keep(said, ever, open_end);
  for (const MissionDays& part : days) keep(part, said.to, open_end);
  days.clear();
  for (const MissionDays& part : all) {
    if (!days.empty() && days.back().to == part.from && is_same(days.back(), part)) {
      days.back().to = part.to;
    } else {
      days.push_back(part);
    }
  }
}

}  // namespace

void Names::Both::add(long long id, const std::string& name) {
  shown[std::to_string(id)] = name;
  stored[name] = std::to_string(id);
  by_key[text::code_key(name)].insert(std::to_string(id));
}

std::optional<std::string> Names::Both::find(const std::string& name) const {
  if (auto exact = found(stored, name)) return exact;
  const auto same = by_key.find(text::code_key(name));
  if (same == by_key.end() || same->second.size() != 1) return std::nullopt;
  return *same->second.begin();
}

Names::Names(const Directory& directory, std::uint32_t known) {
  for (std::size_t i = 0; i < count_known(directory.missions, known); ++i) {
    const MissionFact& fact = directory.missions[i];
    missions_.add(fact.mission, fact.acronym);
    lay_over(mission_days_[std::to_string(fact.mission)], fact.days);
  }
  std::map<std::int64_t, Parents> parents;
  for (std::size_t i = 0; i < count_known(directory.units, known); ++i) {
    const UnitFact& fact = directory.units[i];
    unit_codes_.add(fact.unit, fact.code);
    put_parent(parents[fact.unit], fact);
  }
  trees_ = std::make_shared<const std::vector<DatedTree>>(trees_of(parents));
}

std::vector<std::vector<MissionDays>> Names::missions(const Codes& missions) const {
  std::vector<std::vector<MissionDays>> all(missions.size());
  for (std::size_t code = 0; code < all.size(); ++code) {
    const auto days = mission_days_.find(missions.text(static_cast<std::uint16_t>(code)));
    if (days != mission_days_.end()) all[code] = days->second;
  }
  return all;
}

std::string Names::shown(int dimension, const std::string& text) const {
  if (text.empty()) return text;
  if (dimension == dimension::mission) return found(missions_.shown, text).value_or("missions/" + text);
  if (dimension == dimension::unit) return found(unit_codes_.shown, text).value_or("units/" + text);
  return text;
}

std::optional<std::string> Names::stored(int dimension, const std::string& shown) const {
  if (dimension == dimension::gender && shown.empty()) return "GENDER_NOT_STATED";
  if (shown.empty()) return shown;
  if (dimension == dimension::mission) return missions_.find(shown);
  if (dimension == dimension::unit) return unit_codes_.find(shown);
  if (dimension == dimension::country) {
    if (rules::is_country(shown)) return shown;
    return std::nullopt;
  }
  if (dimension == dimension::tier) {
    if (shown.size() == 1 && shown[0] >= '0' && shown[0] <= '4') return shown;
    return std::nullopt;
  }
  if (dimension == dimension::personnel_type) return name_of(rules::parse_personnel_type(shown));
  if (dimension == dimension::category) return name_of(rules::parse_category(shown));
  if (dimension == dimension::rank_band) return name_of(rules::parse_rank_band(shown));
  if (dimension == dimension::gender) return name_of(rules::parse_gender(shown));
  return enum_value(dimension, shown);
}

std::string Names::why_unknown(int dimension, const std::string& value, const Names& latest) const {
  const auto now = latest.stored(dimension, value);
  if (!now) return not_a_value(dimension);
  const std::string then = shown(dimension, *now);
  if (stored(dimension, then)) return "was called " + then + " at that time; give that";
  return "did not exist yet at that time; leave it out, or give a later known_at";
}

std::string Names::not_a_value(int dimension) {
  return "is no value of " + dimension_name(dimension) + "; " + allowed(dimension) + ", or \"\" for what is not stated";
}

std::string Names::allowed(int dimension) {
  if (dimension == dimension::mission) return "give a mission's acronym as ListMissions shows it";
  if (dimension == dimension::unit) return "give a unit's code as ListUnits shows it";
  if (dimension == dimension::country) return "give an ISO 3166 alpha-3 code, such as NOR";
  if (dimension == dimension::tier) return "give 0, 1, 2, 3 or 4";
  return "give one of " + proto::value_names(*enum_of(dimension).type);
}

std::shared_ptr<const Names> KeptNames::of(const Directory& directory, std::uint32_t known) {
  const Known key{count_known(directory.missions, known), count_known(directory.units, known)};
  std::lock_guard lock(mutex_);
  if (const auto kept = kept_.find(key); kept != kept_.end()) return kept->second;
  // The oldest names go first: those of now are asked for most.
  if (kept_.size() == kept_max) kept_.erase(kept_.begin());
  return kept_[key] = std::make_shared<const Names>(directory, known);
}

std::string dimension_name(int dimension) {
  return v1::Dimension_Name(dimension_value(dimension)).substr(std::string("DIMENSION_").size());
}

v1::Dimension dimension_value(int dimension) { return static_cast<v1::Dimension>(dimension + 1); }

std::string dimension_field(int dimension) {
  std::string field = dimension_name(dimension);
  for (char& c : field) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return field;
}

}  // namespace muster::statistics
