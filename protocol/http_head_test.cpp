// What is and what is not the head of an HTTP/1.1 message, each input cut in every way.
#include "protocol/http_head.hpp"

#include <gmock/gmock.h>

#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using namespace parley::protocol::testing;
using ::testing::HasSubstr;

template <class Message>
struct Read {
  HeadState state;
  HttpError error;
  std::string line;  // the first one, written anew
  HttpFields fields;
  std::size_t taken;

  friend bool operator==(const Read&, const Read&) = default;
};

std::string first_line(const HttpRequest& message) {
  return message.method + " " + message.target + " " + std::to_string(message.version.minor);
}

std::string first_line(const HttpResponse& message) {
  return std::to_string(message.version.minor) + " " + std::to_string(message.status) + " " + message.reason;
}

template <class Message>
Read<Message> read_pieces(const Pieces& pieces, const Limits& limits) {
  HttpHeadParser<Message> parser(limits);
  std::size_t taken = 0;
  for (const Bytes& piece : pieces) taken += parser.feed(piece);
  return {parser.state(), parser.error(), first_line(parser.message()), parser.message().fields, taken};
}

template <class Message>
Read<Message> read(std::string_view text, const Limits& limits = {}) {
  const std::vector<Pieces> ways = ways_to_cut(as_bytes(text));
  Read<Message> whole = read_pieces<Message>(ways.front(), limits);
  for (const Pieces& pieces : ways) EXPECT_EQ(read_pieces<Message>(pieces, limits), whole);
  return whole;
}

TEST(HttpHead, Request) {
  const auto result =
      read<HttpRequest>("GET /chat?a=b HTTP/1.1\r\nHost: example.com\r\nX-Empty:\r\nx:\t a b \t\r\n\r\nrest");
  EXPECT_EQ(result.state, HeadState::complete);
  EXPECT_EQ(result.line, "GET /chat?a=b 1");
  EXPECT_EQ(result.fields, (HttpFields{{"Host", "example.com"}, {"X-Empty", ""}, {"x", "a b"}}));
  EXPECT_EQ(result.taken, 66U) << "the rest belongs to whoever comes next";
}

/// RFC 9112 §5.2: a server may refuse them, a user agent must read the fold as spaces.
TEST(HttpHead, ResponseWithFoldedLines) {
  const auto result = read<HttpResponse>(
      "HTTP/1.1 101 \r\nConnection: keep-alive,\r\n Upgrade\r\na:\r\n\t b \r\n  \r\n \tc\r\nx: \r\n\r\nrest");
  EXPECT_EQ(result.state, HeadState::complete) << result.error.what;
  EXPECT_EQ(result.fields, (HttpFields{{"Connection", "keep-alive, Upgrade"}, {"a", "b c"}, {"x", ""}}));
}

TEST(HttpHead, ResponseWithFoldThatFollowsNoField) {
  const auto result = read<HttpResponse>("HTTP/1.1 101 \r\n Upgrade: websocket\r\n\r\n");
  EXPECT_EQ(result.state, HeadState::failed);
  EXPECT_EQ(result.error.section, "RFC 9112 §5.2");
}

TEST(HttpHead, Response) {
  const auto result = read<HttpResponse>("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81");
  EXPECT_EQ(result.state, HeadState::complete);
  EXPECT_EQ(result.line, "1 101 Switching Protocols");
  EXPECT_EQ(result.fields, (HttpFields{{"Upgrade", "websocket"}}));
}

TEST(HttpHead, ResponseWithoutReason) {
  EXPECT_EQ(read<HttpResponse>("HTTP/1.1 200 \r\n\r\n").line, "1 200 ");
  EXPECT_EQ(read<HttpResponse>("HTTP/1.1 200\r\n\r\n").line, "1 200 ");
}

TEST(HttpHead, EmptyLinesBeforeARequestAreIgnored) {  // RFC 9112 §2.2
  const auto result = read<HttpRequest>("\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(result.state, HeadState::complete);
  EXPECT_EQ(result.line, "GET / 1");
  EXPECT_EQ(read<HttpResponse>("\r\nHTTP/1.1 200 OK\r\n\r\n").state, HeadState::failed);
}

TEST(HttpHead, ObsoleteTextInAValueIsKept) {  // RFC 9110 §5.5
  const auto result = read<HttpRequest>("GET / HTTP/1.1\r\nx: caf\xC3\xA9\r\n\r\n");
  EXPECT_EQ(*result.fields.find("X"), "caf\xC3\xA9");
}

struct Refusal {
  std::string_view name;
  std::string text;
  int status;
  std::string_view section;
  std::string_view what;
};

void expect_refused(const Refusal& refusal, const HeadState state, const HttpError& error) {
  EXPECT_EQ(state, HeadState::failed) << refusal.name;
  EXPECT_EQ(error.status, refusal.status) << refusal.name;
  EXPECT_EQ(error.section, refusal.section) << refusal.name;
  EXPECT_THAT(error.what, HasSubstr(refusal.what)) << refusal.name;
}

TEST(HttpHead, RefusedRequests) {
  const std::vector<Refusal> refusals = {
      {"no spaces", "GET\r\n", 400, "RFC 9112 §3", "expected method, target and version"},
      {"no version", "GET /\r\n", 400, "RFC 9112 §3", "expected method, target and version"},
      {"two spaces", "GET  / HTTP/1.1\r\n", 400, "RFC 9112 §3.2", "the target is \" /\""},
      {"space in the target", "GET /a b HTTP/1.1\r\n", 400, "RFC 9112 §3.2", "the target is \"/a b\""},
      {"leading space", " GET / HTTP/1.1\r\n", 400, "RFC 9110 §9.1", "the method is \"\""},
      {"method is no token", "G(T / HTTP/1.1\r\n", 400, "RFC 9110 §9.1", "the method is \"G(T\""},
      {"fragment", "GET /#a HTTP/1.1\r\n", 400, "RFC 9112 §3.2", "without \"#\""},
      {"target not ASCII", "GET /\xC3\xA9 HTTP/1.1\r\n", 400, "RFC 9112 §3.2", "\"/\\xC3\\xA9\""},
      {"tab in the target", "GET /\ta HTTP/1.1\r\n", 400, "RFC 9112 §3.2", "\"/\\x09a\""},
      {"lower case version", "GET / http/1.1\r\n", 400, "RFC 9112 §2.3", "expected \"HTTP/1.1\""},
      {"long version", "GET / HTTP/1.10\r\n", 400, "RFC 9112 §2.3", "\"HTTP/1.10\""},
      {"HTTP/2", "PRI * HTTP/2.0\r\n", 505, "RFC 9110 §15.6.6", "\"HTTP/2.0\""},
      {"HTTP/0.9", "GET / HTTP/0.9\r\n", 505, "RFC 9110 §15.6.6", "\"HTTP/0.9\""},
      {"lone LF", "GET / HTTP/1.1\n", 400, "RFC 9112 §2.2", "LF alone"},
      {"bare CR", "GET / HTTP/1.1\rHost: a\r\n", 400, "RFC 9112 §2.2", "a CR is not followed by LF"},
      {"two CRs", "GET / HTTP/1.1\r\r\n", 400, "RFC 9112 §2.2", "a CR is not followed by LF"},
      {"lone LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400, "RFC 9112 §2.2", "LF alone"},
      {"NUL in a value", std::string("GET / HTTP/1.1\r\nx: a\0b\r\n", 24), 400, "RFC 9110 §5.5", "0x00"},
      {"DEL in a value", "GET / HTTP/1.1\r\nx: a\x7F\r\n", 400, "RFC 9110 §5.5", "0x7F"},
      {"TLS on a plain port", "\x16\x03\x01", 400, "RFC 9110 §5.5", "0x16"},
      {"space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n", 400, "RFC 9112 §5.1", "\"Host\" and its colon"},
      {"tab before the colon", "GET / HTTP/1.1\r\nHost\t: a\r\n", 400, "RFC 9112 §5.1", "\"Host\" and its colon"},
      {"folded line", "GET / HTTP/1.1\r\nx: a\r\n b\r\n", 400, "RFC 9112 §5.2", "folded"},
      {"space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n", 400, "RFC 9112 §5.2", "white space"},
      {"no colon", "GET / HTTP/1.1\r\nHost\r\n", 400, "RFC 9112 §5", "\"Host\" has no colon"},
      {"empty name", "GET / HTTP/1.1\r\n: a\r\n", 400, "RFC 9110 §5.1", "the field name is \"\""},
      {"name is no token", "GET / HTTP/1.1\r\na[b: c\r\n", 400, "RFC 9110 §5.1", "\"a[b\""},
      {"name not ASCII", "GET / HTTP/1.1\r\nh\xC3\xB6: c\r\n", 400, "RFC 9110 §5.1", "expected a token"},
  };
  for (const Refusal& refusal : refusals) {
    const auto result = read<HttpRequest>(refusal.text + "never looked at");
    expect_refused(refusal, result.state, result.error);
  }
}

TEST(HttpHead, RefusedResponses) {
  const std::vector<Refusal> refusals = {
      {"not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", 400, "RFC 9112 §4", "\"SSH-2.0-OpenSSH_9.2\""},
      {"ICY", "ICY 200 OK\r\n", 400, "RFC 9112 §4", "expected \"HTTP/1.1\""},
      {"HTTP/2", "HTTP/2 200\r\n", 400, "RFC 9112 §2.3", "the version is \"HTTP/2\""},
      {"status of two digits", "HTTP/1.1 99 x\r\n", 400, "RFC 9112 §4", "three digits"},
      {"status of four digits", "HTTP/1.1 1010 x\r\n", 400, "RFC 9112 §4", "three digits"},
      {"status that begins with 0", "HTTP/1.1 099 x\r\n", 400, "RFC 9112 §4", "three digits"},
      {"no status", "HTTP/1.1\r\n", 400, "RFC 9112 §4", "three digits"},
      {"empty line", "\r\n", 400, "RFC 9112 §4", "\"\""},
  };
  for (const Refusal& refusal : refusals) {
    const auto result = read<HttpResponse>(refusal.text + "never looked at");
    expect_refused(refusal, result.state, result.error);
  }
}

TEST(HttpHead, SizeLimitIsExact) {
  const std::string head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  Limits limits;
  limits.max_head = head.size();
  EXPECT_EQ(read<HttpRequest>(head + "more", limits).state, HeadState::complete);
  limits.max_head = head.size() - 1;
  expect_refused({"", "", 431, "RFC 6585 §5", "more than 26 bytes"}, read<HttpRequest>(head, limits).state,
                 read<HttpRequest>(head, limits).error);
}

TEST(HttpHead, OverlongFirstLineIs414) {  // RFC 9112 §3
  Limits limits;
  limits.max_head = 64;
  const auto result = read<HttpRequest>("GET /" + std::string(100, 'a') + " HTTP/1.1\r\n", limits);
  expect_refused({"", "", 414, "RFC 9112 §3", "more than 64 bytes"}, result.state, result.error);
  EXPECT_EQ(result.taken, 65U);
}

TEST(HttpHead, FieldLimitIsExact) {
  Limits limits;
  limits.max_fields = 2;
  EXPECT_EQ(read<HttpRequest>("GET / HTTP/1.1\r\na: 1\r\nb: 2\r\n\r\n", limits).state, HeadState::complete);
  const auto result = read<HttpRequest>("GET / HTTP/1.1\r\na: 1\r\nb: 2\r\nc: 3\r\n\r\n", limits);
  expect_refused({"", "", 431, "RFC 6585 §5", "more than 2 header fields"}, result.state, result.error);
}

}  // namespace
}  // namespace parley::protocol
