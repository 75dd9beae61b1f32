// CasePlayer: plays one case over one connection.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "harness/conformance/case.hpp"
#include "harness/conformance/exchanger.hpp"
#include "harness/conformance/judge.hpp"
#include "harness/conformance/observer.hpp"
#include "harness/conformance/peer.hpp"
#include "harness/conformance/transcript.hpp"
#include "net/connector.hpp"
#include "net/loop.hpp"
#include "net/stream.hpp"

namespace parley::conformance {

/// How the connection came to its end after the case was judged; apart from the verdict, since one fault in closing
/// would else fail every case.
enum class Closing : std::uint8_t {
  not_judged,  // no WebSocket connection stood
  clean,       // a Close from the peer, and then the end of TCP
  dropped,     // the end of TCP without a Close
  unanswered,  // our Close was not answered in time
  left_open,   // it answered our Close, and left TCP open
  lingering,   // it sent a Close of its own accord, got ours, and left TCP open
};

[[nodiscard]] std::string_view to_string(Closing closing);

enum class TcpEnder : std::uint8_t { nobody, we, peer };

struct CaseResult {
  const Case* test = nullptr;
  Verdict verdict = Verdict::error;
  std::string why;           // empty for pass
  std::string seen;          // all that came, in a line
  bool unreachable = false;  // no connection could be made
  Closing closing = Closing::not_judged;
  int status = 0;               // of a server's response; 0: none came
  std::uint16_t peer_code = 0;  // of its Close; 1005: none; 0: no Close came
  std::vector<Finding> findings;
  std::size_t messages = 0;                  // of the peer; a greeting is none
  std::size_t frames = 0;                    // of the peer
  std::vector<protocol::MaskKey> mask_keys;  // of a client's first frames
  std::string handshake_key;                 // of a client
  bool could_name_server = false;            // of a client (see head_watch.hpp)
  Transcript transcript;
  std::chrono::system_clock::time_point started;
  std::chrono::nanoseconds duration{};
  TcpEnder tcp_ender = TcpEnder::nobody;  // who ended it first, before the case was over
  bool silent = false;  // the verdict would be another, had the peer said in time what it may still have had to say
  std::optional<bool> tls_truncated;  // TLS: the peer's FIN came without close_notify; nothing: it was plain TCP
};

/// The peer passed, but for this.
void warn(CaseResult& result, const std::string& what);

class CasePlayer : public std::enable_shared_from_this<CasePlayer> {
 public:
  using OnDone = std::function<void(CaseResult)>;
  /// Whether others keep the processors of this machine busy.
  using IsBusy = std::function<bool()>;

  /// `test` and `peer` must outlive it. It keeps itself alive by nobody's help but the caller's shared_ptr; when that
  /// goes, the connection goes and `on_done` is not called.
  CasePlayer(net::Loop& loop, const Peer& peer, const Patience& patience, const Case& test, OnDone on_done,
             IsBusy machine_is_busy = is_starved);
  ~CasePlayer();
  CasePlayer(CasePlayer&&) = delete;

  /// A server under test: connects to it.
  void start();
  /// A client under test, which has connected: `received` is what it has sent so far.
  void start(std::unique_ptr<net::Stream> stream, const protocol::Bytes& received);

 private:
  static constexpr int longest_in_patiences = 10;  // a peer that dribbles for ever is given up
  static constexpr int strained_in_patiences = 3;  // a driver may play other cases beside one that strains it
  static constexpr int held_up_in_patiences = 2;   // what a busy machine may hold a peer up, in all
  static constexpr int pieces_of_patience = 8;
  static bool is_starved();
  [[nodiscard]] std::chrono::nanoseconds patience() const;  // for what is awaited now

  enum class State : std::uint8_t { connecting, opening, playing, deciding, closing, done };

  // The opening handshake.
  void begin(std::unique_ptr<net::Stream> stream);
  void send_request();
  void send_response();
  void send_head(const std::string& text, const Script& script);
  void open();
  [[nodiscard]] std::string broken_terms() const;  // empty: what was agreed will do

  // Input.
  void wait_for_input();
  void read_input();
  void after_input();

  // Output: pieces, each its own write.
  void send(protocol::ByteView bytes, std::size_t piece);
  void queue(protocol::ByteView bytes, std::size_t piece);
  void write_next();

  // The script.
  void advance();
  [[nodiscard]] bool awaits_greeting() const;
  [[nodiscard]] bool play(const Step& step);  // false: it is not over yet
  [[nodiscard]] bool play_step(const Send& send_step);
  [[nodiscard]] bool play_step(const SendBytes& bytes);
  [[nodiscard]] bool play_step(const Await& await);
  [[nodiscard]] bool play_step(const Pause& pause);
  [[nodiscard]] bool play_step(const Exchange& exchange);
  [[nodiscard]] bool play_step(const Flood& flood);
  [[nodiscard]] bool play_step(const HoldReading& hold);
  [[nodiscard]] bool play_step(const ReadAgain& again);
  [[nodiscard]] bool play_step(const ShutdownWrite& shutdown);
  [[nodiscard]] bool play_step(const TruncateTls& truncate);
  [[nodiscard]] bool play_step(const UpdateKeys& update);
  [[nodiscard]] bool play_step(const Reset& reset);

  // The end.
  void on_patience_over();
  template <class AStep>
  [[nodiscard]] bool is_at() const {  // a step of this kind is being played
    return step_ < test_.script.steps.size() && std::holds_alternative<AStep>(test_.script.steps[step_]);
  }
  [[nodiscard]] bool awaits_peer() const;
  [[nodiscard]] bool is_held_up();
  void decide(Moment moment);
  [[nodiscard]] bool was_too_slow_itself(const Judgement& judgement) const;
  [[nodiscard]] bool may_wait_for_our_end() const;
  void end_tcp_for_client();
  [[nodiscard]] std::string refused_parameter() const;
  void question_silence();
  void answer_pings();
  void close(const Judgement& judgement);
  void finish();
  void end_begun_frame();
  void tcp_ends(TcpEnder who);
  void note_our_end(const char* how);
  void end_tcp();
  void give_up(Verdict verdict, std::string why);
  void look_for_surplus();
  [[nodiscard]] Closing closing_seen() const;
  [[nodiscard]] bool reset_without_need() const;
  [[nodiscard]] bool has_a_backlog() const;

  void arm(std::chrono::nanoseconds delay);
  void start_piece();
  void end_piece();
  void disarm();
  void on_progress();
  [[nodiscard]] std::chrono::nanoseconds elapsed() const;
  [[nodiscard]] protocol::MaskKey fresh_key();
  void send_frame(const Frame& frame);
  [[nodiscard]] protocol::Bytes encoded(const std::vector<Frame>& frames);

  net::Loop& loop_;
  const Peer& peer_;
  const Patience patience_;
  const Case& test_;
  OnDone on_done_;
  const IsBusy machine_is_busy_;

  State state_ = State::connecting;
  std::string lack_;  // why a client cannot be put to the case
  std::shared_ptr<void> connecting_;
  std::unique_ptr<net::Stream> stream_;
  Observer observer_;
  CaseResult result_;
  std::mt19937_64 random_;
  net::TimePoint start_;
  net::TimePoint progress_;  // when the script began, or an exchange went on
  net::Loop::TimerId timer_ = 0;
  net::Loop::TimerId question_timer_ = 0;
  std::chrono::nanoseconds piece_{};  // of the patience that is armed
  int pieces_left_ = 0;
  std::chrono::nanoseconds held_up_{};  // for how long the machine has been too busy

  std::deque<protocol::Bytes> output_;
  std::chrono::nanoseconds pause_{};      // between two writes
  std::chrono::nanoseconds slow_head_{};  // how long a head with pauses took
  std::size_t written_ = 0;               // of the first one
  bool writing_ = false;                  // a write or a turn of the loop is awaited
  bool write_ended_ = false;
  bool client_waited_ = false;  // for us to end TCP
  std::size_t pings_answered_ = 0;
  bool close_written_ = false;                // by the script or by us
  std::optional<protocol::Bytes> last_ping_;  // of those ahead of our Close

  std::size_t step_ = 0;
  bool step_begun_ = false;
  bool step_expired_ = false;
  std::size_t flooded_ = 0;  // how often the frames of a flood have been given to TCP
  bool reading_held_ = false;
  std::unique_ptr<Exchanger> exchanger_;  // of the step that is one
};

}  // namespace parley::conformance
