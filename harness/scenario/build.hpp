// From checked JSON to the typed scenario. Every function here is given JSON that has conformed to its shape, so it
// only looks for faults of meaning.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/scenario/conform.hpp"
#include "harness/scenario/scenario.hpp"
#include "harness/scenario/server_host.hpp"

namespace parley::scenario {

/// What the parts must know of the whole.
struct BuildContext {
  ProblemList& problems;
  std::filesystem::path folder;  // where relative paths begin
  CheckBehaviour check_behaviour{};
  std::string profile{};                         // of the services, in place of what the file says; empty: as it says
  std::vector<std::string_view> client_names{};  // in the order of Scenario::clients
  std::vector<std::size_t> client_counts{};      // how many members each has
  Duration within = std::chrono::seconds(5);

  void refuse(const std::string& pointer, std::string message) const {
    problems.add_at_value(Fault::meaning, pointer, std::move(message));
  }
};

// Each part; `pointer` is where it stands.
[[nodiscard]] ServerSpec build_server(const Json& node, const std::string& pointer, const BuildContext& context);
[[nodiscard]] EngineSpec build_engines(const Json& node);
[[nodiscard]] ClientSpec build_client(const std::string& name, const Json& node, const std::string& pointer,
                                      const BuildContext& context);
[[nodiscard]] Step build_step(const Json& node, const std::string& pointer, const BuildContext& context);
[[nodiscard]] Check build_check(const Json& node, const std::string& pointer, const BuildContext& context);
[[nodiscard]] std::vector<Threshold> build_thresholds(const Json& node, const std::string& pointer);

// Parts of parts.
[[nodiscard]] Action build_await(const Json& node, const std::string& pointer, const BuildContext& context);
[[nodiscard]] Matcher build_matcher(const Json& node, const std::string& pointer, const BuildContext& context);
/// An object is a matcher; anything else is the value that is expected.
[[nodiscard]] Matcher build_value(const Json& node, const std::string& pointer, const BuildContext& context);
[[nodiscard]] AwaitClose build_close_expectation(const Json& node, const std::string& pointer,
                                                 const BuildContext& context);
[[nodiscard]] std::vector<std::pair<std::string, Matcher>> build_values(const Json& node, const std::string& pointer,
                                                                        const BuildContext& context);
[[nodiscard]] protocol::Bytes build_bytes(const Json& node, const std::string& pointer, const BuildContext& context);
[[nodiscard]] std::optional<protocol::DeflateOptions> build_deflate(const Json& node);
/// Of a client that names a `service`; nothing when it cannot be used.
[[nodiscard]] std::optional<ServiceSpec> build_service(const Json& client, const std::string& pointer,
                                                       const BuildContext& context);

/// A name or a list of names; without any: all clients.
[[nodiscard]] std::vector<std::size_t> build_clients(const Json& owner, const char* key, const std::string& pointer,
                                                     const BuildContext& context);

[[nodiscard]] Duration to_duration(const Json& node);
[[nodiscard]] std::uint64_t to_size(const Json& node);
[[nodiscard]] Comparison to_amount(const Json& node);
[[nodiscard]] Pattern to_pattern(const Json& node);
[[nodiscard]] std::vector<std::string> to_texts(const Json& node);  // one or several

}  // namespace parley::scenario
