#include "server/mqtt_broker.hpp"

#include <gtest/gtest.h>

namespace parley::server {
namespace {

void expect_broker(std::string_view text, std::string_view host, int port, std::string_view user = "",
                   std::string_view password = "") {
  const auto broker = parse_mqtt_broker(text);
  ASSERT_TRUE(broker) << text << ": " << broker.error();
  EXPECT_EQ(broker->host, host) << text;
  EXPECT_EQ(broker->port, port) << text;
  EXPECT_EQ(broker->user, user) << text;
  EXPECT_EQ(broker->password, password) << text;
}

std::string fault(std::string_view text) {
  const auto broker = parse_mqtt_broker(text);
  return broker ? "none" : broker.error();
}

TEST(MqttBroker, WithAndWithoutASchemeAndAPort) {
  expect_broker("localhost:1884", "localhost", 1884);
  expect_broker("localhost", "localhost", 1883);
  expect_broker("mqtt://broker.example/", "broker.example", 1883);
  expect_broker("[::1]:1884", "::1", 1884);
  expect_broker("localhost:80", "localhost", 80);
  expect_broker("localhost:443", "localhost", 443);
}

TEST(MqttBroker, Credentials) {
  expect_broker("mqtt://clown:big%3Aclown@h:1", "h", 1, "clown", "big:clown");
  expect_broker("mqtt://clown@h", "h", 1883, "clown");
}

TEST(MqttBroker, HasAnAddressForPeople) {
  EXPECT_EQ(parse_mqtt_broker("mqtt://clown:secret@h")->address(), "h:1883");
  EXPECT_EQ(parse_mqtt_broker("[::1]:1884")->address(), "[::1]:1884");
}

TEST(MqttBroker, SaysWhatIsWrong) {
  EXPECT_EQ(fault("mqtts://h"), "the scheme is \"mqtts\", expected \"mqtt\"");
  EXPECT_EQ(fault("h:1883/topic"), "expected nothing behind the port, found \"/topic\"");
  EXPECT_NE(fault("h:99999").find("port"), std::string::npos);
  EXPECT_NE(fault("").find("host"), std::string::npos);
}

}  // namespace
}  // namespace parley::server
