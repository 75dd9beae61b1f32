// FaultEngine: an engine that looks at the request line before it decides which engine the connection gets.
//
// The faults of a mutant peer begin with the opening handshake, so they must be known before its request is judged: it
// is the target that names the fault, "/fault/accepts-unmasked".
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/engine.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::server {

/// The fault that the last segment of a normalized path names, if a server can have it.
[[nodiscard]] std::optional<protocol::faulty::Fault> fault_of_path(std::string_view path);

class FaultEngine final : public protocol::Engine {
 public:
  using MakeEngine = std::function<std::unique_ptr<protocol::Engine>()>;

  /// `routes` are normalized paths such as "/fault/*" and live longer, like `options` and `events`. Everybody else's
  /// engine comes from `usual`.
  FaultEngine(const std::vector<std::string>& routes, const protocol::ServerEngineOptions& options,
              protocol::ServerEvents& events, MakeEngine usual);

  void start(protocol::Bytes& /*out*/) override {}
  void receive(protocol::ByteSpan data, protocol::Bytes& out) override;
  void receive_eof(protocol::Bytes& out) override;
  bool send(protocol::MessageType type, protocol::ByteView payload, const protocol::SendOptions& options,
            protocol::Bytes& out) override;
  bool ping(protocol::ByteView payload, protocol::Bytes& out) override;
  bool pong(protocol::ByteView payload, protocol::Bytes& out) override;
  bool close(const protocol::CloseBody& body, protocol::Bytes& out) override;
  /// The engine that was chosen: there is nothing left to decide.
  [[nodiscard]] std::unique_ptr<protocol::Engine> successor() override { return std::exchange(engine_, nullptr); }
  [[nodiscard]] bool takes_encoded_frames() const override;
  [[nodiscard]] protocol::EngineState state() const override;
  [[nodiscard]] const protocol::CloseReport& close_report() const override;
  [[nodiscard]] const protocol::Negotiated& negotiated() const override;

 private:
  void choose(protocol::Bytes& out);

  const std::vector<std::string>& routes_;
  const protocol::ServerEngineOptions& options_;
  protocol::ServerEvents& events_;
  MakeEngine usual_;
  protocol::Bytes held_;  // until the target is here
  std::unique_ptr<protocol::Engine> engine_;
  bool ended_ = false;  // before that
};

}  // namespace parley::server
