#include "harness/conformance/observation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/utf8.hpp"

namespace parley::conformance {
namespace {

constexpr std::size_t shown_bytes = 32;
constexpr std::size_t shown_items = 4;

template <class Items, class Describe>
void add_items(std::vector<std::string>& parts, const Items& items, const Describe& describe_item) {
  for (std::size_t i = 0; i < std::min(items.size(), shown_items); ++i) parts.push_back(describe_item(items[i]));
  if (items.size() > shown_items) parts.push_back(fmt::format("and {} more", items.size() - shown_items));
}

std::string describe_close(const protocol::Bytes& body) {
  if (body.empty()) return "close without a code";
  if (body.size() == 1) return "close with a body of one byte";
  const auto reason = protocol::ByteView(body).subspan(2);
  return fmt::format("close {}{}", close_code(body), reason.empty() ? "" : " " + describe_payload(reason));
}

std::string describe_head(const Observation& seen) {
  if (!seen.head_fault.empty()) return seen.head_fault;
  if (seen.peer == protocol::Role::client) return seen.request ? "an opening handshake" : "no opening handshake";
  return seen.response ? fmt::format("HTTP {}", seen.response->status) : "no HTTP response";
}

std::string_view describe_end(TcpEnd end) {
  switch (end) {
    case TcpEnd::open:
      return "the connection stayed open";
    case TcpEnd::fin:
      return "TCP ended in order";
    case TcpEnd::reset:
      return "TCP was reset";
  }
  return "";
}

}  // namespace

std::uint16_t close_code(const protocol::Bytes& body) {
  if (body.size() < 2) return 1005;
  return static_cast<std::uint16_t>((body[0] << 8U) | body[1]);
}

std::string describe_payload(protocol::ByteView payload) {
  if (payload.empty()) return "0 bytes";
  const auto shown = payload.first(std::min(payload.size(), shown_bytes));
  const std::string_view tail = shown.size() < payload.size() ? "…" : "";
  const auto printable = [](std::uint8_t byte) { return byte >= 0x20 && byte < 0x7F; };
  if (std::all_of(shown.begin(), shown.end(), printable)) {
    return fmt::format("{} \"{}{}\"", payload.size(), protocol::as_text(shown), tail);
  }
  return fmt::format("{} 0x{}{}", payload.size(), protocol::to_hex(shown), tail);
}

std::string describe(const Observation& observation) {
  std::vector<std::string> parts{describe_head(observation)};
  if (observation.exchanged > 0) parts.push_back(fmt::format("{} messages as sent", observation.exchanged));
  if (!observation.exchange_fault.empty()) parts.push_back(observation.exchange_fault);
  add_items(parts, observation.messages, [](const Message& message) {
    return fmt::format("{} {}", message.text ? "text" : "binary", describe_payload(message.payload));
  });
  add_items(parts, observation.pings, [](const auto& body) { return "ping " + describe_payload(body); });
  add_items(parts, observation.pongs, [](const auto& body) { return "pong " + describe_payload(body); });
  add_items(parts, observation.closes, describe_close);
  return fmt::format("{}; {}{}", fmt::join(parts, ", "), describe_end(observation.end),
                     observation.went_on ? ", and a ping sent later was answered" : "");
}

}  // namespace parley::conformance
