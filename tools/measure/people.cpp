// SPDX-License-Identifier: EUPL-1.2
#include "people.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <random>
#include <stdexcept>

namespace muster::measure {
namespace {

class People {
 public:
  // Some 2,700 names; the first letters are spread over the alphabet.
  std::string name() {
    static constexpr std::array first = {"A",  "Be", "Da", "Ei", "Fri", "Gu", "Ha", "I",  "Jo", "Ka",
                                         "Li", "Ma", "Ni", "O",  "Pe",  "Ra", "Si", "To", "U",  "Vi"};
    static constexpr std::array middle = {"n", "r", "l", "sv", "nd", "st", "lg", "rk", "mm"};
    static constexpr std::array last = {"a",      "e",    "en",   "ine", "or",   "us", "id",  "sen",
                                        "dottir", "berg", "land", "vik", "gård", "ø",  "heim"};
    return std::string(one_of(first)) + one_of(middle) + one_of(last);
  }
  std::string date(int first_year, int last_year) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", number(first_year, last_year), number(1, 12), number(1, 28));
    return text;
  }
  int number(int low, int high) { return std::uniform_int_distribution(low, high)(random_); }
  template <std::size_t size>
  const char* one_of(const std::array<const char*, size>& words) {
    return words[static_cast<std::size_t>(number(0, static_cast<int>(size) - 1))];
  }

 private:
  std::mt19937 random_{1};
};

constexpr std::array genders = {"woman", "man", "man", "man", "other", "not_stated", "woman", "man"};
constexpr std::array categories = {"military", "military", "military", "police", "civilian"};
constexpr std::array countries = {"NOR", "NOR", "NOR", "SWE", "DNK", "FIN", ""};
constexpr std::array ranks = {"NOR-ARMY:OF-4", "NOR-ARMY:OF-3", "NOR-ARMY:OF-2", "", ""};

}  // namespace

void write_people(const std::string& path, long long count, int units) {
  std::ofstream out(path, std::ios::binary);
  out << "number,given_name,family_name,birth_date,gender,nationality,category,unit,rank,position,valid_from\n";
  People people;
  for (long long i = 1; i <= count; ++i) {
    out << "P-" << i << ',' << people.name() << ',' << people.name() << ',' << people.date(1960, 1994) << ','
        << people.one_of(genders) << ',' << people.one_of(countries) << ',' << people.one_of(categories) << ",U-"
        << people.number(1, units) << ',' << people.one_of(ranks) << ",Adviser," << people.date(2010, 2024) << '\n';
  }
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace muster::measure
