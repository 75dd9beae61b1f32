// Time as the player gives it to a peer: what the suite itself takes does not count.
#include "harness/conformance/case_player.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <thread>

#include "harness/conformance/catalogue/vocabulary.hpp"
#include "net/listener.hpp"
#include "protocol/accept_key.hpp"
#include "protocol/http_head.hpp"

namespace parley::conformance {
namespace {

constexpr auto patience = std::chrono::seconds(1);  // a busy machine may hold us up for some of it

/// Of one connection.
class Server {
 public:
  explicit Server(net::Loop& loop)
      : loop_(loop), listener_(loop, {}, [this](auto stream) { accept(std::move(stream)); }) {}
  virtual ~Server() = default;
  Server(Server&&) = delete;

  [[nodiscard]] std::uint16_t port() const { return listener_.port(); }

 protected:
  virtual void on_head(const protocol::HttpRequest& request) = 0;
  virtual void on_more(protocol::ByteView bytes) = 0;  // behind the head

  void wait() {
    stream_->wait_readable([this](std::error_code error) {
      if (!error) read();
    });
  }

  void send(const protocol::Bytes& bytes) {
    const std::array<protocol::ByteView, 1> pieces{bytes};
    EXPECT_EQ(stream_->write(pieces).bytes, bytes.size());
  }

  void close() { stream_->close(); }
  void reset() { stream_->reset(); }

  net::Loop& loop_;

 private:
  void accept(std::unique_ptr<net::Stream> stream) {
    stream_ = std::move(stream);
    wait();
  }

  void read() {
    protocol::Bytes buffer(1U << 20);
    const auto [bytes, error] = stream_->read(buffer);
    if (error && error != asio::error::would_block) return;
    const auto data = protocol::ByteView(buffer).first(bytes);
    if (head_.state() == protocol::HeadState::complete) return on_more(data);
    const auto rest = data.subspan(head_.feed(data));
    if (head_.state() != protocol::HeadState::complete) return wait();
    on_head(head_.message());
    if (!rest.empty()) on_more(rest);
  }

  net::Listener listener_;
  std::unique_ptr<net::Stream> stream_;
  protocol::HttpHeadParser<protocol::HttpRequest> head_{protocol::Limits{}};
};

/// Refuses every request as soon as its last byte has come.
class Refusing final : public Server {
 public:
  using Server::Server;

  void answer_after(net::Duration delay) { delay_ = delay; }

 private:
  void on_head(const protocol::HttpRequest& /*request*/) override {
    loop_.after(delay_, [this] { send(protocol::to_bytes("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")); });
  }
  void on_more(protocol::ByteView /*bytes*/) override {}

  net::Duration delay_{};
};

protocol::Bytes accepting(const protocol::HttpRequest& request) {
  return protocol::to_bytes(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: " +
      protocol::accept_key(*request.fields.find("Sec-WebSocket-Key")) + "\r\n\r\n");
}

/// Answers whatever comes with a Close, and then ends TCP.
class ClosingServer final : public Server {
 public:
  ClosingServer(net::Loop& loop, TcpEnd end) : Server(loop), end_(end) {}

 private:
  void on_head(const protocol::HttpRequest& request) override {
    send(accepting(request));
    wait();
  }

  void on_more(protocol::ByteView /*bytes*/) override {
    send({0x88, 0x02, 0x03, 0xE8});
    // A reset that came with the Close would take it along.
    loop_.after(std::chrono::milliseconds(100), [this] { end_ == TcpEnd::reset ? reset() : close(); });
  }

  TcpEnd end_;
};

/// Accepts every request, says something at once, and reads what comes when some time has passed: until `enough`
/// bytes have come behind the request.
class Chatting final : public Server {
 public:
  Chatting(net::Loop& loop, std::size_t enough) : Server(loop), enough_(enough) {}

  [[nodiscard]] const protocol::Bytes& received() const { return received_; }

 private:
  void on_head(const protocol::HttpRequest& request) override {
    auto response = accepting(request);
    protocol::append(response, protocol::Bytes{0x81, 0x01, 'b'});
    send(response);
    loop_.after(std::chrono::milliseconds(100), [this] {
      reads_ = true;
      wait();
    });
  }

  void on_more(protocol::ByteView bytes) override {
    protocol::append(received_, bytes);
    if (received_.size() >= enough_) return close();
    if (reads_) wait();
  }

  bool reads_ = false;

  std::size_t enough_;
  protocol::Bytes received_;
};

/// Other work, of a millisecond in each turn of the loop.
class Busy {
 public:
  explicit Busy(net::Loop& loop) : loop_(loop) { go_on(); }

 private:
  void go_on() {
    loop_.post([this] {
      const auto until = net::Clock::now() + std::chrono::milliseconds(1);
      while (net::Clock::now() < until) {
      }
      go_on();
    });
  }

  net::Loop& loop_;
};

class CasePlayerTest : public ::testing::Test {
 protected:
  CasePlayerTest() : server_(loop_) {
    peer_.uri = protocol::parse_uri("ws://127.0.0.1:" + std::to_string(server_.port()) + "/").value();
    // In pieces of a byte, which take longer than the patience with an answer.
    test_.script.request = "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(1600, 'x') + "\r\n\r\n";
    test_.script.head_piece = 1;
    test_.needs.clear();  // its handshake is what is judged
    test_.allowed = {{Grade::strict, Refuses{403, 403}}};
  }

  CaseResult play(
      std::chrono::nanoseconds its_patience = patience, CasePlayer::IsBusy is_busy = [] { return false; }) {
    std::optional<CaseResult> result;
    const auto on_done = [&](CaseResult its) {
      result = std::move(its);
      loop_.stop();
    };
    const auto player = std::make_shared<CasePlayer>(loop_, peer_, Patience{its_patience, its_patience}, test_, on_done,
                                                     std::move(is_busy));
    player->start();
    loop_.run();
    return std::move(result).value();
  }

  net::Loop loop_;
  Refusing server_;
  Peer peer_;
  Case test_;
};

TEST_F(CasePlayerTest, PatienceCountsFromTheLastByteOfARequestThatOurWorkDelays) {
  const Busy busy(loop_);
  const auto result = play();
  EXPECT_GT(result.duration, patience * 5 / 4) << "it has proved nothing";
  EXPECT_EQ(result.verdict, Verdict::pass) << result.why;
}

TEST_F(CasePlayerTest, PatienceCountsFromTheLastByteOfARequestThatIsMeantToBeSlow) {
  test_.script.head_pause = std::chrono::milliseconds(1);
  const auto result = play();
  EXPECT_GT(result.duration, patience * 5 / 4) << "it has proved nothing";
  EXPECT_EQ(result.verdict, Verdict::pass) << result.why;
}

/// The same of a message, which begins when the connection is open.
TEST_F(CasePlayerTest, AMessageInPiecesThatOurWorkDelaysIsNotThePeersDelay) {
  const Busy busy(loop_);
  constexpr auto short_patience = std::chrono::milliseconds(20);
  const auto message = protocol::Bytes(600, 'x');
  constexpr std::size_t header = 8;
  Chatting server(loop_, header + message.size());
  peer_.uri = protocol::parse_uri("ws://127.0.0.1:" + std::to_string(server.port()) + "/").value();
  test_.script = {};
  test_.script.steps = {Send{{{.opcode = protocol::Opcode::binary, .payload = message}}, 1}};
  test_.allowed = {{Grade::strict, Ends{}}};  // as the server does when all of it has come

  const auto result = play(short_patience);
  EXPECT_GT(result.duration, short_patience * 20) << "it has proved nothing";
  EXPECT_EQ(result.verdict, Verdict::pass) << result.why;
}

/// What it does not answer in time, a server on a busy machine may still answer.
TEST_F(CasePlayerTest, ABusyMachineGivesThePeerMoreTime) {
  test_.script.head_piece = 0;
  constexpr auto short_patience = std::chrono::milliseconds(200);
  server_.answer_after(short_patience * 3 / 2);
  EXPECT_EQ(play(short_patience, [] { return true; }).verdict, Verdict::pass);
}

TEST_F(CasePlayerTest, WhoDoesNotAnswerIsNotWaitedForMuchLongerOnABusyMachine) {
  test_.script.head_piece = 0;
  constexpr auto short_patience = std::chrono::milliseconds(20);
  server_.answer_after(std::chrono::hours(1));
  int asked = 0;
  EXPECT_EQ(play(short_patience, [&] { return ++asked > 0; }).verdict, Verdict::fail);
  EXPECT_EQ(asked, 2 * 8) << "an eighth of its patience at a time";
  EXPECT_EQ(play(short_patience, [] { return false; }).verdict, Verdict::fail);
}

/// When all go on, the patience is over and the answer is on its way.
TEST_F(CasePlayerTest, AStandstillOfAllProcessesAccusesNobody) {
  test_.script.head_piece = 0;
  static constexpr auto short_patience = std::chrono::milliseconds(200);
  server_.answer_after(short_patience * 9 / 10);
  loop_.after(short_patience / 4, [] { std::this_thread::sleep_for(short_patience * 2); });
  EXPECT_EQ(play(short_patience).verdict, Verdict::pass);
}

TEST_F(CasePlayerTest, AResetThatNothingUnreadCanHaveMadeIsFound) {
  for (const auto end : {TcpEnd::fin, TcpEnd::reset}) {
    ClosingServer server(loop_, end);
    peer_.uri = protocol::parse_uri("ws://127.0.0.1:" + std::to_string(server.port()) + "/").value();
    test_.script = {};
    test_.allowed = upgraded();
    const auto result = play();
    EXPECT_EQ(result.verdict, Verdict::pass);
    const bool found = std::any_of(result.findings.begin(), result.findings.end(),
                                   [](const Finding& each) { return each.rule == Rule::tcp_in_order; });
    EXPECT_EQ(found, end == TcpEnd::reset);
  }
}

/// Whose verdict comes while its last step waits for TCP.
TEST_F(CasePlayerTest, AFrameThatAVerdictFindsHalfWrittenIsEndedOnce) {
  const protocol::Bytes header{0x82, 0xFF, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0};  // 32 MiB, more than TCP takes at once
  const protocol::Bytes payload(32U << 20, 'x');
  constexpr std::size_t close_frame = 8;
  Chatting server(loop_, header.size() + payload.size() + close_frame);
  peer_.uri = protocol::parse_uri("ws://127.0.0.1:" + std::to_string(server.port()) + "/").value();
  test_.script = {};
  test_.script.steps = {SendBytes{header}, SendBytes{payload}};
  test_.allowed = {{Grade::strict, Answers{{Message{true, protocol::to_bytes("a")}}}}};

  EXPECT_EQ(play().verdict, Verdict::fail);
  const std::size_t frame = header.size() + payload.size();
  ASSERT_GT(server.received().size(), frame);
  EXPECT_EQ(server.received()[frame], 0x88) << "something else than a Close follows the frame";
}

}  // namespace
}  // namespace parley::conformance
