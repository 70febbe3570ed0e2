// SPDX-License-Identifier: EUPL-1.2
// Requests whose end two readers could see in different places, each with a canary request
// hidden behind it. The canary may be answered only where it is truly the next request.
// Source: RFC 9112, RFC 9110 5.5 and 6.5.1.
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

#include "platform/http/framing.h"
#include "support/http_client.h"
#include "support/http_server.h"

namespace muster {
namespace {

using support::HttpClient;

struct Case {
  std::string name;
  std::string bytes;  // a whole request, before the canary
  int status;         // 200: served, and then the canary; otherwise refused, without the canary
};

const std::string post = "POST /first HTTP/1.1\r\nHost: a.example\r\n";
const std::string get = "GET /first HTTP/1.1\r\nHost: a.example\r\n";

// A chunked request with this body.
std::string chunked(const std::string& body) { return post + "Transfer-Encoding: chunked\r\n\r\n" + body; }

// A request with these header lines, and a body of five bytes that ends a chunked one too.
std::string with(const std::string& lines) { return post + lines + "\r\n0\r\n\r\n"; }

std::string with_host(const std::string& host) { return "GET /first HTTP/1.1\r\n" + host + "\r\n"; }

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (int value : values) out += static_cast<char>(value);
  return out;
}

std::vector<Case> length_cases() {
  return {
      {"one length", with("Content-Length: 5\r\n"), 200},
      {"no length", get + "\r\n", 200},
      {"length zero", post + "Content-Length: 0\r\n\r\n", 200},
      {"length with leading zeros", with("Content-Length: 00005\r\n"), 200},
      {"length with white space around", with("Content-Length: \t 5 \t\r\n"), 200},
      {"length in another case", with("cOnTeNt-LeNgTh: 5\r\n"), 200},
      {"length twice, equal", with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {"length twice, different", with("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
      {"length as a list", with("Content-Length: 5, 5\r\n"), 400},
      {"length with a comma", with("Content-Length: 5,\r\n"), 400},
      {"length with a sign", with("Content-Length: +5\r\n"), 400},
      {"negative length", with("Content-Length: -5\r\n"), 400},
      {"empty length", with("Content-Length:\r\n"), 400},
      {"blank length", with("Content-Length:  \r\n"), 400},
      {"length in hexadecimal", with("Content-Length: 0x5\r\n"), 400},
      {"length with a letter", with("Content-Length: 5a\r\n"), 400},
      {"length with a point", with("Content-Length: 5.0\r\n"), 400},
      {"length with an exponent", with("Content-Length: 5e0\r\n"), 400},
      {"length with a space inside", with("Content-Length: 5 5\r\n"), 400},
      {"length with an underscore", with("Content-Length: 5_0\r\n"), 400},
      {"length in quotes", with("Content-Length: \"5\"\r\n"), 400},
      {"length with a parameter", with("Content-Length: 5;a=b\r\n"), 400},
      {"length in Arabic digits", with("Content-Length: \xd9\xa5\r\n"), 400},
      {"length of eleven digits", with("Content-Length: 00000000005\r\n"), 413},
      {"length beyond 64 bits", with("Content-Length: 18446744073709551621\r\n"), 413},
      {"length above the limit", with("Content-Length: 1048577\r\n"), 413},
      {"length with a vertical tab",
       with("Content-Length: \x0b"
            "5\r\n"),
       400},
      {"length with a form feed", with("Content-Length: 5\x0c\r\n"), 400},
      {"length with a NUL", with("Content-Length: 5" + bytes({0}) + "\r\n"), 400},
      {"length name with a NUL", with("Content-Length" + bytes({0}) + ": 5\r\n"), 400},
      {"length with a no-break space",
       with("Content-Length: \xa0"
            "5\r\n"),
       400},
      {"space before the colon", with("Content-Length : 5\r\n"), 400},
      {"tab before the colon", with("Content-Length\t: 5\r\n"), 400},
  };
}

std::vector<Case> coding_cases() {
  const std::string length = "Content-Length: 5\r\n";
  const std::string coding = "Transfer-Encoding: chunked\r\n";
  return {
      {"chunked", with(coding), 200},
      {"chunked with white space around", with("Transfer-Encoding: \t chunked \t\r\n"), 200},
      {"length, then chunked", with(length + coding), 400},
      {"chunked, then length", with(coding + length), 400},
      {"length, chunked, length", with(length + coding + length), 400},
      {"chunked twice", with(coding + coding), 400},
      {"chunked in a list twice", with("Transfer-Encoding: chunked, chunked\r\n"), 501},
      {"gzip and chunked", with("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {"chunked and gzip", with("Transfer-Encoding: chunked, gzip\r\n"), 501},
      {"chunked and identity", with("Transfer-Encoding: chunked, identity\r\n"), 501},
      {"identity", with("Transfer-Encoding: identity\r\n"), 501},
      {"identity and length", with("Transfer-Encoding: identity\r\n" + length), 400},
      {"gzip", with("Transfer-Encoding: gzip\r\n"), 501},
      {"gzip and length", with("Transfer-Encoding: gzip\r\n" + length), 400},
      {"unknown coding and length", with("Transfer-Encoding: xchunked\r\n" + length), 400},
      {"unknown coding", with("Transfer-Encoding: xchunked\r\n"), 501},
      {"chunked with a suffix", with("Transfer-Encoding: chunkedx\r\n"), 501},
      {"chunked with a parameter", with("Transfer-Encoding: chunked;a=b\r\n"), 501},
      {"chunked in quotes", with("Transfer-Encoding: \"chunked\"\r\n"), 501},
      {"chunked in capitals", with("Transfer-Encoding: CHUNKED\r\n"), 501},
      {"chunked with a comma", with("Transfer-Encoding: chunked,\r\n"), 501},
      {"comma and chunked", with("Transfer-Encoding: ,chunked\r\n"), 501},
      {"empty coding", with("Transfer-Encoding:\r\n"), 501},
      {"empty coding and length", with("Transfer-Encoding:\r\n" + length), 400},
      {"gzip, then chunked in a second field", with("Transfer-Encoding: gzip\r\n" + coding), 400},
      {"chunked, then identity in a second field", with(coding + "Transfer-Encoding: identity\r\n"), 400},
      {"coding folded", with("Transfer-Encoding:\r\n chunked\r\n"), 400},
      {"coding folded after length", with(length + "Transfer-Encoding:\r\n\tchunked\r\n"), 400},
      {"coding after a vertical tab",
       with("Transfer-Encoding: \x0b"
            "chunked\r\n"),
       400},
      {"coding after a NUL", with("Transfer-Encoding: " + bytes({0}) + "chunked\r\n"), 400},
      {"coding before a control character", with("Transfer-Encoding: chunked\x01\r\n"), 400},
      {"coding after a no-break space",
       with("Transfer-Encoding: \xa0"
            "chunked\r\n"),
       501},
      {"space before the colon of the coding", with("Transfer-Encoding : chunked\r\n"), 400},
      {"space before the name of the coding", with(" Transfer-Encoding: chunked\r\n"), 400},
      {"space before the coding after a field", with(length + " Transfer-Encoding: chunked\r\n"), 400},
      {"coding hidden by a bare CR", with("X: y\rTransfer-Encoding: chunked\r\n"), 400},
      {"coding hidden by a bare LF", with("X: y\nTransfer-Encoding: chunked\r\n"), 400},
      {"coding in HTTP/1.0", "POST /first HTTP/1.0\r\nHost: a.example\r\n" + coding + "\r\n0\r\n\r\n", 400},
      {"coding and length in HTTP/1.0",
       "POST /first HTTP/1.0\r\nHost: a.example\r\n" + coding + length + "\r\n0\r\n\r\n", 400},
      {"underscore instead of hyphen is another field", with("Transfer_Encoding: gzip\r\n" + length), 200},
      {"coding of a GET", get + coding + "\r\n0\r\n\r\n", 200},
      {"length of a GET", get + length + "\r\n0\r\n\r\n", 200},
      {"length and coding of a GET", get + length + coding + "\r\n0\r\n\r\n", 400},
  };
}

std::vector<Case> chunk_cases() {
  return {
      {"chunks", chunked("5\r\nhello\r\n0\r\n\r\n"), 200},
      {"size in capitals and small letters", chunked("A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"), 200},
      {"leading zeros", chunked("0005\r\nhello\r\n00\r\n\r\n"), 200},
      {"extension", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n"), 200},
      {"trailer", chunked("0\r\nX-Check: 1\r\n\r\n"), 200},
      {"empty size", chunked("\r\nhello\r\n0\r\n\r\n"), 400},
      {"size in 0x form", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400},
      {"size with a sign", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400},
      {"negative size", chunked("-5\r\nhello\r\n0\r\n\r\n"), 400},
      {"space before the size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400},
      {"space after the size", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400},
      {"tab after the size", chunked("5\t\r\nhello\r\n0\r\n\r\n"), 400},
      {"space before the extension", chunked("5 ;a\r\nhello\r\n0\r\n\r\n"), 400},
      {"underscore in the size", chunked("5_\r\nhello\r\n0\r\n\r\n"), 400},
      {"comma in the size", chunked("5,5\r\nhello\r\n0\r\n\r\n"), 400},
      {"letter after the size", chunked("5g\r\nhello\r\n0\r\n\r\n"), 400},
      {"size of nine digits", chunked("000000005\r\nhello\r\n0\r\n\r\n"), 400},
      {"size beyond 64 bits", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), 400},
      {"size at 32 bits", chunked("ffffffff\r\nhello\r\n0\r\n\r\n"), 413},
      {"size above the limit", chunked("100001\r\nhello\r\n0\r\n\r\n"), 413},
      {"sizes above the limit together", chunked("5\r\nhello\r\nffffe\r\n"), 413},
      {"size ended by a bare LF", chunked("5\nhello\r\n0\r\n\r\n"), 400},
      {"size ended by a bare CR", chunked("5\rhello\r\n0\r\n\r\n"), 400},
      {"data ended by a bare LF", chunked("5\r\nhello\n0\r\n\r\n"), 400},
      {"data without an end", chunked("5\r\nhello0\r\n\r\n"), 400},
      {"data longer than the size", chunked("5\r\nhellox\r\n0\r\n\r\n"), 400},
      {"data shorter than the size", chunked("6\r\nhello\r\n0\r\n\r\n"), 400},
      {"last chunk ended by a bare LF", chunked("0\n\n"), 400},
      {"last line ended by a bare LF", chunked("0\r\n\n"), 400},
      {"last line ended by a bare CR", chunked("0\r\n\rx"), 400},
      {"NUL in the size", chunked("5" + bytes({0}) + "\r\nhello\r\n0\r\n\r\n"), 400},
      {"NUL in an extension", chunked("5;" + bytes({0}) + "\r\nhello\r\n0\r\n\r\n"), 400},
      {"bare CR in an extension", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), 400},
      {"bare LF in an extension", chunked("5;a\nb\r\nhello\r\n0\r\n\r\n"), 400},
      {"extension of 300 bytes", chunked("5;" + std::string(300, 'a') + "\r\nhello\r\n0\r\n\r\n"), 400},
      {"trailer that is a length", chunked("0\r\nContent-Length: 5\r\n\r\n"), 400},
      {"trailer that is a coding", chunked("0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400},
      {"trailer that is a host", chunked("0\r\nHost: b.example\r\n\r\n"), 400},
      {"trailer that is a cookie", chunked("0\r\nCookie: a=b\r\n\r\n"), 400},
      {"trailer that is a credential", chunked("0\r\nAuthorization: x\r\n\r\n"), 400},
      {"trailer that is a connection", chunked("0\r\nConnection: close\r\n\r\n"), 400},
      {"trailer that is a type", chunked("0\r\nContent-Type: text/plain\r\n\r\n"), 400},
      {"trailer with a space before the colon", chunked("0\r\nX : 1\r\n\r\n"), 400},
      {"trailer that is folded", chunked("0\r\nX: 1\r\n 2\r\n\r\n"), 400},
      {"trailer without a colon", chunked("0\r\nX\r\n\r\n"), 400},
      {"trailer with a NUL", chunked("0\r\nX: " + bytes({0}) + "\r\n\r\n"), 400},
      {"trailer of 300 bytes", chunked("0\r\nX: " + std::string(300, 'a') + "\r\n\r\n"), 431},
  };
}

std::vector<Case> host_cases() {
  return {
      {"host with a port", with_host("Host: a.example:8080\r\n"), 200},
      {"IPv6 host", with_host("Host: [::1]:8080\r\n"), 200},
      {"no host", with_host(""), 400},
      {"no host in HTTP/1.0", "GET /first HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200},
      {"two hosts", with_host("Host: a.example\r\nHost: b.example\r\n"), 400},
      {"the same host twice", with_host("Host: a.example\r\nHost: a.example\r\n"), 400},
      {"two hosts in HTTP/1.0", "GET /first HTTP/1.0\r\nHost: a.example\r\nHost: b.example\r\n\r\n", 400},
      {"empty host", with_host("Host:\r\n"), 400},
      {"host with a slash", with_host("Host: a.example/b\r\n"), 400},
      {"host with a user", with_host("Host: user@a.example\r\n"), 400},
      {"host with a space", with_host("Host: a.example b\r\n"), 400},
      {"host with a comma", with_host("Host: a.example,b.example\r\n"), 400},
      {"host with a question mark", with_host("Host: a.example?b\r\n"), 400},
      {"host with a backslash", with_host("Host: a.example\\b\r\n"), 400},
      {"host with a quote", with_host("Host: a\"b\r\n"), 400},
      {"host with a letter as port", with_host("Host: a.example:80b\r\n"), 400},
      {"host with two ports", with_host("Host: a.example:80:80\r\n"), 400},
      {"host with a control character", with_host("Host: a\x7f\r\n"), 400},
      {"host folded", with_host("Host:\r\n a.example\r\n"), 400},
      {"broken IPv6 host", with_host("Host: [::1\r\n"), 400},
      {"absolute target", "GET http://a.example/first HTTP/1.1\r\nHost: a.example\r\n\r\n", 200},
      {"absolute target with another host", "GET http://b.example/first HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
      {"absolute target with a user", "GET http://x@a.example/first HTTP/1.1\r\nHost: a.example\r\n\r\n", 400},
  };
}

std::string request_line(const std::string& line) { return line + "\r\nHost: a.example\r\n\r\n"; }

std::vector<Case> line_cases() {
  return {
      {"leading empty line", "\r\n" + request_line("GET /first HTTP/1.1"), 400},
      {"leading space", " " + request_line("GET /first HTTP/1.1"), 400},
      {"leading LF", "\n" + request_line("GET /first HTTP/1.1"), 400},
      {"leading NUL", bytes({0}) + request_line("GET /first HTTP/1.1"), 400},
      {"TLS on the plain port", bytes({22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3}), 400},
      {"two spaces after the method", request_line("GET  /first HTTP/1.1"), 400},
      {"two spaces after the target", request_line("GET /first  HTTP/1.1"), 400},
      {"tab after the method", request_line("GET\t/first HTTP/1.1"), 400},
      {"space after the version", request_line("GET /first HTTP/1.1 "), 400},
      {"space in the target", request_line("GET /fi rst HTTP/1.1"), 400},
      {"no target", request_line("GET HTTP/1.1"), 400},
      {"HTTP/0.9", request_line("GET /first"), 400},
      {"HTTP/2.0", request_line("GET /first HTTP/2.0"), 505},
      {"HTTP/1.2", request_line("GET /first HTTP/1.2"), 505},
      {"HTTP/0.9 by name", request_line("GET /first HTTP/0.9"), 505},
      {"version with two digits", request_line("GET /first HTTP/1.10"), 400},
      {"version in small letters", request_line("GET /first http/1.1"), 400},
      {"version with a comma", request_line("GET /first HTTP/1,1"), 400},
      {"version with spaces", request_line("GET /first HTTP/ 1.1"), 400},
      {"preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"NUL in the target", request_line("GET /fi" + bytes({0}) + "rst HTTP/1.1"), 400},
      {"bare CR in the target", request_line("GET /fi\rrst HTTP/1.1"), 400},
      {"byte above 127 in the target", request_line("GET /f\xc3\xb8rst HTTP/1.1"), 400},
      {"fragment", request_line("GET /first#b HTTP/1.1"), 400},
      {"backslash in the target", request_line("GET /first\\b HTTP/1.1"), 400},
      {"target without a slash", request_line("GET first HTTP/1.1"), 400},
      {"star of a GET", request_line("GET * HTTP/1.1"), 400},
      {"authority form", request_line("CONNECT a.example:80 HTTP/1.1"), 405},
      // Refused by what they ask for, which alone knows what Allow must say.
      {"PUT", request_line("PUT /first HTTP/1.1"), 200},
      {"DELETE", request_line("DELETE /first HTTP/1.1"), 200},
      {"PATCH", request_line("PATCH /first HTTP/1.1"), 200},
      {"TRACE", request_line("TRACE /first HTTP/1.1"), 200},
      {"unknown method", request_line("BREW /first HTTP/1.1"), 501},
      {"method in small letters", request_line("get /first HTTP/1.1"), 501},
      {"method with a broken character", request_line("G(T /first HTTP/1.1"), 400},
      {"query", request_line("GET /first?a=b%20c&d HTTP/1.1"), 200},
      {"target of 8,000 bytes", request_line("GET /first?" + std::string(8000, 'a') + " HTTP/1.1"), 200},
      {"target of 9,000 bytes", request_line("GET /first?" + std::string(9000, 'a') + " HTTP/1.1"), 414},
  };
}

std::vector<Case> field_cases() {
  std::string hundred;
  for (int i = 0; i < 99; ++i) hundred += "X-" + std::to_string(i) + ": 1\r\n";
  return {
      {"100 fields", get + hundred + "\r\n", 200},
      {"101 fields", get + hundred + "X: 1\r\n\r\n", 431},
      {"head of 16 KB", get + "X: " + std::string(17000, 'a') + "\r\n\r\n", 431},
      {"head of 15 KB", get + "X: " + std::string(15000, 'a') + "\r\n\r\n", 200},
      {"line without a colon", get + "X\r\n\r\n", 400},
      {"empty name", get + ": 1\r\n\r\n", 400},
      {"folded line", get + "X: 1\r\n 2\r\n\r\n", 400},
      {"folded first line", "GET /first HTTP/1.1\r\n Host: a.example\r\n\r\n", 400},
      {"space in a name", get + "X Y: 1\r\n\r\n", 400},
      {"parenthesis in a name", get + "X(Y: 1\r\n\r\n", 400},
      {"byte above 127 in a name", get + "X\xc3: 1\r\n\r\n", 400},
      {"byte above 127 in a value", get + "X: \xc3\xb8\r\n\r\n", 200},
      {"NUL in a value", get + "X: a" + bytes({0}) + "b\r\n\r\n", 400},
      {"escape in a value",
       get + "X: a\x1b"
             "b\r\n\r\n",
       400},
      {"delete in a value", get + "X: a\x7f\r\n\r\n", 400},
      {"bare LF ends a line", get + "X: 1\nY: 2\r\n\r\n", 400},
      {"bare LF ends the head", get + "\n", 400},
      {"bare LFs only", "GET /first HTTP/1.1\nHost: a.example\n\n", 400},
      {"bare CR ends a line", get + "X: 1\rY: 2\r\n\r\n", 400},
      {"CR CR LF", get + "X: 1\r\r\n\r\n", 400},
      {"upgrade is not taken", get + "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 200},
      {"unknown expectation", with("Content-Length: 5\r\nExpect: tea\r\n"), 417},
  };
}

class HttpFramingTest : public testing::Test {
 protected:
  HttpFramingTest()
      : server_([this](connect::Request request, connect::Respond respond) {
          {
            std::lock_guard lock(mutex_);
            served_.push_back(request.path);
          }
          connect::Response response;
          response.body = request.path;
          respond(std::move(response));
        }) {}

  std::vector<std::string> take_served() {
    std::lock_guard lock(mutex_);
    return std::exchange(served_, {});
  }

  // The bytes are sent in parts of `part_bytes`.
  void check(const Case& test, std::size_t part_bytes) {
    SCOPED_TRACE(test.name + " in parts of " + std::to_string(part_bytes));
    const std::string canary = "GET /canary HTTP/1.1\r\nHost: a.example\r\n\r\n";
    std::string all = test.bytes + canary;
    HttpClient client(server_.port());
    for (std::size_t at = 0; at < all.size(); at += part_bytes) {
      if (!client.send(std::string_view(all).substr(at, part_bytes))) break;
    }
    const auto first = client.read();
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->status, test.status) << first->body;
    if (test.status == 200) {
      EXPECT_EQ(first->body, "/first");
      const auto second = client.read();
      ASSERT_TRUE(second.has_value());
      EXPECT_EQ(second->body, "/canary");
      EXPECT_EQ(take_served(), (std::vector<std::string>{"/first", "/canary"}));
      return;
    }
    EXPECT_EQ(support::header(*first, "connection"), "close");
    EXPECT_TRUE(client.closed_within(std::chrono::seconds(5)));
    EXPECT_TRUE(take_served().empty());
  }

  void check_all(const std::vector<Case>& cases) {
    for (const Case& test : cases) {
      check(test, test.bytes.size() + 100);
      if (test.bytes.size() < 1000) check(test, 7);
    }
  }

  std::mutex mutex_;
  std::vector<std::string> served_;
  support::HttpServer server_;
};

TEST_F(HttpFramingTest, ContentLength) { check_all(length_cases()); }
TEST_F(HttpFramingTest, TransferEncoding) { check_all(coding_cases()); }
TEST_F(HttpFramingTest, Chunks) { check_all(chunk_cases()); }
TEST_F(HttpFramingTest, Host) { check_all(host_cases()); }
TEST_F(HttpFramingTest, RequestLine) { check_all(line_cases()); }
TEST_F(HttpFramingTest, Fields) { check_all(field_cases()); }

// The pure functions see the same however the bytes are cut.
TEST(FramingTest, ChunksMayArriveByteByByte) {
  http::ChunkReader reader(100);
  std::string body;
  const std::string text = "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX: 1\r\n\r\nnext";
  std::size_t taken = 0;
  for (char c : text) taken += reader.take(std::string_view(&c, 1), body);
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(body, "hello world");
  EXPECT_EQ(text.substr(taken), "next");
}

TEST(FramingTest, ManySmallChunksAreAllowedManyExtensionsAreNot) {
  std::string plain;
  std::string extended;
  for (int i = 0; i < 20'000; ++i) {
    plain += "1\r\na\r\n";
    extended += "1;bbbb\r\na\r\n";
  }
  std::string body;
  http::ChunkReader reader(100'000);
  reader.take(plain + "0\r\n\r\n", body);
  EXPECT_TRUE(reader.done());
  EXPECT_EQ(body.size(), 20'000u);
  http::ChunkReader wasteful(100'000);
  wasteful.take(extended, body);
  EXPECT_TRUE(wasteful.refusal().has_value());
}

TEST(FramingTest, HeadIsRefusedBeforeItsEnd) {
  std::size_t checked = 0;
  const std::string endless = "GET / HTTP/1.1\r\nX: " + std::string(20'000, 'a');
  const http::HeadEnd end = http::find_head(endless, checked);
  ASSERT_TRUE(end.refusal.has_value());
  EXPECT_EQ(end.refusal->status, 431);
}

}  // namespace
}  // namespace muster
