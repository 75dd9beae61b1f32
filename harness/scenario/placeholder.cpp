#include "harness/scenario/placeholder.hpp"

#include <algorithm>
#include <array>

namespace parley::scenario {
namespace {

constexpr std::array<std::string_view, 7> names = {"i", "client", "index", "port", "seed", "run", "message"};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_placeholder_name(std::string_view text) {
  const auto begins = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto goes_on = [&](char c) { return begins(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; };
  return !text.empty() && begins(text.front()) && std::all_of(text.begin(), text.end(), goes_on);
}

std::vector<Placeholder> find_placeholders(std::string_view text) {
  std::vector<Placeholder> found;
  std::size_t from = 0;
  for (;;) {
    const std::size_t begin = text.find("{{", from);
    if (begin == std::string_view::npos) return found;
    const std::size_t end = text.find("}}", begin + 2);
    if (end == std::string_view::npos) return found;
    const std::string_view inside = text.substr(begin + 2, end - begin - 2);
    const std::size_t bar = inside.find('|');
    const std::string_view name = trimmed(inside.substr(0, bar));
    if (!is_placeholder_name(name) && !name.starts_with("message/")) {
      from = begin + 1;
      continue;
    }
    Placeholder placeholder{begin, end + 2, std::string(name), std::nullopt};
    if (bar != std::string_view::npos) placeholder.fallback = std::string(inside.substr(bar + 1));
    found.push_back(std::move(placeholder));
    from = end + 2;
  }
}

std::span<const std::string_view> runtime_names() {
  return names;
}

bool is_runtime_name(std::string_view name) {
  return name.starts_with("message/") || std::find(names.begin(), names.end(), name) != names.end();
}

std::string plain_text(const Json& value) {
  return value.is_string() ? value.get_ref<const std::string&>() : value.dump();
}

std::string expand_text(std::string_view text, const Lookup& lookup) {
  std::string result;
  std::size_t done = 0;
  for (const Placeholder& placeholder : find_placeholders(text)) {
    const Json* value = lookup(placeholder);
    if (value == nullptr) continue;
    result += text.substr(done, placeholder.begin - done);
    result += plain_text(*value);
    done = placeholder.end;
  }
  return result += text.substr(done);
}

Json expand_value(const Json& value, const Lookup& lookup) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const auto found = find_placeholders(text);
    if (found.size() == 1 && found[0].begin == 0 && found[0].end == text.size()) {
      const Json* whole = lookup(found[0]);
      return whole != nullptr ? *whole : value;
    }
    return found.empty() ? value : Json(expand_text(text, lookup));
  }
  if (!value.is_structured()) return value;
  Json result = value;
  for (auto& node : result) node = expand_value(node, lookup);
  return result;
}

}  // namespace parley::scenario
