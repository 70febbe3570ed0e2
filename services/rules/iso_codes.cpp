// SPDX-License-Identifier: EUPL-1.2
#include "rules/iso_codes.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <unordered_map>

namespace muster::rules {
namespace {

constexpr std::string_view json_directory = "/usr/share/iso-codes/json/";
// Debian 12 has the catalogues in the first, 13 in the second.
constexpr std::string_view norwegian_directories[] = {"/usr/share/locale/nb/LC_MESSAGES/",
                                                      "/usr/share/locale/nb_NO/LC_MESSAGES/"};

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

using Catalogue = std::unordered_map<std::string, std::string>;

// Adds the texts of a compiled gettext catalogue (GNU gettext manual, "The Format of GNU MO
// Files"). The system's own gettext would translate into the process's locale only. A catalogue
// that is missing or damaged adds nothing: the English names remain.
void add_catalogue(Catalogue& into, std::string_view domain) {
  std::optional<std::string> file;
  for (const std::string_view directory : norwegian_directories) {
    if (!file) file = read_file(std::string(directory) + std::string(domain) + ".mo");
  }
  if (!file) return;
  const std::string& bytes = *file;
  auto word = [&](std::uint64_t at) -> std::uint32_t {
    if (at + 4 > bytes.size()) throw std::out_of_range("catalogue");
    std::uint32_t value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
  };
  try {
    if (word(0) != 0x950412de) return;
    std::uint64_t originals = word(12), translations = word(16);
    for (std::uint32_t i = 0, count = word(8); i < count; ++i) {
      into.try_emplace(bytes.substr(word(originals + 8 * i + 4), word(originals + 8 * i)),
                       bytes.substr(word(translations + 8 * i + 4), word(translations + 8 * i)));
    }
  } catch (const std::out_of_range&) {
    return;
  }
}

// The entries of "iso_3166-1.json" or "iso_639-3.json".
google::protobuf::Struct read_entries(std::string_view standard) {
  std::string path = std::string(json_directory) + "iso_" + std::string(standard) + ".json";
  auto text = read_file(path);
  google::protobuf::Struct file;
  if (!text || !google::protobuf::util::JsonStringToMessage(*text, &file).ok()) {
    throw std::runtime_error(path + " cannot be read: install the package iso-codes");
  }
  return file;
}

// ISO 3166 leaves some codes to users, and its list is not that of the trade: Kosovo hosts missions and sends people.
// XKX is what the European Union, the International Monetary Fund and the World Bank write; the others are those of
// travel documents (ICAO Doc 9303, part 3, section 5), but for XXX, unspecified: a nationality that is not known is
// left out.
const std::vector<IsoCode>& user_assigned_countries() {
  static const std::vector<IsoCode> codes{
      {"XKX", "Kosovo", "Kosovo"},
      {"XOM", "Sovereign Military Order of Malta", "Malteserordenen"},
      {"XXA", "Stateless person", "Statsløs"},
      {"XXB", "Refugee (1951 Convention)", "Flyktning (flyktningkonvensjonen av 1951)"},
      {"XXC", "Refugee (other)", "Flyktning (på annet grunnlag)"},
  };
  return codes;
}

class CodeList {
 public:
  CodeList(std::string_view standard, const Catalogue& norwegian, const std::vector<IsoCode>& besides = {})
      : codes_(besides) {
    auto file = read_entries(standard);
    for (const auto& entry : file.fields().at(std::string(standard)).list_value().values()) {
      const auto& fields = entry.struct_value().fields();
      auto scope = fields.find("scope");
      if (scope != fields.end() && scope->second.string_value() == "S") continue;
      add(fields, norwegian);
    }
    std::sort(codes_.begin(), codes_.end(), [](const IsoCode& a, const IsoCode& b) { return a.name < b.name; });
    for (const IsoCode& code : codes_) known_.insert(code.code);
  }

  const std::vector<IsoCode>& codes() const { return codes_; }
  bool has(std::string_view code) const { return known_.contains(code); }

 private:
  using Fields = google::protobuf::Map<std::string, google::protobuf::Value>;

  void add(const Fields& fields, const Catalogue& norwegian) {
    auto text = [&](const char* field) {
      auto found = fields.find(field);
      return found == fields.end() ? std::string() : found->second.string_value();
    };
    // "Bolivia" and not "Bolivia, Plurinational State of", where there is a common name.
    std::string formal = text("name"), common = text("common_name");
    IsoCode code{text("alpha_3"), common.empty() ? formal : common, {}};
    for (const std::string& name : {common, formal}) {
      auto found = name.empty() ? norwegian.end() : norwegian.find(name);
      if (code.name_nb.empty() && found != norwegian.end()) code.name_nb = found->second;
    }
    if (code.name_nb.empty()) code.name_nb = code.name;
    codes_.push_back(std::move(code));
  }

  std::vector<IsoCode> codes_;
  std::set<std::string_view, std::less<>> known_;
};

const CodeList& country_list() {
  static const CodeList list = [] {
    Catalogue norwegian;
    add_catalogue(norwegian, "iso_3166-1");
    return CodeList("3166-1", norwegian, user_assigned_countries());
  }();
  return list;
}

const CodeList& language_list() {
  static const CodeList list = [] {
    // The catalogue of ISO 639-2: that of 639-3 translates names of languages that are also
    // currencies ("Dong", "Lari") as currencies. Both lack Norway's own written standards, and
    // have "vietnamesisk" for Walloon.
    Catalogue norwegian{{"Norwegian", "norsk"},
                        {"Norwegian Bokmål", "norsk bokmål"},
                        {"Norwegian Nynorsk", "norsk nynorsk"},
                        {"Walloon", "vallonsk"}};
    add_catalogue(norwegian, "iso_639-2");
    return CodeList("639-3", norwegian);
  }();
  return list;
}

}  // namespace

const std::vector<IsoCode>& countries() { return country_list().codes(); }
const std::vector<IsoCode>& languages() { return language_list().codes(); }
bool is_country(std::string_view code) { return country_list().has(code); }
bool is_language(std::string_view code) { return language_list().has(code); }

}  // namespace muster::rules
