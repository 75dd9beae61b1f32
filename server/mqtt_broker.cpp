#include "server/mqtt_broker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "protocol/uri.hpp"

namespace parley::server {

std::string MqttBroker::address() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return fmt::format("{}:{}", ipv6 ? '[' + host + ']' : host, port);
}

Result<MqttBroker, std::string> parse_mqtt_broker(std::string_view text) {
  constexpr std::string_view scheme = "mqtt://";
  std::string_view rest = text;
  if (rest.starts_with(scheme)) rest.remove_prefix(scheme.size());
  if (const auto other = rest.find("://"); other != std::string_view::npos) {
    return failure(fmt::format("the scheme is \"{}\", expected \"mqtt\"", rest.substr(0, other)));
  }
  const auto uri = protocol::parse_uri(fmt::format("ws://{}", rest));
  const auto secure = protocol::parse_uri(fmt::format("wss://{}", rest));  // the same, but for the usual port
  if (!uri || !secure) return failure(uri.error());
  if (uri->resource != "/")
    return failure(fmt::format("expected nothing behind the port, found \"{}\"", uri->resource));
  MqttBroker broker;
  broker.host = uri->host;
  if (uri->port == secure->port) broker.port = uri->port;
  const auto colon = std::min(uri->userinfo.find(':'), uri->userinfo.size());
  broker.user = uri->userinfo.substr(0, colon);
  if (colon < uri->userinfo.size()) broker.password = uri->userinfo.substr(colon + 1);
  return broker;
}

}  // namespace parley::server
