#include "client/service_url.hpp"

#include <algorithm>
#include <optional>

#include "client/url_builder.hpp"
#include "protocol/uri.hpp"

namespace parley::client {

namespace {

struct Hole {
  std::size_t begin, size;
  std::string name;
};

/// {name} or {name:regex} at or after `from`; braces within the regular expression are balanced. The error tells what
/// is wrong with the braces.
Result<std::optional<Hole>, std::string> next_hole(std::string_view text, std::size_t from) {
  const auto begin = text.find_first_of("{}", from);
  if (begin == std::string_view::npos) return std::optional<Hole>();
  int depth = 0;
  for (auto at = begin; at < text.size(); ++at) {
    depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
    if (depth < 0) break;
    if (depth > 0) continue;
    const auto inner = text.substr(begin + 1, at - begin - 1);
    const std::string name(inner.substr(0, inner.find(':')));
    if (name.empty() || name.find_first_of("{}/?&= ") != std::string::npos) {
      return failure("the path has " + std::string(text.substr(begin, at + 1 - begin)) + ", expected {name}");
    }
    return std::optional<Hole>({begin, at + 1 - begin, name});
  }
  return failure(std::string("the path has a brace without its counterpart, expected {name}"));
}

/// The same URL for the URI's grammar, which has no braces.
Result<std::string, std::string> without_holes(std::string_view text, std::vector<std::string>& names) {
  std::string plain;
  std::size_t from = 0;
  while (true) {
    const auto hole = next_hole(text, from);
    if (!hole) return failure(hole.error());
    if (!*hole) return plain.append(text.substr(from));
    plain.append(text.substr(from, (*hole)->begin - from)).append("x");
    if (std::find(names.begin(), names.end(), (*hole)->name) != names.end()) {
      return failure("the path has {" + (*hole)->name + "} twice, expected each parameter once");
    }
    names.push_back((*hole)->name);
    from = (*hole)->begin + (*hole)->size;
  }
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '%' && at + 2 < text.size();  // parse_uri has looked at the digits
    if (text[at] == '+') {
      plain += ' ';  // as forms write it
    } else if (escape) {
      plain += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
      at += 2;
    } else {
      plain += text[at];
    }
  }
  return plain;
}

std::vector<std::pair<std::string, std::string>> split_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    if (!pair.empty()) {
      pairs.emplace_back(decoded(pair.substr(0, equals)),
                         equals == pair.size() ? "" : decoded(pair.substr(equals + 1)));
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return pairs;
}

/// Where the last segment begins: slashes within braces belong to a regular expression.
std::size_t last_slash(std::string_view path) {
  int depth = 0;
  for (auto at = path.size(); at-- > 0;) {
    depth += path[at] == '}' ? 1 : path[at] == '{' ? -1 : 0;
    if (path[at] == '/' && depth == 0) return at;
  }
  return 0;
}

/// Where "?" stands, outside of braces: a regular expression may hold one. The size when there is none.
std::size_t query_mark(std::string_view url) {
  int depth = 0;
  for (std::size_t at = 0; at < url.size(); ++at) {
    depth += url[at] == '{' ? 1 : url[at] == '}' ? -1 : 0;
    if (url[at] == '?' && depth == 0) return at;
  }
  return url.size();
}

}  // namespace

std::string ServiceUrl::full() const {
  std::string url = address();
  char separator = '?';
  for (const auto& [name, value] : query) {
    url += separator + encode_uri_component(name) + "=" + encode_uri_component(value);
    separator = '&';
  }
  return url;
}

std::vector<ServiceParameter> ServiceUrl::parameters() const {
  std::vector<ServiceParameter> all;
  for (const auto& name : path_parameters) all.push_back({name, ParameterPlace::path, true});
  for (const auto& [name, value] : query) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&sought = name](const auto& p) { return p.name == sought; });
    if (!known) all.push_back({name, ParameterPlace::query, false});
  }
  return all;
}

std::string without_patterns(std::string_view text) {
  std::string plain;
  for (std::size_t from = 0;;) {
    const auto hole = next_hole(text, from).value();
    if (!hole) return plain.append(text.substr(from));
    plain.append(text.substr(from, hole->begin - from)).append("{" + hole->name + "}");
    from = hole->begin + hole->size;
  }
}

Result<ServiceUrl, std::string> split_service_url(std::string_view url) {
  ServiceUrl parts;
  const auto plain = without_holes(url, parts.path_parameters);
  if (!plain) return failure(plain.error());
  const auto uri = protocol::parse_uri(*plain);
  if (!uri) return failure(uri.error());
  parts.scheme = uri->secure ? "wss" : "ws";
  parts.userinfo = uri->userinfo;

  const auto server = url.find("://") + 3;
  const auto query = query_mark(url);
  const auto before_query = url.substr(server, query - server);
  const auto slash = std::min(before_query.find('/'), before_query.size());
  const auto authority = before_query.substr(0, slash);
  if (authority.find_first_of("{}") != std::string_view::npos) {
    return failure(std::string("the host has a parameter, expected parameters in the path and the query only"));
  }
  const auto at_sign = authority.rfind('@');
  parts.host = at_sign == std::string_view::npos ? authority : authority.substr(at_sign + 1);
  const auto path = slash == before_query.size() ? std::string_view("/") : before_query.substr(slash);
  const auto last = last_slash(path);
  parts.base_path = path.substr(0, last);
  parts.path = path.substr(last);
  const auto query_text = query == url.size() ? std::string_view() : url.substr(query + 1);
  if (query_text.find_first_of("{}") != std::string_view::npos) {
    return failure(std::string("the query holds a brace, expected name=value with a sample value, or %7B and %7D"));
  }
  parts.query = split_query(query_text);
  for (const auto& name : parts.path_parameters) {
    const bool also =
        std::any_of(parts.query.begin(), parts.query.end(), [&](const auto& q) { return q.first == name; });
    if (also) return failure("\"" + name + "\" is a parameter of the path and of the query, expected two names");
  }
  return parts;
}

}  // namespace parley::client
