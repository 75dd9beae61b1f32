#include "harness/conformance/case_player.hpp"

#include <algorithm>

#include "harness/conformance/deflate_offer.hpp"
#include "harness/conformance/head_watch.hpp"
#include "harness/conformance/opening.hpp"
#include "harness/conformance/survey.hpp"
#include "protocol/accept_key.hpp"

namespace parley::conformance {

CasePlayer::CasePlayer(net::Loop& loop, const Peer& peer, const Patience& patience, const Case& test, OnDone on_done,
                       IsBusy machine_is_busy)
    : loop_(loop),
      peer_(peer),
      patience_(peer.role == Role::client && test.crowding == Crowding::alone
                    ? Patience{patience.answer * strained_in_patiences, patience.quiet}
                    : patience),
      test_(test),
      on_done_(std::move(on_done)),
      machine_is_busy_(std::move(machine_is_busy)),
      observer_(peer.role),
      random_(std::random_device{}()),
      start_(net::Clock::now()) {
  result_.test = &test;
  result_.started = std::chrono::system_clock::now();
  observer_.seen().may_be_of_others = !peer.echoes;
  observer_.expect_greeting(peer.greeting);
  if (test.of_a_draft) observer_.leave_after_upgrade();
}

CasePlayer::~CasePlayer() {
  disarm();
}

// The opening handshake.

void CasePlayer::start() {
  net::ConnectOptions options;
  options.host = peer_.uri.host;
  options.port = peer_.uri.port;
  if (test_.script.transport == Transport::usual) options.tls = peer_.tls;
  const auto weak = weak_from_this();
  connecting_ = net::connect(
      loop_, options,
      [weak](std::unique_ptr<net::Stream> stream) {
        const auto self = weak.lock();
        if (!self) return;
        self->begin(std::move(stream));
        self->send_request();
      },
      [weak](const net::ConnectFailure& failure) {
        const auto self = weak.lock();
        if (!self) return;
        self->result_.unreachable = true;
        self->give_up(Verdict::error, failure.what);
      });
}

void CasePlayer::start(std::unique_ptr<net::Stream> stream, const protocol::Bytes& received) {
  begin(std::move(stream));
  auto& seen = observer_.seen();
  seen.listening_host = peer_.uri.host;
  if (!peer_.uri.host.empty()) seen.listening_port = peer_.uri.port;
  if (const auto tls = stream_->info().tls) seen.server_name = tls->server_name;
  result_.transcript.add(elapsed(), Direction::received, received);
  observer_.receive(received);
  after_input();
}

void CasePlayer::begin(std::unique_ptr<net::Stream> stream) {
  stream_ = std::move(stream);
  start_ = progress_ = net::Clock::now();
  state_ = State::opening;
  wait_for_input();
  arm(patience_.answer);
}

void CasePlayer::send_request() {
  auto request = make_request(test_.script, peer_, fresh_key_text(random_));
  auto& seen = observer_.seen();
  // RFC 9110 §5.5: who does not reject a key with such a character takes a space for it.
  const bool sound = request.key.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos;
  if (!request.key.empty() && sound) seen.expected_accept = protocol::accept_key(request.key);
  seen.offered_subprotocols = std::move(request.subprotocols);
  seen.offered_extensions = std::move(request.extensions);
  send_head(request.text, test_.script);
}

void CasePlayer::send_head(const std::string& text, const Script& script) {
  auto pieces = pieces_of(text);
  if (pieces.empty()) pieces.emplace_back();
  pause_ = script.head_pause;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto bytes = protocol::to_bytes(pieces[i]);
    if (i + 1 == pieces.size()) protocol::append(bytes, encoded(script.with_head));
    queue(bytes, script.head_piece);
  }
  if (!writing_) write_next();
}

void CasePlayer::send_response() {
  const auto& request = *observer_.seen().request;
  if (const auto* const key = request.fields.find("Sec-WebSocket-Key")) result_.handshake_key = *key;
  result_.could_name_server = could_name_server(observer_.seen());
  lack_ = client_lacks(test_, request);
  if (lack_.empty() && needs(test_, Need::tls) && !stream_->info().tls) lack_ = "the URL is not wss";
  auto script = lack_.empty() ? test_.script : Script{};  // who cannot be put to the case is let go in peace
  script.extensions = filled_answer(std::move(script.extensions), request);
  const auto text = make_response(script, request, peer_.subprotocols);
  // What comes after any other answer is no WebSocket frame, but may show that a client takes it for one.
  const auto& extensions = script.extensions;
  observer_.answer(switches_protocols(text) ? Observer::Answer::switches : Observer::Answer::refuses, extensions);
  send_head(text, script);
}

void CasePlayer::open() {
  if (!lack_.empty()) return give_up(Verdict::skipped, lack_);
  if (auto why = broken_terms(); !why.empty()) return give_up(Verdict::skipped, std::move(why));
  state_ = State::playing;
}

std::string CasePlayer::broken_terms() const {
  if (!test_.terms) return {};
  const auto& agreed = observer_.seen().deflate;
  if (!agreed) return "the peer does not agree on " + test_.script.extensions;
  const bool server = peer_.role == Role::server;
  const bool we_forget = server ? agreed->client_no_context_takeover : agreed->server_no_context_takeover;
  const bool it_forgets = server ? agreed->server_no_context_takeover : agreed->client_no_context_takeover;
  const int our_bits = server ? agreed->client_max_window_bits : agreed->server_max_window_bits;
  if (test_.terms->our_takeover && we_forget) return "the peer keeps no window from message to message";
  if (test_.terms->peer_takeover && it_forgets) return "the peer refers to none of its earlier messages";
  if (our_bits < test_.terms->our_window_bits) return "the peer wants a smaller window";
  return {};
}

// Input.

void CasePlayer::wait_for_input() {
  if (reading_held_) return;
  const auto go_on = [weak = weak_from_this()](std::error_code error) {
    const auto self = weak.lock();
    if (self && error != asio::error::operation_aborted && self->state_ != State::done) self->read_input();
  };
  if (stream_->has_buffered_input()) return loop_.post([go_on] { go_on({}); });
  stream_->wait_readable(go_on);
}

void CasePlayer::read_input() {
  while (true) {
    const auto buffer = loop_.read_buffer();
    const auto [bytes, error] = stream_->read(buffer);
    if (bytes > 0) {
      result_.transcript.add(elapsed(), Direction::received, buffer.first(bytes));
      observer_.receive(buffer.first(bytes));
      on_progress();
    }
    if (error == asio::error::would_block) {
      wait_for_input();
      break;
    }
    if (error) {
      const bool in_order = error == asio::error::eof;
      result_.transcript.note(elapsed(), in_order ? "the peer ended TCP" : "TCP ended: " + error.message());
      tcp_ends(TcpEnder::peer);
      observer_.receive_end(in_order ? TcpEnd::fin : TcpEnd::reset);
      break;
    }
  }
  after_input();
}

// Output.

void CasePlayer::send(protocol::ByteView bytes, std::size_t piece) {
  queue(bytes, piece);
  if (!writing_) write_next();
}

void CasePlayer::queue(protocol::ByteView bytes, std::size_t piece) {
  if (piece == 0) piece = bytes.size();
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(piece, bytes.size()))) {
    const auto part = bytes.first(std::min(piece, bytes.size()));
    output_.emplace_back(part.begin(), part.end());
  }
}

void CasePlayer::write_next() {
  writing_ = false;
  if (output_.empty() || write_ended_ || observer_.seen().ended() || state_ == State::done) {
    output_.clear();
    pause_ = {};
    return;
  }
  const protocol::ByteView rest = protocol::ByteView(output_.front()).subspan(written_);
  const std::array pieces{rest};
  const auto [bytes, error] = stream_->write(pieces);
  if (bytes > 0) {
    result_.transcript.add(elapsed(), Direction::sent, rest.first(bytes));
    on_progress();
    if (state_ == State::opening) progress_ = net::Clock::now();
    if (pause_ > std::chrono::nanoseconds::zero()) slow_head_ = elapsed();
  }
  written_ += bytes;
  if (written_ == output_.front().size()) {
    output_.pop_front();
    written_ = 0;
  }
  const auto go_on = [weak = weak_from_this()](std::error_code failed) {
    const auto self = weak.lock();
    if (!self || failed == asio::error::operation_aborted || self->state_ == State::done) return;
    self->write_next();
    if (self->output_.empty() && self->state_ != State::connecting) self->after_input();
  };
  if (error && error != asio::error::would_block) {  // the reading side will tell how the peer ended it
    write_ended_ = true;
    output_.clear();
  } else if (!output_.empty()) {
    writing_ = true;
    // What goes in hundreds of pieces takes us long where many cases and others share the processor: the peer is not to
    // blame for that. But who reads little by little is not waited for for ever, so only whole pieces count.
    const bool whole_piece = bytes > 0 && written_ == 0;
    if (whole_piece) progress_ = net::Clock::now();
    if (whole_piece || (bytes > 0 && state_ == State::opening)) arm(patience_.answer);
    if (error) {
      stream_->wait_writable(go_on);
    } else if (pause_ > std::chrono::nanoseconds::zero()) {
      loop_.after(std::chrono::duration_cast<net::Duration>(pause_), [go_on] { go_on({}); });
    } else {
      loop_.post([go_on] { go_on({}); });  // the next piece is a write of its own
    }
  }
}

void CasePlayer::send_frame(const Frame& frame) {
  send(encoded({frame}), 0);
}

protocol::Bytes CasePlayer::encoded(const std::vector<Frame>& frames) {
  protocol::Bytes bytes;
  for (const auto& frame : frames) {
    encode(frame, peer_.role, fresh_key(), bytes);
    if (frame.opcode == protocol::Opcode::ping && !close_written_) last_ping_ = frame.payload;
    if (frame.opcode != protocol::Opcode::close) continue;
    close_written_ = true;
    observer_.sent_close(frame.payload);
  }
  return bytes;
}

protocol::MaskKey CasePlayer::fresh_key() {
  const auto value = random_();
  protocol::MaskKey key{};
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<std::uint8_t>(value >> (8 * i));
  return key;
}

// Time.

/// In pieces: where all processes of a machine stand still for a while, a clock goes on, and would accuse a peer that
/// has had no time. So it costs the peer one piece at most.
void CasePlayer::arm(std::chrono::nanoseconds delay) {
  piece_ = delay / pieces_of_patience;
  pieces_left_ = pieces_of_patience;
  start_piece();
}

void CasePlayer::start_piece() {
  loop_.cancel(timer_);
  timer_ = loop_.after(std::chrono::duration_cast<net::Duration>(piece_), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->end_piece();
  });
}

void CasePlayer::end_piece() {
  if (!is_held_up()) --pieces_left_;
  if (pieces_left_ > 0) return start_piece();
  on_patience_over();
}

void CasePlayer::disarm() {
  loop_.cancel(timer_);
  loop_.cancel(question_timer_);
}

/// A peer that is put to a strain is waited for as long as anything moves.
void CasePlayer::on_progress() {
  if (test_.crowding != Crowding::alone || (state_ != State::deciding && state_ != State::closing)) return;
  const bool too_long = net::Clock::now() - progress_ > patience_.answer * longest_in_patiences;
  if (!too_long) arm(patience());
}

std::chrono::nanoseconds CasePlayer::patience() const {
  return state_ == State::closing ? patience_.closing.value_or(patience_.answer) : patience_.answer;
}

std::chrono::nanoseconds CasePlayer::elapsed() const {
  return net::Clock::now() - start_;
}

}  // namespace parley::conformance
