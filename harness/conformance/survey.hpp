// The survey: what the peer can do and how quick it is, found out before the cases are played.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "harness/conformance/case.hpp"
#include "harness/conformance/peer.hpp"
#include "harness/conformance/transcript.hpp"

namespace parley::conformance {

struct Survey {
  std::string unreachable;                // why no TCP (or TLS) connection could be made; empty: one could
  std::string turned_away;                // why the peer serves nobody who comes as we do; empty: it does
  std::string closed;                     // why the usual opening handshake did not succeed; empty: it did
  std::string no_text_echo;               // why the peer is not taken to send text back as it came; empty: it does
  std::string no_binary_echo;             // the same of binary messages
  std::string no_deflate;                 // why it is not taken for one that speaks permessage-deflate; empty: it does
  std::string no_subprotocol;             // a client: why it offers none; empty: it does
  std::string no_tls;                     // why there is no TLS under it; empty: there is
  std::size_t greeting = 0;               // messages that it sends to everybody who comes, before any answer
  std::chrono::nanoseconds round_trip{};  // handshake, ping and closing handshake together
  bool answers = true;                    // a ping, of two
  bool closes = true;                     // it ended a closing handshake in time, of two

  [[nodiscard]] bool echoes() const { return no_text_echo.empty() || no_binary_echo.empty(); }
  /// Why the peer cannot be put to this case; empty: it can.
  [[nodiscard]] std::string lacks(const Case& test) const;
};

/// Asks whether a peer serves at all: a ping, and its answer.
[[nodiscard]] const Case& ping_case();

/// The same of one that answers no ping: whether it opens a connection.
[[nodiscard]] const Case& opening_case();

/// Of a server. Blocks; at most six connections at a time. When it is stopped, what it has found says nothing.
[[nodiscard]] Survey survey_server(const Peer& peer, const Patience& patience, const std::stop_token& stop = {});

/// The longest from what was sent to what came next. What was awaited in vain does not count: that is no slowness, and
/// each case would wait many times as long.
[[nodiscard]] std::chrono::nanoseconds time_to_answer(const Transcript& transcript);

/// Why a client that asked for this cannot be put to the case; empty: it can.
[[nodiscard]] std::string client_lacks(const Case& test, const protocol::HttpRequest& request);

/// Long enough for this peer: never below the floor, which keeps a busy machine from accusing anybody. Who is known not
/// to close is not waited for in each case again.
[[nodiscard]] Patience patience_for(const Survey& survey);

/// How many cases at a time: more with a peer that lets us wait, which costs neither side anything.
[[nodiscard]] unsigned jobs_for(const Survey& survey);

}  // namespace parley::conformance
