// What a peer did in one case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/bytes.hpp"
#include "protocol/deflate_options.hpp"
#include "protocol/frame.hpp"
#include "protocol/http_message.hpp"

namespace parley::conformance {

struct Message {
  bool text = true;
  protocol::Bytes payload = {};  // inflated, if it came compressed
  friend bool operator==(const Message&, const Message&) = default;
};

enum class TcpEnd : std::uint8_t { open, fin, reset };

struct Observation {
  protocol::Role peer = protocol::Role::server;
  bool may_be_of_others = false;  // the messages: the peer does not only send back what came on this connection

  // The opening handshake with a server: what we asked for, and its answer.
  std::string expected_accept;  // empty: any
  std::vector<std::string> offered_subprotocols;
  std::string offered_extensions;                  // empty: none
  std::optional<protocol::HttpResponse> response;  // the final one
  std::size_t body_bytes = 0;                      // that came after a refusal
  bool body_complete = false;                      // it is as long as was announced

  // With a client: what it asked for, and whether our answer was a 101.
  std::optional<protocol::HttpRequest> request;
  bool switched = false;
  bool refused = false;                    // the answer opened none: what comes after it is no WebSocket traffic
  std::string listening_host;              // of the URL that it was given; empty: not known
  std::uint16_t listening_port = 0;        // where it connected to; 0: not known
  std::optional<std::string> server_name;  // TLS: whom it asked for (SNI); empty: nobody; nothing: plain TCP

  std::string head_fault;                              // why what came is no HTTP head; empty: none
  std::optional<protocol::DeflateParameters> deflate;  // as agreed

  // The frames, in order within each kind.
  std::vector<Message> messages;
  std::vector<protocol::Bytes> pings;
  std::vector<protocol::Bytes> pongs;
  std::vector<protocol::Bytes> closes;       // bodies as they came
  bool closed_after_us = false;              // a Close of ours had been sent before the first of them came
  std::vector<protocol::MaskKey> mask_keys;  // of the first frames
  std::size_t frames = 0;
  std::size_t compressed_messages = 0;
  TcpEnd end = TcpEnd::open;

  // Messages that came back in an Exchange, and are not among `messages`; and why one did not.
  std::size_t exchanged = 0;
  std::string exchange_fault;

  /// The ping that questions a silent peer was answered: it has not failed the connection.
  bool went_on = false;

  // What we did.
  bool close_sent = false;  // the suite's own Close at the end, which belongs to no script
  bool script_finished = false;

  [[nodiscard]] bool upgraded() const {
    return peer == protocol::Role::client ? switched : response && response->status == 101;
  }
  [[nodiscard]] bool ended() const { return end != TcpEnd::open; }
  [[nodiscard]] bool over() const { return ended() || !closes.empty(); }  // nothing that counts is to come
};

/// The code in a Close body; 1005 when it has none (RFC 6455 §7.1.5).
[[nodiscard]] std::uint16_t close_code(const protocol::Bytes& body);

/// "HTTP 101, text 5 "hello", close 1002; TCP ended in order"
[[nodiscard]] std::string describe(const Observation& observation);

/// "5 "hello"" or "3 0xff00fe"; long payloads are cut.
[[nodiscard]] std::string describe_payload(protocol::ByteView payload);

}  // namespace parley::conformance
