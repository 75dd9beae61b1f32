#include "protocol/testing/engine_player.hpp"

#include <sstream>

namespace parley::protocol::testing {
namespace {

std::string describe(MessageType type, ByteView payload) {
  return type == MessageType::text ? "text " + std::string(as_text(payload)) : "binary " + to_hex(payload);
}

std::string describe(const Negotiated& agreed) {
  std::string text = "open";
  if (!agreed.subprotocol.empty()) text += " " + agreed.subprotocol;
  if (const auto& deflate = agreed.deflate) {
    text += " deflate " + std::to_string(deflate->server_max_window_bits) +
            (deflate->server_no_context_takeover ? "r" : "") + "/" + std::to_string(deflate->client_max_window_bits) +
            (deflate->client_no_context_takeover ? "r" : "");
  }
  return text;
}

void feed(Engine& engine, const Pieces& input, Ending ending, Bytes& out) {
  for (Bytes piece : input) engine.receive(piece, out);
  if (ending == Ending::eof) engine.receive_eof(out);
  if (ending == Ending::given_up) engine.give_up(std::chrono::seconds(10));
}

EngineOutcome every_cut(std::string_view input, const std::function<EngineOutcome(const Pieces&)>& play) {
  const std::vector<Pieces> ways = ways_to_cut(as_bytes(input));
  EngineOutcome whole = play(ways.front());
  for (const Pieces& pieces : ways) {
    const EngineOutcome outcome = play(pieces);
    if (outcome == whole) continue;
    std::ostringstream text;
    text << "cut after " << pieces.front().size() << " of " << input.size() << " bytes: " << outcome
         << "\nwhole: " << whole;
    throw std::runtime_error(text.str());
  }
  return whole;
}

}  // namespace

std::ostream& operator<<(std::ostream& stream, const EngineOutcome& outcome) {
  for (const std::string& event : outcome.events) stream << "[" << event << "] ";
  return stream << "sent: " << outcome.sent << " state: " << static_cast<int>(outcome.state);
}

std::variant<Accept, HttpResponse> RecordingServer::on_upgrade(const HttpRequest& request) {
  events.push_back("upgrade " + request.method + " " + request.target);
  return decision;
}

HttpResponse RecordingServer::on_http(const HttpRequest& request) {
  events.push_back("http " + request.method + " " + request.target);
  HttpResponse response;
  response.body = "hello";
  return response;
}

void RecordingServer::on_open(const Negotiated& agreed) {
  events.push_back(describe(agreed));
}

void RecordingServer::on_message(MessageType type, ByteView payload) {
  events.push_back(describe(type, payload));
  messages.emplace_back(payload.begin(), payload.end());
}

void RecordingServer::on_ping(ByteView payload) {
  events.push_back("ping " + to_hex(payload));
}

void RecordingServer::on_pong(ByteView payload) {
  events.push_back("pong " + to_hex(payload));
}

void RecordingClient::on_open(const Negotiated& agreed, const HttpResponse& /*response*/) {
  events.push_back(describe(agreed));
}

void RecordingClient::on_handshake_failure(const HandshakeFailure& failure) {
  events.push_back("failure " + std::to_string(failure.status) + " [" + failure.body + "] " + failure.reason);
}

void RecordingClient::on_message(MessageType type, ByteView payload) {
  events.push_back(describe(type, payload));
  messages.emplace_back(payload.begin(), payload.end());
}

void RecordingClient::on_ping(ByteView payload) {
  events.push_back("ping " + to_hex(payload));
}

void RecordingClient::on_pong(ByteView payload) {
  events.push_back("pong " + to_hex(payload));
}

EngineOutcome play_server(const ServerSetup& setup, const Pieces& input, Ending ending) {
  RecordingServer server;
  server.decision = setup.decision;
  const auto engine = make_native_engine(setup.options, server);
  Bytes out;
  engine->start(out);
  feed(*engine, input, ending, out);
  return {server.events, std::string(as_text(out)), engine->state()};
}

ClientEngineOptions client_engine_options() {
  ClientEngineOptions options;
  options.uri = *parse_uri("ws://example.com/chat");
  options.key = "dGhlIHNhbXBsZSBub25jZQ==";
  options.mask_source = [] { return MaskKey{0x37, 0xfa, 0x21, 0x3d}; };
  return options;
}

EngineOutcome play_client(const ClientEngineOptions& options, const Pieces& input, Ending ending) {
  RecordingClient client;
  const auto engine = make_native_engine(options, client);
  Bytes out;
  engine->start(out);
  out.clear();
  feed(*engine, input, ending, out);
  return {client.events, std::string(as_text(out)), engine->state()};
}

EngineOutcome play_server_every_cut(const ServerSetup& setup, std::string_view input, Ending ending) {
  return every_cut(input, [&](const Pieces& pieces) { return play_server(setup, pieces, ending); });
}

EngineOutcome play_client_every_cut(const ClientEngineOptions& options, std::string_view input, Ending ending) {
  return every_cut(input, [&](const Pieces& pieces) { return play_client(options, pieces, ending); });
}

}  // namespace parley::protocol::testing
