// Which of the collected messages is the sample response, and what type they have.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/type_inference.hpp"
#include "protocol/engine.hpp"
#include "protocol/result.hpp"

namespace parley::client {

struct Sample {
  protocol::MessageType type = protocol::MessageType::text;
  std::string payload;
};

struct SampleChoice {
  std::optional<std::size_t> picked;     // an index into the samples; nothing: there are none of text
  std::string response;                  // its text
  std::optional<std::string> converted;  // as JSON, when it is XML
  InferredType type;
  std::size_t merged = 0;  // so many samples made the type
};

/// Without picks: the first text that is a JSON object or list, else the first text; the type comes from all text
/// messages of the same kind (object, list, or neither). With picks (from 1): the first of them is the sample, and
/// only they make the type. The error is a sentence about a pick that cannot be.
[[nodiscard]] Result<SampleChoice, std::string> choose_sample(const std::vector<Sample>& samples,
                                                              const std::vector<std::size_t>& picks);

/// The type of a request or response, as the Variable would read it; nothing in it: a type of no samples.
[[nodiscard]] InferredType type_of_text(std::string_view text);

}  // namespace parley::client
