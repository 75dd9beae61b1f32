// `parley serve --mqtt` between WebSocket clients and a real broker, mosquitto, with mosquitto's own clients. Skipped
// where that is not installed. What says that a subscription stands is a retained message: the broker sends it then.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "cli/testing/program.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::cli {
namespace {

namespace fs = std::filesystem;
using server::testing::RawClient;
using ::testing::HasSubstr;
using testing::Program;
using Words = std::vector<std::string>;

constexpr bool built_with_mqtt = PARLEY_WITH_MQTT != 0;

/// Where a program is: also where a user's PATH does not lead.
std::string find(const std::string& program) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(std::string(path == nullptr ? "" : path) + ":/usr/sbin:/usr/local/sbin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    auto file = fs::path(folder) / program;
    if (::access(file.c_str(), X_OK) == 0) return file.string();
  }
  return {};
}

/// A port that was free a moment ago.
std::uint16_t free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(::bind(listener, generic, size), 0);
  EXPECT_EQ(::getsockname(listener, generic, &size), 0);
  ::close(listener);
  return ntohs(address.sin_port);
}

class MqttTest : public ::testing::Test {
 protected:
  MqttTest() : port(free_port()) {
    std::string pattern = (fs::temp_directory_path() / "parley-mqtt-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~MqttTest() override { fs::remove_all(folder); }

  void SetUp() override {
    if (!built_with_mqtt) GTEST_SKIP() << "built without libmosquitto (Debian: libmosquitto-dev)";
    for (const auto* const program : {"mosquitto", "mosquitto_pub", "mosquitto_sub", "mosquitto_passwd"}) {
      if (find(program).empty()) GTEST_SKIP() << program << " is not installed (Debian: mosquitto, mosquitto-clients)";
    }
  }

  /// Starts the broker and waits until it takes connections.
  void start_broker(const std::string& more = "allow_anonymous true\n") {
    std::ofstream(folder / "broker.conf") << "listener " << port << " 127.0.0.1\nuser root\n" << more;
    broker = std::make_unique<Program>(find("mosquitto"), Words{"-c", (folder / "broker.conf").string()});
    for (int i = 0; i < 2000; ++i) {
      try {
        const RawClient reached(port);
        return;
      } catch (const std::exception&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    }
    throw std::runtime_error("the broker does not listen");
  }

  void serve(const std::string& credentials = "", const Words& more = {}) {
    Words words{"serve",
                "--port",
                "0",
                "--drain-timeout",
                "100ms",
                "--mqtt",
                "mqtt://" + credentials + "127.0.0.1:" + std::to_string(port)};
    words.insert(words.end(), more.begin(), more.end());
    parley = std::make_unique<Program>(PARLEY_PROGRAM, words);
    const auto line = parley->read_line();
    server_port = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
  }

  [[nodiscard]] std::string stop_parley() const {
    parley->signal(SIGTERM);
    EXPECT_EQ(parley->exit_code(), 0);
    return parley->rest_of_stderr();
  }

  void publish(const std::string& topic, const std::string& payload, const Words& more = {}) const {
    Words words{"-h", "127.0.0.1", "-p", std::to_string(port), "-t", topic, "-m", payload};
    words.insert(words.end(), more.begin(), more.end());
    Program program(find("mosquitto_pub"), words);
    ASSERT_EQ(program.exit_code(), 0) << program.rest_of_stderr();
  }
  void publish_retained(const std::string& topic, const std::string& payload) const { publish(topic, payload, {"-r"}); }

  /// Prints "topic payload" for each message, first the retained ones.
  [[nodiscard]] std::unique_ptr<Program> subscriber(const std::string& filter) const {
    return std::make_unique<Program>(find("mosquitto_sub"),
                                     Words{"-h", "127.0.0.1", "-p", std::to_string(port), "-v", "-t", filter});
  }

  [[nodiscard]] RawClient client(const std::string& base) const {
    RawClient result(server_port);
    EXPECT_THAT(result.upgrade("/auth/clown_" + base), HasSubstr(" 101 "));
    return result;
  }

  const std::uint16_t port;
  fs::path folder;
  std::unique_ptr<Program> broker, parley;
  std::uint16_t server_port = 0;
};

constexpr const char* ready = "[\"ready\",{}]\n";

TEST_F(MqttTest, WhatAClientPublishesIsOnTheBroker) {
  start_broker();
  publish_retained("nodes/0/ready", "{}");
  serve();
  auto alice = client("nodes_0");
  EXPECT_EQ(alice.read_text(), ready);
  const auto others = subscriber("#");
  EXPECT_EQ(others->read_line(), "nodes/0/ready {}");
  alice.send_text(R"(["thermometer/i2c0-48", {"temperature": [20.01, "℃"]}])");
  EXPECT_EQ(others->read_line(), R"(nodes/0/thermometer/i2c0-48 {"temperature":[20.01,"℃"]})");
  alice.send_text("[\"relay/i2c0-3b/set\",{\"state\":true}]\n");
  EXPECT_EQ(others->read_line(), R"(nodes/0/relay/i2c0-3b/set {"state":true})");
  EXPECT_EQ(others->read_line(), R"(nodes/0/relay/i2c0-3b {"state":true})");
}

TEST_F(MqttTest, WhatOthersPublishReachesTheClientsOfTheirBase) {
  start_broker();
  publish_retained("nodes/0/ready", "{}");
  publish_retained("nodes/1/ready", "{}");
  serve("", {"--threads", "2"});
  auto alice = client("nodes_0");
  auto other = client("nodes_1");
  EXPECT_EQ(alice.read_text(), ready);
  EXPECT_EQ(other.read_text(), ready);
  auto bob = client("nodes_0");
  publish("nodes/0/lux", R"({"lux": [1]})");
  publish("nodes/1/lux", R"({"lux": [2]})");
  publish("nodes/10/lux", R"({"lux": [3]})");
  publish("nodes/0/lux", "no object");
  publish("nodes/0", "{}");
  publish("nodes/0/", "{}");  // no client could say so: its topic would be empty
  publish("nodes/0/led/-/set", R"({"state": "2-dot"})");
  for (auto* each : {&alice, &bob}) {
    EXPECT_EQ(each->read_text(), "[\"lux\",{\"lux\":[1]}]\n");
    EXPECT_EQ(each->read_text(), "[\"led/-/set\",{\"state\":\"2-dot\"}]\n");
    EXPECT_EQ(each->read_text(), "[\"led/-\",{\"state\":\"2-dot\"}]\n") << "the lamp obeys";
  }
  EXPECT_EQ(other.read_text(), "[\"lux\",{\"lux\":[2]}]\n");
  EXPECT_THAT(stop_parley(), HasSubstr("expected a JSON object as payload"));
}

TEST_F(MqttTest, NothingGoesRound) {
  start_broker();
  publish_retained("nodes/0/ready", "{}");
  serve();
  auto alice = client("nodes_0");
  EXPECT_EQ(alice.read_text(), ready);
  alice.send_text("[\"a\",{}]");
  alice.send_text("[\"led/-/get\",{}]");
  EXPECT_EQ(alice.read_text(), "[\"a\",{}]\n");
  EXPECT_EQ(alice.read_text(), "[\"led/-\",{\"state\":null}]\n");
  publish("nodes/0/last", "{}");
  EXPECT_EQ(alice.read_text(), "[\"last\",{}]\n") << "what alice has published came back";
}

TEST_F(MqttTest, ABaseWithinAnotherIsHeardOnceByEach) {
  start_broker();
  publish_retained("nodes/ready", "{}");
  serve();
  auto outer = client("nodes");
  EXPECT_EQ(outer.read_text(), ready);
  publish_retained("nodes/0/ready", "{}");
  EXPECT_EQ(outer.read_text(), "[\"0/ready\",{}]\n");
  auto inner = client("nodes_0");
  EXPECT_EQ(inner.read_text(), ready);
  publish("nodes/0/a", "{}");
  publish("nodes/0/b", "{}");
  EXPECT_EQ(inner.read_text(), "[\"a\",{}]\n");
  EXPECT_EQ(inner.read_text(), "[\"b\",{}]\n");
  EXPECT_EQ(outer.read_text(), "[\"0/a\",{}]\n");
  EXPECT_EQ(outer.read_text(), "[\"0/b\",{}]\n");
}

TEST_F(MqttTest, ComesBackWhenTheBrokerDoes) {
  serve();  // before there is any
  auto alice = client("nodes_0");
  start_broker();
  publish_retained("nodes/0/ready", "{}");
  EXPECT_EQ(alice.read_text(), ready);
  broker.reset();
  alice.send_text("[\"meanwhile\",{}]");
  EXPECT_EQ(alice.read_text(), "[\"meanwhile\",{}]\n") << "clients hear each other without the broker";
  start_broker();
  publish_retained("nodes/0/again", "{}");
  EXPECT_EQ(alice.read_text(), "[\"again\",{}]\n");
  const auto others = subscriber("nodes/0/#");
  EXPECT_EQ(others->read_line(), "nodes/0/again {}");
  alice.send_text("[\"b\",{}]");
  EXPECT_EQ(others->read_line(), "nodes/0/b {}");
  const auto log = stop_parley();
  const auto connected = "connected to the MQTT broker 127.0.0.1:" + std::to_string(port);
  const auto first = log.find(" " + connected);
  EXPECT_NE(first, std::string::npos) << log;
  EXPECT_NE(log.find(" " + connected, first + 1), std::string::npos) << log;
}

TEST_F(MqttTest, ShowsTheCredentialsOfTheUrl) {
  Program passwords(find("mosquitto_passwd"), {"-c", "-b", (folder / "users").string(), "clown", "big:clown"});
  ASSERT_EQ(passwords.exit_code(), 0);
  start_broker("allow_anonymous false\npassword_file " + (folder / "users").string() + "\n");
  publish("nodes/0/ready", "{}", {"-r", "-u", "clown", "-P", "big:clown"});
  serve("clown:big%3Aclown@");
  EXPECT_EQ(client("nodes_0").read_text(), ready);
  const auto log = stop_parley();
  EXPECT_EQ(log.find("big"), std::string::npos) << "a password is in the log: " << log;
}

TEST_F(MqttTest, SaysThatTheBrokerRefuses) {
  start_broker("allow_anonymous false\nlog_dest stderr\n");
  serve();
  const auto refusals = [this] {
    const auto log = broker->stderr_so_far();
    const auto first = log.find("not authorised");
    return first == std::string::npos ? 0 : log.find("not authorised", first + 1) == std::string::npos ? 1 : 2;
  };
  // At the second one the first has been logged.
  for (int i = 0; i < 2000 && refusals() < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_EQ(refusals(), 2);
  const auto log = stop_parley();
  const auto line = "the MQTT broker 127.0.0.1:" + std::to_string(port) + " refuses us: Not authorized";
  EXPECT_THAT(log, HasSubstr(line));
  EXPECT_EQ(log.find(line), log.rfind(line)) << "told more than once";
}

TEST(MqttArguments, AreChecked) {
  const auto fault = [](const Words& words) {
    Program program(PARLEY_PROGRAM, words);
    EXPECT_EQ(program.exit_code(), 2);
    return program.rest_of_stderr();
  };
  if (!built_with_mqtt) {
    EXPECT_THAT(fault({"serve", "--port", "0", "--mqtt", "h"}), HasSubstr("was built without libmosquitto"));
  }
  EXPECT_THAT(fault({"serve", "--port", "0", "--mqtt", ""}), HasSubstr("--mqtt: the host is missing"));
  EXPECT_THAT(fault({"serve", "--port", "0", "--mqtt", "mqtts://h"}), HasSubstr("--mqtt: the scheme is \"mqtts\""));
  EXPECT_THAT(fault({"serve", "--port", "0", "--mqtt", "h", "--path", "/=echo"}), HasSubstr("--mqtt needs a path"));
}

}  // namespace
}  // namespace parley::cli
