// SPDX-License-Identifier: EUPL-1.2
// The server over real sockets: keep-alive, pipelining, answers from other threads, limits,
// deadlines, the connection cap and the orderly end.
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/http_client.h"
#include "support/http_server.h"

namespace muster {
namespace {

using namespace std::chrono_literals;
using support::header;
using support::HttpClient;
using support::HttpServer;
using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

connect::Response text(std::string body, int status = 200) {
  connect::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

// Answers with what it was asked.
void echo(connect::Request request, connect::Respond respond) {
  respond(text(request.verb + " " + request.path + " " + request.query + " " + request.body));
}

std::string get(const std::string& path, const std::string& more = "") {
  return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

std::string post(const std::string& path, const std::string& body, const std::string& more = "") {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         more + "\r\n" + body;
}

// Requests that wait to be answered by the test.
class Held {
 public:
  connect::Handler handler() {
    return [this](connect::Request request, connect::Respond respond) {
      if (!request.path.starts_with("/slow")) return respond(text(request.path));
      std::lock_guard lock(mutex_);
      held_.push_back(std::move(respond));
      changed_.notify_all();
    };
  }

  connect::Respond take() {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, 20s, [&] { return !held_.empty(); })) throw std::runtime_error("no request");
    auto respond = std::move(held_.front());
    held_.erase(held_.begin());
    return respond;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<connect::Respond> held_;
};

TEST(HttpServer, HandsOverTheWholeRequest) {
  connect::Request seen;
  HttpServer server([&](connect::Request request, connect::Respond respond) {
    seen = request;
    respond(text("ok"));
  });
  const auto before = Clock::now();
  HttpClient client(server.port());
  client.send(post("/a%20b/c?d=e&f", "body", "X-One: 1\r\nx-one:  2 \r\n"));
  const auto response = client.read();
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(seen.verb, "POST");
  EXPECT_EQ(seen.path, "/a%20b/c");
  EXPECT_EQ(seen.query, "d=e&f");
  EXPECT_EQ(seen.body, "body");
  EXPECT_EQ(seen.peer, "127.0.0.1");
  EXPECT_FALSE(seen.secure);
  EXPECT_EQ(seen.headers.count("X-ONE"), 2u);
  EXPECT_EQ(seen.headers.find("x-one"), "1");
  EXPECT_EQ(seen.headers.all().back().second, "2");
  EXPECT_GE(seen.received, before);
  EXPECT_EQ(seen.request_id, header(*response, "x-request-id"));
  EXPECT_EQ(seen.request_id.size(), 32u);
}

TEST(HttpServer, EveryAnswerCarriesTheSecurityHeaders) {
  HttpServer server(echo);
  for (const std::string& request :
       {get("/"), get("/a.B/C"), std::string("BROKEN\r\n\r\n"), post("/", std::string(1 << 20, 'a') + "b"),
        std::string("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"), get("/", "X y: 1\r\n")}) {
    HttpClient client(server.port());
    client.send(request);
    const auto response = client.read();
    ASSERT_TRUE(response.has_value());
    EXPECT_THAT(header(*response, "content-security-policy"),
                HasSubstr("default-src 'none'; script-src 'self'; style-src 'self'"));
    EXPECT_THAT(header(*response, "content-security-policy"), HasSubstr("base-uri 'none'; frame-ancestors 'none'"));
    EXPECT_EQ(header(*response, "x-content-type-options"), "nosniff");
    EXPECT_EQ(header(*response, "referrer-policy"), "same-origin");
    EXPECT_EQ(header(*response, "cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(header(*response, "cross-origin-resource-policy"), "same-origin");
    EXPECT_THAT(header(*response, "permissions-policy"), HasSubstr("camera=()"));
    EXPECT_EQ(header(*response, "strict-transport-security"), "");  // not over plain HTTP
    EXPECT_EQ(header(*response, "x-request-id").size(), 32u);
    EXPECT_THAT(header(*response, "date"), testing::EndsWith(" GMT"));
    EXPECT_EQ(header(*response, "server"), "");
  }
}

TEST(HttpServer, RequestIdsDiffer) {
  HttpServer server(echo);
  std::set<std::string> ids;
  HttpClient client(server.port());
  for (int i = 0; i < 200; ++i) {
    client.send(get("/"));
    ids.insert(header(client.read().value(), "x-request-id"));
  }
  EXPECT_EQ(ids.size(), 200u);
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  HttpServer server(echo);
  HttpClient client(server.port());
  std::string all;
  for (int i = 0; i < 100; ++i)
    all += post("/" + std::to_string(i), std::string(static_cast<std::size_t>(i) * 37, 'b'));
  std::thread sender([&] { client.send(all); });
  for (int i = 0; i < 100; ++i) {
    const auto response = client.read();
    ASSERT_TRUE(response.has_value()) << i;
    EXPECT_EQ(response->body, "POST /" + std::to_string(i) + "  " + std::string(static_cast<std::size_t>(i) * 37, 'b'));
  }
  sender.join();
}

TEST(HttpServer, HeadHasTheLengthButNoBody) {
  HttpServer server(echo);
  HttpClient client(server.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + get("/b"));
  const auto response = client.read(true);
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(header(*response, "content-length"), "9");
  EXPECT_EQ(client.read()->body, "GET /b  ");
}

TEST(HttpServer, SendsALargeAnswerWhole) {
  const std::string large(5 << 20, 'x');
  HttpServer server([&](connect::Request, connect::Respond respond) { respond(text(large)); });
  EXPECT_TRUE(support::get(server.port(), "/").body == large);
}

TEST(HttpServer, ClosesWhenAskedAndForHttp10) {
  HttpServer server(echo);
  HttpClient asked(server.port());
  asked.send(get("/", "Connection: close\r\n"));
  EXPECT_EQ(header(asked.read().value(), "connection"), "close");
  EXPECT_TRUE(asked.closed_within(5s));

  HttpClient old(server.port());
  old.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(header(old.read().value(), "connection"), "close");
  EXPECT_TRUE(old.closed_within(5s));

  HttpClient kept(server.port());
  kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(header(kept.read().value(), "connection"), "keep-alive");
  kept.send(get("/again"));
  EXPECT_EQ(kept.read()->body, "GET /again  ");
}

TEST(HttpServer, ContinuesOnlyAWantedBody) {
  HttpServer server(echo);
  HttpClient client(server.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read()->status, 100);
  client.send("body");
  EXPECT_EQ(client.read()->body, "POST /  body");
  HttpClient large(server.port());
  large.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(large.read()->status, 413);
}

TEST(HttpServer, BodyLimitMayDifferByPath) {
  http::Options options;
  options.body_limit = [](std::string_view path) -> std::size_t { return path == "/import" ? 5000 : 100; };
  HttpServer server(echo, options);
  const std::string body(5000, 'x');
  EXPECT_EQ(support::post_json(server.port(), "/import", body).status, 200);
  EXPECT_EQ(support::post_json(server.port(), "/import", body + "x").status, 413);
  const auto refused = support::post_json(server.port(), "/other", body);
  EXPECT_EQ(refused.status, 413);
  EXPECT_THAT(refused.body, HasSubstr("resource_exhausted"));
  EXPECT_THAT(refused.body, HasSubstr(R"("limit":"100")"));
  HttpClient chunked(server.port());
  chunked.send("POST /other HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" + std::string(100, 'x') +
               "\r\n1\r\nx\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.read()->status, 413);
}

TEST(HttpServer, LargeBodiesTogetherHaveALimit) {
  Held held;
  http::Options options;
  options.body_budget_bytes = 500'000;
  HttpServer server(held.handler(), options);
  HttpClient first(server.port());
  first.send(post("/slow/held", std::string(200'000, 'x')));
  auto respond = held.take();
  for (const bool chunked : {false, true}) {
    HttpClient second(server.port());
    const std::string body(200'000, 'y');
    second.send(chunked ? "POST /slow/more HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" + body +
                              "\r\n0\r\n\r\n"
                        : post("/slow/more", body));
    const auto refused = second.read();
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 503) << chunked;
    EXPECT_THAT(refused->body, HasSubstr(R"("code":"unavailable")"));
    EXPECT_NE(header(*refused, "retry-after"), "");
  }
  // A small one is never refused, and the room is free again after the answer.
  HttpClient small(server.port());
  small.send(post("/slow/small", std::string(10'000, 'z')));
  held.take()(text("small"));
  EXPECT_EQ(small.read()->body, "small");
  respond(text("first"));
  EXPECT_EQ(first.read()->body, "first");
  // What is answered next on the same connection is answered when the server is through with it.
  first.send(get("/next"));
  EXPECT_EQ(first.read()->body, "/next");
  HttpClient third(server.port());
  third.send(post("/slow/more", std::string(200'000, 'x')));
  held.take()(text("third"));
  EXPECT_EQ(third.read()->body, "third");
}

// The client goes on sending a body that was refused and must still see the answer.
TEST(HttpServer, RefusalReachesAClientThatIsStillSending) {
  HttpServer server(echo);
  for (int i = 0; i < 10; ++i) {
    HttpClient client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
    client.send(std::string(700'000, 'x'));
    const auto response = client.read();
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 413);
  }
}

TEST(HttpServer, TakesAnswersFromOtherThreads) {
  Held held;
  HttpServer server(held.handler());
  std::vector<std::thread> answering;
  std::vector<HttpClient> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back(server.port()).send(get("/slow"));
    answering.emplace_back([respond = held.take(), i] { respond(text(std::to_string(i))); });
  }
  for (int i = 0; i < 20; ++i) EXPECT_EQ(clients[static_cast<std::size_t>(i)].read()->body, std::to_string(i));
  for (auto& thread : answering) thread.join();
}

// The handler works on beyond what it said; the client is told in time, and the late answer is dropped.
TEST(HttpServer, AnswersWhenTheTimeHasRunOut) {
  std::deque<connect::Respond> held;
  HttpServer server([&](connect::Request request, connect::Respond respond) {
    if (request.path == "/quick") return respond(text("quick"));
    request.due({Clock::now() + 100ms, request.path == "/write"});
    held.push_back(std::move(respond));  // never answered before its time
  });
  HttpClient client(server.port());
  client.send(get("/hold"));
  const auto overdue = client.read();
  ASSERT_TRUE(overdue.has_value());
  EXPECT_EQ(overdue->status, 504);
  EXPECT_THAT(overdue->body, HasSubstr(R"("code":"deadline_exceeded")"));
  held.front()(text("late"));
  client.send(get("/quick"));
  EXPECT_EQ(client.read()->body, "quick");
  client.send(get("/write"));
  const auto unknown = client.read();
  ASSERT_TRUE(unknown.has_value());
  EXPECT_EQ(unknown->status, 504);
  EXPECT_THAT(unknown->body, HasSubstr("unknown"));
  EXPECT_THAT(unknown->body, HasSubstr("OUTCOME_UNKNOWN"));
}

TEST(HttpServer, OnlyTheFirstAnswerCounts) {
  HttpServer server([](connect::Request, connect::Respond respond) {
    respond(text("first"));
    respond(text("second"));
  });
  HttpClient client(server.port());
  client.send(get("/") + get("/"));
  EXPECT_EQ(client.read()->body, "first");
  EXPECT_EQ(client.read()->body, "first");
}

TEST(HttpServer, HandlerThatThrowsOrForgetsAnswers500) {
  HttpServer server([](connect::Request request, connect::Respond respond) {
    if (request.path == "/throw") throw std::runtime_error("secret of the inside");
  });
  HttpClient client(server.port());
  client.send(get("/throw") + get("/forget"));
  for (int i = 0; i < 2; ++i) {
    const auto response = client.read();
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 500);
    EXPECT_THAT(response->body, HasSubstr(R"("code":"internal")"));
    EXPECT_THAT(response->body, testing::Not(HasSubstr("secret")));
    EXPECT_THAT(response->body, HasSubstr(header(*response, "x-request-id")));
  }
}

TEST(HttpServer, HeaderOfAHandlerCannotBreakOut) {
  HttpServer server([](connect::Request, connect::Respond respond) {
    connect::Response response = text("ok");
    response.headers.add("X-Bad", "a\r\nSet-Cookie: b=c");
    response.headers.add("X-Good", "a");
    respond(std::move(response));
  });
  const auto response = support::get(server.port(), "/");
  EXPECT_EQ(header(response, "set-cookie"), "");
  EXPECT_EQ(header(response, "x-good"), "a");
}

TEST(HttpServer, SurvivesClientsThatGoAway) {
  Held held;
  HttpServer server(held.handler());
  for (int i = 0; i < 20; ++i) {
    HttpClient client(server.port());
    client.send(get("/slow"));
    auto respond = held.take();
    {
      HttpClient gone = std::move(client);
    }
    respond(text(std::string(1 << 20, 'x')));
    HttpClient half(server.port());
    half.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf");
  }
  EXPECT_EQ(support::get(server.port(), "/alive").body, "/alive");
}

// Deadlines count from the start: a byte now and then must not extend them.
class HttpDeadlineTest : public testing::Test {
 protected:
  HttpDeadlineTest() : server_(echo, options()) {}

  static http::Options options() {
    http::Options options;
    options.idle_timeout = 600ms;
    options.header_timeout = 300ms;
    options.body_timeout = 400ms;
    return options;
  }

  // Sends a byte every 20 ms until the server closes; how long that took.
  std::chrono::milliseconds drip(const std::string& start) {
    HttpClient client(server_.port());
    client.send(start);
    const auto begin = Clock::now();
    while (Clock::now() - begin < 10s && !client.closed_within(20ms)) client.send("a");
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  }

  HttpServer server_;
};

TEST_F(HttpDeadlineTest, HeaderThatDrips) {
  const auto time = drip("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  EXPECT_GE(time, 250ms);
  EXPECT_LT(time, 3s);
}

TEST_F(HttpDeadlineTest, BodyThatDrips) {
  const auto time = drip("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  EXPECT_GE(time, 350ms);
  EXPECT_LT(time, 3s);
}

TEST_F(HttpDeadlineTest, ConnectionThatSaysNothing) {
  HttpClient client(server_.port());
  const auto begin = Clock::now();
  EXPECT_TRUE(client.closed_within(5s));
  EXPECT_GE(Clock::now() - begin, 550ms);
}

TEST_F(HttpDeadlineTest, KeptConnectionThatSaysNothingMore) {
  HttpClient client(server_.port());
  client.send(get("/"));
  ASSERT_TRUE(client.read().has_value());
  const auto begin = Clock::now();
  EXPECT_TRUE(client.closed_within(5s));
  EXPECT_GE(Clock::now() - begin, 550ms);
}

TEST(HttpServer, ClosesOnAClientThatDoesNotRead) {
  http::Options options;
  options.write_timeout = 200ms;
  options.write_bytes_per_second = 100 << 20;
  std::promise<http::Finished> done;
  options.observe = [&](const http::Finished& finished) { done.set_value(finished); };
  HttpServer server([](connect::Request, connect::Respond respond) { respond(text(std::string(20 << 20, 'x'))); },
                    options);
  HttpClient client(server.port());
  client.send(get("/"));
  // The answer is larger than both sockets' buffers, and nobody reads it.
  auto finished = done.get_future();
  ASSERT_EQ(finished.wait_for(10s), std::future_status::ready);
  EXPECT_GE(finished.get().duration, 200ms);
  EXPECT_FALSE(client.read().has_value());
}

TEST(HttpServer, BeyondTheCapAnswers503) {
  http::Options options;
  options.max_connections = 5;
  HttpServer server(echo, options);
  std::vector<HttpClient> held;
  for (int i = 0; i < 5; ++i) {
    held.emplace_back(server.port()).send(get("/"));
    ASSERT_EQ(held.back().read()->status, 200);
  }
  for (int i = 0; i < 20; ++i) {
    HttpClient client(server.port());
    client.send(get("/"));
    const auto response = client.read();
    ASSERT_TRUE(response.has_value());
    EXPECT_EQ(response->status, 503);
    EXPECT_EQ(header(*response, "retry-after"), "1");
    EXPECT_THAT(response->body, HasSubstr(R"("code":"unavailable")"));
  }
  held[0].send(get("/still"));
  EXPECT_EQ(held[0].read()->body, "GET /still  ");
}

TEST(HttpServer, PlaceIsFreeAgainBehindTheCap) {
  http::Options options;
  options.max_connections = 1;
  std::atomic<int> served = 0;
  options.observe = [&](const http::Finished&) { ++served; };
  HttpServer server(echo, options);
  for (int i = 0; i < 20; ++i) {
    HttpClient client(server.port());
    client.send(get("/", "Connection: close\r\n"));
    ASSERT_TRUE(client.read().has_value());
    ASSERT_TRUE(client.closed_within(5s));
  }
  EXPECT_GE(served, 1);
}

TEST(HttpServer, TellsTheObserverWhatWasServed) {
  http::Options options;
  std::promise<http::Finished> finished;
  options.observe = [&](const http::Finished& f) { finished.set_value(f); };
  HttpServer server(echo, options);
  const auto response = support::post_json(server.port(), "/a.B/C?secret=1", "12345");
  const http::Finished seen = finished.get_future().get();
  EXPECT_EQ(seen.verb, "POST");
  EXPECT_EQ(seen.path, "/a.B/C");
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body_bytes_in, 5u);
  EXPECT_EQ(seen.body_bytes_out, response.body.size());
  EXPECT_EQ(seen.request_id, header(response, "x-request-id"));
  EXPECT_GT(seen.duration.count(), 0);
}

TEST(HttpServerStop, FinishesRunningRequestsAndClosesIdleOnes) {
  Held held;
  http::Options options;
  options.drain_notice = 0ms;
  HttpServer server(held.handler(), options);
  HttpClient idle(server.port());
  idle.send(get("/"));
  ASSERT_EQ(header(idle.read().value(), "connection"), "");
  HttpClient running(server.port());
  running.send(get("/slow"));
  auto respond = held.take();
  server.server().stop();
  EXPECT_TRUE(idle.closed_within(5s));
  respond(text("done"));
  const auto response = running.read();
  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(response->body, "done");
  EXPECT_EQ(header(*response, "connection"), "close");
  const int port = server.port();
  server.join();
  EXPECT_THROW(HttpClient client(port), std::runtime_error);
}

TEST(HttpServerStop, SaysNotReadyBeforeItStopsAccepting) {
  http::Options options;
  options.drain_notice = 60s;
  HttpServer server(echo, options);
  EXPECT_EQ(support::get(server.port(), "/readyz").status, 200);
  server.server().stop();
  // Accepting goes on for the notice; the flag is set at once but on another thread.
  connect::Response ready;
  const auto end = Clock::now() + 10s;
  do {
    ready = support::get(server.port(), "/readyz");
  } while (ready.status == 200 && Clock::now() < end);
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(header(ready, "connection"), "close");
  EXPECT_EQ(support::get(server.port(), "/work").status, 200);
  const auto begin = Clock::now();
  server.server().stop();  // the second: now
  server.join();
  EXPECT_LT(Clock::now() - begin, 5s);
}

TEST(HttpServerStop, EndsAfterTheDrainTimeoutWhateverRuns) {
  Held held;
  http::Options options;
  options.drain_notice = 0ms;
  options.drain_timeout = 100ms;
  connect::Respond late;
  {
    HttpServer server(held.handler(), options);
    HttpClient client(server.port());
    client.send(get("/slow"));
    late = held.take();
    server.server().stop();
    server.join();
  }
  late(text("too late"));  // must not touch what is gone
}

// In a signal handler only async-signal-safe functions may be called.
http::Server* signalled = nullptr;

TEST(HttpServerStop, MayBeCalledInASignalHandler) {
  http::Options options;
  options.drain_notice = 0ms;
  HttpServer server(echo, options);
  signalled = &server.server();
  const auto previous = std::signal(SIGUSR1, [](int) { signalled->stop(); });
  std::raise(SIGUSR1);
  server.join();
  std::signal(SIGUSR1, previous);
}

TEST(HttpServerListen, RefusesAnAddressThatIsMalformedOrTaken) {
  const auto failure = [](const std::string& listen) -> std::string {
    http::Options options;
    options.listen = listen;
    try {
      http::Server server(options, echo);
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  };
  HttpServer server(echo);
  const std::string taken = "127.0.0.1:" + std::to_string(server.port());
  EXPECT_THAT(failure(taken), HasSubstr("cannot listen on " + taken + ": Address already in use"));
  for (const char* wrong :
       {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "example.org:80", "127.0.0.1:-1"}) {
    EXPECT_THAT(failure(wrong), HasSubstr("must be HOST:PORT")) << wrong;
  }
  EXPECT_EQ(failure("[::1]:0"), "");
  EXPECT_EQ(failure("localhost:0"), "");
}

}  // namespace
}  // namespace muster
