// What the cases on UTF-8 have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {

enum class Text : std::uint8_t { is_utf8, is_not_utf8 };

/// A case of the group "utf8" that has as yet no script.
[[nodiscard]] Case utf8_case(std::string id, Text kind, std::string title);

/// UTF-8 comes back, and anything else fails the connection.
void expect_text(Case& test, Text kind, const protocol::Bytes& payload);

/// A text message whose fragments have one byte each.
[[nodiscard]] std::vector<Frame> byte_fragments(const protocol::Bytes& payload);

/// As one frame, with each byte in a fragment of its own, and with each byte in a write of its own.
void add_sequence(std::vector<Case>& cases, std::string_view name, const protocol::Bytes& payload, Text kind,
                  std::string_view autobahn = {});

}  // namespace parley::conformance
