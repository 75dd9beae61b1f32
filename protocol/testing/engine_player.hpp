// Plays bytes into a native engine and says, in words, all that came of it.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "protocol/engine.hpp"
#include "protocol/testing/cuts.hpp"

namespace parley::protocol::testing {

/// Everything that can be seen from outside.
struct EngineOutcome {
  std::vector<std::string> events;
  std::string sent;  // as it went out: text for the handshake
  EngineState state = EngineState::opening;

  friend bool operator==(const EngineOutcome&, const EngineOutcome&) = default;
  friend std::ostream& operator<<(std::ostream& stream, const EngineOutcome& outcome);
};

enum class Ending : std::uint8_t { none, eof, given_up };

/// A server's application for tests. Events: "upgrade GET /chat", "http GET /", "open", "open chat deflate 15/15",
/// "text Hello", "binary 00ff", "ping 01", "pong 01".
class RecordingServer final : public ServerEvents {
 public:
  std::variant<Accept, HttpResponse> on_upgrade(const HttpRequest& request) override;
  HttpResponse on_http(const HttpRequest& request) override;
  void on_open(const Negotiated& agreed) override;
  void on_message(MessageType type, ByteView payload) override;
  void on_ping(ByteView payload) override;
  void on_pong(ByteView payload) override;

  std::variant<Accept, HttpResponse> decision = Accept{};
  std::vector<std::string> events;
  std::vector<Bytes> messages;
};

/// The same for a client; a failed handshake is "failure 404 [body] reason".
class RecordingClient final : public ClientEvents {
 public:
  void on_open(const Negotiated& agreed, const HttpResponse& response) override;
  void on_handshake_failure(const HandshakeFailure& failure) override;
  void on_message(MessageType type, ByteView payload) override;
  void on_ping(ByteView payload) override;
  void on_pong(ByteView payload) override;

  std::vector<std::string> events;
  std::vector<Bytes> messages;
};

struct ServerSetup {
  ServerEngineOptions options;
  std::variant<Accept, HttpResponse> decision = Accept{};
};

[[nodiscard]] EngineOutcome play_server(const ServerSetup& setup, const Pieces& input, Ending ending = Ending::none);

/// Options with RFC 6455 §1.3's key and a fixed mask.
[[nodiscard]] ClientEngineOptions client_engine_options();

/// `sent` leaves out the request.
[[nodiscard]] EngineOutcome play_client(const ClientEngineOptions& options, const Pieces& input,
                                        Ending ending = Ending::none);

/// The input cut in every way. Returns the outcome of the whole; throws when another one differs.
[[nodiscard]] EngineOutcome play_server_every_cut(const ServerSetup& setup, std::string_view input,
                                                  Ending ending = Ending::none);
[[nodiscard]] EngineOutcome play_client_every_cut(const ClientEngineOptions& options, std::string_view input,
                                                  Ending ending = Ending::none);

}  // namespace parley::protocol::testing
