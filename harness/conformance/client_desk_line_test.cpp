// Cases that take their time at the desk: those that strain the client are played alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "harness/conformance/testing/client_desk_visitors.hpp"

namespace parley::conformance {
namespace {

using client::EchoClient;
using client::EchoReport;
using testing::ClientDeskTest;
using ::testing::ElementsAre;
using testing::request_for;
using testing::Seen;
using testing::short_patience;
using testing::Silent;

/// Calls `then` as soon as `condition` holds, or more results than expected are there, which then came too early.
class WhenThen {
 public:
  WhenThen(net::Loop& loop, const std::vector<Seen>& results, std::function<bool()> condition,
           std::function<void()> then, std::size_t expected = 0)
      : loop_(loop), results_(results), condition_(std::move(condition)), then_(std::move(then)), expected_(expected) {
    look();
  }

 private:
  void look() {
    if (condition_() || results_.size() > expected_) return then_();
    loop_.after(std::chrono::milliseconds(1), [this] { look(); });
  }

  net::Loop& loop_;
  const std::vector<Seen>& results_;
  const std::function<bool()> condition_;
  const std::function<void()> then_;
  const std::size_t expected_;
};

/// A masked text, whole, with a key of zeros.
protocol::Bytes said(const std::string& text) {
  constexpr protocol::MaskKey zeros{};
  protocol::Bytes bytes;
  protocol::encode_frame(protocol::make_header(protocol::Opcode::text, text.size(), zeros), protocol::as_bytes(text),
                         bytes);
  return bytes;
}

TEST_F(ClientDeskTest, AClientThatEndsTcpALittleAfterItsCloseHasNotWaitedForTheServer) {
  first.level = Level::should;
  first.script.steps = {Send{{close_frame(1000)}}, Await{Until::close_or_end}, Pause{std::chrono::seconds(10)}};
  first.allowed = {{Grade::strict, ClosesAndWaits{any_code()}}};
  open_desk();
  on_result = [this] { settle(); };
  Silent hasty(desk->base(), request_for("/case/first"));
  const WhenThen first_begins(
      loop, results, [&] { return desk->is_playing(first); },
      [&] {
        hasty.say({0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8});
        loop.after(std::chrono::milliseconds(20), [&] { hasty.leave(); });
      });
  loop.run();
  EXPECT_THAT(results, ElementsAre(Seen{"", "first", Verdict::warning}));
}

TEST_F(ClientDeskTest, OthersWaitWhileACaseStrainsTheClient) {
  open_desk();
  Silent strained(desk->base(), request_for("/case/strain"));
  std::optional<EchoClient> other;
  std::optional<WhenThen> other_waits;
  const WhenThen strain_begins(
      loop, results, [&] { return desk->is_playing(strain); },
      [&] {
        other.emplace(loop, options("/runCase?case=2&agent=a"), EchoClient::Duty::echo,
                      [&](const EchoReport& /*report*/) { settle(); });
        other_waits.emplace(
            loop, results, [&] { return desk->is_awaited(second); },
            [&] {
              EXPECT_FALSE(desk->is_playing(second));
              strained.say(said("enough"));
              strained.leave();
            });
      });
  loop.run();
  EXPECT_THAT(results, ElementsAre(Seen{"", "strain", Verdict::pass}, Seen{"a", "second", Verdict::pass}));
}

TEST_F(ClientDeskTest, ACaseThatStrainsTheClientWaitsForTheOthersAndThoseBehindItWaitForIt) {
  first.script.steps = {Await{Until::message, 1}};
  first.needs = opens;
  first.allowed = strain.allowed;
  open_desk();
  Silent busy(desk->base(), request_for("/case/first"));
  std::optional<Silent> strained;
  std::optional<EchoClient> behind;
  std::optional<WhenThen> strain_waits;
  std::optional<WhenThen> all_wait;
  std::optional<WhenThen> it_is_gone;
  const WhenThen first_begins(
      loop, results, [&] { return desk->is_playing(first); },
      [&] {
        strained.emplace(desk->base(), request_for("/case/strain"));
        strain_waits.emplace(
            loop, results, [&] { return desk->is_awaited(strain); },
            [&] {
              behind.emplace(loop, options("/case/second"), EchoClient::Duty::echo,
                             [&](const EchoReport& /*report*/) { settle(); });
              all_wait.emplace(
                  loop, results, [&] { return desk->is_awaited(second); },
                  [&] {
                    EXPECT_FALSE(desk->is_playing(second));
                    strained->leave();
                    it_is_gone.emplace(
                        loop, results, [] { return false; },
                        [&] {
                          busy.say(said("enough"));
                          busy.leave();
                        },
                        1);
                  });
            });
      });
  loop.run();
  // The strained one left before its turn: it cannot be judged, which is told, and nobody waits for it any more.
  EXPECT_THAT(results, ElementsAre(Seen{"", "strain", Verdict::error}, Seen{"", "second", Verdict::pass},
                                   Seen{"", "first", Verdict::pass}));
  EXPECT_THAT(whys.front(), ::testing::HasSubstr("left while it waited"));
}

TEST_F(ClientDeskTest, NobodyWaitsForEver) {
  open_desk(short_patience);
  const Silent strained(desk->base(), request_for("/case/strain"));
  std::optional<EchoClient> other;
  const WhenThen strain_begins(
      loop, results, [&] { return desk->is_playing(strain); },
      [&] {
        other.emplace(loop, options("/case/second"), EchoClient::Duty::echo,
                      [&](const EchoReport& /*report*/) { settle(); });
      });
  loop.run();
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].id, "second");
}

TEST_F(ClientDeskTest, AQuestionOfADriverIsAnsweredMeanwhile) {
  open_desk();
  Silent strained(desk->base(), request_for("/case/strain"));
  std::optional<EchoClient> asking;
  std::string count;
  const WhenThen strain_begins(
      loop, results, [&] { return desk->is_playing(strain); },
      [&] {
        asking.emplace(loop, options("/getCaseCount"), EchoClient::Duty::listen, [&](const EchoReport& report) {
          count = report.last_text;
          strained.leave();
          settle();
        });
      });
  loop.run();
  EXPECT_EQ(count, "3");
  EXPECT_THAT(results, ElementsAre(Seen{"", "strain", Verdict::pass}));
}

}  // namespace
}  // namespace parley::conformance
