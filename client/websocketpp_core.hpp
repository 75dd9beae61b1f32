// websocketpp's types as the client uses them, and the places where it must be helped. Private to
// websocketpp_engine.cpp, which costs the compiler 20 seconds.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <websocketpp/client.hpp>
#include <websocketpp/config/core_client.hpp>

#include "protocol/deflate_negotiation.hpp"
#include "protocol/engine.hpp"
#include "protocol/websocketpp_config.hpp"
#include "protocol/websocketpp_engine.hpp"

namespace parley::client::websocketpp_core {

namespace wspp = ::websocketpp;

struct Config : protocol::websocketpp::ConfigWithoutIo<wspp::config::core_client> {
  using type = Config;
  // Masks must be unpredictable (RFC 6455 §5.3): the system's generator, not a seeded one.
  using rng_type = wspp::random::random_device::int_generator<std::uint32_t, concurrency_type>;
  using permessage_deflate_type = protocol::websocketpp::BoundedDeflate<base::permessage_deflate_config>;
};

using Endpoint = wspp::client<Config>;
using Connection = Endpoint::connection_type;
using Message = Connection::message_ptr;
namespace opcode = wspp::frame::opcode;

inline Endpoint::connection_ptr make_connection(Endpoint& endpoint, const protocol::ClientEngineOptions& options) {
  const auto& uri = options.uri;
  endpoint.set_secure(uri.secure);  // or it would refuse wss; net does the TLS
  const bool bare_ipv6 = uri.host.find(':') != std::string::npos;
  const auto host = bare_ipv6 ? "[" + uri.host + "]" : uri.host;
  std::error_code error;
  auto connection =
      endpoint.get_connection(std::make_shared<wspp::uri>(uri.secure, host, uri.port, uri.resource), error);
  connection->set_max_message_size(static_cast<std::size_t>(options.limits.max_message));
  return connection;
}

/// Nothing while no Close has come: the library's word for that is 1006.
inline std::optional<protocol::CloseBody> received_close(const Connection& connection) {
  const auto code = connection.get_remote_close_code();
  if (code == wspp::close::status::abnormal_close) return std::nullopt;
  return protocol::CloseBody{code, connection.get_remote_close_reason()};
}

/// The library writes the extension offer itself and always the same one. Puts ours in its place, or none.
inline std::string with_offer(std::string_view request, const std::optional<protocol::DeflateOptions>& deflate) {
  constexpr std::string_view field = "\r\nSec-WebSocket-Extensions: ";
  std::string text(request);
  const auto begin = text.find(field);
  if (begin == std::string::npos) return text;
  const auto size = text.find("\r\n", begin + 2) - begin;
  return text.replace(begin, size, deflate ? std::string(field) + to_string(protocol::offer_deflate(*deflate)) : "");
}

/// A whole frame, which `send` writes as it is.
inline Message masked_frame(Connection& connection, opcode::value code, protocol::ByteView payload,
                            protocol::websocketpp::Place place, std::uint32_t mask) {
  const Message frame = connection.get_message(code, payload.size());
  frame->set_payload(payload.data(), payload.size());
  wspp::frame::masking_key_type key;
  key.i = mask;
  auto& masked = frame->get_raw_payload();
  wspp::frame::byte_mask(masked.begin(), masked.end(), key);
  frame->set_header(wspp::frame::prepare_header(
      wspp::frame::basic_header(code, payload.size(), place == protocol::websocketpp::Place::last, true),
      wspp::frame::extended_header(payload.size(), key.i)));
  frame->set_prepared(true);
  return frame;
}

/// As much of the server's answer as has come. Status 0: nothing that is HTTP.
inline protocol::HttpResponse response_of(const Connection& connection) {
  const auto& from = connection.get_response();
  protocol::HttpResponse response;
  response.status = 0;
  if (!from.get_version().starts_with("HTTP/")) return response;
  response.status = from.get_status_code();
  response.reason = from.get_status_msg();
  for (const auto& [name, value] : from.get_headers()) response.fields.add(name, value);
  response.body = from.get_body();
  return response;
}

}  // namespace parley::client::websocketpp_core
