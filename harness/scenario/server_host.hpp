// Where the servers of scenarios come from. The harness knows a server by its URL only; whoever starts it is given in.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "harness/scenario/scenario.hpp"

namespace parley::scenario {

struct EmbeddedServerRequest {
  EmbeddedServer server;
  protocol::EngineKind engine = protocol::EngineKind::native;
};

/// Ends when it is destroyed.
class RunningServer {
 public:
  virtual ~RunningServer() = default;

  [[nodiscard]] virtual std::string url() const = 0;          // "ws://127.0.0.1:34567"
  [[nodiscard]] virtual std::string ca_pem() const = 0;       // what its clients must trust; empty: nothing special
  [[nodiscard]] virtual std::string last_output() const = 0;  // of a command: its last lines, for a failure
  /// How a command has ended by itself, "exit code 1" or "signal 11"; nothing while it runs.
  [[nodiscard]] virtual std::optional<std::string> ended() const { return std::nullopt; }
  /// The process of a command.
  [[nodiscard]] virtual std::optional<pid_t> pid() const { return std::nullopt; }
};

/// Starts a server inside this process, on a free port. Throws an exception that says why it could not.
using StartServer = std::function<std::unique_ptr<RunningServer>(const EmbeddedServerRequest&)>;

/// What is wrong with the text of a behaviour, "node-demo?interval=100ms"; nothing when it is right.
using CheckBehaviour = std::function<std::optional<std::string>(const std::string& text)>;

}  // namespace parley::scenario
