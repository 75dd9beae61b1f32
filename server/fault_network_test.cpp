// Mutants on the reference server: the whole server over loopback sockets, on both engines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/server.hpp"
#include "server/testing/raw_client.hpp"

namespace parley::server {
namespace {

using protocol::EngineKind;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RawClient;
using testing::RawFrame;
using ::testing::StartsWith;

class FaultNetworkTest : public ::testing::TestWithParam<EngineKind> {
 protected:
  static ServerOptions options() {
    ServerOptions options;
    options.port = 0;
    options.engine = GetParam();
    return options;
  }
  Server server{options()};

  RawClient open(std::string_view target) {
    RawClient client(server.port());
    EXPECT_THAT(client.upgrade(target), StartsWith("HTTP/1.1 101 ")) << target;
    return client;
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, FaultNetworkTest, ::testing::Values(EngineKind::native, EngineKind::websocketpp),
                         [](const auto& engine) {
                           return engine.param == EngineKind::native ? "native" : "websocketpp";
                         });

TEST_P(FaultNetworkTest, TheControlSampleEchoes) {
  auto client = open("/fault/none");
  client.send_text("hello");
  EXPECT_EQ(client.read_frame(), (RawFrame{0x81, "hello"}));
  client.send_frame(0x89, "ping");
  EXPECT_EQ(client.read_frame(), (RawFrame{0x8A, "ping"}));
  client.send_frame(0x88, "\x03\xE8");
  EXPECT_EQ(client.read_close_code(), 1000);
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_P(FaultNetworkTest, AMutantShowsItsFault) {
  auto type = open("/fault/text-as-binary");
  type.send_text("hello");
  EXPECT_EQ(type.read_frame(), (RawFrame{0x82, "hello"}));
  RawClient proof(server.port());
  EXPECT_THAT(proof.upgrade("/fault/accept-missing"), AllOf(StartsWith("HTTP/1.1 101 "), Not(HasSubstr("-Accept"))));
}

TEST_P(FaultNetworkTest, WhatComesAfterTheCloseGoesOut) {
  auto client = open("/fault/echo-after-close");
  std::string both;  // in one write
  both.append("\x88\x82\0\0\0\0\x03\xE8", 8);
  both.append("\x81\x82\0\0\0\0hi", 8);
  client.send(both);
  EXPECT_EQ(client.read_close_code(), 1000);
  EXPECT_EQ(client.read_text(), "hi");
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_P(FaultNetworkTest, TcpStaysOpenWhereThatIsTheFault) {
  auto client = open("/fault/keeps-tcp");
  client.send_frame(0x88, "\x03\xE8");
  EXPECT_EQ(client.read_close_code(), 1000);
  auto other = open("/fault/none");  // the server has had time, and still serves
  other.send_text("x");
  EXPECT_EQ(other.read_text(), "x");
  EXPECT_EQ(server.connections(), 2U);
}

TEST_P(FaultNetworkTest, UnknownNamesAreTold) {
  RawClient client(server.port());
  const auto answer = client.upgrade("/fault/nonsense");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 "));
  RawClient other(server.port());
  EXPECT_THAT(other.upgrade("/fault/unmasked"), StartsWith("HTTP/1.1 404 "));  // a client's
}

TEST_P(FaultNetworkTest, OtherPathsAreAsEver) {
  auto client = open("/echo");
  client.send_text("hello");
  EXPECT_EQ(client.read_text(), "hello");
  EXPECT_THAT(RawClient(server.port()).request("GET", "/healthz"), StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace parley::server
