// SPDX-License-Identifier: EUPL-1.2
// What happens between begin and commit, for requests over HTTP and calls in the process alike.
#pragma once

#include <google/protobuf/message.h>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "platform/rpc/context.h"
#include "platform/rpc/registry.h"

namespace muster::rpc {

// Whether a write is asked with validate_only.
bool is_dry(const google::protobuf::Message& request);

// What a write with validate_only ends with: its answer. As with every exception, the transaction is rolled back, so
// nothing is written, while all that the write does and refuses is tried by the very same code.
struct DryAnswer {
  std::string bytes;  // as run_write() answers; of a method that reads its answer back, what that read
};

// Thrown by the handler of a read (not one of Run::io_thread) that cannot answer before something is written, such as
// the audit's entry of it: `work` runs as a write of the method, with its audit, and after its commit the read again,
// with Context::written_first.
struct WriteFirst {
  std::function<void(Context&)> work;
};

// The answer, if it is one that the write ended with.
std::optional<std::string> dry_answer(const std::exception_ptr& end);

// Runs the handler of a read on a session in its snapshot and hides what the caller may not see.
// Answers in Protobuf's binary form, as run_write() does: most answers go on as bytes or as JSON made of them.
std::string run_read(Context& context, const google::protobuf::Message& request);

// The handler of a write alone, with the consequences in its answer: no audit, no answer kept.
std::unique_ptr<google::protobuf::Message> carry_out(Context& context, const google::protobuf::Message& request);

// Runs the handler of a write: answers a retry from what was kept, else runs the handler, writes
// the audit and keeps the answer. The transaction around it is the database's. A field `consequences` of the answer is
// filled from the context. Where context.refusal is set afterwards, the caller is told that, and what was written is to
// be committed all the same: a request that waits for a second hand, or the count of what is refused (taken_numbers.h).
// Errors: those of the handler; EFFECTS_BEYOND_SCOPE (consequences.h); DryAnswer if the request has validate_only.
//
// Of a method that reads its answer back (Registry::add), what this answers and keeps is the resource's name alone:
// it has to be kept in the transaction, and the answer is read after it. So a retry is told the same resource, as it
// stands when the retry comes.
std::string run_write(Context& context, const google::protobuf::Message& request);

// What goes out for `written`, the answer of run_write(): of a method that reads its answer back, what it reads, with
// `context` on a session that sees the commit. `written` itself when the resource is not there (any more).
std::string read_back(Context& context, std::string written);

// The answer in Protobuf's binary form as the method's message.
std::unique_ptr<google::protobuf::Message> to_answer(const Method& method, const std::string& bytes);

// A read or a write whole on one session, which sees what it wrote.
std::unique_ptr<google::protobuf::Message> run_method(Context& context, const google::protobuf::Message& request);

// Runs other work of a method as a write, with its audit.
void run_work(Context& context, const std::function<void(Context&)>& work);

}  // namespace muster::rpc
