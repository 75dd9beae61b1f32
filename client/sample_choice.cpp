#include "client/sample_choice.hpp"

#include <algorithm>

#include "client/json_text.hpp"
#include "client/message_parse.hpp"
#include "protocol/bytes.hpp"

namespace parley::client {

namespace {

bool is_text(const Sample& sample) {
  return sample.type == protocol::MessageType::text;
}

bool is_json_structure(const Sample& sample) {
  const auto value = is_text(sample) ? parse_json(sample.payload) : std::nullopt;
  return value && value->is_structured();
}

Value value_of(std::string_view text) {
  return parse_message(protocol::MessageType::text, protocol::as_bytes(text));
}

/// Objects go with objects, lists with lists, all else together.
Value::value_t family(const Value& value) {
  return value.is_structured() ? value.type() : Value::value_t::string;
}

std::optional<std::string> wrong_pick(const std::vector<Sample>& samples, std::size_t pick) {
  if (pick == 0 || pick > samples.size()) {
    return "there is no message " + std::to_string(pick) + " to pick: " + std::to_string(samples.size()) + " came";
  }
  if (!is_text(samples[pick - 1])) {
    return "message " + std::to_string(pick) + " is binary, expected a text message as the sample response";
  }
  return std::nullopt;
}

std::optional<std::size_t> first_choice(const std::vector<Sample>& samples) {
  auto found = std::find_if(samples.begin(), samples.end(), is_json_structure);
  if (found == samples.end()) found = std::find_if(samples.begin(), samples.end(), is_text);
  if (found == samples.end()) return std::nullopt;
  return static_cast<std::size_t>(found - samples.begin());
}

}  // namespace

InferredType type_of_text(std::string_view text) {
  return text.empty() ? InferredType() : InferredType(value_of(text));
}

Result<SampleChoice, std::string> choose_sample(const std::vector<Sample>& samples,
                                                const std::vector<std::size_t>& picks) {
  SampleChoice choice;
  for (const auto pick : picks) {
    if (const auto fault = wrong_pick(samples, pick)) return failure(*fault);
  }
  choice.picked = picks.empty() ? first_choice(samples) : std::optional(picks.front() - 1);
  if (!choice.picked) return choice;
  choice.response = samples[*choice.picked].payload;
  const auto sample = value_of(choice.response);
  if (sample.is_structured() && !parse_json(choice.response)) choice.converted = sample.dump();

  const auto add = [&](const Value& value) {
    choice.type.add(value);
    ++choice.merged;
  };
  for (const auto pick : picks) add(value_of(samples[pick - 1].payload));
  for (const auto& each : samples) {
    if (!picks.empty() || !is_text(each)) continue;
    const auto value = value_of(each.payload);
    if (family(value) == family(sample)) add(value);
  }
  return choice;
}

}  // namespace parley::client
