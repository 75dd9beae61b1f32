// A line-by-line difference, as a reader expects it from diff: "- expected", "+ actual", "  in both".
#pragma once

#include <string>
#include <string_view>

namespace parley::harness {

/// One line of output per line of input; long equal stretches are left out ("  … 12 equal lines"). Empty when the
/// texts are equal. Where very long texts differ all over, every expected line goes out and every actual line comes in.
[[nodiscard]] std::string line_difference(std::string_view expected, std::string_view actual);

}  // namespace parley::harness
