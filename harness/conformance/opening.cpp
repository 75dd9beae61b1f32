#include "harness/conformance/opening.hpp"

#include <string_view>

#include "protocol/accept_key.hpp"
#include "protocol/base64.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::conformance {
namespace {

void replace_all(std::string& text, std::string_view place, std::string_view value) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size())) {
    text.replace(at, place.size(), value);
  }
}

std::string line(std::string_view name, std::string_view value) {
  return value.empty() ? "" : std::string(name) + ": " + std::string(value) + "\r\n";
}

std::string fields_text(const Peer& peer) {
  std::string text;
  for (const auto& field : peer.fields) text += line(field.name, field.value);
  std::string offered;
  for (const auto& name : peer.subprotocols) offered += (offered.empty() ? "" : ", ") + name;
  return text + line("Sec-WebSocket-Protocol", offered);
}

/// All values of a field in the text of a head, whatever else is wrong with it.
std::vector<std::string> values_in(std::string_view text, std::string_view name) {
  std::vector<std::string> values;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    const auto one = text.substr(0, end);
    const auto colon = one.find(':');
    if (colon != std::string_view::npos && protocol::equals_ignoring_case(one.substr(0, colon), name)) {
      values.emplace_back(protocol::trim(one.substr(colon + 1)));
    }
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 2);
  }
  return values;
}

std::vector<std::string> subprotocols_in(const std::vector<std::string>& values) {
  std::vector<std::string> names;
  for (const auto& value : values) {
    for (const auto element : protocol::split_list(value)) names.emplace_back(element);
  }
  return names;
}

}  // namespace

Request make_request(const Script& script, const Peer& peer, const std::string& fresh_key) {
  Request request;
  request.key = script.key.empty() ? fresh_key : script.key;
  request.text = script.request;
  replace_all(request.text, "{resource}", peer.uri.resource);
  replace_all(request.text, "{authority}", peer.uri.authority());
  replace_all(request.text, "{scheme}", peer.uri.secure ? "https" : "http");
  replace_all(request.text, "{key}", request.key);
  replace_all(request.text, "{extensions}", line("Sec-WebSocket-Extensions", script.extensions));
  replace_all(request.text, "{fields}", fields_text(peer));
  // A script may write a key of its own, or several: then no one answer is the right one.
  const auto keys = values_in(request.text, "Sec-WebSocket-Key");
  request.key = keys.size() == 1 ? keys.front() : "";
  request.subprotocols = subprotocols_in(values_in(request.text, "Sec-WebSocket-Protocol"));
  for (const auto& value : values_in(request.text, "Sec-WebSocket-Extensions")) {
    request.extensions += (request.extensions.empty() ? "" : ", ") + value;
  }
  return request;
}

std::string make_response(const Script& script, const protocol::HttpRequest& request) {
  const auto* const key = request.fields.find("Sec-WebSocket-Key");
  const std::string key_text = key == nullptr ? "" : *key;
  const auto offered = offered_subprotocols(request);
  std::string text = script.response;
  replace_all(text, "{accept}", protocol::accept_key(key_text));
  replace_all(text, "{key}", key_text);
  replace_all(text, "{extensions}", line("Sec-WebSocket-Extensions", script.extensions));
  replace_all(text, "{fields}", offered.empty() ? "" : line("Sec-WebSocket-Protocol", offered.front()));
  return text;
}

std::string fresh_key_text(std::mt19937_64& random) {
  protocol::Bytes bytes;
  for (int i = 0; i < 16; ++i) bytes.push_back(static_cast<std::uint8_t>(random()));
  return protocol::base64_encode(bytes);
}

std::vector<std::string> offered_subprotocols(const protocol::HttpRequest& request) {
  const auto value = request.fields.combined("Sec-WebSocket-Protocol");
  return value ? subprotocols_in({*value}) : std::vector<std::string>{};
}

}  // namespace parley::conformance
