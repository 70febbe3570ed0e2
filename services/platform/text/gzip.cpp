// SPDX-License-Identifier: EUPL-1.2
#include "platform/text/gzip.h"

#include <algorithm>
#include <new>

#include <zlib.h>

namespace muster::text {
namespace {

constexpr int gzip_window = 15 + 16;  // zlib: 15 bits, +16 for the gzip form
constexpr int fast_level = 4;         // close to level 6 in size at a third of its time

z_stream stream_over(std::string_view bytes) {
  z_stream stream{};
  // zlib's interface is older than const; it does not write to next_in.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  return stream;
}

}  // namespace

std::string gzip(std::string_view bytes) {
  z_stream stream = stream_over(bytes);
  if (deflateInit2(&stream, fast_level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Inflated gunzip(std::string_view bytes, std::size_t limit_bytes, std::string& out) {
  z_stream stream = stream_over(bytes);
  if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::bad_alloc();
  constexpr std::size_t step_bytes = 32 * 1024;
  out.clear();
  int result = Z_OK;
  while (result == Z_OK && out.size() <= limit_bytes) {
    const std::size_t had = out.size();
    // One byte above the limit is enough to know that the message is too large.
    const std::size_t step = std::min(step_bytes, limit_bytes + 1 - had);
    out.resize(had + step);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    stream.avail_out = static_cast<uInt>(step);
    result = inflate(&stream, Z_NO_FLUSH);
    out.resize(had + step - stream.avail_out);
  }
  const bool all_read = stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > limit_bytes) return Inflated::too_large;
  return result == Z_STREAM_END && all_read ? Inflated::whole : Inflated::corrupt;
}

}  // namespace muster::text
