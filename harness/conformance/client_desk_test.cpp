// The desk to which clients under test come, as a driver written for Autobahn|Testsuite sees it.
#include "harness/conformance/client_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "client/case_driver.hpp"
#include "client/echo_client.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"
#include "net/asio.hpp"

namespace parley::conformance {
namespace {

using client::EchoClient;
using client::EchoReport;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Json = nlohmann::json;

Case echo_case(const std::string& id, std::vector<std::string> aliases = {}) {
  Case test;
  test.id = id;
  test.aliases = std::move(aliases);
  test.title = "A text";
  test.rule = "It comes back.";
  test.needs = echoes;
  test.script.steps = {Send{{text(id)}}};
  test.allowed = answered({{true, protocol::to_bytes(id)}});
  return test;
}

Case query_case() {
  auto test = echo_case("with-query");
  test.script.query = "?a=b";
  return test;
}

/// It strains the client, and goes on until the client sends something.
Case straining_case() {
  Case test;
  test.id = "strain";
  test.title = "A strain";
  test.rule = "It is borne.";
  test.crowding = Crowding::alone;
  test.script.steps = {Await{Until::message, 1}, Await{Until::message, 1}, Await{Until::message, 1}};
  test.allowed = {{Grade::strict, Answers{{{true, protocol::to_bytes("enough")}}}}, {Grade::strict, Ends{}}};
  return test;
}

struct Seen {
  std::string agent;
  std::string id;
  Verdict verdict;
  friend bool operator==(const Seen&, const Seen&) = default;
  friend void PrintTo(const Seen& seen, std::ostream* out) {
    *out << seen.agent << " " << seen.id << " " << to_string(seen.verdict);
  }
};

class ClientDeskTest : public ::testing::Test {
 protected:
  void open_desk(Patience patience = {std::chrono::seconds(20), std::chrono::milliseconds(150)}) {
    DeskEvents events;
    events.on_result = [this](const std::string& agent, CaseResult result) {
      results.push_back({agent, result.test->id, result.verdict});
      whys.push_back(result.why);
      if (on_result) on_result();
    };
    events.on_update_reports = [this](const std::string& agent) { updates.push_back(agent); };
    events.on_stop = [this] { stopped = true; };
    desk.emplace(loop, net::ListenerOptions{}, patience, all, std::move(events));
  }

  client::ClientOptions options(const std::string& target) {
    client::ClientOptions made;
    made.uri = *protocol::parse_uri(desk->base() + target);
    return made;
  }

  EchoReport visit(const std::string& target, EchoClient::Duty duty = EchoClient::Duty::echo) {
    std::optional<EchoReport> report;
    const EchoClient visitor(loop, options(target), duty, [&](EchoReport its) {
      report = std::move(its);
      settle();
    });
    loop.run();
    return report.value();
  }

  /// The desk hears of the end of a connection in its own time.
  void settle() {
    if (desk->is_idle()) return loop.stop();
    loop.after(std::chrono::milliseconds(1), [this] { settle(); });
  }

  void wait_for_arrival() {
    if (!desk->is_idle()) return settle();
    loop.after(std::chrono::milliseconds(1), [this] { wait_for_arrival(); });
  }

  std::string ask(const std::string& target) { return visit(target, EchoClient::Duty::listen).last_text; }

  net::Loop loop;
  Case first = echo_case("first", {"autobahn/1.1.1", "autobahn/1.1.2"});
  Case asks = query_case();
  Case second = echo_case("second");
  Case strain = straining_case();
  std::vector<const Case*> all{&first, &asks, &second, &strain};
  std::optional<ClientDesk> desk;
  std::vector<Seen> results;
  std::vector<std::string> whys;
  std::vector<std::string> updates;
  std::function<void()> on_result;
  bool stopped = false;
};

TEST_F(ClientDeskTest, CountsTheCasesThatHaveANumber) {
  open_desk();
  EXPECT_EQ(ask("/getCaseCount"), "3");
  EXPECT_THAT(results, IsEmpty());
}

TEST_F(ClientDeskTest, TellsWhatACaseIs) {
  open_desk();
  const auto info = Json::parse(ask("/getCaseInfo?case=1"));
  EXPECT_EQ(info["id"], "1.1.1");
  EXPECT_EQ(info["description"], "A text. It comes back.");
  EXPECT_EQ(Json::parse(ask("/getCaseInfo?case=2"))["id"], "second");
  EXPECT_EQ(ask("/getCaseInfo?case=4"), "{}");
  EXPECT_EQ(ask("/getCaseInfo?case=0"), "{}");
}

TEST_F(ClientDeskTest, PlaysACaseByNumberAndTellsItsStatus) {
  open_desk();
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=2&agent=a"))["behavior"], "MISSING");
  EXPECT_TRUE(visit("/runCase?case=2&agent=a").opened);
  EXPECT_THAT(results, ElementsAre(Seen{"a", "second", Verdict::pass}));
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=2&agent=a"))["behavior"], "OK");
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=2&agent=b"))["behavior"], "MISSING");
}

TEST_F(ClientDeskTest, PlaysACaseByTupleAndById) {
  open_desk();
  (void)visit("/runCase?casetuple=1.1.2&agent=a");
  (void)visit("/case/second");
  (void)visit("/case/with-query?a=b");
  EXPECT_THAT(results, ElementsAre(Seen{"a", "first", Verdict::pass}, Seen{"", "second", Verdict::pass},
                                   Seen{"", "with-query", Verdict::pass}));
  EXPECT_EQ(desk->url(asks), desk->base() + "/case/with-query?a=b");
}

TEST_F(ClientDeskTest, AFailureIsToldToo) {
  open_desk();
  first.allowed = {{Grade::strict, Fails{any_code()}}};
  (void)visit("/runCase?case=1&agent=a");
  EXPECT_THAT(results, ElementsAre(Seen{"a", "first", Verdict::fail}));
  EXPECT_EQ(Json::parse(ask("/getCaseStatus?case=1&agent=a"))["behavior"], "FAILED");
}

TEST_F(ClientDeskTest, RefusesWhatIsNoCase) {
  open_desk();
  for (const auto* target : {"/", "/runCase?case=4&agent=a", "/runCase?casetuple=9.9.9", "/case/third", "/echo"}) {
    const auto report = visit(target);
    EXPECT_FALSE(report.opened) << target;
    EXPECT_THAT(report.failure, HasSubstr("404"));
  }
  EXPECT_THAT(results, IsEmpty());
}

TEST_F(ClientDeskTest, PassesOnWhatADriverWants) {
  open_desk();
  (void)visit("/updateReports?agent=my%20client");
  EXPECT_THAT(updates, ElementsAre("my client"));
  EXPECT_FALSE(stopped);
  (void)visit("/stopServer");
  EXPECT_TRUE(stopped);
}

TEST_F(ClientDeskTest, ADriverWalksThroughAll) {
  all = {&first, &asks, &second};
  open_desk();
  client::DriverOptions driver_options{options("/"), "a", 2};
  std::optional<client::DriverReport> report;
  const client::CaseDriver driver(loop, driver_options, [&](client::DriverReport its) {
    report = std::move(its);
    settle();
  });
  loop.run();
  EXPECT_EQ(report->error, "");
  EXPECT_EQ(report->run, 2U);
  EXPECT_EQ(results.size(), 2U);
  EXPECT_THAT(updates, ElementsAre("a"));
}

TEST_F(ClientDeskTest, AClientThatComesTwiceIsJudgedTwice) {
  open_desk();
  (void)visit("/runCase?case=1&agent=a");
  (void)visit("/runCase?case=1&agent=a", EchoClient::Duty::echo);
  EXPECT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0], results[1]);
}

TEST_F(ClientDeskTest, TwoAtATimeAreKeptApart) {
  open_desk();
  int done = 0;
  const auto on_done = [&](const EchoReport& /*report*/) {
    if (++done == 2) settle();
  };
  const EchoClient a(loop, options("/runCase?case=1&agent=a"), EchoClient::Duty::echo, on_done);
  const EchoClient b(loop, options("/runCase?case=1&agent=b"), EchoClient::Duty::echo, on_done);
  loop.run();
  EXPECT_THAT(results,
              ::testing::UnorderedElementsAre(Seen{"a", "first", Verdict::pass}, Seen{"b", "first", Verdict::pass}));
}

/// It has connected, and says nothing that the desk could answer.
class Silent {
 public:
  Silent(const std::string& base, const std::string& says) : socket_(context_) {
    const auto uri = *protocol::parse_uri(base);
    socket_.connect({asio::ip::make_address(uri.host), uri.port});
    asio::write(socket_, asio::buffer(says));
  }

  void say(const protocol::Bytes& bytes) { asio::write(socket_, asio::buffer(bytes)); }
  void leave() { socket_.close(); }

 private:
  asio::io_context context_;
  asio::ip::tcp::socket socket_;
};

std::string request_for(const std::string& target) {
  return "GET " + target +
         " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

const Patience short_patience{std::chrono::milliseconds(50), std::chrono::milliseconds(10)};

TEST_F(ClientDeskTest, AClientThatAsksForNothingIsSentAway) {
  open_desk(short_patience);
  const Silent silent(desk->base(), "GET /runCase?case=1");
  loop.after(std::chrono::milliseconds(1), [this] { wait_for_arrival(); });
  loop.run();
  EXPECT_TRUE(desk->is_idle());
  EXPECT_THAT(results, IsEmpty());
}

TEST_F(ClientDeskTest, AClientThatHangsFailsItsCase) {
  open_desk(short_patience);
  on_result = [this] { settle(); };
  const Silent silent(desk->base(), request_for("/runCase?case=1&agent=a"));
  loop.run();
  EXPECT_THAT(results, ElementsAre(Seen{"a", "first", Verdict::fail}));
  EXPECT_TRUE(desk->is_idle());
}

TEST_F(ClientDeskTest, AClientThatLeavesAtOnceFailsItsCase) {
  open_desk();
  on_result = [this] { settle(); };
  { const Silent gone(desk->base(), request_for("/case/second")); }
  loop.run();
  ASSERT_EQ(results.size(), 1U);
  EXPECT_NE(results[0].verdict, Verdict::pass);
}

// Cases that strain the client are played alone.

/// Calls `then` as soon as `condition` holds, or a result is there, which then came too early.
class WhenThen {
 public:
  WhenThen(net::Loop& loop, const std::vector<Seen>& results, std::function<bool()> condition,
           std::function<void()> then)
      : loop_(loop), results_(results), condition_(std::move(condition)), then_(std::move(then)) {
    look();
  }

 private:
  void look() {
    if (condition_() || !results_.empty()) return then_();
    loop_.after(std::chrono::milliseconds(1), [this] { look(); });
  }

  net::Loop& loop_;
  const std::vector<Seen>& results_;
  const std::function<bool()> condition_;
  const std::function<void()> then_;
};

/// A masked text, whole, with a key of zeros.
protocol::Bytes said(const std::string& text) {
  protocol::Bytes bytes{0x81, static_cast<std::uint8_t>(0x80U | text.size()), 0, 0, 0, 0};
  protocol::append(bytes, protocol::as_bytes(text));
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
                        });
                  });
            });
      });
  loop.run();
  // The strained one left before its turn: nothing can be said of it, and nobody waits for it any more.
  EXPECT_THAT(results, ElementsAre(Seen{"", "second", Verdict::pass}, Seen{"", "first", Verdict::pass}));
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
