#include "harness/load/hdr.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <bit>

#include "protocol/base64.hpp"
#include "protocol/bytes.hpp"

namespace parley::load {
namespace {

using protocol::Bytes;
using protocol::ByteView;

// V2 as its Java, C and Python implementations write it: all numbers big-endian.
constexpr std::uint32_t plain_cookie = 0x1C849303 | 0x10;
constexpr std::uint32_t compressed_cookie = 0x1C849304 | 0x10;
constexpr std::size_t compressed_head = 8;
constexpr std::size_t plain_head = 40;
constexpr std::uint32_t significant_digits = 2;
constexpr std::uint64_t lowest_value = 1;
constexpr std::size_t most_buckets = 256 + 56 * 128;  // of 64-bit values
constexpr std::size_t longest_number = 9;             // bytes

template <class Number>
void put(Bytes& out, Number number) {
  for (std::size_t i = sizeof number; i > 0; --i) out.push_back(static_cast<std::uint8_t>(number >> (8 * (i - 1))));
}

std::uint64_t take(ByteView& from, std::size_t size) {
  std::uint64_t number = 0;
  for (const auto byte : from.first(size)) number = number << 8 | byte;
  from = from.subspan(size);
  return number;
}

/// ZigZag LEB128, whose ninth byte has eight bits.
void put_signed(Bytes& out, std::int64_t number) {
  auto left = (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
  for (std::size_t i = 1; i < longest_number && left >= 0x80; ++i) {
    out.push_back(static_cast<std::uint8_t>(left | 0x80));
    left >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(left));
}

std::optional<std::int64_t> take_signed(ByteView& from) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < longest_number; ++i) {
    if (from.empty()) return std::nullopt;
    const auto byte = static_cast<std::uint8_t>(take(from, 1));
    const bool whole = i + 1 == longest_number;
    number |= static_cast<std::uint64_t>(whole ? byte : byte & 0x7FU) << (7 * i);
    if (whole || byte < 0x80) break;
  }
  return static_cast<std::int64_t>(number >> 1) ^ -static_cast<std::int64_t>(number & 1);
}

/// A negative number stands for so many empty buckets.
Bytes encode_counts(std::span<const std::uint64_t> buckets) {
  Bytes counts;
  std::int64_t empty = 0;
  for (const std::uint64_t count : buckets) {
    if (count == 0) {
      ++empty;
      continue;
    }
    if (empty > 0) put_signed(counts, -empty);
    empty = 0;
    put_signed(counts, static_cast<std::int64_t>(count));
  }
  return counts;
}

bool decode_counts(ByteView counts, std::vector<std::uint64_t>& buckets) {
  while (!counts.empty()) {
    const auto number = take_signed(counts);
    if (!number) return false;
    const auto size = *number < 0 ? static_cast<std::uint64_t>(-*number) : 1;
    if (size > most_buckets - buckets.size()) return false;
    buckets.resize(buckets.size() + size, *number < 0 ? 0 : static_cast<std::uint64_t>(*number));
  }
  return true;
}

/// The values of a bucket.
struct Range {
  std::uint64_t low;
  std::uint64_t high;
};

Range range_of(std::size_t bucket) {
  if (bucket < 256) return {bucket, bucket};
  const auto shift = (bucket - 256) / 128 + 1;
  const std::uint64_t low = (128 + (bucket - 256) % 128) << shift;
  return {low, low + ((std::uint64_t{1} << shift) - 1)};
}

Histogram of_buckets(const std::vector<std::uint64_t>& buckets) {
  const auto used = [](std::uint64_t count) { return count > 0; };
  const auto first = std::find_if(buckets.begin(), buckets.end(), used);
  if (first == buckets.end()) return {};
  const auto last = std::find_if(buckets.rbegin(), buckets.rend(), used);
  double sum = 0;
  double count = 0;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    const Range range = range_of(i);
    sum += static_cast<double>(buckets[i]) * (static_cast<double>(range.low) / 2 + static_cast<double>(range.high) / 2);
    count += static_cast<double>(buckets[i]);
  }
  const auto last_index = static_cast<std::size_t>(buckets.rend() - last) - 1;
  return Histogram::of_buckets(buckets, range_of(static_cast<std::size_t>(first - buckets.begin())).low,
                               range_of(last_index).high, sum / count);
}

std::optional<Bytes> uncompress(ByteView data) {
  Bytes plain(plain_head + most_buckets * longest_number);
  auto size = static_cast<uLongf>(plain.size());
  if (::uncompress(plain.data(), &size, data.data(), data.size()) != Z_OK) return std::nullopt;
  plain.resize(size);
  return plain;
}

}  // namespace

std::string encode_hdr(const Histogram& histogram) {
  const Bytes counts = encode_counts(histogram.buckets());
  Bytes plain;
  put(plain, plain_cookie);
  put(plain, static_cast<std::uint32_t>(counts.size()));
  put(plain, std::uint32_t{0});  // normalizing index offset
  put(plain, significant_digits);
  put(plain, lowest_value);
  put(plain, std::max<std::uint64_t>(histogram.max(), 2 * lowest_value));  // readers size their array by it
  put(plain, std::bit_cast<std::uint64_t>(1.0));                           // conversion ratio
  protocol::append(plain, counts);

  uLongf size = ::compressBound(plain.size());
  Bytes packed(size);
  ::compress2(packed.data(), &size, plain.data(), plain.size(), Z_BEST_COMPRESSION);  // cannot fail: there is room
  packed.resize(size);
  Bytes out;
  put(out, compressed_cookie);
  put(out, static_cast<std::uint32_t>(packed.size()));
  protocol::append(out, packed);
  return protocol::base64_encode(out);
}

Result<Histogram, std::string> decode_hdr(std::string_view text) {
  const auto fault = [](const char* what) { return failure(std::string("the histogram ") + what); };
  const auto bytes = protocol::base64_decode(text);
  if (!bytes) return fault("is not base64");
  ByteView packed(*bytes);
  if (packed.size() < compressed_head || take(packed, 4) != compressed_cookie) return fault("is not compressed V2");
  if (const auto size = take(packed, 4); size != packed.size()) return fault("is cut off");
  const auto plain = uncompress(packed);
  if (!plain) return fault("cannot be inflated");
  ByteView from(*plain);
  if (from.size() < plain_head || take(from, 4) != plain_cookie) return fault("is not V2");
  if (const auto size = take(from, 4); size != plain->size() - plain_head) return fault("is cut off");
  if (take(from, 4) > 1) return fault("has a shifted index");  // hdr-histogram-js writes 1 and shifts nothing
  if (take(from, 4) != significant_digits) return fault("has not two significant digits");
  if (take(from, 8) != lowest_value) return fault("has a lowest value other than 1");
  from = from.subspan(16);
  std::vector<std::uint64_t> buckets;
  if (!decode_counts(from, buckets)) return fault("has counts that make no sense");
  return of_buckets(buckets);
}

std::string hdr_log_head(std::chrono::system_clock::time_point start, std::string_view about) {
  const double seconds = std::chrono::duration<double>(start.time_since_epoch()).count();
  return fmt::format(
      "#[{}]\n"
      "#[Histogram log format version 1.3]\n"
      "#[StartTime: {:.3f} (seconds since epoch), {:%Y-%m-%dT%H:%M:%SZ}]\n"
      "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n",
      about, seconds, std::chrono::time_point_cast<std::chrono::seconds>(start));
}

std::string hdr_log_line(std::string_view tag, std::chrono::nanoseconds at, std::chrono::nanoseconds length,
                         const Histogram& histogram) {
  const auto seconds = [](std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); };
  return fmt::format("Tag={},{:.3f},{:.3f},{:.3f},{}\n", tag, seconds(at), seconds(length),
                     static_cast<double>(histogram.max()) / 1e6, encode_hdr(histogram));
}

}  // namespace parley::load
