// The server's side of the opening handshake (RFC 6455 §4.2), as pure functions over requests and responses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/engine.hpp"
#include "protocol/extension.hpp"
#include "protocol/http_head.hpp"
#include "protocol/result.hpp"

namespace parley::protocol {

/// What a valid opening handshake asks for.
struct Offer {
  std::string key;                        // Sec-WebSocket-Key
  std::vector<std::string> subprotocols;  // in the client's order of preference
  std::vector<Extension> extensions;
};

/// True when the request names websocket in Upgrade, or brings a Sec-WebSocket-Key: a handshake that lost its Upgrade
/// on the way through a proxy deserves a better answer than a web page. HTTP/1.0 has no upgrades (RFC 9110 §7.8).
[[nodiscard]] bool asks_for_websocket(const HttpRequest& request);

/// Checks a request that asks for a WebSocket. `request` has passed check_request().
[[nodiscard]] Result<Offer, HttpError> read_offer(const HttpRequest& request);

/// The 101 and what it says (RFC 6455 §4.2.2 item 5).
struct Acceptance {
  HttpResponse response;
  Negotiated agreed;
};

/// `accept.subprotocol` must be one of those offered, or empty.
[[nodiscard]] Acceptance accept_offer(const Offer& offer, const Accept& accept,
                                      const std::optional<DeflateOptions>& deflate);

/// A small text/plain answer that says what was wrong, with the fields that its status demands.
[[nodiscard]] HttpResponse make_error_response(const HttpError& error);

/// Makes a final response one after which the connection closes; what answers HEAD keeps its length and loses its
/// body (RFC 9110 §9.3.2).
void finish_response(HttpResponse& response, std::string_view method);

}  // namespace parley::protocol
