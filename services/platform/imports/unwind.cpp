// SPDX-License-Identifier: EUPL-1.2
#include "platform/imports/unwind.h"

#include <algorithm>

#include "muster/platform/v1/reasons.pb.h"
#include "platform/imports/store.h"

namespace muster::imports {
namespace {

constexpr std::size_t named_reasons = 10;
constexpr long long texts_at_once = 3000;  // emptied in one transaction

std::string line_of(v1::ImportState state, long long id) {
  return (state == v1::IMPORT_STATE_UNDOING ? "undo imports/" : "take back imports/") + std::to_string(id);
}

// False when no slice is left.
bool unwind_slice(const Writes& writes, const Kind& kind, v1::ImportState state) {
  const long long id = writes.id();
  bool more = false;
  writes.read([&](rpc::Context& context) { more = last_slice(context.sql, id).has_value(); });
  if (!more) return false;
  writes.audited(state, [&](rpc::Context& context) {
    context.audit_lines.push_back(line_of(state, id));
    const auto slice = last_slice(context.sql, id);
    if (!slice) return;
    const Effects effects = read_effects(context.sql, id, *slice);
    if (state == v1::IMPORT_STATE_UNDOING) {
      const auto reasons = kind.built_on(context, effects);
      if (!reasons.empty())
        throw status::failed_precondition(platform::v1::REASON_BUILT_UPON,
                                          "something was built on it: " + in_words(reasons));
    }
    kind.undo(context, effects);
    delete_effects(context.sql, id, *slice);
  });
  return true;
}

template <class Step>
void until_done(const Writes& writes, Step step) {
  while (step()) {
    if (writes.stopping()) throw Stopped{};
  }
}

}  // namespace

void unwind(const Writes& writes, const Kind& kind, v1::ImportState state) {
  const long long id = writes.id();
  const auto repeat = [&](auto work) {
    until_done(writes, [&] {
      bool more = false;
      writes.plain(state, [&](db::Session& session) { more = work(session); });
      return more;
    });
  };
  until_done(writes, [&] { return unwind_slice(writes, kind, state); });
  repeat([&](db::Session& session) { return delete_chunk(session, id); });
  if (state == v1::IMPORT_STATE_UNDOING) {
    repeat([&](db::Session& session) { return clear_texts(session, id, texts_at_once, "1 = 1"); });
  }
  writes.audited(state, [&](rpc::Context& context) {
    context.audit_lines.push_back(line_of(state, id) + " done");
    finish_unwinding(context.sql, id);
  });
}

std::string in_words(const std::vector<std::string>& reasons) {
  std::string text;
  for (std::size_t i = 0; i < std::min(reasons.size(), named_reasons); ++i) text += (i ? "; " : "") + reasons[i];
  return text;
}

}  // namespace muster::imports
