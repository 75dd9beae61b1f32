// "did you mean": the nearest of the words that would have been right.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace parley::scenario {

/// `; did you mean "within"?`, or an empty string when nothing is near.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string_view>& words);

}  // namespace parley::scenario
