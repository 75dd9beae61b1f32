// What an Engine tells its owner.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "protocol/deflate_options.hpp"
#include "protocol/http_message.hpp"
#include "protocol/message_view.hpp"

namespace parley::protocol {

/// What both sides agreed on in the opening handshake.
struct Negotiated {
  std::string subprotocol;  // empty: none
  std::optional<DeflateParameters> deflate;
};

/// A client's opening handshake that did not end in an open connection.
struct HandshakeFailure {
  int status = 0;  // HTTP status of the answer; 0 when it was no HTTP response at all
  HttpFields fields;
  std::string body;    // the first bytes of it, as far as they came with the head
  std::string reason;  // a sentence for the user, with its RFC section where a rule was broken
};

class EngineEvents {
 public:
  /// A whole message. `payload` is valid during the call only.
  virtual void on_message(MessageType type, ByteView payload) = 0;
  /// Messages that came together, at least one, in their order: as many calls of on_message, unless the receiver knows
  /// something better to do with all of them.
  virtual void on_messages(std::span<const MessageView> messages) {
    for (const auto& message : messages) on_message(message.type, message.payload);
  }
  /// Messages have begun to come. Yes: the engine may send them back as they are, a long one also before it has come
  /// whole, and tells of those that it did once they have come whole; all others come by on_message, and the owner
  /// sends them back. What is sent within a long one waits in the engine, where no limit counts it: for owners that
  /// send little by themselves. Not every engine asks.
  virtual bool echoes() { return false; }
  virtual void on_echoed(std::uint64_t /*messages*/, std::uint64_t /*payload_bytes*/) {}  // only to be counted
  /// During receive(): frames of the engine's, in the memory of the data that it was given, to go out behind all that
  /// is in its `out`. Yes: they are written, with what was in `out`, which may have become shorter or longer. No: the
  /// engine appends them to `out`.
  virtual bool send_frames(ByteView /*frames*/) { return false; }
  virtual void on_ping(ByteView /*payload*/) {}  // the Pong was written
  virtual void on_pong(ByteView /*payload*/) {}

 protected:
  ~EngineEvents() = default;
};

/// Takes the upgrade; the engine writes the 101 with these.
struct Accept {
  std::string subprotocol;  // one of those the client offered, or empty
  HttpFields fields;        // extra ones
};

class ServerEvents : public EngineEvents {
 public:
  /// A valid opening handshake: accept it, or refuse it with a response.
  virtual std::variant<Accept, HttpResponse> on_upgrade(const HttpRequest& request) = 0;
  /// A valid request that does not ask for an upgrade. The connection closes after the response.
  virtual HttpResponse on_http(const HttpRequest& request) = 0;
  virtual void on_open(const Negotiated& agreed) = 0;

 protected:
  ~ServerEvents() = default;
};

class ClientEvents : public EngineEvents {
 public:
  virtual void on_open(const Negotiated& agreed, const HttpResponse& response) = 0;
  virtual void on_handshake_failure(const HandshakeFailure& failure) = 0;

 protected:
  ~ClientEvents() = default;
};

}  // namespace parley::protocol
