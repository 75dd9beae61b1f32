#include "harness/conformance/opening.hpp"

#include <algorithm>
#include <array>

#include "protocol/accept_key.hpp"
#include "protocol/base64.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::conformance {
namespace {

constexpr std::string_view cut = "{cut}";

void replace_all(std::string& text, std::string_view place, std::string_view value) {
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + value.size())) {
    text.replace(at, place.size(), value);
  }
}

std::string line(std::string_view name, std::string_view value) {
  return value.empty() ? "" : std::string(name) + ": " + std::string(value) + "\r\n";
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

std::string without_cuts(std::string text) {
  replace_all(text, cut, "");
  return text;
}

std::vector<std::string> subprotocols_in(const std::vector<std::string>& values) {
  std::vector<std::string> names;
  for (const auto& value : values) {
    for (const auto element : protocol::split_list(value)) names.emplace_back(element);
  }
  return names;
}

// Values for Sec-WebSocket-Accept: the right one, and those of servers that got something wrong.

constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 §1.3

std::string with_cases_swapped(std::string text) {
  for (char& c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) c = static_cast<char>(c ^ 0x20);
  }
  return text;
}

/// The same bytes when it is decoded carelessly: 28 characters hold 6 bits more than the 20 bytes need, two of them in
/// the last character before the padding, which must be zero (RFC 4648 §3.5).
std::string with_loose_bits(std::string text) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char& last = text.at(text.size() - 2);
  last = alphabet.at(alphabet.find(last) + 1);
  return text;
}

/// Another letter, not the same one in the other case: that is a case of its own.
std::string with_other_first(std::string text) {
  text.front() = text.front() == 'A' || text.front() == 'a' ? 'B' : 'A';
  return text;
}

/// What RFC 6455 §1.3 shows, and what a server that never computes anything may say. To a client that sends the key
/// shown there it is the right answer, so that one gets another.
std::string accept_of_sample_key(const std::string& key, const std::string& accept) {
  return key == "dGhlIHNhbXBsZSBub25jZQ==" ? with_other_first(accept) : "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
}

std::array<std::pair<std::string_view, std::string>, 12> accepts_for(const std::string& key) {
  const auto accept = protocol::accept_key(key);
  const auto nonce = protocol::base64_decode(key).value_or(protocol::Bytes{});
  const std::string id(guid);
  return {{
      {"{accept}", accept},
      {"{accept_of_sample_key}", accept_of_sample_key(key, accept)},
      {"{accept_without_guid}", protocol::sha1_base64(key)},
      {"{accept_guid_first}", protocol::sha1_base64(id + key)},
      {"{accept_guid_lower_case}", protocol::sha1_base64(key + protocol::to_lower(id))},
      {"{accept_of_decoded_key}", protocol::sha1_base64(std::string(protocol::as_text(nonce)) + id)},
      {"{accept_in_hex}", protocol::to_hex(protocol::base64_decode(accept).value())},
      {"{accept_cases_swapped}", with_cases_swapped(accept)},
      {"{accept_loose_bits}", with_loose_bits(accept)},
      {"{accept_other_first}", with_other_first(accept)},
      {"{accept_half}", accept.substr(0, accept.size() / 2)},
      {"{accept_without_padding}", accept.substr(0, accept.size() - 1)},
  }};
}

/// The first that the client would like, of those that are spoken (RFC 6455 §4.2.2 item 4); empty: none is.
std::string chosen(const std::vector<std::string>& offered, const std::vector<std::string>& spoken) {
  if (spoken.empty()) return offered.front();
  const auto found = std::find_first_of(offered.begin(), offered.end(), spoken.begin(), spoken.end());
  return found == offered.end() ? "" : *found;
}

/// What the user gives with every request. Lines of the script that offer no subprotocol at all stay alone: with a
/// sound one beside them they would be a sound list (RFC 9110 §5.3, §5.6.1).
std::string fields_text(const Peer& peer, std::string_view script) {
  std::string text;
  for (const auto& field : peer.fields) text += line(field.name, field.value);
  const auto own = values_in(script, "Sec-WebSocket-Protocol");
  if (!own.empty() && subprotocols_in(own).empty()) return text;
  std::string offered;
  for (const auto& name : peer.subprotocols) offered += (offered.empty() ? "" : ", ") + name;
  return text + line("Sec-WebSocket-Protocol", offered);
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
  replace_all(request.text, "{fields}", fields_text(peer, request.text));
  // A script may write a key of its own, or several: then no one answer is the right one.
  const auto text = without_cuts(request.text);
  const auto keys = values_in(text, "Sec-WebSocket-Key");
  request.key = keys.size() == 1 ? keys.front() : "";
  request.subprotocols = subprotocols_in(values_in(text, "Sec-WebSocket-Protocol"));
  for (const auto& value : values_in(text, "Sec-WebSocket-Extensions")) {
    request.extensions += (request.extensions.empty() ? "" : ", ") + value;
  }
  return request;
}

std::string make_response(const Script& script, const protocol::HttpRequest& request,
                          const std::vector<std::string>& spoken) {
  const auto key = request.fields.combined("Sec-WebSocket-Key").value_or("");
  const auto offered = offered_subprotocols(request);
  std::string text = script.response;
  for (const auto& [place, value] : accepts_for(key)) replace_all(text, place, value);
  replace_all(text, "{key}", key);
  replace_all(text, "{subprotocol}", offered.empty() ? "" : offered.front());
  replace_all(text, "{other_subprotocol}", offered.empty() ? "" : offered.back());
  replace_all(text, "{host}", request.fields.combined("Host").value_or(""));
  replace_all(text, "{extensions}", line("Sec-WebSocket-Extensions", script.extensions));
  replace_all(text, "{fields}", offered.empty() ? "" : line("Sec-WebSocket-Protocol", chosen(offered, spoken)));
  return text;
}

bool switches_protocols(std::string_view response) {
  // One that has no end opens nothing; whether LF alone ends it is the client's choice (RFC 9112 §2.2).
  if (response.find("\r\n\r\n") == std::string_view::npos) return false;
  for (;;) {
    const auto line = response.substr(0, response.find_first_of("\r\n"));
    const bool interim = line.starts_with("HTTP/1.1 1") && !line.starts_with("HTTP/1.1 101");
    const auto end = response.find("\r\n\r\n");
    if (!interim || end == std::string_view::npos) return line.starts_with("HTTP/1.1 101 ");
    response.remove_prefix(end + 4);
  }
}

std::vector<std::string> pieces_of(std::string_view text) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const auto at = text.find(cut);
    if (at != 0) pieces.emplace_back(text.substr(0, at));
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + cut.size());
  }
  return pieces;
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
