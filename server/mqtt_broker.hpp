// Where a message broker is, as the command line names it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/result.hpp"

namespace parley::server {

struct MqttBroker {
  std::string host;
  std::uint16_t port = 1883;
  std::string user;  // empty: no credentials
  std::string password;

  [[nodiscard]] std::string address() const;  // "host:1883", "[::1]:1883"
};

/// "host", "host:port" or "mqtt://user:password@host:port", percent-encoded as any URL. The error is a sentence.
[[nodiscard]] Result<MqttBroker, std::string> parse_mqtt_broker(std::string_view text);

}  // namespace parley::server
