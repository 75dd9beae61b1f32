// Durations, sizes, numbers and names as values of options, with faults told in one way: the option, what was given,
// what was expected.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/engine.hpp"

namespace parley::cli {

// Each adds an option whose value is read into `target`; a bad value is a usage error that says what was expected.
CLI::Option* add_duration(CLI::App& command, const std::string& name, std::chrono::nanoseconds& target,
                          const std::string& help);
CLI::Option* add_duration(CLI::App& command, const std::string& name, std::optional<std::chrono::nanoseconds>& target,
                          const std::string& help);
/// The same, and refuses 0s: a time within which nothing can happen.
CLI::Option* add_timeout(CLI::App& command, const std::string& name, std::chrono::nanoseconds& target,
                         const std::string& help);
CLI::Option* add_timeout(CLI::App& command, const std::string& name, std::optional<std::chrono::nanoseconds>& target,
                         const std::string& help);
/// Of at least one byte.
CLI::Option* add_byte_size(CLI::App& command, const std::string& name, std::uint64_t& target, const std::string& help);

/// Of a decimal number, with a fraction or without.
[[nodiscard]] CLI::Validator more_than_zero();

struct Range {
  std::uint64_t low;
  std::uint64_t high;
};

/// "native" or "websocketpp"
CLI::Option* add_engine(CLI::App& command, const std::string& name, protocol::EngineKind& target,
                        const std::string& help);

/// Throws CLI::ValidationError unless `text` is a decimal number in the range.
[[nodiscard]] std::uint64_t parse_number(const std::string& option, std::string_view text, Range range);

template <class Number>
CLI::Option* add_number(CLI::App& command, const std::string& name, Number& target, Range range,
                        const std::string& help) {
  const auto read = [&target, name, range](const std::string& text) {
    target = static_cast<Number>(parse_number(name, text, range));
  };
  return command.add_option_function<std::string>(name, read, help)->type_name("NUMBER");
}

}  // namespace parley::cli
