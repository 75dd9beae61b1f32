#include "client/websocketpp_engine.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "client/websocketpp_core.hpp"
#include "protocol/deflate_negotiation.hpp"

namespace parley::client {

namespace {

using namespace websocketpp_core;
using protocol::EngineState;
using protocol::websocketpp::ConnectionEngine;
using protocol::websocketpp::Place;

class WebsocketppEngine final : public ConnectionEngine<Connection> {
 public:
  WebsocketppEngine(const protocol::ClientEngineOptions& options, protocol::ClientEvents& events)
      : ConnectionEngine(options.limits.max_message), deflate_(options.deflate), events_(events) {
    connection_ = make_connection(endpoint_, options);
    set_frame_handlers(events);
    set_handlers();
    guarded([&] {
      for (const auto& name : options.subprotocols) connection_->add_subprotocol(name);
      for (const auto& field : options.fields) connection_->append_header(field.name, field.value);
    });
  }

  ~WebsocketppEngine() override { end(); }

  WebsocketppEngine(WebsocketppEngine&&) = delete;

  void start(protocol::Bytes& out) override {
    const Output output(*this, out);
    if (dead_) return fail_handshake(broken_);
    guarded([this] { endpoint_.connect(connection_); });
  }

  void receive(protocol::ByteSpan data, protocol::Bytes& out) override {
    if (state() == EngineState::closed) return;
    ConnectionEngine::receive(data, out);
  }

  bool close(const protocol::CloseBody& body, protocol::Bytes& out) override {
    close_was_asked_for_ = true;
    const bool sent = control(out, [&](std::error_code& error) { connection_->close(body.code, body.reason, error); });
    close_was_asked_for_ = sent;
    return sent;
  }

  [[nodiscard]] EngineState state() const override {
    if (report_.violation || report_.clean()) return EngineState::closed;
    return ConnectionEngine::state();
  }

  [[nodiscard]] const protocol::CloseReport& close_report() const override { return report_; }
  [[nodiscard]] const protocol::Negotiated& negotiated() const override { return negotiated_; }

 private:
  bool send_whole(protocol::MessageType type, protocol::ByteView payload,
                  const protocol::SendOptions& options) override {
    const MessagePtr message = connection_->get_message(opcode_of(type), payload.size());
    message->set_payload(payload.data(), payload.size());
    message->set_compressed(options.compress && deflate_ && payload.size() >= deflate_->threshold);
    return !connection_->send(message);
  }

  bool send_frame(Opcode code, protocol::ByteView payload, Place place) override {
    return !connection_->send(masked_frame(*connection_, code, payload, place, random_()));
  }

  void set_handlers() {
    connection_->set_write_handler([this](const wspp::connection_hdl&, const char* data, std::size_t size) {
      write(with_offer({data, size}, deflate_));
      return std::error_code();
    });
    connection_->set_open_handler([this](const wspp::connection_hdl&) { on_open(); });
    connection_->set_fail_handler(
        [this](const wspp::connection_hdl&) { fail_handshake(connection_->get_ec().message()); });
    connection_->set_message_handler([this](const wspp::connection_hdl&, const MessagePtr& message) {
      if (state() != EngineState::closed) deliver(message, events_);
    });
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

  void note_exception(const char* what) override {
    broken_ = std::string("websocketpp: ") + what;
    report_.violation = protocol::Violation{protocol::CloseCode::internal_error, "websocketpp", what};
  }

  void note_received_close() override {
    if (!report_.received) report_.received = received_close(*connection_);
  }

  void note_sent_close(std::string_view /*payload*/) override {
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

  Endpoint endpoint_;        // the connection refers to its random source
  Config::rng_type random_;  // masks of the fragments
  std::optional<protocol::DeflateOptions> deflate_;
  protocol::ClientEvents& events_;
  protocol::CloseReport report_;
  protocol::Negotiated negotiated_;
  std::string broken_;  // what the library threw
  bool close_was_asked_for_ = false;
};

}  // namespace

std::unique_ptr<protocol::Engine> make_websocketpp_engine(const protocol::ClientEngineOptions& options,
                                                          protocol::ClientEvents& events) {
  return std::make_unique<WebsocketppEngine>(options, events);
}

}  // namespace parley::client
