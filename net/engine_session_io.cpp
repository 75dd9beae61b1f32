#include <algorithm>
#include <array>
#include <utility>

#include "net/engine_session.hpp"

namespace parley::net {

namespace {
// Then the other connections of the loop get their turn.
constexpr int reads_per_wake = 8;
constexpr int writes_per_turn = 16;
constexpr std::size_t pieces_per_write = 64;
constexpr std::size_t write_at_once_from = 16U << 10;

std::size_t total_size(std::span<const protocol::ByteView> pieces) {
  std::size_t size = 0;
  for (const auto piece : pieces) size += piece.size();
  return size;
}
}  // namespace

bool EngineSession::may_read() const {
  switch (phase_) {
    case Phase::fresh:
    case Phase::ended:
      return false;
    case Phase::running:
      if (options_->role == protocol::Role::server && queue_.size() > options_->high_water && !engine_->is_echoing()) {
        return false;
      }
      break;
    case Phase::flushing:
    case Phase::draining:
      break;
  }
  return !paused_ && !eof_received_;
}

void EngineSession::wait_readable() {
  waits_to_read_ = true;
  stream_->wait_readable([session = self()](std::error_code error) {
    session->waits_to_read_ = false;
    if (session->phase_ == Phase::ended) return;
    if (error) return session->on_network_error(error);
    session->read_some();
  });
}

void EngineSession::read_soon() {
  if (waits_to_read_ || reading_) return;
  waits_to_read_ = true;
  loop_.post([session = self()] {
    session->waits_to_read_ = false;
    session->read_some();
  });
}

void EngineSession::read_some() {
  reading_ = true;
  for (int i = 0; i < reads_per_wake && may_read() && read_once(); ++i) {
  }
  reading_ = false;
  if (phase_ == Phase::ended) return;
  if (write_error_) return on_network_error(write_error_);
  if (!may_read() || waits_to_read_) return;
  if (stream_->has_buffered_input()) {
    read_soon();
  } else {
    wait_readable();
  }
}

/// False when there is nothing more to read now.
bool EngineSession::read_once() {
  const auto buffer = loop_.read_buffer();
  const auto result = stream_->read(buffer);
  if (result.bytes > 0) {
    receive(buffer.first(result.bytes));
    // A buffer that was not filled has emptied the socket; to ask again would be a system call for nothing.
    return result.bytes == buffer.size() || stream_->has_buffered_input();
  }
  if (result.error == asio::error::eof) {
    on_eof();
  } else if (result.error && result.error != asio::error::would_block) {
    on_network_error(result.error);
  }
  return false;
}

/// Calls `read` with where the engine writes.
template <class Read>
void EngineSession::let_engine_read(const Read& read) {
  receiving_ = true;
  read(tail());
  receiving_ = false;
}

void EngineSession::receive(protocol::ByteSpan data) {
  if (wants_wire_) events_.on_wire(Direction::received, data);
  if (phase_ != Phase::running) return;  // the engine is closed: input is only drained
  if (options_->idle_timeout) last_input_ = Clock::now();
  let_engine_read([&](protocol::Bytes& out) { engine_->receive(data, out); });
  write_answer();
  settle();
}

void EngineSession::on_eof() {
  eof_received_ = true;
  if (phase_ == Phase::running) {
    let_engine_read([this](protocol::Bytes& out) { engine_->receive_eof(out); });
    write_answer();
    if (phase_ == Phase::running) begin_flushing();  // whatever the engine still waits for will not come
  } else if (phase_ == Phase::draining) {
    begin_draining();  // now it is over
  }
}

/// TCP is broken: nothing goes in or out any more.
void EngineSession::on_network_error(std::error_code error) {
  if (phase_ == Phase::running) {
    let_engine_read([this](protocol::Bytes& out) { engine_->receive_eof(out); });
  }
  // Once both Close frames have gone over, or all that we had to say, a reset harms nobody.
  const bool in_order = phase_ == Phase::draining || (engine_ && engine_->close_report().clean());
  end(in_order ? std::error_code() : error);
}

/// Where the engine writes.
protocol::Bytes& EngineSession::tail() {
  if (queue_.empty()) {
    if (queue_.tail().capacity() == 0) queue_.adopt(loop_.spare_buffers().take());
  } else if (!receiving_ || waits_to_write_) {  // one answer that leaves at once is one piece, however large
    queue_.seal_large_tail();
  }
  return queue_.tail();
}

/// What a read is answered with leaves at the end of the loop's turn, when all others have been read: so a peer that
/// has many connections finds many answers when it is woken, instead of being woken for each. A large one leaves at
/// once: it would not be in the processor's cache any more.
void EngineSession::write_answer() {
  if (phase_ == Phase::ended || write_error_) return queue_.clear();
  if (queue_.size() >= write_at_once_from) {
    flush();
  } else if (!queue_.empty()) {
    schedule_flush();
  } else {
    loop_.spare_buffers().give_back(queue_.release());
  }
  if (phase_ == Phase::running) queue_within_limit();
}

/// A few go with the rest of the turn's answers.
bool EngineSession::send_frames(protocol::ByteView frames) {
  if (!receiving_ || frames.size() < write_at_once_from || waits_to_write_ || !is_open()) return false;
  write_through(frames);
  return true;
}

/// Writes frames, or a large message whose header waits already, without a copy, behind all that waits.
bool EngineSession::write_through(protocol::ByteView payload) {
  std::array<protocol::ByteView, pieces_per_write> pieces;
  const auto before = queue_.front(std::span(pieces).first(pieces_per_write - 1));
  const std::size_t size = total_size(before);
  if (size == queue_.size()) {
    pieces[before.size()] = payload;
    const auto all = std::span(pieces).first(before.size() + 1);
    const std::size_t written = stream_->write(all).bytes;  // an error comes again when the rest is written
    tap_sent(all, written);
    const std::size_t of_before = std::min(written, size);
    queue_.consume(of_before);
    payload = payload.subspan(written - of_before);
  }
  queue_.append(payload);
  owes_drained_ = true;
  if (!receiving_ && !queue_within_limit()) return false;
  schedule_flush();  // also when nothing is left: it tells that
  return true;
}

void EngineSession::schedule_flush() {
  if (flush_scheduled_ || waits_to_write_ || phase_ == Phase::ended) return;
  flush_scheduled_ = true;
  loop_.at_end_of_turn([session = self()] {
    session->flush_scheduled_ = false;
    session->flush();
  });
}

void EngineSession::flush() {
  if (waits_to_write_ || write_error_ || phase_ == Phase::ended) return;
  owes_drained_ = owes_drained_ || !queue_.empty();
  std::array<protocol::ByteView, pieces_per_write> views;
  for (int i = 0; i < writes_per_turn && !queue_.empty(); ++i) {
    const auto pieces = queue_.front(views);
    const std::size_t offered = total_size(pieces);
    const auto result = stream_->write(pieces);
    if (result.error && result.error != asio::error::would_block) return on_write_error(result.error);
    tap_sent(pieces, result.bytes);
    queue_.consume(result.bytes);
    if (result.bytes < offered) {
      queue_.trim();
      wait_writable();
      break;
    }
  }
  if (queue_.empty()) {
    loop_.spare_buffers().give_back(queue_.release());
  } else {
    schedule_flush();
  }
  after_write();
}

void EngineSession::wait_writable() {
  waits_to_write_ = true;
  stream_->wait_writable([session = self()](std::error_code error) {
    session->waits_to_write_ = false;
    if (session->phase_ == Phase::ended) return;
    if (error) return session->on_write_error(error);
    session->flush();
  });
}

/// The peer may have sent its Close, and reasons with it, before it stopped reading: what has arrived is read first.
void EngineSession::on_write_error(std::error_code error) {
  write_error_ = error;
  queue_.clear();
  if (!reading_) read_some();  // ends the session
}

void EngineSession::after_write() {
  if (phase_ == Phase::ended) return;
  if (queue_.empty() && std::exchange(owes_drained_, false)) events_.on_drained();
  if (phase_ == Phase::flushing && queue_.empty()) return begin_draining();
  if (may_read()) read_soon();
}

void EngineSession::tap_sent(std::span<const protocol::ByteView> pieces, std::size_t count) {
  if (!wants_wire_) return;
  for (const auto piece : pieces) {
    const std::size_t size = std::min(piece.size(), count);
    if (size > 0) events_.on_wire(Direction::sent, piece.first(size));
    count -= size;
  }
}

std::shared_ptr<const SharedMessage> make_shared_message(protocol::MessageType type, protocol::ByteView payload) {
  const auto header = protocol::make_header(opcode_of(type), payload.size());
  SharedMessage message{type, {}, 0};
  message.frame.reserve(protocol::max_header_size + payload.size());
  protocol::encode_frame(header, payload, message.frame);
  message.payload_offset = message.frame.size() - payload.size();
  return std::make_shared<const SharedMessage>(std::move(message));
}

}  // namespace parley::net
