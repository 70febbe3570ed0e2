// SPDX-License-Identifier: EUPL-1.2
// The codecs against Protobuf's own: what our JSON reader takes, Protobuf must take and read
// alike; what we write, both must read back. The first byte chooses the codec.
#include <cstdlib>
#include <regex>
#include <string>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/json_util.h>

#include "platform/connect/connect.h"
#include "proto/everything.pb.h"

namespace {

using namespace muster;

void require(bool holds) {
  if (!holds) std::abort();
}

bool decodes(connect::Codec codec, const std::string& bytes, test::Everything& message) {
  try {
    connect::decode(codec, bytes, message);
    return true;
  } catch (const status::Error& error) {
    require(error.code() == status::Code::invalid_argument && !error.message().empty());
    return false;
  }
}

// NaN differs from itself, so the bytes are compared; maps may come in any order, so sorted.
std::string canonical(const test::Everything& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

// Protobuf 3.21 reads capitals in a mask otherwise than the JSON mapping says, "aBC" as "a_bc" and "B"
// as "b": masks are compared with what we ourselves write only.
test::Everything without_masks(test::Everything message) {
  message.clear_mask();
  if (message.has_child()) *message.mutable_child() = without_masks(message.child());
  if (message.has_message_choice()) *message.mutable_message_choice() = without_masks(message.message_choice());
  for (test::Everything& one : *message.mutable_children()) one = without_masks(one);
  for (auto& [key, value] : *message.mutable_int64_map()) value = without_masks(value);
  return message;
}

// The JSON mapping takes "7e5" and "1.0", quoted, as whole numbers, as we do; Protobuf 3.21 does not yet.
bool quotes_exponent_or_point(const std::string& json) {
  static const std::regex quoted(R"re("(?!-?[0-9]+")([-+.0-9eE]|\\u00[0-9a-fA-F]{2})+")re");
  return std::regex_search(json, quoted);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const auto quiet = google::protobuf::SetLogHandler(nullptr);
  (void)quiet;
  if (size < 1) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  test::Everything message;
  if (data[0] % 2 == 0) {
    if (!decodes(connect::Codec::json, bytes, message)) return 0;
    test::Everything theirs;
    if (!google::protobuf::util::JsonStringToMessage(bytes, &theirs).ok()) {
      require(quotes_exponent_or_point(bytes));
      const std::string plain = connect::encode(connect::Codec::json, message);
      require(google::protobuf::util::JsonStringToMessage(plain, &theirs).ok());
    }
    require(canonical(without_masks(theirs)) == canonical(without_masks(message)));
  } else if (!decodes(connect::Codec::proto, bytes, message)) {
    return 0;
  }
  test::Everything again;
  const std::string json = connect::encode(connect::Codec::json, message);
  if (!decodes(connect::Codec::json, json, again)) return 0;  // a mask that JSON cannot say came in as binary
  require(canonical(again) == canonical(message) || data[0] % 2 == 1);
  return 0;
}
