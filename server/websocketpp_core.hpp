// websocketpp's core behind protocol::Engine. Private to the two sources that instantiate it: each costs the compiler
// 20 seconds.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <websocketpp/server.hpp>

#include "protocol/deflate_negotiation.hpp"
#include "protocol/server_handshake.hpp"
#include "protocol/utf8.hpp"
#include "protocol/websocketpp_engine.hpp"
#include "server/websocketpp_close.hpp"
#include "server/websocketpp_config.hpp"
#include "server/websocketpp_engine.hpp"

namespace parley::server::websocketpp_core {

template <class Config>
using ConnectionEngine = protocol::websocketpp::ConnectionEngine<typename wspp::server<Config>::connection_type>;

template <class Config>
class Core final : public ConnectionEngine<Config> {
  using Base = ConnectionEngine<Config>;

 public:
  using Endpoint = wspp::server<Config>;

  Core(std::shared_ptr<Endpoint> endpoint, const protocol::ServerEngineOptions& options, protocol::ServerEvents& events)
      : Base(options.limits.max_message), endpoint_(std::move(endpoint)), deflate_(options.deflate), events_(events) {
    connection_ = endpoint_->get_connection();
    connection_->set_max_message_size(options.limits.max_message);
    connection_->set_max_http_body_size(options.limits.max_head);
    this->set_frame_handlers(events);
    set_event_handlers();
    connection_->start();  // waits for the request
  }

  ~Core() override { this->end(); }

  Core(Core&&) = delete;

  void start(protocol::Bytes& /*out*/) override {}

  bool close(const protocol::CloseBody& body, protocol::Bytes& out) override {
    close_notes_.note_asked();
    return this->control(out, [&](std::error_code& error) { connection_->close(body.code, body.reason, error); });
  }

  [[nodiscard]] const protocol::CloseReport& close_report() const override { return close_notes_.report(); }
  [[nodiscard]] const protocol::Negotiated& negotiated() const override { return negotiated_; }

 private:
  using Base::connection_;
  using Base::gone_;
  using typename Base::MessagePtr;
  using typename Base::Opcode;
  using Place = protocol::websocketpp::Place;

  bool send_whole(protocol::MessageType type, protocol::ByteView payload,
                  const protocol::SendOptions& options) override {
    if (!options.compress || !negotiated_.deflate || payload.size() < deflate_->threshold) {
      // The library checks what it sends, and takes in some text that ends inside a character.
      if (type == protocol::MessageType::text && !protocol::is_utf8(payload)) return false;
      return send_frame(Base::opcode_of(type), payload, Place::last);
    }
    const MessagePtr message = connection_->get_message(Base::opcode_of(type), payload.size());
    message->set_payload(payload.data(), payload.size());
    message->set_compressed(true);
    return !connection_->send(message);
  }

  /// With its header written: the library would copy it into another message to do so.
  bool send_frame(Opcode opcode, protocol::ByteView payload, Place place) override {
    const MessagePtr frame = connection_->get_message(opcode, payload.size());
    frame->set_payload(payload.data(), payload.size());
    frame->set_header(
        wspp::frame::prepare_header(wspp::frame::basic_header(opcode, payload.size(), place == Place::last, false),
                                    wspp::frame::extended_header(payload.size())));
    frame->set_prepared(true);
    return !connection_->send(frame);
  }

  void set_event_handlers() {
    connection_->set_write_handler([this](const wspp::connection_hdl&, const char* data, std::size_t size) {
      this->write({data, size});
      return std::error_code();
    });
    connection_->set_validate_handler([this](const wspp::connection_hdl&) { return gone_ ? false : on_upgrade(); });
    connection_->set_http_handler([this](const wspp::connection_hdl&) {
      if (!gone_) respond(events_.on_http(request()));
    });
    connection_->set_open_handler([this](const wspp::connection_hdl&) { on_open(); });
    connection_->set_message_handler(
        [this](const wspp::connection_hdl&, const MessagePtr& message) { Base::deliver(message, events_); });
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

  void note_received_close() override {
    close_notes_.note_received(connection_->get_remote_close_code(), connection_->get_remote_close_reason());
  }

  void note_sent_close(std::string_view payload) override {
    note_received_close();
    close_notes_.note_sent(payload);
  }

  void note_exception(const char* what) override { close_notes_.note_exception(what); }

  std::shared_ptr<Endpoint> endpoint_;  // the connection refers to its endpoint's random source
  std::optional<protocol::DeflateOptions> deflate_;
  protocol::ServerEvents& events_;
  CloseNotes close_notes_;
  protocol::Negotiated negotiated_;
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
