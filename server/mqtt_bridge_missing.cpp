// In place of mqtt_bridge.cpp where libmosquitto was not found at build time.
#include <stdexcept>

#include "server/mqtt_bridge.hpp"

namespace parley::server {

std::unique_ptr<Bridge> make_mqtt_bridge(const MqttBroker& /*broker*/,
                                         std::function<void(const std::string&)> /*log*/) {
  throw std::invalid_argument(
      "--mqtt: this program was built without libmosquitto; install libmosquitto-dev and build it again");
}

}  // namespace parley::server
