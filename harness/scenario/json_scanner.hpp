// JsonScanner: walks over JSON text, notes the place of every node, and finds the first syntax error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/json_text.hpp"

namespace parley::scenario {

struct ScanFault {
  Position position;
  std::string pointer;
  std::string message;
};

class JsonScanner {
 public:
  JsonScanner(std::string_view text, Places& places) : text_(text), places_(places) {}

  /// Duplicate keys, all of them, and at most one syntax error, which ends the scan.
  std::vector<ScanFault> scan();

 private:
  struct SyntaxError {};

  void value(const std::string& pointer, unsigned depth);
  void object(const std::string& pointer, unsigned depth);
  void array(const std::string& pointer, unsigned depth);
  std::string string();
  void scalar();

  void skip_space();
  void advance();
  [[nodiscard]] bool at_end() const { return offset_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[offset_]; }
  [[nodiscard]] std::string seen() const;  // what stands here, for a message
  [[noreturn]] void fail(Position position, std::string message);

  std::string_view text_;
  Places& places_;
  std::size_t offset_ = 0;
  Position here_{1, 1};
  std::vector<ScanFault> faults_;
};

}  // namespace parley::scenario
