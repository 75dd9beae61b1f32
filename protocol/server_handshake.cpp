#include "protocol/server_handshake.hpp"

#include <algorithm>
#include <cassert>

#include "protocol/accept_key.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/http_request_check.hpp"
#include "protocol/subprotocol.hpp"

namespace parley::protocol {
namespace {

constexpr std::string_view reading = "RFC 6455 §4.2.1";  // "Reading the Client's Opening Handshake"
constexpr std::string_view supported_version = "13";

std::string times(std::string_view name, std::size_t count) {
  return std::string(name) + " comes " + std::to_string(count) + " times, expected once";
}

/// Items 1, 3 and 4: an HTTP/1.1 GET that upgrades.
std::optional<HttpError> check_upgrade(const HttpRequest& request) {
  if (request.method != "GET") {
    return HttpError{405, reading, "the method is " + in_quotes(request.method) + ", expected GET"};
  }
  if (request.version < HttpVersion{1, 1}) {
    return HttpError{400, reading, "the version is HTTP/1.0, expected HTTP/1.1: does a proxy rewrite the request?"};
  }
  if (!request.fields.has_token("Upgrade", "websocket")) {
    return HttpError{400, reading, "Upgrade does not name websocket: does a proxy drop the field?"};
  }
  if (!request.fields.has_token("Connection", "upgrade")) {
    return HttpError{400, reading, "Connection does not name upgrade: does a proxy drop it?"};
  }
  if (has_content(request.fields)) {
    // A GET's content means nothing, and what follows the head must be frames (RFC 9110 §7.8, §9.3.1).
    return HttpError{400, "RFC 9110 §9.3.1", "the request announces a body, expected none"};
  }
  return std::nullopt;
}

/// Item 6; RFC 6455 §4.4 and §11.3.5.
std::optional<HttpError> check_version(const HttpFields& fields) {
  const std::size_t count = fields.count("Sec-WebSocket-Version");
  if (count > 1) return HttpError{400, "RFC 6455 §11.3.5", times("Sec-WebSocket-Version", count)};
  if (count == 0) return HttpError{426, "RFC 6455 §4.4", "Sec-WebSocket-Version is missing, expected 13"};
  const std::string& version = *fields.find("Sec-WebSocket-Version");
  if (version == supported_version) return std::nullopt;
  return HttpError{426, "RFC 6455 §4.4", "Sec-WebSocket-Version is " + in_quotes(version) + ", expected 13"};
}

/// Item 5; RFC 6455 §11.3.1.
std::optional<HttpError> check_key(const HttpFields& fields) {
  const std::size_t count = fields.count("Sec-WebSocket-Key");
  if (count == 0) return HttpError{400, reading, "Sec-WebSocket-Key is missing"};
  if (count > 1) return HttpError{400, "RFC 6455 §11.3.1", times("Sec-WebSocket-Key", count)};
  const std::string& key = *fields.find("Sec-WebSocket-Key");
  if (is_handshake_key(key)) return std::nullopt;
  return HttpError{400, reading, "Sec-WebSocket-Key is " + in_quotes(key) + ", expected base64 of 16 bytes"};
}

[[maybe_unused]] bool contains(const std::vector<std::string>& list, const std::string& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

}  // namespace

bool asks_for_websocket(const HttpRequest& request) {
  if (request.fields.count("Sec-WebSocket-Key") > 0) return true;
  return request.version >= HttpVersion{1, 1} && request.fields.has_token("Upgrade", "websocket");
}

Result<Offer, HttpError> read_offer(const HttpRequest& request) {
  if (auto error = check_upgrade(request)) return failure(*std::move(error));
  // The version first: a client of another version is told so, whatever else it does differently.
  if (auto error = check_version(request.fields)) return failure(*std::move(error));
  if (auto error = check_key(request.fields)) return failure(*std::move(error));
  Offer offer;
  offer.key = *request.fields.find("Sec-WebSocket-Key");
  if (const auto value = request.fields.combined("Sec-WebSocket-Protocol")) {
    auto subprotocols = parse_subprotocols(*value);
    if (!subprotocols) return failure(HttpError{400, "RFC 6455 §4.1", std::move(subprotocols.error())});
    offer.subprotocols = std::move(*subprotocols);
  }
  if (const auto value = request.fields.combined("Sec-WebSocket-Extensions")) {
    // "the recipient of such malformed data MUST immediately _Fail the WebSocket Connection_" (RFC 6455 §9.1)
    auto extensions = parse_extensions(*value);
    if (!extensions) {
      return failure(HttpError{400, "RFC 6455 §9.1", "Sec-WebSocket-Extensions: " + extensions.error()});
    }
    offer.extensions = std::move(*extensions);
  }
  return offer;
}

Acceptance accept_offer(const Offer& offer, const Accept& accept, const std::optional<DeflateOptions>& deflate) {
  Acceptance result;
  HttpFields& fields = result.response.fields;
  result.response.status = 101;
  fields.add("Upgrade", "websocket");
  fields.add("Connection", "Upgrade");
  fields.add("Sec-WebSocket-Accept", accept_key(offer.key));
  if (!accept.subprotocol.empty()) {
    assert(contains(offer.subprotocols, accept.subprotocol));  // RFC 6455 §4.2.2 /subprotocol/
    fields.add("Sec-WebSocket-Protocol", accept.subprotocol);
    result.agreed.subprotocol = accept.subprotocol;
  }
  if (const auto answer = deflate ? answer_deflate(offer.extensions, *deflate) : std::nullopt) {
    fields.add("Sec-WebSocket-Extensions", to_string(answer->extension));
    result.agreed.deflate = answer->agreed;
  }
  for (const HttpField& field : accept.fields) fields.add(field.name, field.value);
  return result;
}

HttpResponse make_error_response(const HttpError& error) {
  HttpResponse response;
  response.status = error.status;
  response.fields.add("Content-Type", "text/plain; charset=utf-8");
  if (error.status == 405) response.fields.add("Allow", "GET");  // RFC 9110 §15.5.6
  if (error.status == 426) {
    response.fields.add("Upgrade", "websocket");  // RFC 9110 §15.5.22
    response.fields.add("Sec-WebSocket-Version", std::string(supported_version));
  }
  response.body = error.what + " (" + std::string(error.section) + ")\n";
  return response;
}

void finish_response(HttpResponse& response, std::string_view method) {
  // RFC 9110 §7.8: who sends Upgrade names it in Connection.
  const bool upgrade = response.fields.count("Upgrade") > 0;
  response.fields.set("Connection", upgrade ? "close, Upgrade" : "close");
  if (method != "HEAD") return;
  if (response.fields.count("Content-Length") == 0) {
    response.fields.add("Content-Length", std::to_string(response.body.size()));
  }
  response.body.clear();
}

}  // namespace parley::protocol
