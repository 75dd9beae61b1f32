#include "harness/conformance/arrival.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

namespace parley::conformance {
namespace {

/// TLS that has decrypted all that there is: the socket below it does not become readable any more.
class Decrypted final : public net::Stream {
 public:
  explicit Decrypted(std::string text) : text_(std::move(text)) {}

  net::IoResult read(protocol::ByteSpan into) override {
    if (text_.empty()) return {0, asio::error::would_block};
    const auto size = std::min(into.size(), text_.size());
    std::copy_n(text_.begin(), size, into.begin());
    text_.erase(0, size);
    return {size, {}};
  }
  net::IoResult write(std::span<const protocol::ByteView> /*pieces*/) override { return {}; }
  [[nodiscard]] bool has_buffered_input() const override { return !text_.empty(); }
  void wait_readable(Wake wake) override { wake_ = std::move(wake); }
  void wait_writable(Wake /*wake*/) override {}
  void shutdown_write() override {}
  void close() override {}
  void reset() override {}
  [[nodiscard]] net::StreamInfo info() const override { return {}; }

 private:
  std::string text_;
  Wake wake_;
};

/// What came of one.
struct Visit {
  std::string target;  // empty: it left without asking for any
  std::string received;
};

Visit visit(const std::string& text, std::chrono::milliseconds at_most) {
  net::Loop loop;
  Visit visit;
  Arrival::Events events;
  events.on_target = [&](const auto& /*arrival*/, const std::string& asked) {
    visit.target = asked;
    loop.stop();
  };
  events.on_leave = [&](const auto& /*arrival*/) { loop.stop(); };
  const auto arrival = std::make_shared<Arrival>(loop, std::make_unique<Decrypted>(text), events);
  arrival->start(at_most);
  loop.run();
  visit.received = protocol::as_text(arrival->received());
  return visit;
}

/// What the head of such a request says so far.
std::string target_of(const std::string& received) {
  return visit(received, std::chrono::milliseconds(1)).target;
}

TEST(Arrival, ReadsWhatTlsHasReadAlready) {
  const auto stream = "GET /case/one HTTP/1.1\r\nHost: x\r\n\r\n";
  const auto seen = visit(stream, std::chrono::milliseconds(100));
  EXPECT_EQ(seen.target, "/case/one");
  EXPECT_EQ(seen.received, stream);
}

TEST(Arrival, ReadsAHeadThatIsNotSound) {
  EXPECT_EQ(target_of("GET  /case/one HTTP/1.1\r\nHost: x\r\n\r\n"), "/case/one");
  EXPECT_EQ(target_of("GET ws://localhost:1/case/one HTTP/1.1\r\nHost : x\r\n\r\n"), "ws://localhost:1/case/one");
}

TEST(Arrival, ReadsAHeadThatIsNotSoundAndHasNoEnd) {
  EXPECT_EQ(target_of("GET /case/one HTTP/1.1\r\nHost : x\r\n"), "/case/one");
  EXPECT_EQ(target_of("GET /case/one HTTP/1.1\r\nHost: x\r\n"), "") << "it may still become sound";
}

TEST(Arrival, LeavesWhenItAsksForNothingInTime) {
  net::Loop loop;
  bool left = false;
  Arrival::Events events;
  events.on_target = [](const auto& /*arrival*/, const std::string& asked) { ADD_FAILURE() << asked; };
  events.on_leave = [&](const auto& /*arrival*/) {
    left = true;
    loop.stop();
  };
  const auto arrival = std::make_shared<Arrival>(loop, std::make_unique<Decrypted>("GET /ca"), events);
  arrival->start(std::chrono::milliseconds(1));
  loop.run();
  EXPECT_TRUE(left);
}

}  // namespace
}  // namespace parley::conformance
