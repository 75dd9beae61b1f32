// websocketpp's core behind protocol::Engine. Private to the two sources that instantiate it: each costs the compiler
// 20 seconds.
#pragma once

#include <algorithm>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>
#include <websocketpp/server.hpp>

#include "protocol/deflate_negotiation.hpp"
#include "protocol/server_handshake.hpp"
#include "protocol/utf8.hpp"
#include "protocol/websocketpp_deflate.hpp"
#include "server/websocketpp_close.hpp"
#include "server/websocketpp_config.hpp"
#include "server/websocketpp_engine.hpp"

namespace parley::server::websocketpp_core {

template <class Config>
class Core final : public protocol::Engine {
 public:
  using Endpoint = wspp::server<Config>;
  using Connection = typename Endpoint::connection_type;

  Core(std::shared_ptr<Endpoint> endpoint, const protocol::ServerEngineOptions& options, protocol::ServerEvents& events)
      : endpoint_(std::move(endpoint)),
        deflate_(options.deflate),
        max_message_(options.limits.max_message),
        events_(events) {
    connection_ = endpoint_->get_connection();
    connection_->set_max_message_size(max_message_);
    connection_->set_max_http_body_size(options.limits.max_head);
    set_write_handlers();
    set_event_handlers();
    connection_->start();  // waits for the request
  }

  ~Core() override {
    gone_ = true;
    guarded([this] { connection_->eof(); });  // its pending read holds a reference to itself
  }

  Core(Core&&) = delete;

  void start(protocol::Bytes& /*out*/) override {}

  void receive(protocol::ByteSpan data, protocol::Bytes& out) override {
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
    if (state() != protocol::EngineState::open) return false;
    const Output output(*this, out);
    bool sent = false;
    guarded([&] {
      const bool whole = options.fragment_size == 0 || payload.size() <= options.fragment_size;
      sent = whole ? send_whole(type, payload, options) : send_fragments(type, payload, options.fragment_size);
    });
    return sent;
  }

  bool ping(protocol::ByteView payload, protocol::Bytes& out) override {
    return control(out, [&](std::error_code& error) { connection_->ping(text_of(payload), error); });
  }

  bool pong(protocol::ByteView payload, protocol::Bytes& out) override {
    return control(out, [&](std::error_code& error) { connection_->pong(text_of(payload), error); });
  }

  bool close(const protocol::CloseBody& body, protocol::Bytes& out) override {
    close_notes_.note_asked();
    return control(out, [&](std::error_code& error) { connection_->close(body.code, body.reason, error); });
  }

  [[nodiscard]] bool takes_encoded_frames() const override { return false; }

  [[nodiscard]] protocol::EngineState state() const override {
    if (dead_) return protocol::EngineState::closed;
    switch (connection_->get_state()) {
      case wspp::session::state::connecting:
        return protocol::EngineState::opening;
      case wspp::session::state::open:
        return protocol::EngineState::open;
      case wspp::session::state::closing:
        return protocol::EngineState::closing;
      case wspp::session::state::closed:
        break;
    }
    return protocol::EngineState::closed;
  }

  [[nodiscard]] const protocol::CloseReport& close_report() const override { return close_notes_.report(); }
  [[nodiscard]] const protocol::Negotiated& negotiated() const override { return negotiated_; }

 private:
  using MessagePtr = typename Connection::message_ptr;
  using Opcode = wspp::frame::opcode::value;

  /// Directs what the library writes to one call's buffer; calls nest when an event's receiver answers at once.
  class Output {
   public:
    Output(Core& core, protocol::Bytes& out) : core_(core), outer_(core.out_) { core_.out_ = &out; }
    ~Output() { core_.out_ = outer_; }
    Output(Output&&) = delete;

   private:
    Core& core_;
    protocol::Bytes* outer_;
  };

  static std::string text_of(protocol::ByteView bytes) { return std::string(protocol::as_text(bytes)); }

  static protocol::ByteView bytes_of(const std::string& text) { return protocol::as_bytes(text); }

  /// An exception out of the library ends this connection, not the server.
  template <class Call>
  void guarded(Call call) {
    try {
      call();
    } catch (const std::exception& error) {
      dead_ = true;
      close_notes_.note_exception(error.what());
    }
  }

  template <class Call>
  bool control(protocol::Bytes& out, Call call) {
    if (state() != protocol::EngineState::open) return false;
    const Output output(*this, out);
    std::error_code error;
    guarded([&] { call(error); });
    return !error && !dead_;
  }

  bool send_whole(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options) {
    if (!options.compress || !negotiated_.deflate || payload.size() < deflate_->threshold) {
      // The library checks what it sends, and takes in some text that ends inside a character.
      if (type == protocol::MessageType::text && !protocol::is_utf8(payload)) return false;
      return send_prepared(opcode_of(type), payload, Place::last);
    }
    const MessagePtr message = connection_->get_message(opcode_of(type), payload.size());
    message->set_payload(payload.data(), payload.size());
    message->set_compressed(true);
    return !connection_->send(message);
  }

  enum class Place : std::uint8_t { inside, last };  // of a frame in its message

  /// Uncompressed, with its header written: the library would copy it into another message to do so.
  bool send_prepared(Opcode opcode, protocol::ByteView payload, Place place) {
    const MessagePtr frame = connection_->get_message(opcode, payload.size());
    frame->set_payload(payload.data(), payload.size());
    frame->set_header(
        wspp::frame::prepare_header(wspp::frame::basic_header(opcode, payload.size(), place == Place::last, false),
                                    wspp::frame::extended_header(payload.size())));
    frame->set_prepared(true);
    return !connection_->send(frame);
  }

  /// The library has no fragments on sending; it does take frames whose header is written already. Uncompressed.
  bool send_fragments(protocol::MessageType type, protocol::ByteView payload, std::uint64_t fragment_size) {
    Opcode opcode = opcode_of(type);
    while (!payload.empty()) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(fragment_size, payload.size()));
      const Place place = size == payload.size() ? Place::last : Place::inside;
      if (!send_prepared(opcode, payload.first(size), place)) return false;
      payload = payload.subspan(size);
      opcode = wspp::frame::opcode::continuation;
    }
    return true;
  }

  static Opcode opcode_of(protocol::MessageType type) {
    return type == protocol::MessageType::text ? wspp::frame::opcode::text : wspp::frame::opcode::binary;
  }

  void set_write_handlers() {
    connection_->set_write_handler([this](wspp::connection_hdl, const char* data, std::size_t size) {
      write(std::string_view(data, size));
      return std::error_code();
    });
    using Buffers = std::vector<wspp::transport::buffer>;
    connection_->set_vector_write_handler([this](wspp::connection_hdl, const Buffers& buffers) {
      for (std::size_t i = 0; i + 1 < buffers.size(); i += 2) {  // header and payload in turn
        const std::string_view header(buffers[i].buf, buffers[i].len);
        const std::string_view payload(buffers[i + 1].buf, buffers[i + 1].len);
        write(header);
        write(payload);
        if ((static_cast<unsigned char>(header[0]) & 0x0FU) != wspp::frame::opcode::close) continue;
        note_received_close();
        close_notes_.note_sent(payload);
      }
      return std::error_code();
    });
  }

  void write(std::string_view bytes) {
    if (out_ != nullptr) protocol::append(*out_, bytes);
  }

  void set_event_handlers() {
    connection_->set_validate_handler([this](wspp::connection_hdl) { return gone_ ? false : on_upgrade(); });
    connection_->set_http_handler([this](wspp::connection_hdl) {
      if (!gone_) respond(events_.on_http(request()));
    });
    connection_->set_open_handler([this](wspp::connection_hdl) { on_open(); });
    connection_->set_message_handler([this](wspp::connection_hdl, const MessagePtr& message) {
      const bool text = message->get_opcode() == wspp::frame::opcode::text;
      events_.on_message(text ? protocol::MessageType::text : protocol::MessageType::binary,
                         bytes_of(message->get_payload()));
    });
    connection_->set_ping_handler([this](wspp::connection_hdl, const std::string& payload) {
      std::error_code error;
      connection_->pong(payload, error);  // RFC 6455 §5.5.2; before the event, as the engine's contract says
      events_.on_ping(bytes_of(payload));
      return false;
    });
    connection_->set_pong_handler(
        [this](wspp::connection_hdl, const std::string& payload) { events_.on_pong(bytes_of(payload)); });
  }

  [[nodiscard]] protocol::HttpRequest request() const {
    const auto& from = connection_->get_request();
    protocol::HttpRequest request;
    request.method = from.get_method();
    request.target = from.get_uri();
    for (const auto& [name, value] : from.get_headers()) request.fields.add(name, value);
    return request;
  }

  bool on_upgrade() {
    if (wspp::processor::get_websocket_version(connection_->get_request()) != 13) {
      // The library also speaks three drafts; we do not (RFC 6455 §4.2.2, 4).
      respond(protocol::make_error_response({426, "RFC 6455 §4.2.2", "this server speaks version 13 only"}));
      return false;
    }
    const auto answer = events_.on_upgrade(request());
    if (const auto* refusal = std::get_if<protocol::HttpResponse>(&answer)) {
      connection_->remove_header("Sec-WebSocket-Extensions");
      respond(*refusal);
      return false;
    }
    const auto& accept = std::get<protocol::Accept>(answer);
    std::error_code error;
    connection_->select_subprotocol(accept.subprotocol, error);
    for (const auto& field : accept.fields) connection_->append_header(field.name, field.value);
    return true;
  }

  void respond(protocol::HttpResponse response) {
    protocol::finish_response(response, connection_->get_request().get_method());
    const auto phrase = response.reason.empty() ? protocol::reason_phrase(response.status) : response.reason;
    connection_->set_status(static_cast<wspp::http::status_code::value>(response.status), std::string(phrase));
    connection_->set_body(response.body);
    if (response.body.empty() && response.fields.find("Content-Length") == nullptr) {
      connection_->append_header("Content-Length", "0");
    }
    for (const auto& field : response.fields) connection_->append_header(field.name, field.value);
  }

  void on_open() {
    negotiated_.subprotocol = connection_->get_subprotocol();
    const auto extensions = protocol::parse_extensions(connection_->get_response_header("Sec-WebSocket-Extensions"));
    if (extensions && !extensions->empty()) {
      const auto agreed = protocol::check_deflate_answer(extensions->front(), protocol::DeflateOptions{});
      if (agreed) negotiated_.deflate = *agreed;
    }
    events_.on_open(negotiated_);
  }

  void note_received_close() {
    close_notes_.note_received(connection_->get_remote_close_code(), connection_->get_remote_close_reason());
  }

  std::shared_ptr<Endpoint> endpoint_;  // the connection refers to its endpoint's random source
  std::shared_ptr<Connection> connection_;
  std::optional<protocol::DeflateOptions> deflate_;
  std::size_t max_message_;
  protocol::ServerEvents& events_;
  protocol::Bytes* out_ = nullptr;
  CloseNotes close_notes_;
  protocol::Negotiated negotiated_;
  bool dead_ = false;  // closed, whatever the library says
  bool gone_ = false;  // being destroyed: no more events
};

template <class Config>
class Engines final : public WebsocketppEngines {
 public:
  explicit Engines(const protocol::ServerEngineOptions& options)
      : options_(options), endpoint_(std::make_shared<typename Core<Config>::Endpoint>()) {
    endpoint_->set_user_agent("");  // no Server field
  }

  [[nodiscard]] std::unique_ptr<protocol::Engine> make(protocol::ServerEvents& events) const override {
    return std::make_unique<Core<Config>>(endpoint_, options_, events);
  }

 private:
  protocol::ServerEngineOptions options_;
  std::shared_ptr<typename Core<Config>::Endpoint> endpoint_;
};

[[nodiscard]] std::unique_ptr<WebsocketppEngines> make_plain(const protocol::ServerEngineOptions& options);
[[nodiscard]] std::unique_ptr<WebsocketppEngines> make_deflating(const protocol::ServerEngineOptions& options);

}  // namespace parley::server::websocketpp_core
