#include "protocol/client_handshake.hpp"

#include <algorithm>
#include <array>

#include "protocol/accept_key.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/http_lines.hpp"

namespace parley::protocol {
namespace {

std::string join(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& element : list) text.append(text.empty() ? "" : ", ").append(element);
  return text;
}

std::string seen(const std::optional<std::string>& value) {
  return value ? "is " + in_quotes(*value) : "is missing";
}

/// RFC 6455 §4.1, the numbered list after "Once the client's opening handshake has been sent", items 2 to 4.
std::optional<std::string> check_upgrade(const HttpResponse& response, const std::string& key) {
  if (response.version < HttpVersion{1, 1}) return "the answer's version is HTTP/1.0, expected HTTP/1.1";
  const HttpFields& fields = response.fields;
  const auto upgrade = fields.combined("Upgrade");
  if (!upgrade || !equals_ignoring_case(*upgrade, "websocket")) {
    return "Upgrade " + seen(upgrade) + ", expected \"websocket\"";
  }
  if (!fields.has_token("Connection", "upgrade")) {
    return "Connection " + seen(fields.combined("Connection")) + ", expected it to name \"Upgrade\"";
  }
  const auto accept = fields.combined("Sec-WebSocket-Accept");  // twice is never right (RFC 6455 §11.3.3)
  const std::string expected = accept_key(key);
  if (accept != expected) return "Sec-WebSocket-Accept " + seen(accept) + ", expected " + in_quotes(expected);
  return std::nullopt;
}

/// Item 6.
Result<std::string, std::string> check_subprotocol(const HttpFields& fields, const std::vector<std::string>& offered) {
  const auto chosen = fields.combined("Sec-WebSocket-Protocol");
  if (!chosen) return std::string();
  if (std::find(offered.begin(), offered.end(), *chosen) != offered.end()) return *chosen;
  const std::string expected = offered.empty() ? "none: none was offered" : "one of " + in_quotes(join(offered));
  return failure("Sec-WebSocket-Protocol " + seen(chosen) + ", expected " + expected);
}

/// Item 5.
Result<std::optional<DeflateParameters>, std::string> check_extensions(const HttpFields& fields,
                                                                       const std::optional<DeflateOptions>& offered) {
  if (fields.count("Sec-WebSocket-Extensions") > 1) {  // RFC 6455 §11.3.2
    return failure(std::string("Sec-WebSocket-Extensions comes more than once"));
  }
  std::optional<DeflateParameters> agreed;
  const std::string* const value = fields.find("Sec-WebSocket-Extensions");
  if (value == nullptr) return agreed;
  const auto extensions = parse_extensions(*value);
  if (!extensions) return failure("Sec-WebSocket-Extensions: " + extensions.error());
  for (const Extension& extension : *extensions) {
    if (!offered || extension.name != deflate_name) {
      return failure("the extension " + in_quotes(extension.name) + " was not offered");
    }
    if (agreed) return failure("the extension " + in_quotes(extension.name) + " comes twice");
    auto parameters = check_deflate_answer(extension, *offered);
    if (!parameters) return failure("the answer to permessage-deflate: " + parameters.error());
    agreed = *parameters;
  }
  return agreed;
}

auto broken(const std::string& what, std::string_view section) {
  return failure(what + " (" + std::string(section) + ")");
}

}  // namespace

bool is_handshake_field(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 7> fields = {"Host",
                                                      "Upgrade",
                                                      "Connection",
                                                      "Sec-WebSocket-Key",
                                                      "Sec-WebSocket-Version",
                                                      "Sec-WebSocket-Protocol",
                                                      "Sec-WebSocket-Extensions"};
  return std::any_of(fields.begin(), fields.end(), [&](auto field) { return equals_ignoring_case(name, field); });
}

std::optional<HttpField> parse_given_field(std::string_view line) {
  HttpFields fields;
  if (line.empty() || parse_field_line(line, fields)) return std::nullopt;
  const HttpField& field = *fields.begin();
  return is_field_value(field.value) ? std::optional(field) : std::nullopt;
}

HttpRequest make_opening_request(const ClientEngineOptions& options) {
  HttpRequest request;
  request.method = "GET";
  request.target = options.uri.resource;
  HttpFields& fields = request.fields;
  fields.add("Host", options.uri.authority());
  fields.add("Upgrade", "websocket");
  fields.add("Connection", "Upgrade");
  fields.add("Sec-WebSocket-Key", options.key);
  fields.add("Sec-WebSocket-Version", "13");
  if (!options.subprotocols.empty()) fields.add("Sec-WebSocket-Protocol", join(options.subprotocols));
  if (options.deflate) fields.add("Sec-WebSocket-Extensions", to_string(offer_deflate(*options.deflate)));
  for (const HttpField& field : options.fields) fields.add(field.name, field.value);
  return request;
}

Result<Negotiated, std::string> check_opening_response(const HttpResponse& response,
                                                       const ClientEngineOptions& options) {
  if (const auto error = check_upgrade(response, options.key)) return broken(*error, "RFC 6455 §4.1");
  const auto deflate = check_extensions(response.fields, options.deflate);
  if (!deflate) return broken(deflate.error(), "RFC 6455 §9.1, RFC 7692 §7.1");
  const auto subprotocol = check_subprotocol(response.fields, options.subprotocols);
  if (!subprotocol) return broken(subprotocol.error(), "RFC 6455 §4.1");
  return Negotiated{*subprotocol, *deflate};
}

}  // namespace parley::protocol
