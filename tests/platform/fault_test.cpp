// SPDX-License-Identifier: EUPL-1.2
// What clients and the log are told of the server's own faults, and methods that start-up refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <sstream>

#include "muster/access/v1/access.pb.h"
#include "muster/nominations/v1/nominations.pb.h"
#include "muster/platform/v1/reasons.pb.h"
#include "platform/http/log_format.h"
#include "platform/rpc/dispatch.h"
#include "platform/status/error.h"
#include "proto/careless.pb.h"
#include "support/caught_log.h"
#include "support/database.h"

namespace muster::rpc {
namespace {

using access::v1::GetSessionRequest;
using status::Code;
using testing::HasSubstr;
using testing::Not;

const std::string path = "muster.access.v1.AccessService/GetSession";

class FaultTest : public support::MigratedTest {
 protected:
  // What a client gets when the method ends by calling `end`.
  connect::Response ask(std::function<void()> end) {
    Registry registry;
    const std::function<access::v1::Session(Context&, const GetSessionRequest&)> handler =
        [&](Context&, const GetSessionRequest&) {
          end();
          return access::v1::Session();
        };
    registry.add<GetSessionRequest, access::v1::Session>(path, handler);
    Dispatcher dispatcher(registry, database());
    connect::Request request;
    request.verb = "POST";
    request.path = "/" + path;
    request.headers.add("content-type", "application/json");
    request.headers.add("connect-protocol-version", "1");
    request.body = "{}";
    request.request_id = "0123";
    request.received = std::chrono::steady_clock::now();
    std::promise<connect::Response> answer;
    dispatcher.dispatch(std::move(request), [&](connect::Response response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
};
INSTANTIATE_TEST_SUITE_P(Backends, FaultTest, support::backends(), support::backend_name);

TEST_P(FaultTest, ClientsLearnTheRequestIdAndTheLogTheRest) {
  for (const Code code : {Code::internal, Code::unknown, Code::data_loss}) {
    support::CaughtLog log;
    const connect::Response answer = ask([&] { throw status::Error(code, status::Reason{}, "the \"inside\" of it"); });
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, HasSubstr(R"("code":")" + std::string(status::code_name(code)) + '"'));
    EXPECT_THAT(answer.body, Not(HasSubstr("inside")));
    EXPECT_THAT(answer.body, HasSubstr("request id 0123"));
    EXPECT_THAT(log.text(), HasSubstr(R"("request_id":"0123","code":")" + std::string(status::code_name(code)) +
                                      R"(","message":"the \"inside\" of it"})"));
  }
}

TEST_P(FaultTest, TextOfOtherExceptionsGoesNowhere) {
  support::CaughtLog log;
  const connect::Response answer = ask([] { throw std::runtime_error("Kari Nordmann"); });
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, HasSubstr("request id 0123"));
  EXPECT_THAT(log.text(), HasSubstr("runtime_error"));
  EXPECT_THAT(answer.body + log.text(), Not(HasSubstr("Nordmann")));
}

TEST_P(FaultTest, WhatTheClientDidWrongIsNoFault) {
  support::CaughtLog log;
  const connect::Response answer =
      ask([] { throw status::failed_precondition(platform::v1::REASON_CALL_CLOSED, "the call is closed"); });
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.body, HasSubstr("the call is closed"));
  EXPECT_EQ(log.text(), "");
}

TEST_P(FaultTest, AWriteThatCannotBeReadNowAnswersItsName) {
  using nominations::v1::Nomination;
  using nominations::v1::NominationActionRequest;
  const std::string step = "muster.nominations.v1.NominationsService/LapseNomination";
  std::string (*handler)(Context&, const NominationActionRequest&) =
      [](Context&, const NominationActionRequest& request) { return request.name(); };
  Nomination (*read_back)(Context&, const std::string&) = [](Context&, const std::string&) -> Nomination {
    throw std::runtime_error("Kari Nordmann");
  };
  support::CaughtLog log;
  Registry registry;
  registry.add<NominationActionRequest, Nomination>(step, handler, read_back);
  Dispatcher dispatcher(registry, database());
  NominationActionRequest request;
  request.set_name("nominations/7");
  Caller system;
  system.system = true;
  const auto answer = dispatcher.call<Nomination>(step, request, system);
  EXPECT_EQ(answer.ShortDebugString(), R"(name: "nominations/7")");
  EXPECT_THAT(log.text(), HasSubstr("runtime_error"));
}

TEST(LogFormatTest, EveryLineIsAnObject) {
  const TimePoint time{std::chrono::milliseconds(1769860800123)};
  EXPECT_EQ(http::log_line("a \"b\"\n\xc3\xa5", "error", time),
            R"({"time":"2026-01-31T12:00:00.123Z","level":"error","message":"a \"b\"\n)"
            "\xc3\xa5"
            R"("})");
  EXPECT_EQ(http::log_line(R"({"event":"fault","code":"internal"})", "error", time),
            R"({"time":"2026-01-31T12:00:00.123Z","level":"error","event":"fault","code":"internal"})");
}

TEST(RegistryTest, RefusesMethodsWithoutHandlerAccessOrRequestId) {
  const std::string service = "muster.test.CarelessService/";
  const std::function<test::Thing(Context&, const test::Thing&)> handler = [](Context&, const test::Thing& request) {
    return request;
  };
  Registry registry;
  for (const char* method : {"CreateThing", "GetThing", "ReadThing", "ListNames", "UpdateThing", "ListPeople"}) {
    registry.add<test::Thing, test::Thing>(service + method, handler);
  }
  try {
    registry.check_complete();
    ADD_FAILURE() << "it takes everything";
  } catch (const std::logic_error& error) {
    const std::string text = error.what();
    EXPECT_THAT(text, HasSubstr(service + "CreateThing writes, takes no request_id and is not retry_safe"));
    EXPECT_THAT(text, HasSubstr(service + "ReadThing is an audited read, which writes, and cannot be read_only"));
    EXPECT_THAT(text, HasSubstr(service + "ListNames carries personal data and cannot be NO_SIDE_EFFECTS"));
    EXPECT_THAT(text, HasSubstr(service + "GetThing declares no access"));
    EXPECT_THAT(text, HasSubstr(service + "ListThings has no handler"));
    for (const char* right : {"UpdateThing", "ListPeople"}) EXPECT_THAT(text, Not(HasSubstr(right)));
  }
}

}  // namespace
}  // namespace muster::rpc
