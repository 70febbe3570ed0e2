// SPDX-License-Identifier: EUPL-1.2
#include "platform/http/parse.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace muster::http {
namespace {

std::string to_string(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

bool parse_head(std::string_view text, const Head& head, connect::Request& request) {
  boost::beast::http::request_parser<boost::beast::http::empty_body> parser;
  parser.header_limit(max_head_bytes);
  parser.body_limit(boost::none);  // the connection limits it, by path
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(text.data(), text.size()), error);
  if (error == boost::beast::http::error::need_more) error = {};
  if (error || !parser.is_header_done()) return false;
  const auto& message = parser.get();
  request.verb = to_string(message.method_string());
  if (request.verb != head.method) return false;
  const std::size_t question = head.target.find('?');
  request.path = head.target.substr(0, question);
  if (question != std::string_view::npos) request.query = head.target.substr(question + 1);
  for (const auto& field : message) {
    request.headers.add(to_string(field.name_string()), to_string(field.value()));
  }
  return true;
}

}  // namespace muster::http
