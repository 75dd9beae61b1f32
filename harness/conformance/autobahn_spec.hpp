// The spec files of Autobahn|Testsuite, fuzzingclient.json and fuzzingserver.json, as people have them in their
// repositories.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/conformance/case.hpp"

namespace parley::conformance {

struct AutobahnSpec {
  struct Server {
    std::string url = {};
    std::string agent = {};                 // what reports call it; its URL when the file does not say
    std::vector<std::string> headers = {};  // "Name: value"
    std::string origin = {};
    std::vector<std::string> subprotocols = {};
  };

  std::vector<Server> servers;   // of a fuzzingclient
  std::string url;               // of a fuzzingserver: where it listens; empty: not said
  std::string certificate_file;  // of a fuzzingserver, as `key_file`
  std::string key_file;
  std::vector<std::string> subprotocols;  // of a fuzzingserver: those it speaks; empty: any
  std::string outdir;                     // empty: not said
  std::vector<std::string> cases;         // patterns; empty: all
  std::vector<std::string> exclude_cases;
  /// A pattern for the agent, and what it is not put to.
  std::vector<std::pair<std::string, std::vector<std::string>>> exclude_agent_cases;
  std::vector<std::string> notes;  // what has no effect here: "/webport: …"
};

enum class SpecKind : std::uint8_t { fuzzing_client, fuzzing_server };

/// Throws std::invalid_argument that names `file` and the JSON pointer of what is wrong. Keys that are not known are
/// noted.
[[nodiscard]] AutobahnSpec read_autobahn_spec(const std::string& text, const std::string& file, SpecKind kind);

/// A pattern that fits one of Autobahn's numbers in the catalogue ("6.*") means these, "*" is every case, and any other
/// is an id, a group or a glob of ours.
[[nodiscard]] std::string our_pattern(const std::vector<Case>& catalogue, const std::string& pattern);

/// What this agent is not put to, in the words of our_pattern().
[[nodiscard]] std::vector<std::string> excluded_for(const AutobahnSpec& spec, std::string_view agent,
                                                    const std::vector<Case>& catalogue);

}  // namespace parley::conformance
