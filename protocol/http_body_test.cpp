// The first bytes of a refusal's body, however it is framed (RFC 9112 §6), cut in every way.
#include "protocol/http_body.hpp"

#include <gtest/gtest.h>

#include "protocol/testing/cuts.hpp"

namespace parley::protocol {
namespace {

using namespace parley::protocol::testing;

struct Read {
  bool complete;
  std::string text;
  friend bool operator==(const Read&, const Read&) = default;
};

Read read(const HttpFields& fields, std::string_view input, int status = 404) {
  HttpResponse response;
  response.status = status;
  response.fields = fields;
  const auto read_pieces = [&](const Pieces& pieces) {
    HttpBodyPrefix body(response);
    for (const Bytes& piece : pieces) body.feed(piece);
    return Read{body.complete(), body.text()};
  };
  const std::vector<Pieces> ways = ways_to_cut(as_bytes(input));
  const Read whole = read_pieces(ways.front());
  for (const Pieces& pieces : ways) EXPECT_EQ(read_pieces(pieces), whole) << input.substr(0, 99);
  return whole;
}

const HttpFields chunked{{"Transfer-Encoding", "chunked"}};

TEST(HttpBodyPrefix, Counted) {
  EXPECT_EQ(read({{"Content-Length", "3"}}, "abc"), (Read{true, "abc"}));
  EXPECT_EQ(read({{"Content-Length", "3"}}, "abcd"), (Read{true, "abc"}));
  EXPECT_EQ(read({{"Content-Length", "3"}}, "ab"), (Read{false, "ab"}));
  EXPECT_EQ(read({{"Content-Length", "0"}}, ""), (Read{true, ""}));
}

TEST(HttpBodyPrefix, UntilTheEnd) {
  EXPECT_EQ(read({}, "abc"), (Read{false, "abc"}));
  EXPECT_EQ(read({{"Content-Length", "x"}}, "abc"), (Read{false, "abc"}));
}

TEST(HttpBodyPrefix, Chunked) {
  EXPECT_EQ(read(chunked, "1\r\na\r\n002;x=\"y\"\r\nbc\r\n0\r\n\r\n"), (Read{true, "abc"}));
  EXPECT_EQ(read(chunked, "A\r\n0123456789\r\n0"), (Read{false, "0123456789"}));
  EXPECT_EQ(read(chunked, "3\r\nab"), (Read{false, "ab"}));
  EXPECT_EQ(read(chunked, "0\r\n\r\n"), (Read{true, ""}));
  EXPECT_EQ(read(chunked, "1\r\na\r\nzz\r\nb"), (Read{true, "a"})) << "what is not chunked ends it";
}

TEST(HttpBodyPrefix, StatusesWithoutABody) {
  EXPECT_EQ(read({{"Content-Length", "3"}}, "abc", 304), (Read{true, ""}));
  EXPECT_EQ(read({}, "abc", 204), (Read{true, ""}));
}

TEST(HttpBodyPrefix, LongestIsKept) {
  const std::string many(HttpBodyPrefix::longest + 7, 'x');
  const std::string kept(HttpBodyPrefix::longest, 'x');
  EXPECT_EQ(read({{"Content-Length", "1000000000000"}}, many), (Read{true, kept}));
  EXPECT_EQ(read({}, many), (Read{true, kept}));
  EXPECT_EQ(read(chunked, "FFFFFFFFFFFFFFFFFFFFFFFF\r\n" + many), (Read{true, kept}));
}

}  // namespace
}  // namespace parley::protocol
