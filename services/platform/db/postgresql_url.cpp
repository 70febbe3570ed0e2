// SPDX-License-Identifier: EUPL-1.2
#include "platform/db/postgresql_url.h"

#include <array>
#include <string_view>
#include <utility>

namespace muster::db {
namespace {

// SOCI appends a "=" to a connection string that has none, and so breaks a plain URL: one parameter
// at least there must be.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> defaults{{
    {"application_name", "muster"},
    {"connect_timeout", "5"},       // s, for each host
    {"tcp_user_timeout", "10000"},  // ms that what was sent may stay unconfirmed
    {"keepalives_idle", "10"},      // s
    {"keepalives_interval", "3"},   // s
    {"keepalives_count", "3"},
}};

}  // namespace

std::string with_default_parameters(std::string url) {
  const auto query = url.find('?');
  const std::string given = query == std::string::npos ? "" : '&' + url.substr(query + 1);
  char separator = query == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : defaults) {
    if (given.find('&' + std::string(name) + '=') != std::string::npos) continue;
    url.append(1, separator).append(name).append(1, '=').append(value);
    separator = '&';
  }
  return url;
}

}  // namespace muster::db
