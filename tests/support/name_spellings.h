// SPDX-License-Identifier: EUPL-1.2
// Names as people have them, and as others type them.
#pragma once

#include <random>
#include <string>

namespace muster::support {

// One to three words with letters of many alphabets' edges, hyphens and apostrophes: "Åse-Þóra O’Œdem".
std::string random_name(std::mt19937& random);

// The same name as somebody may type it: in any case, composed or not, in full width, with other apostrophes and
// hyphens, without accents, or with aa, oe, ae and ue for letters that a keyboard lacks.
std::string spelling(std::mt19937& random, const std::string& name);

// Some first characters of one of its words, at least one.
std::string beginning(std::mt19937& random, const std::string& spelling);

}  // namespace muster::support
