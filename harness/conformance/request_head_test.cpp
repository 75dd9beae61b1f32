#include "harness/conformance/request_head.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view fields = "Host: localhost\r\nUpgrade: websocket\r\n\r\n";

RequestHead head_of(std::string_view text) {
  RequestHead head;
  EXPECT_EQ(head.feed(protocol::as_bytes(text)), text.size());
  EXPECT_TRUE(head.complete()) << text;
  return head;
}

RequestHead with_line(const std::string& line) {
  return head_of(line + "\r\n" + std::string(fields));
}

TEST(RequestHead, ReadsASoundOne) {
  auto head = with_line("GET /case/one?a=b HTTP/1.1");
  EXPECT_EQ(head.fault(), "");
  const auto request = head.request();
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/case/one?a=b");
  EXPECT_EQ(request.version, (protocol::HttpVersion{1, 1}));
  EXPECT_EQ(request.fields.combined("Upgrade"), "websocket");
}

TEST(RequestHead, EndsWhereTheHeadEnds) {
  for (const std::string line : {"GET /case/one HTTP/1.1", "GET  /case/one HTTP/1.1"}) {
    const auto text = line + "\r\n" + std::string(fields);
    RequestHead head;
    EXPECT_EQ(head.feed(protocol::as_bytes(text + "more")), text.size());
    EXPECT_EQ(head.feed(protocol::as_bytes("more")), 0U);
  }
}

TEST(RequestHead, DoesNotMindHowItIsCut) {
  const std::string text = "GET  /case/one HTTP/1.1\r\nHost : x\r\n\r\n";
  auto whole = head_of(text);
  for (std::size_t at = 1; at < text.size(); ++at) {
    RequestHead head;
    EXPECT_EQ(head.feed(protocol::as_bytes(text.substr(0, at))), at);
    EXPECT_FALSE(head.complete());
    EXPECT_EQ(head.feed(protocol::as_bytes(text.substr(at))), text.size() - at);
    EXPECT_TRUE(head.complete());
    EXPECT_EQ(head.fault(), whole.fault());
    EXPECT_EQ(head.request().target, "/case/one");
  }
}

TEST(RequestHead, SaysWhatIsWrongWithTheRequestLineAndGoesOn) {
  for (const auto* const line : {"GET  /case/one HTTP/1.1", "GET /case/one  HTTP/1.1", "GET\t/case/one HTTP/1.1",
                                 " GET /case/one HTTP/1.1", "GET /case/one HTTP/1.1 ", "GET /case/one",
                                 "GET /case/one http/1.1", "GET /case/one HTTP/1", "G(T /case/one HTTP/1.1"}) {
    auto head = with_line(line);
    EXPECT_THAT(head.fault(), HasSubstr("RFC 91")) << line;
    const auto request = head.request();
    EXPECT_EQ(request.target, "/case/one") << line;
    EXPECT_EQ(request.version, (protocol::HttpVersion{1, 1})) << line;
    EXPECT_EQ(request.fields.combined("Upgrade"), "websocket") << line;
  }
}

TEST(RequestHead, TakesATargetAsItIs) {
  EXPECT_EQ(with_line("GET /case/one?a=b c HTTP/1.1").request().target, "/case/one?a=b c");
  EXPECT_EQ(with_line("GET /case/one#two HTTP/1.1").request().target, "/case/one#two");
  EXPECT_EQ(with_line("GET /caf\xC3\xA9 HTTP/1.1").request().target, "/caf\xC3\xA9");
  EXPECT_NE(with_line("GET /case/one#two HTTP/1.1").fault(), "");
}

/// RFC 6455 §4.1 item 2: the version must be at least 1.1.
TEST(RequestHead, TakesAHigherVersion) {
  auto head = with_line("GET /case/one HTTP/2.0");
  EXPECT_EQ(head.fault(), "");
  EXPECT_EQ(head.request().target, "/case/one");
  EXPECT_EQ(head.request().fields.combined("Upgrade"), "websocket");
  EXPECT_EQ(with_line("GET  /case/one HTTP/1.0").request().version, (protocol::HttpVersion{1, 0}));
}

TEST(RequestHead, SaysWhatIsWrongWithAFieldAndGoesOn) {
  const auto with_fields = [](const std::string& lines) {
    return head_of("GET /case/one HTTP/1.1\r\n" + lines + "\r\n\r\n");
  };
  for (const std::string line : {"Upgrade : websocket", "X\r\nUpgrade: websocket", "X Y: z\r\nUpgrade: websocket",
                                 "Upgrade:\r\n websocket", "X: a\x01z\r\nUpgrade: websocket"}) {
    auto head = with_fields(line + "\r\nHost: x");
    EXPECT_THAT(head.fault(), HasSubstr("RFC 91")) << line;
    const auto request = head.request();
    EXPECT_EQ(request.target, "/case/one") << line;
    EXPECT_EQ(request.fields.combined("Upgrade"), "websocket") << line;
    EXPECT_EQ(request.fields.combined("Host"), "x") << line;
  }
}

TEST(RequestHead, TakesLinesThatEndWithLfAlone) {
  auto head = head_of("GET /case/one HTTP/1.1\nUpgrade: websocket\nHost: x\n\n");
  EXPECT_THAT(head.fault(), HasSubstr("RFC 9112 §2.2"));
  EXPECT_EQ(head.request().target, "/case/one");
  EXPECT_EQ(head.request().fields.combined("Host"), "x");
}

/// RFC 9112 §2.2: a client must not preface a request with an extra CRLF.
TEST(RequestHead, SaysThatALineStandsBeforeTheFirst) {
  auto head = with_line("\r\nGET /case/one HTTP/1.1");
  EXPECT_THAT(head.fault(), HasSubstr("RFC 9112 §2.2"));
  EXPECT_EQ(head.request().target, "/case/one");
}

TEST(RequestHead, KeepsTheFirstFault) {
  EXPECT_THAT(head_of("GET  /case/one HTTP/1.1\r\nHost : x\r\n\r\n").fault(), HasSubstr("target"));
}

TEST(RequestHead, KnowsTheFaultBeforeTheEnd) {
  RequestHead head;
  head.feed(protocol::as_bytes("GET  /case/one HTTP/1.1\r\nHost"));
  EXPECT_NE(head.fault(), "");
  EXPECT_FALSE(head.complete());
  EXPECT_EQ(head.request().target, "/case/one");
}

TEST(RequestHead, GivesUpWhatIsLargerThanAnybodyCouldWant) {
  for (const std::string line : {"GET /case/one HTTP/1.1\r\n", "GET  /case/one HTTP/1.1\r\n"}) {
    RequestHead head;
    const std::string_view field = "X: 0123456789\r\n";
    head.feed(protocol::as_bytes(line));
    for (int i = 0; i < 100'000 && !head.failed(); ++i) head.feed(protocol::as_bytes(field));
    EXPECT_TRUE(head.failed());
    EXPECT_FALSE(head.complete());
    EXPECT_EQ(head.fault().empty(), line.starts_with("GET /")) << "to be large is no fault";
    EXPECT_EQ(head.request().target, "/case/one");
  }
}

}  // namespace
}  // namespace parley::conformance
