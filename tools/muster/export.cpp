// SPDX-License-Identifier: EUPL-1.2
// Lists as CSV: any list method of the services, its columns those of the listed message.
#include <google/api/resource.pb.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/util/time_util.h>

#include <cstdio>
#include <memory>
#include <set>
#include <vector>

#include "commands.h"
#include "muster/platform/v1/options.pb.h"
#include "platform/status/error.h"
#include "rules/formula.h"

namespace muster::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct List {
  const char* name;
  const char* method;
};

constexpr List lists[] = {
    {"persons", "muster.roster.v1.RosterService/ListPersons"},
    {"affiliations", "muster.roster.v1.RosterService/ListAffiliations"},
    {"language-skills", "muster.roster.v1.RosterService/ListLanguageSkills"},
    {"availabilities", "muster.roster.v1.RosterService/ListAvailabilities"},
    {"credentials", "muster.roster.v1.RosterService/ListCredentials"},
    {"identifiers", "muster.roster.v1.RosterService/ListIdentifiers"},
    {"contacts", "muster.roster.v1.RosterService/ListContacts"},
    {"memberships", "muster.roster.v1.RosterService/ListMemberships"},
    {"units", "muster.roster.v1.RosterService/ListUnits"},
    {"unit-places", "muster.roster.v1.RosterService/ListUnitPlaces"},
    {"unit-disclosures", "muster.roster.v1.RosterService/ListUnitDisclosures"},
    {"erasures", "muster.roster.v1.RosterService/ListErasures"},
    {"ranks", "muster.roster.v1.RosterService/ListRanks"},
    {"courses", "muster.training.v1.TrainingService/ListCourses"},
    {"course-versions", "muster.training.v1.TrainingService/ListCourseVersions"},
    {"completions", "muster.training.v1.TrainingService/ListCompletions"},
    {"requirements", "muster.training.v1.TrainingService/ListRequirements"},
    {"waivers", "muster.training.v1.TrainingService/ListWaivers"},
    {"missions", "muster.missions.v1.MissionsService/ListMissions"},
    {"mission-disclosures", "muster.missions.v1.MissionsService/ListMissionDisclosures"},
    {"posts", "muster.missions.v1.MissionsService/ListPosts"},
    {"vacancies", "muster.missions.v1.MissionsService/ListVacancies"},
    {"deployments", "muster.missions.v1.MissionsService/ListDeployments"},
    {"deployment-events", "muster.missions.v1.MissionsService/ListDeploymentEvents"},
    {"calls", "muster.nominations.v1.NominationsService/ListCalls"},
    {"nominations", "muster.nominations.v1.NominationsService/ListNominations"},
    {"nomination-events", "muster.nominations.v1.NominationsService/ListNominationEvents"},
    {"import-rows", "muster.imports.v1.ImportService/ListImportRows"},
    {"accounts", "muster.access.v1.AccessService/ListAccounts"},
    {"grants", "muster.access.v1.AccessService/ListGrants"},
    {"tokens", "muster.access.v1.AccessService/ListTokens"},
    {"approvals", "muster.access.v1.AccessService/ListApprovals"},
    {"audit-entries", "muster.access.v1.AccessService/ListAuditEntries"},
    {"read-records", "muster.access.v1.AccessService/ListReadRecords"},
    {"my-readers", "muster.access.v1.AccessService/ListMyReaders"},
};

struct Flags {
  std::string list, filter, order_by;
  std::vector<std::string> where;
  bool byte_order_mark = false;
};

std::string list_names() {
  std::string names;
  for (const List& list : lists) names += (names.empty() ? "" : ", ") + std::string(list.name);
  return names;
}

const google::protobuf::MethodDescriptor& find_list(const std::string& name, std::string& path) {
  for (const List& list : lists) {
    if (list.name != name) continue;
    path = list.method;
    std::string full = path;
    full[full.find('/')] = '.';
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(full);
    if (method) return *method;
  }
  throw WrongFlags("LIST", "knows " + list_names());
}

std::unique_ptr<Message> make(const google::protobuf::Descriptor& type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

// Sets a text or number of the request; whether it has such a field.
bool set_field(Message& request, const char* name, const std::string& text) {
  const auto* field = request.GetDescriptor()->FindFieldByName(name);
  if (field) request.GetReflection()->SetString(&request, field, text);
  return field != nullptr;
}

// Whether a list's request may be given the field by --where: it has no flag of its own and is no matter of
// pages.
bool is_where_field(const FieldDescriptor& field) {
  static const std::set<std::string> others = {"filter", "order_by", "page_size", "page_token"};
  const auto type = field.cpp_type();
  return (type == FieldDescriptor::CPPTYPE_STRING || type == FieldDescriptor::CPPTYPE_ENUM) && !field.is_repeated() &&
         !others.contains(field.name());
}

std::string where_fields(const google::protobuf::Descriptor& request) {
  std::string names;
  for (int i = 0; i < request.field_count(); ++i) {
    const FieldDescriptor& field = *request.field(i);
    if (is_where_field(field)) names += (names.empty() ? "" : ", ") + field.name();
  }
  return names;
}

// `term`: "person=persons/42".
void set_where(Message& request, const std::string& term) {
  const auto equals = term.find('=');
  if (equals == std::string::npos) throw WrongFlags("--where", "write it as field=value");
  const auto* field = request.GetDescriptor()->FindFieldByName(term.substr(0, equals));
  if (!field || !is_where_field(*field)) {
    const std::string known = where_fields(*request.GetDescriptor());
    throw WrongFlags("--where", known.empty() ? "this list knows none" : "this list knows " + known);
  }
  const std::string value = term.substr(equals + 1);
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    request.GetReflection()->SetString(&request, field, value);
    return;
  }
  const auto* named = field->enum_type()->FindValueByName(value);
  if (!named) throw WrongFlags("--where", value + " is no " + field->enum_type()->name());
  request.GetReflection()->SetEnum(&request, field, named);
}

// A column: a field of the listed message, or of one `within` it, of several the last.
struct Column {
  const FieldDescriptor* within;  // null: the listed message itself
  const FieldDescriptor* field;

  std::string name() const { return within ? within->name() + "_" + field->name() : field->name(); }
};

// What a list shows of a message: no sensitive field, and of a message or of resources within it what they hold
// themselves, such as the present post of a deployment.
std::vector<Column> columns_of(const google::protobuf::Descriptor& type, const FieldDescriptor* within = nullptr) {
  std::vector<Column> columns;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const auto& rule = field.options().GetExtension(platform::v1::field);
    if (rule.privacy() == platform::v1::PRIVACY_SENSITIVE || field.name() == "etag") continue;
    const bool time = field.message_type() == google::protobuf::Timestamp::descriptor();
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || time) {
      columns.push_back({within, &field});
    } else if (!within &&
               (!field.is_repeated() || field.message_type()->options().HasExtension(google::api::resource))) {
      for (const Column& inner : columns_of(*field.message_type(), &field)) columns.push_back(inner);
    }
  }
  return columns;
}

// "GENDER_WOMAN" of enum Gender as "WOMAN"; UNSPECIFIED as nothing.
std::string enum_word(const google::protobuf::EnumValueDescriptor& value) {
  if (value.number() == 0) return "";
  const std::string& zero = value.type()->FindValueByNumber(0)->name();
  return value.name().substr(zero.size() - std::string("UNSPECIFIED").size());
}

// One value, or the element `index` of a repeated field.
std::string value_text(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return enum_word(many ? *reflection.GetRepeatedEnum(message, &field, index)
                            : *reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL: return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32: return std::to_string(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64: return std::to_string(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE: return std::to_string(reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return google::protobuf::util::TimeUtil::ToString(
          static_cast<const google::protobuf::Timestamp&>(reflection.GetMessage(message, &field)));
    default: return "";
  }
}

std::string cell_text(const Message& message, const FieldDescriptor& field) {
  if (field.is_repeated()) {
    std::string text;
    for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
      text += (i ? "; " : "") + value_text(message, field, i);
    }
    return text;
  }
  if (field.has_presence() && !message.GetReflection()->HasField(message, &field)) return "";
  return value_text(message, field, 0);
}

// The cell of a column; empty if there is no message that it lies within.
std::string cell_text(const Message& message, const Column& column) {
  if (!column.within) return cell_text(message, *column.field);
  const auto& reflection = *message.GetReflection();
  if (!column.within->is_repeated()) {
    if (!reflection.HasField(message, column.within)) return "";
    return cell_text(reflection.GetMessage(message, column.within), *column.field);
  }
  const int count = reflection.FieldSize(message, column.within);
  return count == 0 ? "" : cell_text(reflection.GetRepeatedMessage(message, column.within, count - 1), *column.field);
}

void print_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i ? "," : "") + rules::csv_cell(cells[i]);
  std::fputs((line + "\r\n").c_str(), stdout);
}

// The one repeated message of a list's answer.
const FieldDescriptor& rows_of(const google::protobuf::Descriptor& response) {
  for (int i = 0; i < response.field_count(); ++i) {
    const FieldDescriptor& field = *response.field(i);
    if (field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return field;
  }
  throw status::Error(status::Code::internal, response.full_name() + " is no list");
}

void run_export(const Place& place, const Flags& flags) {
  std::string path;
  const auto& method = find_list(flags.list, path);
  auto request = make(*method.input_type());
  if (!flags.filter.empty() && !set_field(*request, "filter", flags.filter)) {
    throw WrongFlags("--filter", "this list has none");
  }
  if (!flags.order_by.empty() && !set_field(*request, "order_by", flags.order_by)) {
    throw WrongFlags("--order-by", "this list has none");
  }
  for (const std::string& term : flags.where) set_where(*request, term);
  request->GetReflection()->SetInt32(request.get(), request->GetDescriptor()->FindFieldByName("page_size"), 500);
  const FieldDescriptor& rows = rows_of(*method.output_type());
  const auto columns = columns_of(*rows.message_type());
  Client client(place);
  bool first = true;
  while (true) {
    auto response = make(*method.output_type());
    client.call_message(path, *request, *response);
    if (first) {
      if (flags.byte_order_mark) std::fputs("\ufeff", stdout);
      std::vector<std::string> names;
      for (const Column& column : columns) names.push_back(column.name());
      print_line(names);
    }
    first = false;
    const auto& reflection = *response->GetReflection();
    for (int i = 0; i < reflection.FieldSize(*response, &rows); ++i) {
      std::vector<std::string> cells;
      for (const Column& column : columns)
        cells.push_back(cell_text(reflection.GetRepeatedMessage(*response, &rows, i), column));
      print_line(cells);
    }
    const auto* next = response->GetDescriptor()->FindFieldByName("next_page_token");
    const std::string token = reflection.GetString(*response, next);
    if (token.empty()) break;
    set_field(*request, "page_token", token);
  }
}

}  // namespace

void add_export_command(CLI::App& app, Run& run) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("export", "Print a list as CSV that no spreadsheet takes for formulas");
  command->add_option("LIST", flags->list, list_names())->required();
  command->add_option("--filter", flags->filter,
                      "As in the API: gender = GENDER_WOMAN AND status = PERSON_STATUS_ACTIVE");
  command->add_option("--order-by", flags->order_by, "As in the API: family_name, given_name desc");
  command->add_option("--where", flags->where,
                      "field=value of the list's request, such as person=persons/42 or unit=units/7");
  command->add_flag("--bom", flags->byte_order_mark, "Begin with a byte order mark, for spreadsheet programs");
  command->callback([flags, &run] { run = [flags](const Place& place) { run_export(place, *flags); }; });
}

}  // namespace muster::cli
