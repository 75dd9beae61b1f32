// The files that scripts written for Autobahn|Testsuite read.
#include "harness/conformance/report_autobahn.hpp"

#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

using Json = nlohmann::ordered_json;

const Case ping{.id = "6455-5.5-a-ping",
                .aliases = {"autobahn/2.1"},
                .group = "control",
                .section = "RFC 6455 §5.5",
                .title = "A ping",
                .rule = "It is answered."};

/// We send a ping and a Close; the server answers both, and ends TCP.
CaseResult clean_result() {
  CaseResult result;
  result.test = &ping;
  result.verdict = Verdict::pass;
  result.closing = Closing::clean;
  result.peer_code = 1000;
  result.tcp_ender = TcpEnder::peer;
  result.started = std::chrono::system_clock::time_point(std::chrono::seconds(1'700'000'000));
  auto& wire = result.transcript;
  wire.add({}, Direction::sent, protocol::as_bytes("GET / HTTP/1.1\r\n\r\n"));
  wire.add({}, Direction::received, protocol::as_bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
  wire.add({}, Direction::sent, protocol::Bytes{0x89, 0x81, 1, 2, 3, 4, 'a' ^ 1});
  wire.add({}, Direction::received, protocol::Bytes{0x8A, 1});
  wire.add({}, Direction::received, protocol::Bytes{'a'});
  wire.add({}, Direction::sent, protocol::Bytes{0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8});
  wire.add({}, Direction::received, protocol::Bytes{0x88, 5, 0x03, 0xE8, 'b', 'y', 'e'});
  wire.note({}, "the peer ended TCP");
  return result;
}

SuiteReport report_of(CaseResult result) {
  SuiteReport report;
  report.peer = "some server";
  report.results = {std::move(result)};
  fill_entries(report, {&ping});
  return report;
}

Json file_of(const SuiteReport& report) {
  return autobahn_report({&report}).at(1).content;
}

TEST(AutobahnCaseFile, CallsACaseAsAutobahnDoes) {
  const auto file = file_of(report_of(clean_result()));
  EXPECT_EQ(file["id"], "2.1");
  EXPECT_EQ(file["case"], 1);
  EXPECT_EQ(file["parleyId"], ping.id);
  EXPECT_EQ(file["agent"], "some server");
  EXPECT_EQ(file["isServer"], false) << "that is its own side";
  EXPECT_EQ(file["started"], "2023-11-14T22:13:20.000Z");
  EXPECT_EQ(file["reportTime"], false) << "its duration says nothing";
}

TEST(AutobahnCaseFile, TellsHowTheConnectionEnded) {
  const auto file = file_of(report_of(clean_result()));
  EXPECT_EQ(file["wasClean"], true);
  EXPECT_EQ(file["wasNotCleanReason"], nullptr);
  EXPECT_EQ(file["closedByMe"], true);
  EXPECT_EQ(file["droppedByMe"], false);
  EXPECT_EQ(file["localCloseCode"], 1000);
  EXPECT_EQ(file["localCloseReason"], "");
  EXPECT_EQ(file["remoteCloseCode"], 1000);
  EXPECT_EQ(file["remoteCloseReason"], "bye");

  auto open = clean_result();
  open.closing = Closing::unanswered;
  open.tcp_ender = TcpEnder::nobody;
  const auto other = file_of(report_of(std::move(open)));
  EXPECT_EQ(other["wasClean"], false);
  EXPECT_EQ(other["wasCloseHandshakeTimeout"], true);
  EXPECT_EQ(other["droppedByMe"], true);
}

/// RFC 6455 §7.1.4: "after the closing handshake was completed".
TEST(AutobahnCaseFile, CallsNoClosingCleanThatWasOneSided) {
  auto result = clean_result();
  std::erase_if(result.transcript.chunks,
                [](const Chunk& chunk) { return chunk.direction == Direction::sent && chunk.bytes.front() == 0x88; });
  const auto file = file_of(report_of(std::move(result)));
  EXPECT_EQ(file["wasClean"], false);
  EXPECT_EQ(file["localCloseCode"], nullptr);
  EXPECT_FALSE(file["wasNotCleanReason"].is_null());
}

/// Its own WebSocket would have failed the connection, and who reads the index only is to see that.
TEST(AutobahnIndex, HasWhatMonitorsSaw) {
  auto result = clean_result();
  result.findings = {{Rule::masked_by_server, "a frame is masked"}};
  const auto report = report_of(std::move(result));
  const auto files = autobahn_report({&report});
  EXPECT_EQ(files.front().content["some server"]["2.1"]["behavior"], "FAILED");
  EXPECT_EQ(files.at(1).content["behavior"], "FAILED");
  EXPECT_EQ(files.at(1).content["result"], "a frame is masked");
}

/// RFC 6455 §7.1.1: it is a server that ends TCP; of a client, nobody waits for that.
TEST(AutobahnCaseFile, BlamesNoClientForTcp) {
  auto result = clean_result();
  result.closing = Closing::left_open;
  result.tcp_ender = TcpEnder::we;
  EXPECT_EQ(file_of(report_of(result))["wasServerConnectionDropTimeout"], true);
  auto report = report_of(std::move(result));
  report.role = Role::client;
  const auto file = file_of(report);
  EXPECT_EQ(file["wasServerConnectionDropTimeout"], false);
  EXPECT_EQ(file["droppedByMe"], true);
}

TEST(AutobahnCaseFile, HasTheWireAsRowsAndSums) {
  const auto file = file_of(report_of(clean_result()));
  EXPECT_EQ(file["httpRequest"], "GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(file["httpResponse"], "HTTP/1.1 101 Switching Protocols\r\n\r\n");
  EXPECT_EQ(file["rxFrameStats"], (Json{{"8", 1}, {"10", 1}}));
  EXPECT_EQ(file["txFrameStats"], (Json{{"8", 1}, {"9", 1}}));
  EXPECT_EQ(file["rxOctetStats"], (Json{{"1", 1}, {"2", 1}, {"7", 1}, {"36", 1}}));
  const auto& log = file["wirelog"];
  EXPECT_EQ(log[2], (Json{"TO", Json::array({7, "89810102030460"}), false}));
  EXPECT_EQ(log[3], (Json{"TF", Json::array({1, "a"}), 9, true, 0, "01020304", nullptr, nullptr, false}));
  EXPECT_EQ(log[6], (Json{"RF", Json::array({1, "a"}), 10, true, 0, false, nullptr}));
  EXPECT_EQ(log.back(), (Json{"WLM", "the peer ended TCP"}));
}

/// Rather no number than a wrong one.
TEST(AutobahnCaseFile, MakesNothingUpWhereTheLogIsCut) {
  auto result = clean_result();
  result.transcript.add({}, Direction::received, protocol::Bytes(3U << 20));
  const auto file = file_of(report_of(std::move(result)));
  EXPECT_FALSE(file.contains("rxFrameStats"));
  EXPECT_EQ(file["createStats"], false);
  EXPECT_EQ(file["remoteCloseCode"], 1000) << "that is known from elsewhere";
}

TEST(AutobahnCaseFile, KnowsNoTimeOfWhatNeverBegan) {
  CaseResult result;
  result.test = &ping;
  EXPECT_FALSE(file_of(report_of(std::move(result))).contains("started"));
}

TEST(AutobahnCaseFile, TakesTheContentOfARefusalForNoFrames) {
  CaseResult result;
  result.test = &ping;
  result.transcript.add({}, Direction::received, protocol::as_bytes("HTTP/1.1 403 Forbidden\r\n\r\nno"));
  EXPECT_EQ(file_of(report_of(std::move(result)))["rxFrameStats"], Json::object());
}

TEST(AutobahnCaseFile, MakesAFloodNoLargeFile) {
  CaseResult result;
  result.test = &ping;
  for (int i = 0; i < 5000; ++i) result.transcript.add({}, Direction::sent, protocol::Bytes{0x8A, 0});
  const auto file = file_of(report_of(std::move(result)));
  EXPECT_EQ(file["wirelog"].size(), 1001U);
  EXPECT_EQ(file["wirelog"].back()[0], "WLM");
}

}  // namespace
}  // namespace parley::conformance
