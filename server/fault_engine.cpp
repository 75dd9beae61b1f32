#include "server/fault_engine.hpp"

#include <algorithm>
#include <utility>

#include "protocol/faulty/faulty_engine.hpp"
#include "server/path.hpp"

namespace parley::server {
namespace {

using protocol::EngineState;

constexpr std::size_t longest_line = 8U << 10;  // a target that names a fault is shorter

const protocol::CloseReport no_report;
const protocol::Negotiated nothing_agreed;

/// True when the second space has come, or what cannot be in a target: no reason to hold it back any longer.
bool target_is_here(std::string_view line) {
  const auto ends_line = [](char c) { return c < 0x20 || c == 0x7F; };  // also what is no ASCII
  if (std::any_of(line.begin(), line.end(), ends_line)) return true;
  return line.find(' ') != line.rfind(' ');
}

/// The path of a request line, normalized; empty when there is none. Lenient: the engine that is chosen judges.
std::string path_of(std::string_view line) {
  const std::size_t method_end = std::min(line.find(' '), line.size());
  line.remove_prefix(std::min(line.find_first_not_of(' ', method_end), line.size()));
  std::string_view target = line.substr(0, line.find_first_of(" \r\n"));
  if (const std::size_t scheme = target.find("://"); scheme != std::string_view::npos) {
    target.remove_prefix(std::min(target.find('/', scheme + 3), target.size()));  // absolute form (RFC 9112 §3.2.2)
  }
  return normalized_path(target.substr(0, target.find('?')));
}

}  // namespace

std::optional<protocol::faulty::Fault> fault_of_path(std::string_view path) {
  const auto fault = protocol::faulty::find_fault(path.substr(path.rfind('/') + 1));
  if (!fault || !protocol::faulty::can_have(protocol::Role::server, *fault)) return std::nullopt;
  return fault;
}

FaultEngine::FaultEngine(const std::vector<std::string>& routes, const protocol::ServerEngineOptions& options,
                         protocol::ServerEvents& events, MakeEngine usual)
    : routes_(routes), options_(options), events_(events), usual_(std::move(usual)) {}

void FaultEngine::receive(protocol::ByteSpan data, protocol::Bytes& out) {
  if (engine_) return engine_->receive(data, out);
  if (ended_) return;
  protocol::append(held_, protocol::ByteView(data));
  if (target_is_here(protocol::as_text(held_)) || held_.size() > longest_line) choose(out);
}

void FaultEngine::choose(protocol::Bytes& out) {
  const std::string path = path_of(protocol::as_text(held_));
  const bool asks = std::any_of(routes_.begin(), routes_.end(), [&](const auto& route) { return serves(route, path); });
  const auto fault = asks ? fault_of_path(path) : std::nullopt;
  engine_ = fault ? protocol::faulty::make_faulty_engine(*fault, options_, events_) : usual_();
  protocol::Bytes data = std::exchange(held_, {});
  engine_->receive(data, out);
}

void FaultEngine::receive_eof(protocol::Bytes& out) {
  if (engine_) return engine_->receive_eof(out);
  ended_ = true;
}

bool FaultEngine::send(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options,
                       protocol::Bytes& out) {
  return engine_ && engine_->send(type, payload, options, out);
}

bool FaultEngine::ping(protocol::ByteView payload, protocol::Bytes& out) {
  return engine_ && engine_->ping(payload, out);
}

bool FaultEngine::pong(protocol::ByteView payload, protocol::Bytes& out) {
  return engine_ && engine_->pong(payload, out);
}

bool FaultEngine::close(const protocol::CloseBody& body, protocol::Bytes& out) {
  return engine_ && engine_->close(body, out);
}

bool FaultEngine::takes_encoded_frames() const {
  return engine_ && engine_->takes_encoded_frames();
}

EngineState FaultEngine::state() const {
  if (engine_) return engine_->state();
  return ended_ ? EngineState::closed : EngineState::opening;
}

const protocol::CloseReport& FaultEngine::close_report() const {
  return engine_ ? engine_->close_report() : no_report;
}

const protocol::Negotiated& FaultEngine::negotiated() const {
  return engine_ ? engine_->negotiated() : nothing_agreed;
}

}  // namespace parley::server
