// Plays one scenario once, on one pairing of engines.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "harness/report/run_report.hpp"
#include "harness/scenario/scenario.hpp"
#include "harness/scenario/server_host.hpp"

namespace parley::scenario {

struct Pairing {
  protocol::EngineKind client = protocol::EngineKind::native;
  std::optional<protocol::EngineKind> server;  // nothing: a server that is not ours
};

enum class WireKeeping : std::uint8_t {
  of_failures,  // the last lines of the first clients
  everything,
};

enum class Verification : std::uint8_t { verify, insecure };

struct PlayOptions {
  StartServer start_server;
  std::optional<std::string> url;  // plays against this server instead of the scenario's
  protocol::HttpFields headers;    // for every client, besides its own
  std::vector<std::string> subprotocols;
  Verification verification = Verification::verify;
  std::string ca_file;
  std::optional<Duration> timeout;  // instead of the scenario's
  std::uint64_t seed = 1;
  unsigned run = 1;  // the number of the repetition
  WireKeeping wire = WireKeeping::of_failures;
  std::stop_token stop;  // ends it early; the result is then `skipped`
};

[[nodiscard]] harness::ScenarioResult play(const Scenario& scenario, const Pairing& pairing,
                                           const PlayOptions& options);

}  // namespace parley::scenario
