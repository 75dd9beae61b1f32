// What the cases on fragmentation have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {

/// A case "6455-5.4-..." of the group "fragmentation" that has as yet no script.
[[nodiscard]] Case fragmentation_case(const std::string& id, std::vector<Need> needs, std::string title,
                                      std::string_view rule, std::vector<std::string> aliases = {});

/// The ways in which Autobahn writes the frames of a case to TCP.
struct Way {
  Writes writes;
  std::string_view suffix;
  unsigned number;  // added to the first of Autobahn's three
};

inline constexpr Way ways[] = {
    {Writes::together, "", 0}, {Writes::by_frame, "-by-frame", 1}, {Writes::by_byte, "-by-byte", 2}};

/// "autobahn/5.3"
[[nodiscard]] std::vector<std::string> autobahn_5(unsigned number);

}  // namespace parley::conformance
