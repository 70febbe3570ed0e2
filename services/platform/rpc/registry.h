// SPDX-License-Identifier: EUPL-1.2
// Every method with its handler. A service's register_methods() fills it; start-up fails when a
// method of a served service has no handler, declares no access or cannot be repeated safely.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/proto/encoded.h"
#include "platform/rpc/consequences.h"
#include "platform/rpc/context.h"
#include "platform/rpc/erasure.h"
#include "platform/rpc/second_hand.h"

namespace muster::rpc {

// Where a read runs; writes always run on the writer.
enum class Run {
  worker,      // on the worker pool
  io_thread,   // a prepared point read of some 10 us: on the io thread itself (SQLite)
  statistics,  // on the pool of long scans, exports and reports
};

class Registry;

struct Method {
  const Registry* registry = nullptr;
  std::string path;  // "muster.roster.v1.RosterService/GetPerson"
  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  platform::v1::Access access;
  // As platform::v1::Method declares.
  bool read_only = false;
  bool retry_safe = false;
  bool changes_access = false;
  // Of which one lets a token in, a bit for each; 0: every token (token_purpose.h).
  unsigned purposes = 0;
  // Its answer can name people (reads.h).
  bool names_people = false;
  std::size_t message_limit_bytes = 1 << 20;
  Run run = Run::worker;
  std::unique_ptr<google::protobuf::Message> request_prototype;
  std::unique_ptr<google::protobuf::Message> answer_prototype;
  std::function<std::unique_ptr<google::protobuf::Message>(Context&, const google::protobuf::Message&)> handle;
  // Instead of `handle`, of a read that answers in Protobuf's binary form, such as a list.
  std::function<std::string(Context&, const google::protobuf::Message&)> handle_encoded;
  // Slow work before the write transaction, such as hashing a password: runs on the worker pool
  // with a read-only session; what it returns is context.prepared. May throw.
  std::function<std::any(Context&, const google::protobuf::Message&)> prepare;
  // Of a write that answers what stands after its commit: reads it, where `handle` answers its name alone.
  std::function<std::unique_ptr<google::protobuf::Message>(Context&, const std::string& name)> read_back;
  // What of its requests takes a second hand; unset: nothing.
  SecondHandRule second_hand;
};

// Told in the same transaction when a person's facts must be corrected or the person is gone;
// every process registers the functions of all services, whatever its target.
using PersonCorrected = std::function<void(Context&, long long person)>;
// The same when something ends that others hang on, and when a person's category or unit is restated.
using Ended = std::function<void(Context&, const End&)>;
using Restated = std::function<void(Context&, const Restatement&)>;
// The same when the roster's settings were changed.
using SettingsChanged = std::function<void(Context&)>;
// The same when a post is something else on some days.
using PostChanged = std::function<void(Context&, long long post)>;

class Registry {
 public:
  // `path` as in Method::path; Req and Res must be the method's types (checked at once).
  template <class Req, class Res>
  void add(std::string_view path, Res (*handler)(Context&, const Req&), Run run = Run::worker) {
    add(path, std::function<Res(Context&, const Req&)>(handler), run);
  }

  // A handler that holds something, such as what it sets going.
  template <class Req, class Res>
  void add(std::string_view path, std::function<Res(Context&, const Req&)> handler, Run run = Run::worker) {
    Method& method = insert(path, std::make_unique<Req>(), std::make_unique<Res>(), run);
    method.handle = [handler = std::move(handler)](
                        Context& context,
                        const google::protobuf::Message& request) -> std::unique_ptr<google::protobuf::Message> {
      return std::make_unique<Res>(handler(context, static_cast<const Req&>(request)));
    };
  }

  // A read that answers in Protobuf's binary form.
  template <class Req, class Res>
  void add(std::string_view path, proto::Encoded<Res> (*handler)(Context&, const Req&), Run run = Run::worker) {
    Method& method = insert(path, std::make_unique<Req>(), std::make_unique<Res>(), run);
    if (!method.read_only) throw std::logic_error(method.path + " writes, so it has to answer a message");
    method.handle_encoded = [handler](Context& context, const google::protobuf::Message& request) {
      return handler(context, static_cast<const Req&>(request)).bytes;
    };
  }

  // A write with a slow step before its transaction.
  template <class Req, class Res>
  void add(std::string_view path, std::any (*prepare)(Context&, const Req&), Res (*handler)(Context&, const Req&)) {
    add(path, std::function<std::any(Context&, const Req&)>(prepare),
        std::function<Res(Context&, const Req&)>(handler));
  }
  template <class Req, class Res>
  void add(std::string_view path, std::function<std::any(Context&, const Req&)> prepare,
           std::function<Res(Context&, const Req&)> handler) {
    add(path, std::move(handler));
    methods_.find(path)->second.prepare = [prepare = std::move(prepare)](Context& context,
                                                                         const google::protobuf::Message& request) {
      return prepare(context, static_cast<const Req&>(request));
    };
  }

  // A write whose answer is read after its commit, with a session that holds up no other write: `handler` gives the
  // name of the resource that it wrote ("nominations/7"), and `read_back` the resource as the caller sees it then.
  // Somebody else may have changed it since; if it is gone, or cannot be read now, the answer is the name alone,
  // for the write has taken place.
  template <class Req, class Res>
  void add(std::string_view path, std::string (*handler)(Context&, const Req&),
           Res (*read_back)(Context&, const std::string& name)) {
    Method& method = insert(path, std::make_unique<Req>(), std::make_unique<Res>(), Run::worker);
    if (method.read_only) throw std::logic_error(method.path + " writes nothing that could be read back");
    method.handle = [handler](Context& context, const google::protobuf::Message& request) {
      auto named = std::make_unique<Res>();
      named->set_name(handler(context, static_cast<const Req&>(request)));
      return named;
    };
    method.read_back = [read_back](Context& context, const std::string& name) {
      return std::make_unique<Res>(read_back(context, name));
    };
  }

  // Requests of the method, which was added before, take a second hand where the rule says so.
  void second_hand(std::string_view path, SecondHandRule rule);
  template <class Req>
  void second_hand(std::string_view path, std::optional<Act> (*rule)(Context&, const Req&)) {
    second_hand(path, SecondHandRule([rule](Context& context, const google::protobuf::Message& request) {
                  return rule(context, static_cast<const Req&>(request));
                }));
  }
  // Where requests are filed until then: of the service that keeps them.
  void file_approvals(FileApproval function) { file_approval_ = std::move(function); }
  const FileApproval& file_approval() const { return file_approval_; }

  const Method* find(std::string_view path) const;
  const std::map<std::string, Method, std::less<>>& all() const { return methods_; }

  void on_person_corrected(PersonCorrected function) { person_corrected_.push_back(std::move(function)); }
  const std::vector<PersonCorrected>& person_corrected() const { return person_corrected_; }
  void on_end(Ended function) { ends_.push_back(std::move(function)); }
  const std::vector<Ended>& ends() const { return ends_; }
  void on_restatement(Restated function) { restatements_.push_back(std::move(function)); }
  const std::vector<Restated>& restatements() const { return restatements_; }
  void on_settings(SettingsChanged function) { settings_changed_.push_back(std::move(function)); }
  const std::vector<SettingsChanged>& settings_changed() const { return settings_changed_; }
  void on_post_changed(PostChanged function) { posts_changed_.push_back(std::move(function)); }
  const std::vector<PostChanged>& posts_changed() const { return posts_changed_; }

  void on_erasure(ErasureRule rule) { erasure_rules_.push_back(std::move(rule)); }
  const std::vector<ErasureRule>& erasure_rules() const { return erasure_rules_; }

  // What a server does once in the background when it starts, with a read-only session, such as
  // filling a memory that the first request would otherwise wait for.
  using WarmUp = std::function<void(db::Session&)>;
  void on_start(WarmUp warm_up) { warm_ups_.push_back(std::move(warm_up)); }
  const std::vector<WarmUp>& warm_ups() const { return warm_ups_; }

  // Throws std::logic_error naming every method of a registered service without a handler,
  // and every one without a proper access option, or without request_id where it must take one.
  void check_complete() const;

 private:
  Method& insert(std::string_view path, std::unique_ptr<google::protobuf::Message> request_prototype,
                 std::unique_ptr<google::protobuf::Message> answer_prototype, Run run);

  std::map<std::string, Method, std::less<>> methods_;
  std::vector<PersonCorrected> person_corrected_;
  std::vector<Ended> ends_;
  std::vector<Restated> restatements_;
  std::vector<PostChanged> posts_changed_;
  std::vector<ErasureRule> erasure_rules_;
  std::vector<WarmUp> warm_ups_;
  std::vector<SettingsChanged> settings_changed_;
  FileApproval file_approval_;
};

}  // namespace muster::rpc
