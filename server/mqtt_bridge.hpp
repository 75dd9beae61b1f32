// The bridge to an MQTT broker, by libmosquitto.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "server/bridge.hpp"
#include "server/mqtt_broker.hpp"

namespace parley::server {

/// Connects when it is started, and again, with growing pauses of up to 15 s, whenever the connection is lost or
/// refused. Speaks MQTT 5 for its "no local" subscriptions: the broker does not send back what we have published.
/// `log` is called from any thread. Throws std::invalid_argument when Parley was built without libmosquitto.
[[nodiscard]] std::unique_ptr<Bridge> make_mqtt_bridge(const MqttBroker& broker,
                                                       std::function<void(const std::string&)> log);

}  // namespace parley::server
