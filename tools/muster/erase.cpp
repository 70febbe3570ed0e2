// SPDX-License-Identifier: EUPL-1.2
// `muster erase` and `muster retention`: people and records that are to be gone.
#include <cctype>
#include <cstdio>
#include <fstream>
#include <memory>
#include <set>
#include <vector>

#include "commands.h"
#include "muster/platform/v1/reasons.pb.h"
#include "muster/roster/v1/roster.pb.h"
#include "platform/status/error.h"

namespace muster::cli {
namespace {

using namespace roster::v1;

const std::string roster_service = "muster.roster.v1.RosterService/";

struct Wanted {
  std::string who;  // "persons/42" or a number
  std::string reason;
  bool dry = false;
  bool list = false;
  std::string again;  // file
};

std::string person_of(Client& client, const std::string& who) {
  if (who.starts_with("persons/")) return who;
  ListPersonsRequest request;
  request.set_filter("number = \"" + who + "\"");
  const auto persons = client.call<ListPersonsResponse>(roster_service + "ListPersons", request);
  if (persons.persons_size() > 0) return persons.persons(0).name();
  throw status::invalid_argument("WHO", platform::v1::REASON_REFERENCE_NOT_FOUND,
                                 "is nobody's number; give that, or persons/N", {{"name", who}});
}

void print_preview(Client& client, const std::string& person) {
  PreviewErasureRequest request;
  request.set_name(person);
  const auto preview = client.call<PreviewErasureResponse>(roster_service + "PreviewErasure", request);
  std::printf("%s\n", person.c_str());
  for (const auto& one : preview.obstacles()) {
    std::printf("in the way: %s (%s)\n", one.explanation().c_str(), one.verb().c_str());
  }
  for (const auto& line : preview.deleted()) std::printf("goes: %d of %s\n", line.count(), line.table().c_str());
  for (const auto& line : preview.kept()) std::printf("stays: %d of %s\n", line.count(), line.table().c_str());
}

std::vector<Erasure> erasures(Client& client) {
  std::vector<Erasure> all;
  ListErasuresRequest request;
  request.set_page_size(500);
  do {
    const auto page = client.call<ListErasuresResponse>(roster_service + "ListErasures", request);
    all.insert(all.end(), page.erasures().begin(), page.erasures().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

// Lines of --list: "hash day person".
void erase_again(Client& client, const Wanted& wanted) {
  std::ifstream in(wanted.again);
  if (!in) throw WrongFlags("--again", wanted.again + " cannot be read");
  std::set<std::string> known;
  for (const Erasure& one : erasures(client)) known.insert(one.number_hash());
  int erased = 0, blocked = 0;
  for (std::string line; std::getline(in, line);) {
    ErasePersonRequest request;
    request.set_number_hash(line.substr(0, line.find(' ')));
    request.set_reason("Again after restoring");
    request.set_validate_only(wanted.dry);
    if (known.contains(request.number_hash())) continue;
    try {
      const auto erasure = client.call<Erasure>(roster_service + "ErasePerson", request);
      std::printf("%s\n", erasure.person().c_str());
      ++erased;
    } catch (const status::Error& error) {
      // Who came after the copy was made is not in it.
      if (error.cause() == platform::v1::REASON_REFERENCE_NOT_FOUND) continue;
      if (error.code() != status::Code::failed_precondition) throw;
      std::fprintf(stderr, "muster: %s\n", error.message().c_str());
      ++blocked;
    }
  }
  std::printf(wanted.dry ? "%d would be erased again.\n" : "%d erased again.\n", erased);
  if (blocked > 0) {
    throw status::failed_precondition(
        platform::v1::REASON_ERASURE_BLOCKED,
        std::to_string(blocked) + " could not be erased; settle what is named and repeat");
  }
}

void erase(const Place& place, const Wanted& wanted) {
  Client client(place);
  if (wanted.list) {
    for (const Erasure& one : erasures(client)) {
      std::printf("%s %s %s\n", one.number_hash().c_str(), one.erased_date().c_str(), one.person().c_str());
    }
    return;
  }
  if (!wanted.again.empty()) return erase_again(client, wanted);
  if (wanted.who.empty()) throw WrongFlags("WHO", "give a number or persons/N; or --list, or --again FILE");
  const std::string person = person_of(client, wanted.who);
  if (wanted.dry) return print_preview(client, person);
  ErasePersonRequest request;
  request.set_name(person);
  request.set_reason(wanted.reason);
  const auto erasure = client.call<Erasure>(roster_service + "ErasePerson", request);
  std::printf("%s was erased.\n", erasure.person().c_str());
}

struct WantedRules {
  std::vector<std::string> rules;  // "KIND=MONTHS"
  bool apply = false;
};

std::string short_kind(RetentionKind kind) {
  std::string name = RetentionKind_Name(kind).substr(std::string_view("RETENTION_KIND_").size());
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return name;
}

// "persons=60"
RetentionRule rule_of(const std::string& text) {
  const auto equals = text.find('=');
  RetentionRule rule;
  for (int i = RetentionKind_MIN + 1; i <= RetentionKind_MAX; ++i) {
    const auto kind = static_cast<RetentionKind>(i);
    if (equals != std::string::npos && text.substr(0, equals) == short_kind(kind)) rule.set_kind(kind);
  }
  int months = 0, end = 0;
  const bool number = equals != std::string::npos &&
                      std::sscanf(text.c_str() + equals + 1, "%d%n", &months, &end) == 1 &&
                      equals + 1 + static_cast<std::size_t>(end) == text.size();
  if (rule.kind() == RETENTION_KIND_UNSPECIFIED || !number) {
    throw WrongFlags("--set", "is \"" + text +
                                  "\"; give KIND=MONTHS, such as persons=60, of persons, availabilities, "
                                  "credentials, contacts, nominations; 0 takes the rule away");
  }
  rule.set_months(months);
  return rule;
}

// Until nothing is left.
void apply_rules(Client& client) {
  for (bool more = true; more;) {
    more = false;
    const auto done = client.call<ApplyRetentionResponse>(roster_service + "ApplyRetention", ApplyRetentionRequest());
    for (const auto& line : done.lines()) {
      if (line.deleted() > 0) std::printf("%s: %d deleted\n", short_kind(line.kind()).c_str(), line.deleted());
      more = more || (line.deleted() > 0 && line.left() > 0);
    }
  }
}

void retain(const Place& place, const WantedRules& wanted) {
  std::vector<RetentionRule> rules;
  for (const std::string& text : wanted.rules) rules.push_back(rule_of(text));
  Client client(place);
  for (const RetentionRule& rule : rules) {
    SetRetentionRuleRequest request;
    *request.mutable_rule() = rule;
    client.call<RetentionRule>(roster_service + "SetRetentionRule", request);
  }
  if (wanted.apply) apply_rules(client);
  const auto preview =
      client.call<PreviewRetentionResponse>(roster_service + "PreviewRetention", PreviewRetentionRequest());
  for (const auto& line : preview.lines()) {
    const std::string rule = line.months() == 0 ? "kept" : "after " + std::to_string(line.months()) + " months";
    std::printf("%s: %s, %d due%s\n", short_kind(line.kind()).c_str(), rule.c_str(), line.due(),
                line.oldest().empty() ? "" : (", oldest " + line.oldest()).c_str());
  }
}

}  // namespace

void add_erasure_commands(CLI::App& app, Run& run) {
  auto* erasing = app.add_subcommand("erase", "Erase somebody, so that nothing of them stays but the figures");
  auto wanted = std::make_shared<Wanted>();
  erasing->add_option("WHO", wanted->who, "Number, or persons/N");
  erasing->add_option("--reason", wanted->reason, "Why, without the person's names and number");
  erasing->add_flag("--dry", wanted->dry, "Tell what would go, what would stay and what is in the way");
  erasing->add_flag("--list", wanted->list, "Print all erasures, to be kept apart from the backups");
  erasing->add_option("--again", wanted->again, "After a restore: erase whom a file of --list tells");
  erasing->callback([wanted, &run] { run = [wanted](const Place& place) { erase(place, *wanted); }; });
  auto* rules = app.add_subcommand("retention", "Rules for what is deleted after a time, and what is due by them");
  auto wanted_rules = std::make_shared<WantedRules>();
  rules->add_option("--set", wanted_rules->rules, "KIND=MONTHS, such as persons=60; 0 takes the rule away");
  rules->add_flag("--apply", wanted_rules->apply, "Delete what is due");
  rules->callback([wanted_rules, &run] { run = [wanted_rules](const Place& place) { retain(place, *wanted_rules); }; });
}

}  // namespace muster::cli
