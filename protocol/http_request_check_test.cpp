#include "protocol/http_request_check.hpp"

#include <gtest/gtest.h>

namespace parley::protocol {
namespace {

HttpRequest request_with(const HttpFields& fields, std::string target = "/") {
  HttpRequest request;
  request.method = "GET";
  request.target = std::move(target);
  request.fields = fields;
  return request;
}

TEST(HttpRequestCheck, AbsoluteTargetBecomesOriginForm) {  // RFC 9112 §3.2.2
  const std::vector<std::pair<std::string, std::string>> targets = {
      {"http://b/x?y", "/x?y"}, {"HTTPS://b:8080", "/"}, {"ws://b?y", "/?y"}, {"wss://[::1]:9/x", "/x"}, {"/x", "/x"},
  };
  for (const auto& [written, origin] : targets) {
    HttpRequest request = request_with({{"Host", "a"}}, written);
    EXPECT_EQ(check_request(request), std::nullopt) << written;
    EXPECT_EQ(request.target, origin);
  }
}

TEST(HttpRequestCheck, AbsoluteTargetNamesTheHost) {
  HttpRequest request = request_with({{"Host", "a"}, {"X", "y"}}, "http://b:8080/x");
  EXPECT_EQ(check_request(request), std::nullopt);
  EXPECT_EQ(request.fields, (HttpFields{{"X", "y"}, {"Host", "b:8080"}}));
}

TEST(HttpRequestCheck, RefusedTargets) {
  for (const std::string target :
       {"*", "x", "a:80", "ftp://a/", "http:///x", "http://a b/", "http://u@a/", "mailto:a"}) {
    HttpRequest request = request_with({{"Host", "a"}}, target);
    const auto error = check_request(request);
    ASSERT_TRUE(error) << target;
    EXPECT_EQ(error->section, "RFC 9112 §3.2") << target;
  }
}

TEST(HttpRequestCheck, HostOfAnOldRequestMayBeMissingButNotDouble) {
  HttpRequest request = request_with({});
  request.version = {1, 0};
  EXPECT_EQ(check_request(request), std::nullopt);
  request.fields = {{"Host", "a"}, {"Host", "a"}};
  EXPECT_TRUE(check_request(request));
}

TEST(HttpRequestCheck, RepeatedLengthsMustAgree) {  // RFC 9112 §6.3
  HttpRequest same = request_with({{"Host", "a"}, {"Content-Length", "3, 3"}, {"Content-Length", "3"}});
  EXPECT_EQ(check_request(same), std::nullopt);
  for (const std::string length : {"", "3, 4", "3 3", "3;", "0x3", "99999999999999999999"}) {
    HttpRequest request = request_with({{"Host", "a"}, {"Content-Length", length}});
    const auto error = check_request(request);
    ASSERT_TRUE(error) << length;
    EXPECT_EQ(error->status, 400);
    EXPECT_EQ(error->section, "RFC 9112 §6.3");
  }
}

TEST(HttpRequestCheck, TheOnlyTransferCodingIsChunked) {  // RFC 9112 §6.1, §6.3
  const auto status = [](const char* codings) {
    HttpRequest request = request_with({{"Host", "a"}, {"Transfer-Encoding", codings}});
    const auto error = check_request(request);
    return error ? error->status : 0;
  };
  EXPECT_EQ(status("Chunked"), 0);
  for (const auto* codings : {"", "gzip", "chunked, gzip", "chunked, chunked", "chunked;a=b"})
    EXPECT_EQ(status(codings), 400) << codings;
  for (const auto* codings : {"x-parley, chunked", "gzip, chunked"}) EXPECT_EQ(status(codings), 501) << codings;
}

TEST(HttpRequestCheck, Content) {
  EXPECT_FALSE(has_content({}));
  EXPECT_FALSE(has_content({{"Content-Length", "0"}}));
  EXPECT_FALSE(has_content({{"Content-Length", "00, 0"}}));
  EXPECT_TRUE(has_content({{"Content-Length", "10"}}));
  EXPECT_TRUE(has_content({{"Transfer-Encoding", "chunked"}}));
  EXPECT_TRUE(has_content({{"Transfer-Encoding", "gzip"}, {"Content-Length", "0"}}));
}

}  // namespace
}  // namespace parley::protocol
