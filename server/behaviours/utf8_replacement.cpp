#include "server/behaviours/utf8_replacement.hpp"

#include <optional>

namespace parley::server {
namespace {

/// How a sequence goes on after its first byte: so many bytes, the first of them within these bounds (RFC 3629 §4).
struct Lead {
  int following = 0;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xBF;
};

std::optional<Lead> lead_of(std::uint8_t byte) {
  if (byte < 0x80) return Lead{};
  if (byte >= 0xC2 && byte <= 0xDF) return Lead{1};
  if (byte == 0xE0) return Lead{2, 0xA0, 0xBF};  // no overlong forms
  if (byte == 0xED) return Lead{2, 0x80, 0x9F};  // no surrogates
  if (byte >= 0xE1 && byte <= 0xEF) return Lead{2};
  if (byte == 0xF0) return Lead{3, 0x90, 0xBF};
  if (byte >= 0xF1 && byte <= 0xF3) return Lead{3};
  if (byte == 0xF4) return Lead{3, 0x80, 0x8F};  // nothing above U+10FFFF
  return std::nullopt;
}

}  // namespace

std::string with_replacements(protocol::ByteView bytes) {
  static constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    const auto start = i;
    const auto lead = lead_of(bytes[i++]);
    bool whole = lead.has_value();
    for (int n = 0; whole && n < lead->following; ++n) {
      const auto low = n == 0 ? lead->low : 0x80;
      const auto high = n == 0 ? lead->high : 0xBF;
      whole = i < bytes.size() && bytes[i] >= low && bytes[i] <= high;
      if (whole) ++i;  // a byte that does not belong begins the next sequence
    }
    text += whole ? protocol::as_text(bytes.subspan(start, i - start)) : replacement;
  }
  return text;
}

}  // namespace parley::server
