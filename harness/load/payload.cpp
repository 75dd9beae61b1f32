#include "harness/load/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "protocol/byte_size.hpp"
#include "protocol/frame.hpp"
#include "protocol/utf8.hpp"

namespace parley::load {
namespace {

using protocol::Bytes;
using protocol::ByteView;
using protocol::MessageType;

constexpr std::uint64_t most = 1ULL << 30;  // bytes
constexpr std::size_t piece = 1U << 20;     // of a file
constexpr std::uint64_t heaviest = 1'000'000;
constexpr std::string_view usual_mix = "20:60,200:25,1KiB:10,16KiB:4,64KiB:1";

/// Random bytes, or letters and spaces; the same in every run.
Bytes make_pattern(std::size_t size, MessageType type) {
  constexpr std::string_view letters = "etaoinshrdlucmfw ypvbgkjqxzETAOIN SHRDLU 0123456789 .,;:()-_+*/";
  Bytes pattern(size);
  std::uint64_t state = 0x853C49E6748FEA9BULL;
  for (auto& byte : pattern) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto random = static_cast<std::uint8_t>(state >> 56);
    byte = type == MessageType::binary ? random : static_cast<std::uint8_t>(letters[random % letters.size()]);
  }
  return pattern;
}

Bytes read_content(const std::string& file, MessageType type) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file)) throw std::invalid_argument("--payload: cannot read " + file);
  Bytes content;
  while (in && content.size() <= most) {  // a device may have no end
    const std::size_t before = content.size();
    content.resize(before + piece);
    in.read(reinterpret_cast<char*>(content.data() + before), piece);
    content.resize(before + static_cast<std::size_t>(in.gcount()));
  }
  if (content.size() > most) throw std::invalid_argument("--payload: " + file + " is too much: at most 1GiB");
  if (type == MessageType::text && !protocol::is_utf8(content)) {
    throw std::invalid_argument("--payload: " + file + " is not UTF-8, which a text must be; send it with --binary");
  }
  return content;
}

/// "20:90,1KiB:10"
Result<PayloadSpec, std::string> parse_mix(std::string_view text) {
  PayloadSpec spec;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const auto share = text.substr(at, end - at);
    const auto colon = share.find(':');
    const auto size = protocol::parse_byte_size(share.substr(0, colon));
    if (!size) return failure(size.error());
    if (*size > most) return failure(fmt::format("\"{}\" is too much: at most 1GiB", share));
    const auto weight = colon == std::string_view::npos ? std::string_view("1") : share.substr(colon + 1);
    std::uint64_t number = 0;
    const auto [rest, error] = std::from_chars(weight.data(), weight.data() + weight.size(), number);
    if (error != std::errc() || rest != weight.data() + weight.size() || number == 0 || number > heaviest) {
      return failure(fmt::format("\"{}\": expected SIZE:WEIGHT, the weight from 1 to {}", share, heaviest));
    }
    spec.mix.push_back({*size, number});
    at = end + 1;
  }
  const auto [low, high] = std::minmax_element(spec.mix.begin(), spec.mix.end(),
                                               [](const auto& a, const auto& b) { return a.size < b.size; });
  spec.smallest = low->size;
  spec.largest = high->size;
  return spec;
}

}  // namespace

Result<PayloadSpec, std::string> parse_payload(std::string_view text) {
  PayloadSpec spec;
  if (text.starts_with('@')) {
    spec.file = text.substr(1);
    if (spec.file.empty()) return failure(std::string("\"@\" names no file"));
    return spec;
  }
  if (text == "mix") return parse_mix(usual_mix);
  if (text.find_first_of(",:") != std::string_view::npos) return parse_mix(text);
  const auto dots = text.find("..");
  const auto low = protocol::parse_byte_size(text.substr(0, dots));
  if (!low) return failure(low.error() + ", \"20..1KiB\", \"20:90,1KiB:10\", \"mix\" or \"@file\"");
  const auto high = dots == std::string_view::npos ? low : protocol::parse_byte_size(text.substr(dots + 2));
  if (!high) return failure(high.error());
  if (*high < *low) return failure(fmt::format("\"{}\" ends below its beginning", text));
  if (*high > most) return failure(fmt::format("\"{}\" is too much: at most 1GiB", text));
  spec.smallest = *low;
  spec.largest = *high;
  return spec;
}

std::string to_string(const PayloadSpec& spec) {
  if (!spec.file.empty()) return "@" + spec.file;
  if (!spec.mix.empty()) {
    std::string text;
    for (const auto& [size, weight] : spec.mix) {
      text += fmt::format("{}{}:{}", text.empty() ? "" : ",", protocol::format_byte_size(size), weight);
    }
    return text;
  }
  const auto low = protocol::format_byte_size(spec.smallest);
  return spec.smallest == spec.largest ? low : low + ".." + protocol::format_byte_size(spec.largest);
}

Payload::Payload(const PayloadSpec& spec, MessageType type)
    : type_(type),
      stamped_(spec.file.empty()),
      smallest_(static_cast<std::size_t>(spec.smallest)),
      largest_(static_cast<std::size_t>(spec.largest)),
      mix_(spec.mix) {
  for (const auto& share : mix_) weights_ += share.weight;
  if (stamped_) {
    pattern_ = make_pattern(largest_ + shifts, type);
  } else {
    pattern_ = read_content(spec.file, type);
    smallest_ = largest_ = pattern_.size();
  }
  if (has_one_size())
    protocol::encode_header(protocol::make_header(protocol::opcode_of(type), largest_), server_header_);
}

std::size_t Payload::chosen_size(const Stamp& stamp) const noexcept {
  if (!mix_.empty()) {
    std::uint64_t place = mix(stamp) % weights_;
    for (const auto& [size, weight] : mix_) {
      if (place < weight) return static_cast<std::size_t>(size);
      place -= weight;
    }
  }
  return smallest_ + static_cast<std::size_t>(mix(stamp) % (largest_ - smallest_ + 1));
}

std::uint64_t Payload::total_size(const Stamp& first, std::uint64_t count) const noexcept {
  if (has_one_size()) return count * largest_;
  std::uint64_t sum = 0;
  for (Stamp stamp = first; stamp.sequence < first.sequence + count; ++stamp.sequence) sum += chosen_size(stamp);
  return sum;
}

}  // namespace parley::load
