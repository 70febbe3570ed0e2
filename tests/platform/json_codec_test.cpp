// SPDX-License-Identifier: EUPL-1.2
// Our JSON codec against Protobuf's own, over generated messages with every kind of field; and
// what ours does better: it names the wrong field and repeats nothing.
#include <random>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "platform/connect/connect.h"
#include "proto/everything.pb.h"
#include "support/rounds.h"

namespace muster {
namespace {

using connect::Codec;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using testing::HasSubstr;
using testing::Not;

class JsonCodecTest : public testing::Test {
 protected:
  static std::unique_ptr<test::Everything> make() { return std::make_unique<test::Everything>(); }

  // The violations of decoding `json`, "field: description" each, or the message if there are
  // none; "" if it is right.
  std::string failure(const std::string& json) {
    auto message = make();
    try {
      connect::decode(Codec::json, json, *message);
      return "";
    } catch (const status::Error& error) {
      EXPECT_EQ(error.code(), status::Code::invalid_argument);
      std::string all;
      for (const auto& violation : error.violations()) {
        all += violation.field + ": " + violation.description + "\n";
      }
      return all.empty() ? error.message() : all;
    }
  }

  std::unique_ptr<Message> read(const std::string& json) {
    auto message = make();
    connect::decode(Codec::json, json, *message);
    return message;
  }
};

// Fills messages with edge values more often than chance would.
class Filler {
 public:
  explicit Filler(unsigned seed) : random_(seed) {}

  void fill(Message& message, int depth) {
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor& field = *message.GetDescriptor()->field(i);
      if (!chance(35)) continue;
      const bool deep = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && depth >= 3;
      if (deep) continue;
      const int count = field.is_repeated() ? static_cast<int>(random_() % 4) : 1;
      for (int item = 0; item < count; ++item) set(message, field, depth);
    }
  }

 private:
  bool chance(unsigned percent) { return random_() % 100 < percent; }

  template <class T>
  T number() {
    constexpr T edges[] = {0,
                           1,
                           std::numeric_limits<T>::max(),
                           std::numeric_limits<T>::lowest(),
                           std::numeric_limits<T>::max() / 3,
                           std::numeric_limits<T>::min()};
    if (chance(50)) return edges[random_() % std::size(edges)];
    if constexpr (std::is_floating_point_v<T>) {
      if (chance(10)) return std::numeric_limits<T>::quiet_NaN();
      if (chance(10)) return -std::numeric_limits<T>::infinity();
      if (chance(10)) return std::numeric_limits<T>::denorm_min();
      return static_cast<T>(static_cast<double>(random_()) / 1e5 - 1e4);
    }
    return static_cast<T>(random_());
  }

  std::string text() {
    constexpr const char* pieces[] = {
        "a", "\"", "\\",      "\n", "\x01", "\x7f", "\xc3\xa6", "/", "<", "\xe2\x80\xa8", "\xf0\x9f\x91\xa9",
        "&", "\t", "\xd9\x85"};
    std::string out;
    for (unsigned i = random_() % 12; i > 0; --i) out += pieces[random_() % std::size(pieces)];
    return out;
  }

  std::string bytes() {
    std::string out;
    for (unsigned i = random_() % 12; i > 0; --i) out += static_cast<char>(random_());
    return out;
  }

  void set(Message& message, const FieldDescriptor& field, int depth) {
    const Reflection& r = *message.GetReflection();
    const bool many = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_DOUBLE: {
        const auto v = number<double>();
        return many ? r.AddDouble(&message, &field, v) : r.SetDouble(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_FLOAT: {
        const auto v = number<float>();
        return many ? r.AddFloat(&message, &field, v) : r.SetFloat(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_INT32: {
        const auto v = number<std::int32_t>();
        return many ? r.AddInt32(&message, &field, v) : r.SetInt32(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_INT64: {
        const auto v = number<std::int64_t>();
        return many ? r.AddInt64(&message, &field, v) : r.SetInt64(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_UINT32: {
        const auto v = number<std::uint32_t>();
        return many ? r.AddUInt32(&message, &field, v) : r.SetUInt32(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_UINT64: {
        const auto v = number<std::uint64_t>();
        return many ? r.AddUInt64(&message, &field, v) : r.SetUInt64(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_BOOL: {
        const bool v = chance(50);
        return many ? r.AddBool(&message, &field, v) : r.SetBool(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_STRING: {
        const bool is_bytes = field.type() == FieldDescriptor::TYPE_BYTES;
        const std::string v = is_bytes ? bytes() : text();
        return many ? r.AddString(&message, &field, v) : r.SetString(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_ENUM: {
        const int v = field.enum_type()->value(static_cast<int>(random_() % 4))->number();
        return many ? r.AddEnumValue(&message, &field, v) : r.SetEnumValue(&message, &field, v);
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return set_message(many ? *r.AddMessage(&message, &field) : *r.MutableMessage(&message, &field), field, depth);
    }
  }

  void set_message(Message& value, const FieldDescriptor& field, int depth) {
    const Reflection& r = *value.GetReflection();
    const auto* type = value.GetDescriptor();
    if (field.is_map()) {
      set(value, *type->map_key(), depth);
      set(value, *type->map_value(), depth + 1);
    } else if (type->full_name() == "google.protobuf.Timestamp") {
      constexpr std::int64_t first = -62135596800, last = 253402300799;  // years 1 to 9999
      r.SetInt64(&value, type->field(0), first + static_cast<std::int64_t>(random64() % (last - first)));
      r.SetInt32(&value, type->field(1), nanos());
    } else if (type->full_name() == "google.protobuf.Duration") {
      const int sign = chance(50) ? 1 : -1;
      r.SetInt64(&value, type->field(0), sign * static_cast<std::int64_t>(random64() % 315576000000));
      r.SetInt32(&value, type->field(1), sign * nanos());
    } else if (type->full_name() == "google.protobuf.FieldMask") {
      for (const char* path : {"name", "display_name", "person.birth_date"}) {
        if (chance(50)) r.AddString(&value, type->field(0), path);
      }
    } else {
      fill(value, depth + 1);
    }
  }

  int nanos() {
    constexpr int steps[] = {0, 1, 1000, 1000000, 500000000, 999999999};
    return steps[random_() % std::size(steps)];
  }
  std::uint64_t random64() { return (std::uint64_t{random_()} << 32) | random_(); }

  std::mt19937 random_;
};

std::string protobuf_json(const Message& message) {
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return text;
}

// A map may come in any order, so equal messages are compared as messages.
bool equal(const Message& a, const Message& b) {
  google::protobuf::util::MessageDifferencer differencer;
  differencer.set_message_field_comparison(google::protobuf::util::MessageDifferencer::EQUAL);
  google::protobuf::util::DefaultFieldComparator comparator;
  comparator.set_treat_nan_as_equal(true);
  differencer.set_field_comparator(&comparator);
  return differencer.Compare(a, b);
}

TEST_F(JsonCodecTest, ReadsAndWritesWhatProtobufDoes) {
  std::size_t longest = 0;
  for (unsigned seed = 0; seed < support::rounds(800); ++seed) {
    auto original = make();
    Filler(seed).fill(*original, 0);
    // A duplicate map key made by chance is merged by this.
    auto message = make();
    message->ParseFromString(original->SerializeAsString());
    const std::string ours = connect::encode(Codec::json, *message);
    const std::string theirs = protobuf_json(*message);
    longest = std::max(longest, ours.size());

    auto read_by_them = make();
    const auto status = google::protobuf::util::JsonStringToMessage(ours, read_by_them.get());
    ASSERT_TRUE(status.ok()) << "seed " << seed << ": " << ours;
    ASSERT_TRUE(equal(*message, *read_by_them)) << "seed " << seed << ": " << ours;

    auto read_by_us = make();
    ASSERT_NO_THROW(connect::decode(Codec::json, theirs, *read_by_us)) << "seed " << seed << ": " << theirs;
    ASSERT_TRUE(equal(*message, *read_by_us)) << "seed " << seed << ": " << theirs;

    auto through_binary = make();
    ASSERT_NO_THROW(connect::decode(Codec::proto, connect::encode(Codec::proto, *message), *through_binary));
    ASSERT_TRUE(equal(*message, *through_binary)) << "seed " << seed;
  }
  EXPECT_GT(longest, 5000u);  // the messages were not trivial
}

// Texts that both must read alike, or both refuse.
TEST_F(JsonCodecTest, AgreesWithProtobufOnHandWrittenTexts) {
  for (const char* json : {
           "{}",
           " { } ",
           "[]",
           "",
           "{",
           "}",
           "null",
           "1",
           "\"a\"",
           "{}x",
           "{}{}",
           R"({"anInt32":1})",
           R"({"an_int32":1})",
           R"({"anInt32":"1"})",
           R"({"anInt32":1.0})",
           R"({"anInt32":1e2})",
           R"({"anInt32":1.5})",
           R"({"anInt32":2147483647})",
           R"({"anInt32":2147483648})",
           R"({"anInt32":-2147483648})",
           R"({"anInt32":-2147483649})",
           R"({"anInt32":"a"})",
           R"({"anInt32":true})",
           R"({"anInt32":{}})",
           R"({"anInt32":[]})",
           R"({"anInt32":[1]})",
           R"({"anInt32":null})",
           R"({"anInt64":"9223372036854775807"})",
           R"({"anInt64":"9223372036854775808"})",
           R"({"anInt64":9007199254740993})",
           R"({"aUint64":"18446744073709551615"})",
           R"({"aUint64":-1})",
           R"({"aUint32":4294967295})",
           R"({"aUint32":4294967296})",
           R"({"aDouble":1e308})",
           R"({"aDouble":1e309})",
           R"({"aDouble":"NaN"})",
           R"({"aDouble":"-Infinity"})",
           R"({"aDouble":"nan"})",
           R"({"aDouble":NaN})",
           R"({"aFloat":3.4e38})",
           R"({"aFloat":3.5e38})",
           R"({"aFloat":"1.5"})",
           R"({"aDouble":-0.0})",
           R"({"aBool":true})",
           R"({"aBool":1})",
           R"({"aBool":tru})",
           R"({"aString":"\u00e6\ud83d\udc69\n"})",
           R"({"aString":"\ud83d"})",
           R"({"aString":1})",
           R"({"aString":"a)",
           R"({"someBytes":"AQI="})",
           R"({"someBytes":"AQI"})",
           R"({"someBytes":"-_-_"})",
           R"({"someBytes":"-/-/"})",
           R"({"someBytes":"+/+/"})",
           R"({"aColor":"COLOR_RED"})",
           R"({"aColor":7})",
           R"({"aColor":"PURPLE"})",
           R"({"aColor":null})",
           R"({"colors":["COLOR_RED",7]})",
           R"({"child":{}})",
           R"({"child":null})",
           R"({"child":1})",
           R"({"child":[]})",
           R"({"int32s":[1,2]})",
           R"({"int32s":null})",
           R"({"children":[{},{"anInt32":1}]})",
           R"({"stringMap":{"a":1,"b":2}})",
           R"({"stringMap":{"a":1,"a":2}})",
           R"({"int32Map":{"-5":"a"}})",
           R"({"int32Map":{"x":"a"}})",
           R"({"boolMap":{"true":"COLOR_RED"}})",
           R"({"textChoice":"a"})",
           R"({"textChoice":"a","numberChoice":1})",
           R"({"maybeInt32":0})",
           R"({"maybeString":""})",
           R"({"time":"2026-02-28T23:59:59.5Z"})",
           R"({"time":"2026-02-28T23:59:59+01:00"})",
           R"({"time":"2026-02-30T00:00:00Z"})",
           R"({"time":"2026-02-28"})",
           R"({"time":1})",
           R"({"duration":"1.5s"})",
           R"({"duration":"1.5"})",
           R"({"duration":"-0.000000001s"})",
           R"({"duration":".-50s"})",
           R"({"duration":".5s"})",
           R"({"duration":"--1s"})",
           R"({"duration":"-s"})",
           R"({"duration":"1.0000000001s"})",
           R"({"duration":"315576000000s"})",
           R"({"duration":"-315576000001s"})",
           R"({"time":"0000-01-01T00:00:00Z"})",
           R"({"time":"10000-01-01T00:00:00Z"})",
           R"({"mask":"name,displayName"})",
           R"({"mask":""})",
           R"({"mask":"display_name"})",
           R"({"nothing":{}})",
           R"({"nothing":{"a":1}})",
           R"({"int32Value":5})",
           R"({"int32Value":null})",
           R"({"stringValue":"a"})",
           R"({"boolValue":false})",
           R"({"bytesValue":"AQI="})",
           R"({"unknown":1})",
           R"({"child":{"unknown":{"a":[1,2,{}]}}})",
       }) {
    auto theirs = make();
    const bool they_take = google::protobuf::util::JsonStringToMessage(json, theirs.get()).ok();
    auto ours = make();
    bool we_take = true;
    try {
      connect::decode(Codec::json, json, *ours);
    } catch (const status::Error&) {
      we_take = false;
    }
    EXPECT_EQ(we_take, they_take) << json;
    if (we_take && they_take) {
      EXPECT_TRUE(equal(*ours, *theirs)) << json;
    }
  }
}

// What is no JSON, or says two things, is refused though Protobuf 3.21 takes it.
TEST_F(JsonCodecTest, IsStricterThanProtobuf) {
  for (const char* json : {"{anInt32:1}",
                           "{'anInt32':1}",
                           R"({"anInt32":1,})",
                           R"({"int32s":[1,]})",
                           R"({"anInt32":1,"anInt32":2})",
                           R"({"anInt32":1,"an_int32":2})",
                           R"({"aBool":"true"})",
                           R"({"aString":"a	b"})",
                           R"({"anInt32":01})",
                           R"({"anInt32":+1})",
                           R"({"anInt32":" 1"})",
                           R"({"aDouble":.5})",
                           R"({"aDouble":5.})",
                           R"({"aColor":99})",
                           R"({"someBytes":"A"})",
                           R"({"someBytes":"AQ=I"})",
                           R"({"someBytes":"AQI=="})",
                           R"({"int32s":[1,null]})",
                           R"({"boolMap":{"yes":"COLOR_RED"}})",
                           R"({"stringMap":{"a":null}})",
                           R"({"time":{"seconds":1}})",
                           R"({"mask":"a,"})",
                           R"({"mask":"a b"})",
                           "\xef\xbb\xbf{}"}) {
    EXPECT_NE(failure(json), "") << json;
  }
}

// The mapping takes whole numbers with an exponent or zeros after the point quoted too; Protobuf 3.21 does not.
TEST_F(JsonCodecTest, TakesQuotedWholeNumbersInEveryNotation) {
  for (const char* json : {R"({"anInt64":"-7e5"})", R"({"anInt64":"-700000.0"})", R"({"anInt64":-7e5})"}) {
    test::Everything message;
    connect::decode(Codec::json, json, message);
    EXPECT_EQ(message.an_int64(), -700000) << json;
  }
  EXPECT_THAT(failure(R"({"anInt64":"7e-1"})"), HasSubstr("an_int64: must be a whole number"));
}

TEST_F(JsonCodecTest, NamesEveryWrongFieldByItsProtoPath) {
  const std::string all = failure(R"({
    "anInt32": "x", "child": {"aColor": "PURPLE", "speling": 1},
    "children": [{}, {"aBool": "yes"}], "time": "yesterday", "int32s": [1, null],
    "textChoice": "a", "numberChoice": 2, "aString": 5, "someBytes": "?", "aUint32": -1
  })");
  EXPECT_THAT(all, HasSubstr("an_int32: must be a whole number that fits 32 bits\n"));
  EXPECT_THAT(all, HasSubstr("child.a_color: is not a value of Color; use one of its names: "
                             "COLOR_RED, COLOR_BLUE, COLOR_NEGATIVE\n"));
  EXPECT_THAT(all, HasSubstr("child.speling: is not a field of Everything"));
  EXPECT_THAT(all, HasSubstr("children[1].a_bool: must be true or false\n"));
  EXPECT_THAT(all, HasSubstr("time: must be a time in UTC such as"));
  EXPECT_THAT(all, HasSubstr("int32s[1]: must not be null\n"));
  EXPECT_THAT(all, HasSubstr("number_choice: only one of the fields of choice may be given\n"));
  EXPECT_THAT(all, HasSubstr("a_string: must be a string\n"));
  EXPECT_THAT(all, HasSubstr("some_bytes: must be base64\n"));
  EXPECT_THAT(all, HasSubstr("a_uint32: must be a whole number, not negative"));
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 10);
}

TEST_F(JsonCodecTest, ListsTheFieldsOfASmallTypeWhenANameIsUnknown) {
  EXPECT_THAT(failure(R"({"nothing": {"a": 1}})"),
              testing::Eq("nothing.a: is not a field of Empty; its fields are: \n"));
}

TEST_F(JsonCodecTest, NeverRepeatsWhatItWasSent) {
  const std::string secret = "Jane-Secret-01018012345";
  for (const std::string& json :
       {"{\"anInt32\":\"" + secret + "\"}", "{\"" + secret + "\":1}", "{\"aString\":" + secret + "}",
        "{\"aColor\":\"" + secret + "\"}", secret, "{\"int32Map\":{\"" + secret + "\":\"a\"}}",
        "{\"stringMap\":{\"" + secret + "\":\"a\"}}", "{\"time\":\"" + secret + "\"}",
        "{\"aString\":\"\xff" + secret + "\"}"}) {
    EXPECT_NE(failure(json), "") << json;
    EXPECT_THAT(failure(json), Not(HasSubstr("Secret"))) << json;
  }
}

TEST_F(JsonCodecTest, TakesThirtyTwoLevelsAndNotOneMore) {
  const auto nested = [](int levels, const std::string& open, const std::string& close) {
    std::string json = "{";
    for (int i = 0; i < levels; ++i) json += open;
    for (int i = 0; i < levels; ++i) json += close;
    return json + "}";
  };
  EXPECT_EQ(failure(nested(32, "\"child\":{", "}")), "");
  EXPECT_THAT(failure(nested(33, "\"child\":{", "}")), HasSubstr("32 levels"));
  EXPECT_THAT(failure("{\"unknown\":" + std::string(100'000, '[')), HasSubstr("32 levels"));

  test::Everything message;
  test::Everything* inner = &message;
  for (int i = 0; i < 33; ++i) inner = inner->mutable_child();
  EXPECT_THROW(connect::decode(Codec::proto, message.SerializeAsString(), *make()), status::Error);
  EXPECT_NO_THROW(connect::decode(Codec::proto, message.child().SerializeAsString(), *make()));
}

TEST_F(JsonCodecTest, RefusesInvalidUtf8) {
  for (const std::string text : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6", "\x80"}) {
    EXPECT_THAT(failure("{\"aString\":\"" + text + "\"}"), HasSubstr("UTF-8"));
    auto message = make();
    // Field 14, a string, in binary.
    const std::string binary = "\x72" + std::string(1, static_cast<char>(text.size())) + text;
    EXPECT_THROW(connect::decode(Codec::proto, binary, *message), status::Error) << text;
  }
  EXPECT_EQ(failure("{\"aString\":\"\xf4\x8f\xbf\xbf\xee\x80\x80\"}"), "");
}

TEST_F(JsonCodecTest, RefusesUnknownFieldsAndEnumValuesInBinary) {
  const auto violation_of = [&](const std::string& bytes) {
    try {
      connect::decode(Codec::proto, bytes, *make());
    } catch (const status::Error& error) {
      return error.violations().empty()
                 ? error.message()
                 : error.violations().front().field + ": " + error.violations().front().description;
    }
    return std::string();
  };
  const std::string unknown_field("\xf8\x07\x01", 3);         // field 127: 1
  const std::string nested = "\x8a\x01\x03" + unknown_field;  // child
  EXPECT_EQ(violation_of(unknown_field), "(field 127): is not a field of Everything");
  EXPECT_EQ(violation_of(nested), "child.(field 127): is not a field of Everything");
  EXPECT_EQ(violation_of("\x80\x01\x63"), "a_color: is not a value of Color");
  // Fields 71 and 72, a time and a duration, beyond what their JSON can say.
  const auto time = [](std::int64_t seconds, int nanos) {
    test::Everything message;
    message.mutable_time()->set_seconds(seconds);
    message.mutable_time()->set_nanos(nanos);
    message.mutable_duration()->set_seconds(seconds / 2);
    return message.SerializeAsString();
  };
  EXPECT_EQ(violation_of(time(253402300799, 999999999)), "");
  EXPECT_EQ(violation_of(time(-62135596800, 0)), "");
  for (const std::string& bytes : {time(253402300800, 0), time(-62135596801, 0), time(0, 1000000000), time(0, -1)}) {
    EXPECT_THAT(violation_of(bytes), HasSubstr("time: must be a time from 0001-01-01"));
  }
  test::Everything late;
  late.add_times()->set_seconds(1);
  late.add_times()->set_seconds(std::int64_t{1} << 62);
  EXPECT_THAT(violation_of(late.SerializeAsString()), HasSubstr("times[1]: must be"));
  test::Everything mixed;
  mixed.mutable_duration()->set_seconds(1);
  mixed.mutable_duration()->set_nanos(-1);
  EXPECT_THAT(violation_of(mixed.SerializeAsString()), HasSubstr("duration: must be"));
  EXPECT_EQ(violation_of(""), "");
  EXPECT_THAT(violation_of("\x72\x05"
                           "a"),
              HasSubstr("binary form"));
  EXPECT_THAT(violation_of("garbage"), HasSubstr("binary form"));
}

// What a newer client asks of an older server.
TEST_F(JsonCodecTest, DropsUnknownFieldsOfReadsInBinaryOnly) {
  const auto read = [&](Codec codec, const std::string& bytes) {
    test::Everything message;
    connect::decode(codec, bytes, message, connect::UnknownFields::dropped);
    return message;
  };
  const std::string unknown_field("\xf8\x07\x01", 3);  // field 127: 1
  test::Everything sent;
  sent.set_an_int32(5);
  sent.mutable_child()->set_a_bool(true);
  sent.add_children()->set_a_string("a");
  (*sent.mutable_int64_map())[1].set_a_string("b");
  test::Everything newer = sent;
  for (test::Everything* one :
       {&newer, newer.mutable_child(), newer.mutable_children(0), &newer.mutable_int64_map()->at(1)}) {
    ASSERT_TRUE(one->MergeFromString(unknown_field));
  }
  EXPECT_THROW(connect::decode(Codec::proto, newer.SerializeAsString(), *make()), status::Error);
  const test::Everything got = read(Codec::proto, newer.SerializeAsString());
  EXPECT_EQ(got.SerializeAsString(), sent.SerializeAsString());
  EXPECT_THROW(read(Codec::json, R"({"newer":1})"), status::Error);
  EXPECT_THROW(read(Codec::proto, "\x80\x01\x63"), status::Error);  // a_color: 99, which would mean another question
}

}  // namespace
}  // namespace muster
