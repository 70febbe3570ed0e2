// SPDX-License-Identifier: EUPL-1.2
#include "demo_names.h"

namespace muster::demo {
namespace {

// Farm names, as many Norwegian family names are: what the land was like, and what was there.
std::vector<std::string> make_family_names() {
  const std::vector<std::string> first = {"Ås",   "Berg", "Bjørk", "Brat",  "Dal",  "Elve", "Eng",  "Fjell", "Foss",
                                          "Furu", "Gran", "Grøn",  "Halv",  "Haug", "Hav",  "Heg",  "Hol",   "Kirke",
                                          "Kol",  "Lang", "Li",    "Lunde", "Lyng", "Mo",   "Myr",  "Nord",  "Ny",
                                          "Os",   "Rogn", "Sand",  "Sel",   "Skog", "Sol",  "Sten", "Stor",  "Strand",
                                          "Sund", "Sør",  "Tveit", "Ulv",   "Val",  "Vest", "Vik",  "Øst",   "Øy"};
  const std::vector<std::string> second = {"bakken", "berg", "bø",   "dal",  "eng",  "gård", "haug",
                                           "heim",   "hus",  "li",   "lund", "moen", "nes",  "rud",
                                           "sæter",  "seth", "stad", "sund", "tun",  "vik",  "vold"};
  std::vector<std::string> names = {"Hansen",      "Johansen", "Olsen",   "Larsen",  "Andersen",  "Pedersen", "Nilsen",
                                    "Kristiansen", "Jensen",   "Karlsen", "Johnsen", "Pettersen", "Eriksen",  "Berg",
                                    "Haugen",      "Hagen",    "Bakken",  "Solberg", "Lie",       "Moen",     "Bongo",
                                    "Somby",       "Utsi",     "Ahmed",   "Nguyen",  "Kowalski",  "Hussain"};
  for (const std::string& a : first) {
    for (const std::string& b : second) names.push_back(a + b);
  }
  return names;
}

}  // namespace

const std::vector<std::string>& names_of_women() {
  static const std::vector<std::string> names = {
      "Anne",     "Inger",   "Kari",    "Marit",  "Ingrid", "Liv",       "Eva",      "Berit",  "Astrid",  "Hilde",
      "Marianne", "Solveig", "Bente",   "Heidi",  "Nina",   "Hanne",     "Elin",     "Silje",  "Camilla", "Ida",
      "Maria",    "Julie",   "Kristin", "Tone",   "Randi",  "Turid",     "Ragnhild", "Sigrid", "Guro",    "Maren",
      "Thea",     "Emma",    "Nora",    "Sara",   "Sofie",  "Frida",     "Vilde",    "Oda",    "Åse",     "Gunn",
      "Elle",     "Risten",  "Amina",   "Fatima", "Mai",    "Katarzyna", "Siri",     "Trine",  "Line",    "Synnøve",
      "Tuva",     "Ylva",    "Eline",   "Mari",   "Hege",   "Lise",      "Merete",   "Torill", "Unni",    "Øydis"};
  return names;
}

const std::vector<std::string>& names_of_men() {
  static const std::vector<std::string> names = {
      "Jan",     "Per",      "Bjørn",   "Ole",     "Lars",     "Kjell",  "Knut",  "Svein",  "Thomas", "Arne",
      "Geir",    "Hans",     "Morten",  "Martin",  "Terje",    "Odd",    "Erik",  "Anders", "Trond",  "Tor",
      "Rune",    "Magnus",   "Øyvind",  "Einar",   "Leif",     "Sverre", "Håkon", "Eirik",  "Sindre", "Henrik",
      "Andreas", "Jonas",    "Mathias", "Emil",    "Noah",     "Oskar",  "Filip", "Sander", "Åge",    "Gunnar",
      "Áilu",    "Mikkel",   "Omar",    "Ali",     "Minh",     "Piotr",  "Stian", "Vegard", "Pål",    "Roar",
      "Sigurd",  "Torbjørn", "Ivar",    "Jostein", "Kristian", "Nils",   "Olav",  "Petter", "Stein",  "Yngve"};
  return names;
}

const std::vector<std::string>& family_names() {
  static const std::vector<std::string> names = make_family_names();
  return names;
}

}  // namespace muster::demo
