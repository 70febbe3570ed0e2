// SPDX-License-Identifier: EUPL-1.2
// What people type for an apostrophe.
#pragma once

#include <algorithm>
#include <iterator>

namespace muster::text {

// Of one character, by its number in Unicode.
inline bool is_apostrophe(int character) {
  constexpr int all[] = {0x27,  0x60,   0xB4,   0x2B9,  0x2BB,  0x2BC,  0x2BD, 0x2BE,
                         0x2BF, 0x2018, 0x2019, 0x201B, 0x2032, 0xFF07, 0xFF40};
  return std::find(std::begin(all), std::end(all), character) != std::end(all);
}

}  // namespace muster::text
