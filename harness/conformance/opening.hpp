// The suite's half of the opening handshake, with the places of the script's text filled in.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "harness/conformance/peer.hpp"
#include "harness/conformance/script.hpp"
#include "protocol/http_message.hpp"

namespace parley::conformance {

/// What goes to a server.
struct Request {
  std::string text;
  std::string key;                        // the one that the answer must prove; empty: there is no such one
  std::vector<std::string> subprotocols;  // that it offers
  std::string extensions;                 // that it offers; empty: none
};

[[nodiscard]] Request make_request(const Script& script, const Peer& peer, const std::string& fresh_key);

/// What goes to a client that asked with `request`.
/// Its extensions are written as they stand: see filled_answer().
[[nodiscard]] std::string make_response(const Script& script, const protocol::HttpRequest& request);

/// 16 random bytes in base64 (RFC 6455 §4.1 item 7).
[[nodiscard]] std::string fresh_key_text(std::mt19937_64& random);

/// The subprotocols that a client offers, in its order.
[[nodiscard]] std::vector<std::string> offered_subprotocols(const protocol::HttpRequest& request);

}  // namespace parley::conformance
