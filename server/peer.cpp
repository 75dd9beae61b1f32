#include "server/peer.hpp"

#include <fmt/format.h>

#include <utility>

#include "protocol/close_code.hpp"
#include "server/admission.hpp"
#include "server/http_endpoints.hpp"
#include "server/server_state.hpp"
#include "server/worker.hpp"

namespace parley::server {

namespace {

std::uint64_t payload_bytes(std::span<const protocol::MessageView> messages) {
  std::uint64_t sum = 0;
  for (const auto& message : messages) sum += message.payload.size();
  return sum;
}

}  // namespace

void Peer::start(std::unique_ptr<net::Stream> stream) {
  session_ = net::Session::create(worker_.loop(), std::move(stream), worker_.session_options(), *this);
  session_->start(worker_.make_engine(*this));
}

void Peer::go_away() {
  switch (session_->engine().state()) {
    case protocol::EngineState::opening:
      session_->drop();
      break;
    case protocol::EngineState::open:
      session_->close({protocol::to_number(protocol::CloseCode::going_away), "the server is going down"});
      break;
    case protocol::EngineState::closing:
      break;  // on its way, within the session's deadlines
    case protocol::EngineState::closed:
      // An HTTP client that has its whole answer, and holds the connection for its next request, is not waited for.
      if (stage_ == Stage::answered && session_->buffered_amount() == 0) session_->drop();
      break;
  }
}

void Peer::drop() {
  session_->drop();
}

std::variant<protocol::Accept, protocol::HttpResponse> Peer::on_upgrade(const protocol::HttpRequest& request) {
  auto& state = worker_.state();
  if (state.draining) return refuse(plain_response(503, "the server is going down"), request);
  auto* const route = state.hub.find(request.path());
  if (route == nullptr) return refuse(plain_response(404, "there is no WebSocket at this path"), request);
  if (!origin_allowed(request, state.options.origins)) {
    return refuse(plain_response(403, "this origin is not allowed"), request);  // RFC 6455 §10.2
  }
  auto refusal = route->with_behaviour([&](Behaviour& behaviour) { return behaviour.refuse(request); });
  if (refusal) return refuse(std::move(*refusal), request);
  if (!state.admit()) return refuse(plain_response(503, "there are too many connections"), request);
  place_ = state.hub.enter(*route, request.path());
  if (place_ == nullptr) {
    state.release();
    return refuse(plain_response(503, "there are too many groups of this path"), request);
  }
  counters_ = &place_->counters(worker_.index());
  stage_ = Stage::admitted;
  request_ = std::make_unique<const protocol::HttpRequest>(request);
  return protocol::Accept{choose_subprotocol(request, state.options.subprotocols), {}};
}

std::variant<protocol::Accept, protocol::HttpResponse> Peer::refuse(protocol::HttpResponse response,
                                                                    const protocol::HttpRequest& request) {
  stage_ = Stage::answered;
  worker_.counters().refusals.count(response.status);
  log(fmt::format("refused {} with {}", request.target, response.status));
  return response;
}

protocol::HttpResponse Peer::on_http(const protocol::HttpRequest& request) {
  stage_ = Stage::answered;
  auto& state = worker_.state();
  auto response = answer_http(request, state.http_routes, [&state] { return to_prometheus(state.metrics()); });
  worker_.counters().http_responses.count(response.status);
  log(fmt::format("{} {} answered with {}", request.method, request.target, response.status));
  return response;
}

void Peer::on_open(const protocol::Negotiated& agreed) {
  stage_ = Stage::open;
  place_->join(worker_.index(), *this);
  counters_->opened.add(1);
  counters_->connections.add(1);
  log(fmt::format("opened {}{}{}{}", request_->target, agreed.subprotocol.empty() ? "" : ", subprotocol ",
                  agreed.subprotocol, agreed.deflate ? ", permessage-deflate" : ""));
  const auto request = std::move(request_);
  place_->with_behaviour([&](Behaviour& behaviour) {
    echoes_ = behaviour.echoes();
    behaviour.on_open(id_, *request, worker_.now(), *this);
  });
}

void Peer::on_message(protocol::MessageType type, protocol::ByteView payload) {
  counters_->count_received(1, payload.size());
  place_->with_behaviour([&](Behaviour& behaviour) { behaviour.on_message(id_, type, payload, worker_.now(), *this); });
}

void Peer::on_messages(std::span<const protocol::MessageView> messages) {
  counters_->count_received(messages.size(), payload_bytes(messages));
  place_->with_behaviour([&](Behaviour& behaviour) { behaviour.on_messages(id_, messages, worker_.now(), *this); });
}

/// Not while much waits to be written: the rule that holds back who sends without reading (SessionOptions::high_water)
/// sleeps within a long message, and must not sleep from one to the next.
bool Peer::echoes() {
  return echoes_ && session_->buffered_amount() <= worker_.session_options()->high_water;
}

void Peer::on_echoed(std::uint64_t messages, std::uint64_t payload_bytes) {
  counters_->count_received(messages, payload_bytes);
  counters_->count_sent(messages, payload_bytes);
}

void Peer::on_timer(std::chrono::steady_clock::time_point due) {
  timer_ = 0;
  if (session_->engine().state() != protocol::EngineState::open) return;
  place_->with_behaviour([&](Behaviour& behaviour) { behaviour.on_timer(id_, due, worker_.now(), *this); });
}

void Peer::on_end(const net::SessionEnd& end) {
  if (stage_ == Stage::open) {
    place_->leave(worker_.index(), *this);
    counters_->connections.subtract(1);
    worker_.counters().closes.count(end.close.code());
    place_->with_behaviour([&](Behaviour& behaviour) { behaviour.on_close(id_, worker_.now(), *this); });
  }
  if (stage_ == Stage::silent) worker_.counters().failed.add(1);
  if (stage_ == Stage::admitted || stage_ == Stage::open) {
    worker_.state().hub.leave(*place_);
    worker_.state().release();
  }
  if (stage_ != Stage::answered) log_end(end);
  stage_ = Stage::ended;
  worker_.loop().cancel(timer_);  // the behaviour may have set it just now
  worker_.remove(id_);
}

void Peer::deliver(const std::shared_ptr<const net::SharedMessage>& message) {
  if (!session_->send_shared(message)) return;
  counters_->count_sent(1, message->payload().size());
}

void Peer::send_own(protocol::MessageType type, protocol::ByteView payload) {
  if (!session_->send(type, payload)) return;
  counters_->count_sent(1, payload.size());
}

void Peer::close_own(std::uint16_t code, std::string_view reason) {
  session_->close({code, std::string(reason)});
}

void Peer::set_own_timer(std::chrono::steady_clock::time_point due) {
  if (stage_ == Stage::ended) return;  // it lives until the end of its last event only
  worker_.loop().cancel(timer_);
  timer_ = worker_.loop().at(due, [this, due] { on_timer(due); });
}

void Peer::send(ConnectionId to, protocol::MessageType type, protocol::ByteView payload) {
  place_->catch_up(worker_.index());  // broadcasts of this turn go before it
  if (to == id_) return send_own(type, payload);
  worker_.reach(to, [message = net::make_shared_message(type, payload)](Peer& peer) { peer.deliver(message); });
}

void Peer::send_all(ConnectionId to, std::span<const protocol::MessageView> messages) {
  if (to != id_) return Actions::send_all(to, messages);
  place_->catch_up(worker_.index());
  if (!session_->send_all(messages)) return;
  counters_->count_sent(messages.size(), payload_bytes(messages));
}

void Peer::broadcast(protocol::MessageType type, protocol::ByteView payload) {
  broadcast_except(0, type, payload);
}

void Peer::broadcast_except(ConnectionId but, protocol::MessageType type, protocol::ByteView payload) {
  switch (place_->publish(net::make_shared_message(type, payload), but)) {
    case Pressure::none:
      return;
    case Pressure::high:
      return hold_back();
  }
}

/// Reads no more from this connection until the other threads have delivered what it has sent.
void Peer::hold_back() {
  if (std::exchange(held_back_, true)) return;
  session_->pause_reading();
  place_->when_relieved([&worker = worker_, id = id_] { worker.post(id, [](Peer& peer) { peer.go_on(); }); });
}

void Peer::go_on() {
  held_back_ = false;
  session_->resume_reading();
}

void Peer::publish(std::string_view topic, std::string_view payload) {
  if (auto* const outlet = place_->outlet()) outlet->publish(topic, payload);
}

void Peer::close(ConnectionId connection, std::uint16_t code, std::string_view reason) {
  place_->catch_up(worker_.index());
  if (connection == id_) return close_own(code, reason);
  worker_.reach(connection, [code, text = std::string(reason)](Peer& peer) { peer.close_own(code, text); });
}

void Peer::drop(ConnectionId connection) {
  if (connection == id_) return drop();
  worker_.reach(connection, [](Peer& peer) { peer.drop(); });
}

void Peer::set_timer(ConnectionId connection, std::chrono::steady_clock::time_point due) {
  if (connection == id_) return set_own_timer(due);
  worker_.reach(connection, [due](Peer& peer) { peer.set_own_timer(due); });
}

void Peer::log_end(const net::SessionEnd& end) {
  std::string line = stage_ == Stage::open ? fmt::format("ended with {} ({})", end.close.code(),
                                                         protocol::close_code_name(end.close.code()))
                                           : "ended before it had sent a whole request";
  if (!end.reason.empty()) line += fmt::format(", {}", end.reason);
  if (end.error) line += fmt::format(", {}", end.error.message());
  if (end.close.violation) line += fmt::format(", {} ({})", end.close.violation->what, end.close.violation->section);
  log(line);
}

void Peer::log(std::string_view what) {
  if (worker_.state().options.log) worker_.state().log(fmt::format("{} {}", session_->info().peer, what));
}

}  // namespace parley::server
