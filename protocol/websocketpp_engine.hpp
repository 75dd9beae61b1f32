// ConnectionEngine: what it takes in either role to drive a connection of websocketpp by bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>
#include <websocketpp/connection.hpp>

#include "protocol/engine.hpp"
#include "protocol/fragments.hpp"
#include "protocol/websocketpp_deflate.hpp"

namespace parley::protocol::websocketpp {

/// Where a frame stands in its message.
enum class Place : std::uint8_t { inside, last };

/// The role's engine must call `end` when it is destroyed: the library may still have something to say then.
template <class Connection>
class ConnectionEngine : public Engine {
 public:
  ConnectionEngine(ConnectionEngine&&) = delete;

  void receive(ByteSpan data, Bytes& out) override {
    const Output output(*this, out);
    const InflateLimit inflate_limit(max_message_);
    std::size_t taken = 0;
    guarded([&] { taken = connection_->read_all(reinterpret_cast<const char*>(data.data()), data.size()); });
    if (taken < data.size()) dead_ = true;  // it has stopped reading: nothing more can come of this connection
    note_received_close();
  }

  void receive_eof(Bytes& out) override {
    const Output output(*this, out);
    guarded([this] { connection_->eof(); });
    dead_ = true;
  }

  bool send(MessageType type, ByteView payload, const SendOptions& options, Bytes& out) override {
    if (state() != EngineState::open) return false;
    const Output output(*this, out);
    bool sent = false;
    guarded([&] {
      const bool fits = options.frames <= 1 && payload.size() <= options.fragment_size;
      const bool whole = options.in_one_frame() || fits;
      sent = whole ? send_whole(type, payload, options) : send_fragments(type, payload, options);
    });
    return sent;
  }

  bool ping(ByteView payload, Bytes& out) override {
    return control(out, [&](std::error_code& error) { connection_->ping(std::string(as_text(payload)), error); });
  }

  bool pong(ByteView payload, Bytes& out) override {
    return control(out, [&](std::error_code& error) { connection_->pong(std::string(as_text(payload)), error); });
  }

  [[nodiscard]] bool takes_encoded_frames() const override { return false; }

  [[nodiscard]] EngineState state() const override {
    if (dead_) return EngineState::closed;
    switch (connection_->get_state()) {
      case ::websocketpp::session::state::connecting:
        return EngineState::opening;
      case ::websocketpp::session::state::open:
        return EngineState::open;
      case ::websocketpp::session::state::closing:
        return EngineState::closing;
      case ::websocketpp::session::state::closed:
        break;
    }
    return EngineState::closed;
  }

 protected:
  using MessagePtr = typename Connection::message_ptr;
  using Opcode = ::websocketpp::frame::opcode::value;

  /// Directs what the library writes to one call's buffer; calls nest when an event's receiver answers at once.
  class Output {
   public:
    Output(ConnectionEngine& engine, Bytes& out) : engine_(engine), outer_(std::exchange(engine.out_, &out)) {}
    ~Output() { engine_.out_ = outer_; }
    Output(Output&&) = delete;

   private:
    ConnectionEngine& engine_;
    Bytes* outer_;
  };

  explicit ConnectionEngine(std::uint64_t max_message) : max_message_(static_cast<std::size_t>(max_message)) {}

  void end() {
    gone_ = true;
    guarded([this] { connection_->eof(); });  // its pending read holds a reference to itself
    connection_.reset();                      // which refers to what the role's engine holds
  }

  /// An exception out of the library ends this connection, not the program.
  template <class Call>
  void guarded(Call call) {
    try {
      call();
    } catch (const std::exception& error) {
      dead_ = true;
      note_exception(error.what());
    }
  }

  /// Has the library send a control frame.
  template <class Call>
  bool control(Bytes& out, Call call) {
    if (state() != EngineState::open) return false;
    const Output output(*this, out);
    std::error_code error;
    guarded([&] { call(error); });
    return !error && !dead_;
  }

  void write(std::string_view bytes) {
    if (out_ != nullptr) append(*out_, bytes);
  }

  static Opcode opcode_of(MessageType type) {
    return type == MessageType::text ? ::websocketpp::frame::opcode::text : ::websocketpp::frame::opcode::binary;
  }

  static void deliver(const MessagePtr& message, EngineEvents& events) {
    const bool text = message->get_opcode() == ::websocketpp::frame::opcode::text;
    events.on_message(text ? MessageType::text : MessageType::binary, as_bytes(message->get_payload()));
  }

  /// Frames are written as buffers; what is not is the opening handshake.
  void set_frame_handlers(EngineEvents& events) {
    using Handle = const ::websocketpp::connection_hdl&;
    using Buffers = std::vector<::websocketpp::transport::buffer>;
    connection_->set_vector_write_handler([this](Handle, const Buffers& buffers) {
      write_frames(buffers);
      return std::error_code();
    });
    connection_->set_ping_handler([this, &events](Handle, const std::string& payload) {
      std::error_code error;
      connection_->pong(payload, error);  // RFC 6455 §5.5.2; before the event, as the engine's contract says
      events.on_ping(as_bytes(payload));
      return false;
    });
    connection_->set_pong_handler([&events](Handle, const std::string& payload) { events.on_pong(as_bytes(payload)); });
  }

  virtual bool send_whole(MessageType type, ByteView payload, const SendOptions& options) = 0;
  /// A frame whose header we write. Uncompressed.
  virtual bool send_frame(Opcode opcode, ByteView payload, Place place) = 0;
  virtual void note_received_close() = 0;
  virtual void note_sent_close(std::string_view payload) = 0;
  virtual void note_exception(const char* what) = 0;

  std::shared_ptr<Connection> connection_;
  bool dead_ = false;  // closed, whatever the library says
  bool gone_ = false;  // being destroyed: no more events

 private:
  /// The library has no fragments on sending; it does take frames that are made already.
  bool send_fragments(MessageType type, ByteView payload, const SendOptions& options) {
    auto opcode = opcode_of(type);
    Fragments fragments(payload, options);
    do {
      const ByteView part = fragments.next();
      if (!send_frame(opcode, part, fragments.done() ? Place::last : Place::inside)) return false;
      opcode = ::websocketpp::frame::opcode::continuation;
    } while (!fragments.done());
    return true;
  }

  void write_frames(const std::vector<::websocketpp::transport::buffer>& buffers) {
    for (std::size_t i = 0; i + 1 < buffers.size(); i += 2) {  // header and payload in turn
      const std::string_view header(buffers[i].buf, buffers[i].len);
      const std::string_view payload(buffers[i + 1].buf, buffers[i + 1].len);
      write(header);
      write(payload);
      if ((static_cast<unsigned char>(header[0]) & 0x0FU) != ::websocketpp::frame::opcode::close) continue;
      note_sent_close(payload);
    }
  }

  std::size_t max_message_;
  Bytes* out_ = nullptr;
};

}  // namespace parley::protocol::websocketpp
