// SPDX-License-Identifier: EUPL-1.2
// The paths beside the RPCs: the page, health, readiness and metrics; and the request log.
#include <atomic>
#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/http/metrics.h"
#include "platform/http/request_log.h"
#include "platform/http/site.h"
#include "platform/http/static_files.h"
#include "support/http_client.h"
#include "support/http_server.h"

namespace muster {
namespace {

using support::header;
using testing::HasSubstr;
using testing::Not;

template <std::size_t size>
http::EmbeddedFile file(const char* path, const char (&bytes)[size], const char* br = nullptr,
                        const char* gz = nullptr) {
  return {path, bytes, size - 1, br, br ? std::strlen(br) : 0, gz, gz ? std::strlen(gz) : 0};
}

const http::EmbeddedFile page[] = {
    file("/index.html", "<!doctype html>page", "br of page", "gz of page"),
    file("/assets/index-B1x2.js", "let a;", "br of js", "gz of js"),
    file("/assets/source-sans.woff2", "font"),
    file("/favicon.svg", "<svg/>"),
    file("/robots.txt", "no"),
    file("/routes.txt", "/persons\n/persons/:id\n/statistics/records\n/calls/of/:id", "br of routes"),
    {},
};

connect::Request request(const std::string& path, const std::string& accept_encoding = "",
                         const std::string& verb = "GET") {
  connect::Request request;
  request.verb = verb;
  request.path = path;
  if (!accept_encoding.empty()) request.headers.add("Accept-Encoding", accept_encoding);
  return request;
}

TEST(StaticFiles, ServesTheBestVariant) {
  const http::StaticFiles files(page);
  const auto body = [&](const std::string& accept) { return files.serve(request("/index.html", accept)).body; };
  EXPECT_EQ(body("gzip, deflate, br, zstd"), "br of page");
  EXPECT_EQ(body("gzip"), "gz of page");
  EXPECT_EQ(body("br;q=0, gzip"), "gz of page");
  EXPECT_EQ(body(""), "<!doctype html>page");
  EXPECT_EQ(body("identity"), "<!doctype html>page");
  const auto response = files.serve(request("/index.html", "br"));
  EXPECT_EQ(header(response, "content-encoding"), "br");
  EXPECT_EQ(header(response, "vary"), "Accept-Encoding");
  EXPECT_EQ(header(response, "content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(header(response, "cache-control"), "no-cache");
  const auto script = files.serve(request("/assets/index-B1x2.js"));
  EXPECT_EQ(header(script, "content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(header(script, "cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(header(files.serve(request("/assets/source-sans.woff2", "br")), "content-encoding"), "");
  EXPECT_EQ(header(files.serve(request("/assets/source-sans.woff2")), "content-type"), "font/woff2");
  EXPECT_EQ(header(files.serve(request("/favicon.svg")), "content-type"), "image/svg+xml");
}

TEST(StaticFiles, AnswersNotModifiedToTheRightTagOnly) {
  const http::StaticFiles files(page);
  const std::string br = header(files.serve(request("/index.html", "br")), "etag");
  const std::string plain = header(files.serve(request("/index.html")), "etag");
  EXPECT_NE(br, plain);
  const auto status = [&](const std::string& tag, const std::string& accept) {
    auto asked = request("/index.html", accept);
    asked.headers.add("If-None-Match", tag);
    const auto response = files.serve(asked);
    if (response.status == 304) {
      EXPECT_EQ(response.body, "");
      EXPECT_EQ(header(response, "etag"), accept == "br" ? br : plain);
    }
    return response.status;
  };
  EXPECT_EQ(status(br, "br"), 304);
  EXPECT_EQ(status("\"x\", W/" + br, "br"), 304);
  EXPECT_EQ(status(plain, ""), 304);
  EXPECT_EQ(status(br, ""), 200);
  EXPECT_EQ(status(plain, "br"), 200);
}

TEST(StaticFiles, ServesTheIndexForAddressesOfThePageOnly) {
  const http::StaticFiles files(page);
  for (const char* address :
       {"/", "/persons", "/persons/", "/persons/42", "/persons/42/", "/statistics/records", "/calls/of/7"}) {
    const auto response = files.serve(request(address));
    EXPECT_EQ(response.status, 200) << address;
    EXPECT_EQ(response.body, "<!doctype html>page") << address;
    EXPECT_TRUE(files.has(address)) << address;
  }
  EXPECT_TRUE(files.has("/favicon.svg"));
  for (const char* missing : {"/missing.js",
                              "/persons/42.json",
                              "/assets/missing",
                              "/assets/missing.js",
                              "/muster.roster.v1.RosterService/Get",
                              "/muster.roster.v1.RosterService/",
                              "/a.B/C/D",
                              "/auth/login",
                              "/scim/v2",
                              "/xAPI/statements",
                              "/healthz",
                              "/readyz",
                              "/metrics",
                              "/metrics/x",
                              "/index.html.br",
                              "/..",
                              "/../etc/passwd",
                              "/.git",
                              "/version",
                              "/api",
                              "/docs",
                              "/nowhere",
                              "/healthzy",
                              "/person",
                              "/personsx",
                              "//persons",
                              "persons",
                              "",
                              "/persons//",
                              "/persons/42/nowhere",
                              "/statistics",
                              "/statistics/nowhere",
                              "/calls/of",
                              "/calls/by/7",
                              "/routes.txt"}) {
    EXPECT_EQ(files.serve(request(missing)).status, 404) << missing;
    EXPECT_EQ(files.serve(request(missing, "", "POST")).status, 404) << missing;
    EXPECT_FALSE(files.has(missing)) << missing;
  }
  const auto wrong = files.serve(request("/", "", "POST"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(header(wrong, "allow"), "GET, HEAD");
}

TEST(StaticFiles, SaysHowToBuildAPageThatIsNotThere) {
  const http::EmbeddedFile empty[] = {{}};
  const http::StaticFiles files(empty);
  const auto response = files.serve(request("/"));
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, HasSubstr("npm ci && npm run build"));
  EXPECT_EQ(header(response, "content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(files.serve(request("/a.B/C")).body, "");
}

TEST(StaticFiles, EmbeddedTableIsWellFormed) {
  for (const http::EmbeddedFile* row = http::embedded_files(); row->path; ++row) {
    EXPECT_EQ(row->path[0], '/');
    EXPECT_NE(row->bytes, nullptr);
  }
}

class SiteTest : public testing::Test {
 protected:
  SiteTest()
      : files_(page),
        metrics_({"/muster.roster.v1.RosterService/GetPerson", "/healthz"},
                 [this](std::string_view path) { return files_.has(path); }),
        server_(http::make_handler({.rpc = answer_rpc,
                                    .waits_for = [this] { return ready_ ? "" : "the database"; },
                                    .metrics = &metrics_,
                                    .version = R"({"version":"1.2.3"})",
                                    .files = &files_}),
                options()) {}

  static void answer_rpc(connect::Request request, connect::Respond respond) {
    connect::Response response;
    response.body = "rpc " + request.path;
    respond(std::move(response));
  }

  http::Options options() {
    http::Options options;
    options.threads = 1;  // so that a request is counted before the next one is read
    options.observe = [this](const http::Finished& finished) { metrics_.observe(finished); };
    return options;
  }

  std::atomic<bool> ready_ = true;
  http::StaticFiles files_;
  http::Metrics metrics_;
  support::HttpServer server_;
};

TEST_F(SiteTest, SendsEachPathToItsPlace) {
  const int port = server_.port();
  EXPECT_EQ(support::post_json(port, "/muster.roster.v1.RosterService/GetPerson", "{}").body,
            "rpc /muster.roster.v1.RosterService/GetPerson");
  EXPECT_EQ(support::get(port, "/unknown.Service/Method").body, "rpc /unknown.Service/Method");
  EXPECT_EQ(support::get(port, "/persons").body, "<!doctype html>page");
  EXPECT_EQ(support::get(port, "/healthz").body, "alive\n");
  EXPECT_EQ(support::post_json(port, "/healthz", "{}").status, 405);
  EXPECT_EQ(support::get(port, "/version").body, R"({"version":"1.2.3"})");
  EXPECT_EQ(header(support::get(port, "/version"), "content-type"), "application/json");
  EXPECT_EQ(support::get(port, "/api").status, 404);
  EXPECT_EQ(support::post_json(port, "/", "{}").status, 405);
}

TEST_F(SiteTest, ReadinessFollowsTheCallback) {
  EXPECT_EQ(support::get(server_.port(), "/readyz").status, 200);
  ready_ = false;
  const auto response = support::get(server_.port(), "/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(header(response, "retry-after"), "1");
  EXPECT_EQ(response.body, "not ready: waits for the database\n");
  EXPECT_EQ(support::get(server_.port(), "/healthz").status, 200);
}

TEST_F(SiteTest, MetricsCountKnownPathsAndLumpTheRest) {
  metrics_.add_gauge("muster_queue_length", "Requests that wait.", [] { return 7.0; });
  support::HttpClient client(server_.port());
  const auto ask = [&](const std::string& target) {
    client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    return client.read().value();
  };
  for (int i = 0; i < 3; ++i) ask("/muster.roster.v1.RosterService/GetPerson");
  for (int i = 0; i < 50; ++i) ask("/invented.Service" + std::to_string(i) + "/Method");
  for (int i = 0; i < 50; ++i) ask("/persons/view" + std::to_string(i));
  for (int i = 0; i < 50; ++i) ask("/nowhere" + std::to_string(i));
  for (int i = 0; i < 7; ++i) ask("/healthz");
  const auto response = ask("/metrics");
  EXPECT_EQ(header(response, "content-type"), "text/plain; version=0.0.4; charset=utf-8");
  const std::string& text = response.body;
  EXPECT_THAT(
      text, HasSubstr("muster_http_requests_total{code=\"200\",path=\"/muster.roster.v1.RosterService/GetPerson\"} 3"));
  EXPECT_THAT(text, HasSubstr("muster_http_requests_total{code=\"200\",path=\"other\"} 50"));
  EXPECT_THAT(text, HasSubstr("muster_http_requests_total{code=\"404\",path=\"other\"} 50"));
  EXPECT_THAT(text, HasSubstr("muster_http_requests_total{code=\"200\",path=\"page\"} 50"));
  EXPECT_THAT(text, HasSubstr("muster_http_requests_total{code=\"200\",path=\"/healthz\"} 7"));
  EXPECT_THAT(text, HasSubstr("muster_http_request_seconds_count{path=\"page\"} 50"));
  EXPECT_THAT(text, HasSubstr("muster_queue_length 7"));
  EXPECT_THAT(text, Not(HasSubstr("invented")));
  EXPECT_THAT(text, Not(HasSubstr("view")));
}

TEST(MetricsToken, IsAskedForWhereThereIsOne) {
  http::Metrics metrics({});
  const auto ask = [&](const std::string& token, const std::string& authorization) {
    auto asked = request("/metrics");
    if (!authorization.empty()) asked.headers.add("Authorization", authorization);
    connect::Response answer;
    http::Site site;
    site.metrics = &metrics;
    site.metrics_token = token;
    http::make_handler(site)(std::move(asked), [&](connect::Response response) { answer = std::move(response); });
    return answer;
  };
  EXPECT_EQ(ask("", "").status, 200) << "a listener of its own asks for none";
  EXPECT_EQ(ask("secret of the operator", "Bearer secret of the operator").status, 200);
  for (const char* wrong :
       {"", "Bearer ", "Bearer secret of the operato", "Bearer secret of the operator ", "secret of the operator"}) {
    const auto answer = ask("secret of the operator", wrong);
    EXPECT_EQ(answer.status, 401) << wrong;
    EXPECT_EQ(header(answer, "www-authenticate"), "Bearer");
    EXPECT_THAT(answer.body, Not(HasSubstr("muster_")));
  }
}

TEST(Probes, AreWhatMachinesAskEveryFewSeconds) {
  for (const char* probe : {"/healthz", "/readyz", "/metrics"}) EXPECT_TRUE(http::is_probe(probe)) << probe;
  for (const char* other : {"/version", "/", "/healthz/x", ""}) EXPECT_FALSE(http::is_probe(other)) << other;
}

TEST(RequestLog, IsOneLineOfJsonWithoutPersonalData) {
  http::Finished finished{"POST", "/a.B/C", "0123", 404, std::chrono::microseconds(153), 20, 180, 7, "192.0.2.1"};
  const std::chrono::system_clock::time_point time{std::chrono::milliseconds(1769860800123)};
  EXPECT_EQ(http::request_line(finished, "/a.B/C", time),
            R"({"time":"2026-01-31T12:00:00.123Z","request_id":"0123","method":"POST","path":"/a.B/C","code":404,)"
            R"("micros":153,"bytes_in":20,"bytes_out":180,"account":"accounts/7","address":"192.0.2.1"})");
  finished.account = 0;
  EXPECT_NE(http::request_line(finished, "/a.B/C", time).find(R"("account":"-")"), std::string::npos);
}

}  // namespace
}  // namespace muster
