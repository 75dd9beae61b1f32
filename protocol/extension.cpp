#include "protocol/extension.hpp"

#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

using Parsed = Result<std::vector<Extension>, std::string>;

/// Walks over the field's value. White space may stand between all parts: RFC 6455 takes its grammar rules, implied
/// white space included, from RFC 2616 §2.1.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) { skip_space(); }

  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }

  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    skip_space();
    return true;
  }

  std::optional<std::string> take_token() {
    const std::size_t start = at_;
    while (!at_end() && is_token_char(text_[at_])) ++at_;
    if (at_ == start) return std::nullopt;
    std::string token(text_.substr(start, at_ - start));
    skip_space();
    return token;
  }

  /// A token or a quoted string. "When using the quoted-string syntax variant, the value after quoted-string
  /// unescaping MUST conform to the 'token' ABNF" (RFC 6455 §9.1).
  std::optional<std::string> take_value() {
    if (at_end() || text_[at_] != '"') return take_token();
    std::string value;
    std::size_t at = at_ + 1;
    for (; at < text_.size() && text_[at] != '"'; ++at) {
      if (text_[at] == '\\' && ++at == text_.size()) return std::nullopt;
      value += text_[at];
    }
    if (at == text_.size() || !is_token(value)) return std::nullopt;
    at_ = at + 1;
    skip_space();
    return value;
  }

  [[nodiscard]] auto expected(std::string_view what) const {
    return failure("expected " + std::string(what) + " at position " + std::to_string(at_ + 1) + " of " +
                   in_quotes(text_));
  }

 private:
  void skip_space() {
    while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Result<Extension, std::string> parse_extension(Cursor& cursor) {
  auto name = cursor.take_token();
  if (!name) return cursor.expected("the name of an extension");
  Extension extension{std::move(*name), {}};
  while (cursor.take(';')) {
    auto parameter = cursor.take_token();
    if (!parameter) return cursor.expected("the name of a parameter");
    std::optional<std::string> value;
    if (cursor.take('=')) {
      value = cursor.take_value();
      if (!value) return cursor.expected("a token or a quoted token");
    }
    extension.parameters.push_back({std::move(*parameter), std::move(value)});
  }
  return extension;
}

}  // namespace

Parsed parse_extensions(std::string_view value) {
  std::vector<Extension> extensions;
  Cursor cursor(value);
  while (!cursor.at_end()) {
    if (cursor.take(',')) continue;
    auto extension = parse_extension(cursor);
    if (!extension) return failure(extension.error());
    extensions.push_back(std::move(*extension));
    if (!cursor.at_end() && !cursor.take(',')) return cursor.expected("\",\" or \";\"");
  }
  if (extensions.empty()) return cursor.expected("the name of an extension");
  return extensions;
}

std::string to_string(const Extension& extension) {
  std::string text = extension.name;
  for (const ExtensionParameter& parameter : extension.parameters) {
    text.append("; ").append(parameter.name);
    if (parameter.value) text.append("=").append(*parameter.value);
  }
  return text;
}

}  // namespace parley::protocol
