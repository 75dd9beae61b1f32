#include "server/option_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "protocol/duration.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/query.hpp"

namespace parley::server {

using protocol::in_quotes;

OptionReader OptionReader::of_query(std::string_view query) {
  Options options;
  std::string twice;
  for (auto& [name, value] : protocol::parse_query(query)) {
    if (!options.emplace(name, value).second) twice = name;
  }
  OptionReader reader(std::move(options));
  if (!twice.empty()) reader.fail(twice, "is given twice");
  return reader;
}

void OptionReader::duration(const std::string& name, std::chrono::nanoseconds& to, std::chrono::nanoseconds min,
                            std::chrono::nanoseconds max) {
  const auto* const given = value(name);
  if (given == nullptr) return;
  const auto duration = protocol::parse_duration(*given);
  if (!duration) return fail(name, duration.error());
  if (*duration < min) {
    return fail(name, fmt::format("{} is too short; expected at least \"{}\"", in_quotes(*given),
                                  protocol::format_duration(min)));
  }
  if (*duration > max) {
    return fail(name, fmt::format("{} is too long; expected at most \"{}\"", in_quotes(*given),
                                  protocol::format_duration(max)));
  }
  to = *duration;
}

void OptionReader::integer(const std::string& name, std::uint64_t& to, std::uint64_t min, std::uint64_t max) {
  const auto* const given = value(name);
  if (given == nullptr) return;
  const auto number = protocol::parse_decimal(*given);
  if (!number || *number < min || *number > max) {
    return fail(name, fmt::format("expected a whole number from {} to {}, found {}", min, max, in_quotes(*given)));
  }
  to = *number;
}

void OptionReader::fraction(const std::string& name, double& to) {
  const auto* const given = value(name);
  if (given == nullptr) return;
  double number = -1;
  const auto* const end = given->data() + given->size();
  const auto read = std::from_chars(given->data(), end, number, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end || !(number >= 0 && number <= 1)) {
    return fail(name, fmt::format("expected a number from 0 to 1, found {}", in_quotes(*given)));
  }
  to = number;
}

void OptionReader::text(const std::string& name, std::string& to) {
  if (const auto* const given = value(name); given != nullptr) to = *given;
}

void OptionReader::refuse_others() {
  for (const auto& [name, given] : options_) {
    if (asked_for_.contains(name)) continue;
    return fail(name, fmt::format("is not known; expected one of: {}", fmt::join(asked_for_, ", ")));
  }
}

void OptionReader::fail(const std::string& name, std::string_view what) {
  if (fault_.empty()) fault_ = fmt::format("{}: {}", name, what);
}

const std::string* OptionReader::value(const std::string& name) {
  asked_for_.insert(name);
  const auto found = options_.find(name);
  return found == options_.end() ? nullptr : &found->second;
}

std::size_t OptionReader::chosen(const std::string& name, std::size_t otherwise,
                                 const std::vector<std::string_view>& choices) {
  const auto* const given = value(name);
  if (given == nullptr) return otherwise;
  const auto found = std::find(choices.begin(), choices.end(), *given);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  fail(name, fmt::format("expected one of: {}; found {}", fmt::join(choices, ", "), in_quotes(*given)));
  return otherwise;
}

}  // namespace parley::server
