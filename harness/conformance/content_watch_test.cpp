#include "harness/conformance/content_watch.hpp"

#include <gtest/gtest.h>

namespace parley::conformance {
namespace {

protocol::HttpResponse refusal(std::string_view name, std::string_view value) {
  protocol::HttpResponse response;
  response.status = 400;
  response.fields.add(std::string(name), std::string(value));
  return response;
}

/// Whatever way it is cut.
std::string told(const protocol::HttpResponse& response, std::string_view bytes) {
  const auto all = protocol::as_bytes(bytes);
  ContentWatch whole(response);
  const auto fault = whole.feed(all);
  ContentWatch by_byte(response);
  std::string first;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto next = by_byte.feed(all.subspan(i, 1));
    if (first.empty()) first = next;
  }
  EXPECT_EQ(first.empty(), fault.empty()) << bytes;
  return fault;
}

TEST(ContentWatch, TakesWhatIsAnnouncedAndLess) {
  EXPECT_EQ(told(refusal("Content-Length", "5"), "sorry"), "");
  EXPECT_EQ(told(refusal("Content-Length", "5"), "sor"), "");
  EXPECT_EQ(told(refusal("Content-Length", "0"), ""), "");
}

TEST(ContentWatch, FindsWhatIsMore) {
  EXPECT_EQ(told(refusal("Content-Length", "4"), "sorry"),
            "behind the content that the Content-Length of the 400 announces comes 1 \"y\"");
  EXPECT_NE(told(refusal("Content-Length", "4"), "sorryHTTP/1.1 400 Bad Request\r\n"), "");
  EXPECT_NE(told(refusal("Content-Length", "0"), "sorry, I cannot do that"), "");
}

TEST(ContentWatch, TakesAnotherResponse) {
  EXPECT_EQ(told(refusal("Content-Length", "5"), "sorryHTTP/1.1 400 Bad Request\r\n\r\nsorry"), "");
  EXPECT_EQ(told(refusal("Content-Length", "0"), "HT"), "");
}

TEST(ContentWatch, KnowsWhereThereIsNoLength) {
  EXPECT_EQ(told(refusal("Transfer-Encoding", "chunked"), "5\r\nsorry\r\n0\r\n\r\n"), "");
  EXPECT_EQ(told(refusal("Content-Length", "five"), "sorry"), "");
  EXPECT_EQ(told(refusal("Server", "x"), "sorry"), "");
  auto both = refusal("Content-Length", "1");
  both.fields.add("Transfer-Encoding", "chunked");
  EXPECT_EQ(told(both, "0\r\n\r\n"), "");
  auto none = refusal("Content-Length", "100");
  none.status = 304;
  EXPECT_EQ(told(none, ""), "");
}

TEST(ContentWatch, TellsItOnce) {
  ContentWatch watch(refusal("Content-Length", "0"));
  EXPECT_NE(watch.feed(protocol::as_bytes("sorry")), "");
  EXPECT_EQ(watch.feed(protocol::as_bytes("sorry")), "");
}

}  // namespace
}  // namespace parley::conformance
