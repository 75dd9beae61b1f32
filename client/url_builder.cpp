#include "client/url_builder.hpp"

#include <algorithm>

#include "protocol/http_grammar.hpp"

namespace parley::client {

namespace {

using protocol::is_alphanumeric;

void append_percent(std::string& to, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  to += '%';
  to += digits[byte >> 4U];
  to += digits[byte & 0xFU];
}

template <class Keep>
std::string percent_encode(std::string_view text, Keep keep) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (keep(c)) {
      encoded += c;
    } else {
      append_percent(encoded, c);
    }
  }
  return encoded;
}

/// What may stand in a URI as it is (RFC 3986 §2.2, §2.3), and "%" of what is encoded already.
bool is_uri_character(char c) {
  return is_alphanumeric(c) || std::string_view("-._~:/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

/// The value as it goes into the URL, or nothing when it is to be left out.
std::optional<std::string> bound_text(const std::vector<Binding>& bindings, const std::string& name) {
  const auto binding = std::find_if(bindings.begin(), bindings.end(), [&](const auto& b) { return b.target == name; });
  if (binding == bindings.end() || !binding->value || binding->value->is_null()) return std::nullopt;
  auto text = text_of(*binding->value);
  if (text.empty()) return std::nullopt;
  return text;
}

struct Placeholder {
  std::size_t begin, size;
};

/// The first {name} or {name:regex}; braces within the regular expression are balanced.
std::optional<Placeholder> find_placeholder(std::string_view url, const std::string& name) {
  const std::string opening = "{" + name;
  for (auto begin = url.find(opening); begin != std::string_view::npos; begin = url.find(opening, begin + 1)) {
    const auto after = begin + opening.size();
    if (after >= url.size() || (url[after] != '}' && url[after] != ':')) continue;  // a longer name
    int depth = 1;
    for (auto at = after; at < url.size(); ++at) {
      depth += url[at] == '{' ? 1 : url[at] == '}' ? -1 : 0;
      if (depth == 0) return Placeholder{begin, at + 1 - begin};
    }
  }
  return std::nullopt;
}

}  // namespace

std::string encode_uri_component(std::string_view text) {
  return percent_encode(text, [](char c) {
    return is_alphanumeric(c) || std::string_view("-_.!~*'()").find(c) != std::string_view::npos;
  });
}

Result<std::string, std::string> build_url(const Service& service, const std::vector<Binding>& bindings) {
  std::string url = service.url;
  std::string query;
  std::string missing;
  for (const auto& parameter : service.parameters) {
    const auto text = bound_text(bindings, parameter.name);
    if (!text) {
      if (parameter.required) missing += (missing.empty() ? "" : ",") + parameter.name;
      continue;
    }
    switch (parameter.place) {
      case ParameterPlace::query:
        query += (query.empty() ? "" : "&") + encode_uri_component(parameter.name) + "=" + encode_uri_component(*text);
        break;
      case ParameterPlace::path:
        if (const auto hole = find_placeholder(url, parameter.name)) url.replace(hole->begin, hole->size, *text);
        break;
    }
  }
  if (!missing.empty()) return failure("Required field(s) missing: \"" + missing + "\"");
  if (!query.empty()) url += (url.find('?') == std::string::npos ? "?" : "&") + query;
  return percent_encode(url, is_uri_character);
}

std::string mixed_content_error(std::string_view url, PageScheme page) {
  switch (page) {
    case PageScheme::http:
      return {};
    case PageScheme::https:
      break;
  }
  if (protocol::to_lower(url.substr(0, url.find(':'))) == "wss") return {};
  return "mixed content: an https page may open wss: URLs only, not " + std::string(url);
}

}  // namespace parley::client
