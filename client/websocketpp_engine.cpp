#include "client/websocketpp_engine.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "client/websocketpp_core.hpp"
#include "protocol/deflate_negotiation.hpp"

namespace parley::client {

namespace {

using namespace websocketpp_core;
using protocol::EngineState;

class WebsocketppEngine final : public protocol::Engine {
 public:
  WebsocketppEngine(const protocol::ClientEngineOptions& options, protocol::ClientEvents& events)
      : deflate_(options.deflate), max_message_(options.limits.max_message), events_(events) {
    connection_ = make_connection(endpoint_, options);
    set_write_handlers();
    set_handshake_handlers();
    set_message_handlers();
    guarded([&] {
      for (const auto& name : options.subprotocols) connection_->add_subprotocol(name);
      for (const auto& field : options.fields) connection_->append_header(field.name, field.value);
    });
  }

  ~WebsocketppEngine() override {
    gone_ = true;
    guarded([this] { connection_->eof(); });  // its pending read holds a reference to itself
  }

  WebsocketppEngine(WebsocketppEngine&&) = delete;

  void start(protocol::Bytes& out) override {
    const Output output(*this, out);
    if (dead_) return fail_handshake(broken_);
    guarded([this] { endpoint_.connect(connection_); });
  }

  void receive(protocol::ByteSpan data, protocol::Bytes& out) override {
    if (state() == EngineState::closed) return;
    const Output output(*this, out);
    const protocol::websocketpp::InflateLimit inflate_limit(max_message_);
    std::size_t taken = 0;
    guarded([&] { taken = connection_->read_all(reinterpret_cast<const char*>(data.data()), data.size()); });
    if (taken < data.size()) dead_ = true;  // it has stopped reading: nothing more can come of this connection
    note_received_close();
  }

  void receive_eof(protocol::Bytes& out) override {
    const Output output(*this, out);
    guarded([this] { connection_->eof(); });
    dead_ = true;
  }

  bool send(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options,
            protocol::Bytes& out) override {
    if (state() != EngineState::open) return false;
    const Output output(*this, out);
    bool sent = false;
    guarded([&] {
      const bool whole = options.fragment_size == 0 || payload.size() <= options.fragment_size;
      sent = whole ? send_whole(type, payload, options) : send_fragments(type, payload, options.fragment_size);
    });
    return sent;
  }

  bool ping(protocol::ByteView payload, protocol::Bytes& out) override {
    return control(out, [&](std::error_code& error) { connection_->ping(to_text(payload), error); });
  }

  bool pong(protocol::ByteView payload, protocol::Bytes& out) override {
    return control(out, [&](std::error_code& error) { connection_->pong(to_text(payload), error); });
  }

  bool close(const protocol::CloseBody& body, protocol::Bytes& out) override {
    close_was_asked_for_ = true;
    const bool sent = control(out, [&](std::error_code& error) { connection_->close(body.code, body.reason, error); });
    close_was_asked_for_ = sent;
    return sent;
  }

  [[nodiscard]] bool takes_encoded_frames() const override { return false; }

  [[nodiscard]] EngineState state() const override {
    if (dead_ || report_.violation || report_.clean()) return EngineState::closed;
    switch (connection_->get_state()) {
      case wspp::session::state::connecting:
        return EngineState::opening;
      case wspp::session::state::open:
        return EngineState::open;
      case wspp::session::state::closing:
        return EngineState::closing;
      case wspp::session::state::closed:
        break;
    }
    return EngineState::closed;
  }

  [[nodiscard]] const protocol::CloseReport& close_report() const override { return report_; }
  [[nodiscard]] const protocol::Negotiated& negotiated() const override { return negotiated_; }

 private:
  /// Directs what the library writes to one call's buffer; calls nest when an event's receiver answers at once.
  class Output {
   public:
    Output(WebsocketppEngine& engine, protocol::Bytes& out) : engine_(engine), outer_(engine.out_) {
      engine_.out_ = &out;
    }
    ~Output() { engine_.out_ = outer_; }
    Output(Output&&) = delete;

   private:
    WebsocketppEngine& engine_;
    protocol::Bytes* outer_;
  };

  /// An exception out of the library ends this connection, not the program.
  template <class Call>
  void guarded(Call call) {
    try {
      call();
    } catch (const std::exception& error) {
      dead_ = true;
      broken_ = std::string("websocketpp: ") + error.what();
      report_.violation = protocol::Violation{protocol::CloseCode::internal_error, "websocketpp", error.what()};
    }
  }

  template <class Call>
  bool control(protocol::Bytes& out, Call call) {
    if (state() != EngineState::open) return false;
    const Output output(*this, out);
    std::error_code error;
    guarded([&] { call(error); });
    return !error && !dead_;
  }

  bool send_whole(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options) {
    const Message message = connection_->get_message(opcode_of(type), payload.size());
    message->set_payload(payload.data(), payload.size());
    message->set_compressed(options.compress && deflate_ && payload.size() >= deflate_->threshold);
    return !connection_->send(message);
  }

  /// The library has no fragments on sending; it does take frames that are made already.
  bool send_fragments(protocol::MessageType type, protocol::ByteView payload, std::uint64_t fragment_size) {
    auto code = opcode_of(type);
    while (!payload.empty()) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(fragment_size, payload.size()));
      const auto fragment = payload.first(size);
      payload = payload.subspan(size);
      const auto fin = payload.empty() ? Fin::last : Fin::more_follow;
      if (connection_->send(masked_frame(*connection_, code, fragment, fin, random_()))) return false;
      code = opcode::continuation;
    }
    return true;
  }

  void set_write_handlers() {
    connection_->set_write_handler([this](wspp::connection_hdl, const char* data, std::size_t size) {
      write(with_offer({data, size}, deflate_));  // the opening handshake: frames come as buffers
      return std::error_code();
    });
    using Buffers = std::vector<wspp::transport::buffer>;
    connection_->set_vector_write_handler([this](wspp::connection_hdl, const Buffers& buffers) {
      for (std::size_t i = 0; i + 1 < buffers.size(); i += 2) {  // header and payload in turn
        write({buffers[i].buf, buffers[i].len});
        write({buffers[i + 1].buf, buffers[i + 1].len});
        if ((static_cast<unsigned char>(buffers[i].buf[0]) & 0x0FU) == opcode::close) note_sent_close();
      }
      return std::error_code();
    });
  }

  void write(std::string_view bytes) {
    if (out_ != nullptr) protocol::append(*out_, bytes);
  }

  void set_handshake_handlers() {
    connection_->set_open_handler([this](wspp::connection_hdl) { on_open(); });
    connection_->set_fail_handler([this](wspp::connection_hdl) { fail_handshake(connection_->get_ec().message()); });
  }

  void set_message_handlers() {
    connection_->set_message_handler([this](wspp::connection_hdl, const Message& message) {
      if (state() == EngineState::closed) return;
      const bool text = message->get_opcode() == opcode::text;
      events_.on_message(text ? protocol::MessageType::text : protocol::MessageType::binary,
                         protocol::as_bytes(message->get_payload()));
    });
    connection_->set_ping_handler([this](wspp::connection_hdl, const std::string& payload) {
      std::error_code error;
      connection_->pong(payload, error);  // RFC 6455 §5.5.2; before the event, as the engine's contract says
      events_.on_ping(protocol::as_bytes(payload));
      return false;
    });
    connection_->set_pong_handler(
        [this](wspp::connection_hdl, const std::string& payload) { events_.on_pong(protocol::as_bytes(payload)); });
  }

  void on_open() {
    if (dead_) return;  // the library goes on after a handshake that it has failed for its extensions
    const auto response = response_of(*connection_);
    negotiated_.subprotocol = response.fields.combined("Sec-WebSocket-Protocol").value_or("");
    const auto extensions = protocol::parse_extensions(connection_->get_response_header("Sec-WebSocket-Extensions"));
    if (deflate_ && extensions && !extensions->empty()) {
      const auto agreed = protocol::check_deflate_answer(extensions->front(), *deflate_);
      if (agreed) negotiated_.deflate = *agreed;
    }
    events_.on_open(negotiated_, response);
  }

  void fail_handshake(const std::string& reason) {
    dead_ = true;
    if (gone_) return;
    const auto response = response_of(*connection_);
    events_.on_handshake_failure(
        {response.status, response.fields, response.body, "the opening handshake failed: " + reason});
  }

  void note_received_close() {
    if (!report_.received) report_.received = received_close(*connection_);
  }

  void note_sent_close() {
    note_received_close();
    report_.sent = protocol::CloseBody{connection_->get_local_close_code(), connection_->get_local_close_reason()};
    // The library answers a Close without a code with 1000.
    const bool answers =
        report_.received && (report_.sent->code == report_.received->code || report_.sent->code == 1000);
    if (close_was_asked_for_ || answers) return;
    // A Close that nobody asked for and that does not answer the peer's: the library fails the connection.
    report_.violation = protocol::Violation{static_cast<protocol::CloseCode>(report_.sent->code), "RFC 6455 §7.1.7",
                                            "websocketpp: " + report_.sent->reason};
  }

  Endpoint endpoint_;  // the connection refers to its random source
  Endpoint::connection_ptr connection_;
  Config::rng_type random_;  // masks of the fragments
  std::optional<protocol::DeflateOptions> deflate_;
  std::size_t max_message_;
  protocol::ClientEvents& events_;
  protocol::Bytes* out_ = nullptr;
  protocol::CloseReport report_;
  protocol::Negotiated negotiated_;
  std::string broken_;  // what the library threw
  bool close_was_asked_for_ = false;
  bool dead_ = false;  // closed, whatever the library says
  bool gone_ = false;  // being destroyed: no more events
};

}  // namespace

std::unique_ptr<protocol::Engine> make_websocketpp_engine(const protocol::ClientEngineOptions& options,
                                                          protocol::ClientEvents& events) {
  return std::make_unique<WebsocketppEngine>(options, events);
}

}  // namespace parley::client
