// ClientRecord: all that one client did and saw, as far as the checks of its scenario ask for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/json_text.hpp"
#include "protocol/engine.hpp"

namespace parley::scenario {

struct Counters {
  std::uint64_t messages_sent = 0, messages_received = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0;  // payload
  std::uint64_t pings_received = 0, pongs_received = 0;
  std::uint64_t opens = 0, failures = 0, closes = 0;
  std::uint64_t unclean_ends = 0;  // of open connections, without a closing handshake
};

/// By its name in the format: "messages_sent".
[[nodiscard]] std::uint64_t counter(const Counters& counters, std::string_view name);

enum class Event : std::uint8_t {
  before_open,
  opened,
  before_message_send,
  message_receive,
  before_close,
  closed,
  failed,
  browser_open,
  browser_message,
  browser_error,
  browser_close,
};

[[nodiscard]] std::string_view event_name(Event event);  // "onBeforeOpen", …, "open", …
[[nodiscard]] Event event_of(std::string_view name);     // a name of the format
[[nodiscard]] bool is_browser_event(Event event);

struct CloseSeen {
  std::uint16_t code = 1006;
  std::string reason;
  bool clean = false;

  /// Without a closing handshake, or one whose code says that something went wrong (RFC 6455 §7.4.1).
  [[nodiscard]] bool is_abnormal() const;
};

struct HandshakeSeen {
  int status = 0;
  std::string subprotocol;
  std::optional<protocol::DeflateParameters> deflate;
  protocol::HttpFields fields;
};

struct Message {
  protocol::MessageType type = protocol::MessageType::text;
  protocol::Bytes payload;

  friend bool operator==(const Message&, const Message&) = default;
};

struct ClientRecord {
  std::string name;        // "alice", "reader-7"
  std::size_t spec = 0;    // index into Scenario::clients
  std::size_t member = 0;  // index within the group
  Counters counters;
  std::vector<Event> events;  // the Variable's and the browser's
  std::optional<CloseSeen> last_close;
  std::optional<CloseSeen> abnormal_end;  // the first one that the client has not made itself
  std::optional<HandshakeSeen> last_handshake;
  Json dataset;
  std::vector<Message> sent;      // kept when a delivery check asks for it
  std::vector<Message> received;  // likewise
};

}  // namespace parley::scenario
