// SPDX-License-Identifier: EUPL-1.2
#include "support/nominations.h"

namespace muster::support {

using namespace muster::nominations::v1;

NominationActionRequest NominationTest::bare(const std::string& name) {
  NominationActionRequest request;
  request.set_name(name);
  request.set_reference("26/1");
  return request;
}

Nomination NominationTest::get(const std::string& name, const rpc::Caller& who) {
  GetNominationRequest request;
  request.set_name(name);
  return call<Nomination>(nominations_service + "GetNomination", request, who);
}

Nomination NominationTest::take(const std::string& verb, const NominationActionRequest& request,
                                const rpc::Caller& who) {
  return call<Nomination>(nominations_service + verb, request, who);
}

void NominationTest::expect_refused(const std::string& verb, const NominationActionRequest& request,
                                    const rpc::Caller& who, const std::string& reason, const std::string& words) {
  const auto before = get(request.name());
  const auto error = refused(nominations_service + verb, request, who);
  EXPECT_EQ(error.code(), status::Code::failed_precondition) << error.message();
  if (!reason.empty()) {
    EXPECT_EQ(error.reason(), reason) << error.message();
  }
  EXPECT_NE(error.message().find(words), std::string::npos) << error.message();
  EXPECT_EQ(get(request.name()).etag(), before.etag());
}

void NominationTest::expect_refused(const std::string& verb, const NominationActionRequest& request,
                                    const rpc::Caller& who, const std::string& words) {
  expect_refused(verb, request, who, "", words);
}

void NominationTest::set_call_state(const std::string& verb, const Call& subject) {
  CallActionRequest request;
  request.set_name(subject.name());
  request.set_reason("the organisation says so");
  call<Call>(nominations_service + verb, request);
}

std::vector<NominationEvent> NominationTest::events(const std::string& name) {
  ListNominationEventsRequest request;
  request.set_nomination(name);
  const auto answer = call<ListNominationEventsResponse>(nominations_service + "ListNominationEvents", request);
  return {answer.nomination_events().begin(), answer.nomination_events().end()};
}

void NominationTest::happened_before(const std::string& name, int days) {
  sql([&](db::Session& session) {
    db::execute(session,
                {"UPDATE nomination_event SET effective_date = ? WHERE nomination = ?", {day(-days), number_of(name)}});
  });
}

}  // namespace muster::support
