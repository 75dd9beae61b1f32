#include "protocol/websocketpp_deflate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <websocketpp/config/core.hpp>

#include "protocol/deflate.hpp"

namespace parley::server {
namespace {

using Deflate = protocol::websocketpp::BoundedDeflate<::websocketpp::config::core::permessage_deflate_config>;

constexpr std::size_t limit = 100'000;

protocol::Bytes bomb() {
  protocol::Deflater deflater(15, false, protocol::DeflateOptions{});
  protocol::Bytes bytes;
  deflater.compress(protocol::as_bytes(std::string(40'000'000, 'x')), bytes);
  return bytes;
}

TEST(BoundedDeflate, SpendsNoMemoryBeyondTheLimit) {
  const auto payload = bomb();
  ASSERT_LT(payload.size(), limit);
  Deflate deflate;
  ASSERT_FALSE(deflate.init(true));
  const protocol::websocketpp::InflateLimit inflate_limit(limit);
  std::string out;
  const auto error = deflate.decompress(payload.data(), payload.size(), out);
  EXPECT_EQ(error.value(), ::websocketpp::processor::error::message_too_big);
  EXPECT_GT(out.size(), limit);
  EXPECT_LE(out.size(), limit + Deflate::most_growth);
}

TEST(InflateLimit, HoldsForItsScope) {
  const protocol::websocketpp::InflateLimit outer(5);
  {
    const protocol::websocketpp::InflateLimit inner(7);
    EXPECT_EQ(protocol::websocketpp::InflateLimit::current(), 7U);
  }
  EXPECT_EQ(protocol::websocketpp::InflateLimit::current(), 5U);
}

}  // namespace
}  // namespace parley::server
