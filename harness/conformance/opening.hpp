// The suite's half of the opening handshake, with the places of the script's text filled in.
//
// {cut} stands where one TCP write ends and another begins; it stays in the texts until pieces_of().
#pragma once

#include <random>
#include <string>
#include <string_view>
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

/// What goes to a client that asked with `request`: with {accept} and its wrong variants (opening.cpp lists them),
/// {key}, {extensions}, {fields}, {subprotocol} (the first one that was offered), {other_subprotocol} (the last one)
/// and {host}. Its extensions are written as they stand: see filled_answer().
[[nodiscard]] std::string make_response(const Script& script, const protocol::HttpRequest& request,
                                        const std::vector<std::string>& spoken = {});

/// True when the final response in this text is a 101, in whatever shape, and has an end that every client knows.
[[nodiscard]] bool switches_protocols(std::string_view response);

/// The text between its cuts, in order; none is empty.
[[nodiscard]] std::vector<std::string> pieces_of(std::string_view text);

/// 16 random bytes in base64 (RFC 6455 §4.1 item 7).
[[nodiscard]] std::string fresh_key_text(std::mt19937_64& random);

/// The subprotocols that a client offers, in its order.
[[nodiscard]] std::vector<std::string> offered_subprotocols(const protocol::HttpRequest& request);

}  // namespace parley::conformance
