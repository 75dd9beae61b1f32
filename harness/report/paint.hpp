// Text in a terminal's colours, or left alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::harness {

enum class Colour : std::uint8_t { never, always };

class Paint {
 public:
  explicit Paint(Colour colour) : colour_(colour) {}

  [[nodiscard]] std::string bold(std::string_view text) const { return with("1", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return with("2", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return with("31", text); }
  [[nodiscard]] std::string bold_red(std::string_view text) const { return with("1;31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return with("32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return with("33", text); }

 private:
  /// `code`: the parameters of SGR (ECMA-48 §8.3.117).
  [[nodiscard]] std::string with(std::string_view code, std::string_view text) const {
    if (colour_ == Colour::never) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }

  Colour colour_;
};

}  // namespace parley::harness
