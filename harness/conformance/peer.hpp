// The peer under test: where it is, how it wants to be spoken to, how long to wait for it.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/tls.hpp"
#include "protocol/frame.hpp"
#include "protocol/http_message.hpp"
#include "protocol/uri.hpp"

namespace parley::conformance {

/// How long to wait before a silence is believed. A peer that answers is never waited for longer than it takes.
struct Patience {
  std::chrono::nanoseconds answer = std::chrono::seconds(3);        // then what has not come will not come
  std::chrono::nanoseconds quiet = std::chrono::milliseconds(150);  // then a peer that should have failed is pinged
  std::optional<std::chrono::nanoseconds> closing = {};             // for its Close and its FIN; nothing: as `answer`
};

struct Peer {
  protocol::Role role = protocol::Role::server;
  protocol::Uri uri = {};  // of a client: where it is told to connect to; without a host when that is not known
  // What we offer a server in every usual request; of a client's, those that we speak, or all where there are none.
  std::vector<std::string> subprotocols = {};
  // A server only.
  std::shared_ptr<net::TlsContext> tls = nullptr;  // for wss
  protocol::HttpFields fields = {};                // sent with every usual request
  std::size_t greeting = 0;  // how many messages it sends by itself when a connection opens: they are no answers
  bool echoes = true;        // false: a message that it sends may be one of other connections, as in a chat
};

}  // namespace parley::conformance
