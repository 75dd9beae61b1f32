// What a Connection sends; what it makes of input is in connection.cpp.
#include <array>

#include "protocol/close_body.hpp"
#include "protocol/connection.hpp"
#include "protocol/fragments.hpp"
#include "protocol/whole_messages.hpp"

namespace parley::protocol {

/// Within a frame there is no place for another one.
Bytes& Connection::place_for_frames(Bytes& out) noexcept {
  return is_echoing() ? *behind_echo_ : out;
}

bool Connection::send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) {
  if (state_ != EngineState::open) return false;
  if (options.in_one_frame() && sends_as_it_is()) {
    append_whole_messages(std::array{MessageView{type, payload}}, place_for_frames(out));
    return true;
  }
  FrameHeader header;
  header.opcode = opcode_of(type);
  if (deflater_ && options.compress && payload.size() >= compress_from_) {
    Bytes compressed;
    deflater_->compress(payload, compressed);
    header.rsv = rsv1;  // RFC 7692 §6.1: on the first frame
    write_message(header, compressed, options, out);
  } else {
    write_message(header, payload, options, out);
  }
  return true;
}

bool Connection::send_all(std::span<const MessageView> messages, const SendOptions& options, Bytes& out) {
  if (state_ != EngineState::open) return false;
  if (options.in_one_frame() && sends_as_it_is()) {
    append_whole_messages(messages, place_for_frames(out));
    return true;
  }
  for (const auto& [type, payload] : messages) send(type, payload, options, out);
  return true;
}

bool Connection::send_header(MessageType type, std::uint64_t payload_size, Bytes& out) {
  if (state_ != EngineState::open || !sends_as_it_is() || is_echoing()) return false;
  encode_header(make_header(opcode_of(type), payload_size), out);
  return true;
}

/// Neither masked nor compressed.
bool Connection::sends_as_it_is() const noexcept {
  return context_.receiver == Role::server && !deflater_;
}

bool Connection::ping(ByteView payload, Bytes& out) {
  return send_control(Opcode::ping, payload, out);
}

bool Connection::pong(ByteView payload, Bytes& out) {
  return send_control(Opcode::pong, payload, out);
}

bool Connection::close(const CloseBody& body, Bytes& out) {
  if (state_ != EngineState::open || !is_legal(body)) return false;
  send_close(body, out);
  state_ = EngineState::closing;
  return true;
}

bool Connection::send_control(Opcode opcode, ByteView payload, Bytes& out) {
  if (state_ != EngineState::open || payload.size() > max_control_payload) return false;
  write_control(opcode, payload, out);
  return true;
}

void Connection::write_control(Opcode opcode, ByteView payload, Bytes& out) {
  FrameHeader header;
  header.opcode = opcode;
  write_frame(header, payload, out);
}

void Connection::send_close(const CloseBody& body, Bytes& out) {
  write_control(Opcode::close, encode_close_body(body), out);
  report().sent = body;
}

/// RFC 6455 §5.4: the first frame has the opcode, the last one FIN.
void Connection::write_message(FrameHeader header, ByteView payload, const SendOptions& options, Bytes& out) {
  Fragments fragments(payload, options);
  do {
    const ByteView part = fragments.next();
    header.fin = fragments.done();
    write_frame(header, part, out);
    header.opcode = Opcode::continuation;
    header.rsv = rsv_none;
  } while (!header.fin);
}

void Connection::write_frame(FrameHeader header, ByteView payload, Bytes& out) {
  header.length = payload.size();
  header.form = minimal_form(header.length);                               // RFC 6455 §5.2
  if (context_.receiver == Role::client) header.mask = (*mask_source_)();  // RFC 6455 §5.3: a fresh key for each frame
  encode_frame(header, payload, place_for_frames(out));
}

}  // namespace parley::protocol
