// Mutations of an opening handshake that know what a request line and a field are.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/fuzz/random.hpp"

namespace parley::conformance::fuzz {

/// The head of a request, still with its places ({key}): the request line, fields, whatever comes before its end.
using HeadLines = std::vector<std::string>;

struct HeadMutation {
  std::string_view name;
  void (*apply)(Random& random, HeadLines& lines);
};

[[nodiscard]] std::span<const HeadMutation> head_mutations();

/// The usual request, taken apart and put together again.
[[nodiscard]] HeadLines usual_lines();
[[nodiscard]] std::string join(const HeadLines& lines);

}  // namespace parley::conformance::fuzz
