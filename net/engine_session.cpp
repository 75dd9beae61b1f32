#include "net/engine_session.hpp"

#include <utility>

namespace parley::net {

using protocol::EngineState;

namespace {
// Up to these sizes a shared frame is copied, which is cheaper than a piece of its own: into the answer of a read,
// which mostly leaves at once; into a queue, where it may wait in as many copies as there are slow receivers, only when
// the copy is not much larger than the piece would be.
constexpr std::size_t copy_into_answer_up_to = 4U << 10;
constexpr std::size_t copy_into_queue_up_to = 512;
// From this size on a server's message is written from where it is: to copy it first, into memory that is no longer in
// the processor's cache when it is sent, costs as much as to send it.
constexpr std::size_t write_through_from = 64U << 10;
}  // namespace

EngineSession::EngineSession(Loop& loop, std::unique_ptr<Stream> stream, std::shared_ptr<const SessionOptions> options,
                             SessionEvents& events)
    : loop_(loop), stream_(std::move(stream)), options_(std::move(options)), events_(events) {}

void EngineSession::start(std::unique_ptr<protocol::Engine> engine) {
  if (phase_ != Phase::fresh) return;
  phase_ = Phase::running;
  engine_ = std::move(engine);
  wants_wire_ = events_.wants_wire();
  deadline_ = loop_.after(options_->handshake_timeout, [session = self()] { session->on_deadline(); });
  if (options_->role == protocol::Role::client) {
    write_opening();
    if (phase_ != Phase::running) return;
  }
  if (paused_) {
    keep_alive_ = self();
  } else if (stream_->has_buffered_input()) {
    read_soon();
  } else {
    wait_readable();
  }
}

/// The engine may fail already here, and its events' receiver may end the session from within.
void EngineSession::write_opening() {
  engine_->start(tail());
  if (phase_ != Phase::running) return;
  schedule_flush();
  settle();
}

bool EngineSession::is_open() const {
  return phase_ == Phase::running && !write_error_ && engine_->state() == EngineState::open;
}

template <class Write>
bool EngineSession::write_through_engine(const Write& write) {
  if (phase_ != Phase::running || write_error_) return false;
  // The engine itself refuses unless it is open.
  if (receiving_) return write(tail());  // goes out, and is looked at, when it has read everything
  if (!is_open()) return false;
  const bool written = write(tail());
  if (!queue_within_limit()) return false;
  schedule_flush();
  settle();
  return written;
}

bool EngineSession::queue_within_limit() {
  if (queue_.memory() <= options_->max_queue) return true;
  fail("write queue full");
  return false;
}

bool EngineSession::send(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options) {
  if (payload.size() >= write_through_from && options.in_one_frame() && is_open() && !waits_to_write_ &&
      engine_->send_header(type, payload.size(), tail())) {
    return write_through(payload);
  }
  return write_through_engine([&](protocol::Bytes& out) { return engine_->send(type, payload, options, out); });
}

bool EngineSession::send_all(std::span<const protocol::MessageView> messages) {
  return write_through_engine([&](protocol::Bytes& out) { return engine_->send_all(messages, {}, out); });
}

bool EngineSession::send_shared(const std::shared_ptr<const SharedMessage>& message) {
  if (!is_open()) return false;
  if (!engine_->takes_encoded_frames()) return send(message->type, message->payload(), {});
  if (message->frame.size() <= (receiving_ ? copy_into_answer_up_to : copy_into_queue_up_to)) {
    protocol::append(tail(), message->frame);
  } else {
    queue_.append(message);
  }
  if (receiving_) return true;
  if (!queue_within_limit()) return false;
  schedule_flush();
  return true;
}

bool EngineSession::ping(protocol::ByteView payload) {
  return write_through_engine([&](protocol::Bytes& out) { return engine_->ping(payload, out); });
}

bool EngineSession::pong(protocol::ByteView payload) {
  return write_through_engine([&](protocol::Bytes& out) { return engine_->pong(payload, out); });
}

bool EngineSession::close(const protocol::CloseBody& body) {
  return write_through_engine([&](protocol::Bytes& out) { return engine_->close(body, out); });
}

void EngineSession::drop() {
  end({});
}

void EngineSession::reset() {
  if (phase_ != Phase::ended) stream_->reset();
  end({});
}

void EngineSession::pause_reading() {
  if (phase_ != Phase::fresh && phase_ != Phase::running) return;
  paused_ = true;
  if (phase_ == Phase::running) keep_alive_ = self();
}

void EngineSession::resume_reading() {
  if (!std::exchange(paused_, false)) return;
  const auto alive = std::exchange(keep_alive_, nullptr);
  if (may_read()) read_soon();
}

std::size_t EngineSession::buffered_amount() const {
  return queue_.size();
}

/// Does what the engine's state asks for. Called after everything that may have changed it.
void EngineSession::settle() {
  if (phase_ != Phase::running) return;
  switch (engine_->state()) {
    case EngineState::opening:
      return;
    case EngineState::open:
      if (std::exchange(opened_, true)) return;
      if (auto successor = engine_->successor()) engine_ = std::move(successor);
      loop_.cancel(std::exchange(deadline_, 0));
      if (options_->idle_timeout) arm_idle_timer(Clock::now() + *options_->idle_timeout);
      return;
    case EngineState::closing:
      return start_closing_clock();
    case EngineState::closed:
      return begin_flushing();
  }
}

void EngineSession::start_closing_clock() {
  if (std::exchange(closing_, true)) return;
  loop_.cancel(deadline_);
  deadline_ = loop_.after(options_->close_timeout, [session = self()] { session->on_deadline(); });
}

void EngineSession::begin_flushing() {
  phase_ = Phase::flushing;
  start_closing_clock();
  loop_.cancel(std::exchange(idle_timer_, 0));
  resume_reading();  // to see the peer end TCP
  if (queue_.empty()) {
    begin_draining();
  } else {
    if (may_read()) read_soon();  // the queue may have held us back until now
    schedule_flush();
  }
}

/// RFC 6455 §7.1.1: the server ends TCP at once, and so is the side that holds TIME_WAIT; the client waits for it.
/// Input is read to its end in both cases: closing a socket with unread input sends a reset, which may overtake our
/// Close.
void EngineSession::begin_draining() {
  phase_ = Phase::draining;
  const bool is_server = options_->role == protocol::Role::server;
  // A client that sent no Close (a refused handshake) has nothing to wait for.
  const bool waits_for_peer = is_server || engine_->close_report().sent.has_value();
  const bool over = eof_received_ || !waits_for_peer;
  if (is_server || over) stream_->shutdown_write();
  if (over) return end(engine_->close_report().clean() ? std::error_code() : write_error_);
  if (may_read()) read_soon();
}

void EngineSession::on_deadline() {
  deadline_ = 0;
  if (!closing_) engine_->give_up(options_->handshake_timeout);
  fail(closing_ ? "close timeout" : "handshake timeout");
}

void EngineSession::arm_idle_timer(TimePoint due) {
  idle_timer_ = loop_.at(due, [session = self()] { session->on_idle_timer(); });
}

/// Input only notes its time: a timer that is set anew for each read would cost more than the read's message.
void EngineSession::on_idle_timer() {
  idle_timer_ = 0;
  if (!is_open()) return;  // the closing handshake has its own deadline
  const TimePoint now = Clock::now();
  if (!may_read()) last_input_ = now;  // we do not listen, so the peer cannot be called silent
  const TimePoint due = last_input_ + *options_->idle_timeout;
  if (now < due) return arm_idle_timer(due);
  reason_ = "idle timeout";
  close({to_number(protocol::CloseCode::going_away), "idle timeout"});
}

void EngineSession::fail(std::string_view reason) {
  if (reason_.empty()) reason_ = reason;
  end({});
}

void EngineSession::end(std::error_code error) {
  if (phase_ == Phase::ended) return;
  phase_ = Phase::ended;
  loop_.cancel(std::exchange(deadline_, 0));
  loop_.cancel(std::exchange(idle_timer_, 0));
  queue_.clear();
  stream_->close();
  loop_.post([session = self(), error] {
    const auto& engine = session->engine_;
    session->events_.on_end({engine ? engine->close_report() : protocol::CloseReport{}, error, session->reason_});
  });
  keep_alive_.reset();  // what was posted holds the session now, even if the loop never runs again
}

std::shared_ptr<Session> Session::create(Loop& loop, std::unique_ptr<Stream> stream, const SessionOptions& options,
                                         SessionEvents& events) {
  return create(loop, std::move(stream), std::make_shared<const SessionOptions>(options), events);
}

std::shared_ptr<Session> Session::create(Loop& loop, std::unique_ptr<Stream> stream,
                                         std::shared_ptr<const SessionOptions> options, SessionEvents& events) {
  return std::make_shared<EngineSession>(loop, std::move(stream), std::move(options), events);
}

}  // namespace parley::net
