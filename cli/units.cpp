#include "cli/units.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "protocol/byte_size.hpp"
#include "protocol/duration.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/names.hpp"
#include "protocol/result.hpp"

namespace parley::cli {
namespace {

template <class Target, class Parse>
CLI::Option* add_parsed(CLI::App& command, const std::string& name, Target& target, const std::string& help,
                        Parse parse) {
  return command.add_option_function<std::string>(
      name,
      [&target, parse, name](const std::string& text) {
        const auto value = parse(text);
        if (!value) throw CLI::ValidationError(name, value.error());
        target = *value;
      },
      help);
}

Result<std::chrono::nanoseconds, std::string> parse_timeout(std::string_view text) {
  auto duration = protocol::parse_duration(text);
  if (!duration || duration->count() > 0) return duration;
  return failure("\"" + std::string(text) + "\" leaves no time; expected a duration such as \"500ms\"");
}

Result<std::uint64_t, std::string> parse_some_bytes(std::string_view text) {
  auto size = protocol::parse_byte_size(text);
  if (!size || *size > 0) return size;
  return failure("\"" + std::string(text) + "\" leaves no room; expected a size of at least 1 byte");
}

Result<protocol::EngineKind, std::string> parse_engine(std::string_view name) {
  if (const auto engine = protocol::engine_called(name)) return *engine;
  return failure("\"" + std::string(name) + "\" is no engine; expected native or websocketpp");
}

}  // namespace

CLI::Option* add_duration(CLI::App& command, const std::string& name, std::chrono::nanoseconds& target,
                          const std::string& help) {
  return add_parsed(command, name, target, help, protocol::parse_duration)->type_name("DURATION");
}

CLI::Option* add_duration(CLI::App& command, const std::string& name, std::optional<std::chrono::nanoseconds>& target,
                          const std::string& help) {
  return add_parsed(command, name, target, help, protocol::parse_duration)->type_name("DURATION");
}

CLI::Option* add_timeout(CLI::App& command, const std::string& name, std::chrono::nanoseconds& target,
                         const std::string& help) {
  return add_parsed(command, name, target, help, parse_timeout)->type_name("DURATION");
}

CLI::Option* add_timeout(CLI::App& command, const std::string& name, std::optional<std::chrono::nanoseconds>& target,
                         const std::string& help) {
  return add_parsed(command, name, target, help, parse_timeout)->type_name("DURATION");
}

CLI::Option* add_byte_size(CLI::App& command, const std::string& name, std::uint64_t& target, const std::string& help) {
  return add_parsed(command, name, target, help, parse_some_bytes)->type_name("SIZE");
}

CLI::Option* add_engine(CLI::App& command, const std::string& name, protocol::EngineKind& target,
                        const std::string& help) {
  return add_parsed(command, name, target, help, parse_engine)->type_name("NAME");
}

std::uint64_t parse_number(const std::string& option, std::string_view text, Range range) {
  const auto number = protocol::parse_decimal(text);
  if (number && *number >= range.low && *number <= range.high) return *number;
  throw CLI::ValidationError(option, "\"" + std::string(text) + "\" does not fit; expected a number from " +
                                         std::to_string(range.low) + " to " + std::to_string(range.high));
}

CLI::Validator more_than_zero() {
  const auto why_not = [](const std::string& text) -> std::string {
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc() && rest == end && std::isfinite(value) && value > 0) return {};
    return fmt::format("expected a number above 0, found \"{}\"", text);
  };
  return CLI::Validator(why_not, "");
}

}  // namespace parley::cli
