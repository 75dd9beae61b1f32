#include "harness/conformance/deflate_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "harness/conformance/deflate_reader.hpp"
#include "harness/conformance/observation.hpp"

namespace parley::conformance {
namespace {

constexpr std::array<std::uint8_t, 4> tail{0x00, 0x00, 0xFF, 0xFF};  // RFC 7692 §7.2.1
constexpr std::uint64_t inflate_limit = 256U << 20;

}  // namespace

void DeflateWatch::inflate(protocol::Bytes& payload, const OnFinding& on_finding) {
  auto stream = payload;
  protocol::append(stream, tail);  // RFC 7692 §7.2.2
  auto reading = read_deflate(stream, history_, inflate_limit);
  const bool has_tail = payload.size() >= tail.size() && std::equal(tail.begin(), tail.end(), payload.end() - 4);
  if (!reading.fault.empty() && has_tail) {
    if (auto without = read_deflate(payload, history_, inflate_limit); without.fault.empty()) {
      on_finding(Rule::deflate_tail, "a compressed message ends with 00 00 ff ff: " + describe_payload(payload));
      reading = std::move(without);
    }
  }
  if (!reading.fault.empty()) {
    return on_finding(Rule::deflate_data,
                      fmt::format("a message does not inflate, {}: {}", reading.fault, describe_payload(payload)));
  }
  const auto window = std::size_t{1} << static_cast<unsigned>(agreed_.window_bits);
  if (reading.longest_distance > window) {
    on_finding(Rule::deflate_window, fmt::format("a reference reaches back {} bytes, the window agreed on has {}",
                                                 reading.longest_distance, window));
  }
  if (agreed_.no_context_takeover && reading.farthest_reach > 0) {
    on_finding(Rule::deflate_takeover,
               fmt::format("a reference reaches {} bytes into the messages before", reading.farthest_reach));
  }
  remember(reading.inflated);
  payload = std::move(reading.inflated);
}

void DeflateWatch::remember(const protocol::Bytes& inflated) {
  const auto kept = std::min(inflated.size(), deflate_window);
  const auto overflow = history_.size() + kept > deflate_window ? history_.size() + kept - deflate_window : 0;
  history_.erase(history_.begin(), history_.begin() + static_cast<std::ptrdiff_t>(overflow));
  protocol::append(history_, protocol::ByteView(inflated).last(kept));
}

}  // namespace parley::conformance
