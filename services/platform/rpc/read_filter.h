// SPDX-License-Identifier: EUPL-1.2
// What a read asked for, for the record of it.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace muster::rpc {

// Whether the request narrows what is asked for, apart from which one person it is about.
bool has_filter(const google::protobuf::Message& request);

// What it narrows by, equal for equal ones.
std::string filter_text(const google::protobuf::Message& request);

// The fields of its read_mask, "given_name,number"; "all" without one.
std::string fields_asked(const google::protobuf::Message& request);

}  // namespace muster::rpc
