// A script as JSON. Only what the fuzzer makes: sends, pauses, the ends of TCP.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

/// A value in a JSON file, and where it stands: what a reader needs to say what is wrong.
struct JsonPlace {
  const nlohmann::ordered_json& value;
  const std::string& file;
  std::string pointer;

  /// Throws std::invalid_argument.
  [[noreturn]] void fail(const std::string& what) const;

  // Each fails when the value is something else.
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] std::uint64_t number() const;
  [[nodiscard]] bool flag() const;
  [[nodiscard]] protocol::Bytes hex() const;
  [[nodiscard]] std::vector<JsonPlace> elements() const;
  [[nodiscard]] std::vector<std::pair<std::string, JsonPlace>> members() const;
};

[[nodiscard]] nlohmann::ordered_json script_json(const Script& script);
[[nodiscard]] Script read_script(const JsonPlace& place);

}  // namespace parley::conformance::fuzz
