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
// A remainder of at least this size is moved into the queue, a smaller one is copied.
constexpr std::size_t move_from = 64U << 10;
// One large message must not leave its size in the loop's buffer for ever.
constexpr std::size_t keep_capacity_up_to = 1U << 20;

protocol::Opcode opcode_of(protocol::MessageType type) {
  return type == protocol::MessageType::text ? protocol::Opcode::text : protocol::Opcode::binary;
}
}  // namespace

bool EngineSession::may_read() const {
  switch (phase_) {
    case Phase::fresh:
    case Phase::ended:
      return false;
    case Phase::running:
      if (options_.role == protocol::Role::server && queue_.size() > options_.high_water) return false;
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

void EngineSession::receive(protocol::ByteSpan data) {
  if (wants_wire_) events_.on_wire(Direction::received, data);
  if (phase_ != Phase::running) return;  // the engine is closed: input is only drained
  if (options_.idle_timeout) last_input_ = Clock::now();
  auto& out = loop_.write_buffer();
  answer_ = &out;
  engine_->receive(data, out);
  answer_ = nullptr;
  write_directly(out);
  settle();
}

void EngineSession::on_eof() {
  eof_received_ = true;
  if (phase_ == Phase::running) {
    auto& out = loop_.write_buffer();
    answer_ = &out;
    engine_->receive_eof(out);
    answer_ = nullptr;
    write_directly(out);
    if (phase_ == Phase::running) begin_flushing();  // whatever the engine still waits for will not come
  } else if (phase_ == Phase::draining) {
    begin_draining();  // now it is over
  }
}

/// TCP is broken: nothing goes in or out any more.
void EngineSession::on_network_error(std::error_code error) {
  if (phase_ == Phase::running) {
    auto& out = loop_.write_buffer();
    answer_ = &out;
    engine_->receive_eof(out);
    answer_ = nullptr;
    out.clear();
  }
  // Once both Close frames have gone over, or all that we had to say, a reset harms nobody.
  const bool in_order = phase_ == Phase::draining || (engine_ && engine_->close_report().clean());
  end(in_order ? std::error_code() : error);
}

/// Gives the answer of one read to the stream; what it does not take goes into the queue.
void EngineSession::write_directly(protocol::Bytes& out) {
  std::size_t written = 0;
  const bool writable = phase_ != Phase::ended && !write_error_;
  if (writable && !out.empty() && queue_.empty()) {
    const std::array pieces{protocol::ByteView(out)};
    const auto result = stream_->write(pieces);
    written = result.bytes;
    tap_sent(pieces, written);
    if (result.error && result.error != asio::error::would_block) {
      on_write_error(result.error);
    } else if (written < out.size()) {
      keep(out, written);
      wait_writable();
    }
  } else if (writable && !out.empty()) {
    keep(out, 0);
    schedule_flush();
  }
  out.clear();
  if (out.capacity() > keep_capacity_up_to) out.shrink_to_fit();
  if (written > 0) after_write();
  if (phase_ == Phase::running) queue_within_limit();
}

/// Whether the frame of such a message is a header and then the payload, and may leave at once.
bool EngineSession::goes_as_it_is(const protocol::SendOptions& options) const {
  return is_open() && options.fragment_size == 0 && engine_->takes_encoded_frames() && !engine_->negotiated().deflate &&
         queue_.empty();
}

/// Writes a large message without a copy of it, behind what this read has been answered with so far.
bool EngineSession::write_through(protocol::MessageType type, protocol::ByteView payload) {
  protocol::Bytes alone;
  protocol::Bytes& before = answer_ != nullptr ? *answer_ : alone;
  protocol::encode_header(protocol::make_header(opcode_of(type), payload.size()), before);
  const std::array pieces{protocol::ByteView(before), payload};
  const std::size_t written = stream_->write(pieces).bytes;  // an error comes again when the rest is written
  tap_sent(pieces, written);
  const std::size_t of_before = std::min(written, before.size());
  queue_.append(protocol::ByteView(before).subspan(of_before));
  queue_.append(payload.subspan(written - of_before));
  before.clear();
  if (answer_ == nullptr && !queue_within_limit()) return false;
  schedule_flush();  // also when nothing is left: it tells that
  return true;
}

void EngineSession::keep(protocol::Bytes& out, std::size_t written) {
  if (out.size() - written >= move_from) {
    queue_.append(std::exchange(out, {}), written);
  } else {
    queue_.append(protocol::ByteView(out).subspan(written));
  }
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
  std::array<protocol::ByteView, pieces_per_write> views;
  for (int i = 0; i < writes_per_turn && !queue_.empty(); ++i) {
    const auto pieces = queue_.front(views);
    std::size_t offered = 0;
    for (const auto piece : pieces) offered += piece.size();
    const auto result = stream_->write(pieces);
    if (result.error && result.error != asio::error::would_block) return on_write_error(result.error);
    tap_sent(pieces, result.bytes);
    queue_.consume(result.bytes);
    if (result.bytes < offered) {
      wait_writable();
      break;
    }
  }
  if (!queue_.empty()) schedule_flush();
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
  if (queue_.empty()) events_.on_drained();
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
