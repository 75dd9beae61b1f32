#include "protocol/http_message.hpp"

#include <gtest/gtest.h>

namespace parley::protocol {
namespace {

const HttpFields some{{"Connection", "keep-alive"}, {"connection", "x, Upgrade"}, {"Empty", ""}};

TEST(HttpFields, NamesCompareWithoutCase) {
  EXPECT_EQ(*some.find("CONNECTION"), "keep-alive");
  EXPECT_EQ(some.find("Connect"), nullptr);
  EXPECT_EQ(some.count("connection"), 2U);
  EXPECT_EQ(some.count("missing"), 0U);
}

TEST(HttpFields, Combined) {
  EXPECT_EQ(some.combined("Connection"), "keep-alive, x, Upgrade");
  EXPECT_EQ(some.combined("Empty"), "");
  EXPECT_EQ(some.combined("missing"), std::nullopt);
}

TEST(HttpFields, Tokens) {
  EXPECT_TRUE(some.has_token("Connection", "upgrade"));
  EXPECT_TRUE(some.has_token("Connection", "Keep-Alive"));
  EXPECT_FALSE(some.has_token("Connection", "keep"));
  EXPECT_FALSE(some.has_token("Empty", ""));
}

TEST(HttpFields, SetReplacesAllOfTheName) {
  HttpFields fields = some;
  fields.set("CONNECTION", "close");
  EXPECT_EQ(fields, (HttpFields{{"Empty", ""}, {"CONNECTION", "close"}}));
}

TEST(HttpRequest, PathAndQuery) {
  HttpRequest request;
  request.target = "/a%20b?c=d?e";
  EXPECT_EQ(request.path(), "/a%20b");
  EXPECT_EQ(request.query(), "c=d?e");
  request.target = "/a";
  EXPECT_EQ(request.path(), "/a");
  EXPECT_EQ(request.query(), "");
}

template <class Message>
std::string encoded(const Message& message) {
  Bytes out = to_bytes("before ");
  encode(message, out);
  return std::string(as_text(out));
}

TEST(HttpMessage, EncodedRequest) {
  HttpRequest request;
  request.method = "GET";
  request.target = "/x?y";
  request.fields = {{"Host", "a"}, {"Empty", ""}};
  EXPECT_EQ(encoded(request), "before GET /x?y HTTP/1.1\r\nHost: a\r\nEmpty: \r\n\r\n");
}

TEST(HttpMessage, EncodedResponses) {
  HttpResponse response;
  response.status = 404;
  response.body = "no";
  EXPECT_EQ(encoded(response), "before HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
  response.reason = "Gone Fishing";
  response.fields.add("content-length", "9");
  EXPECT_EQ(encoded(response), "before HTTP/1.1 404 Gone Fishing\r\ncontent-length: 9\r\n\r\nno");
}

TEST(HttpMessage, NoLengthWhereThereIsNoContent) {  // RFC 9110 §8.6
  HttpResponse response;
  response.status = 101;
  EXPECT_EQ(encoded(response), "before HTTP/1.1 101 Switching Protocols\r\n\r\n");
  response.status = 204;
  EXPECT_EQ(encoded(response), "before HTTP/1.1 204 No Content\r\n\r\n");
  response.status = 200;
  EXPECT_EQ(encoded(response), "before HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST(HttpMessage, Phrases) {
  EXPECT_EQ(reason_phrase(426), "Upgrade Required");
  EXPECT_EQ(reason_phrase(431), "Request Header Fields Too Large");
  EXPECT_EQ(reason_phrase(299), "Unknown");
}

}  // namespace
}  // namespace parley::protocol
