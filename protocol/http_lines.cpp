#include "protocol/http_lines.hpp"

#include <algorithm>

#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// HTTP-version = %s"HTTP" "/" DIGIT "." DIGIT (RFC 9112 §2.3)
std::optional<HttpVersion> parse_version(std::string_view text) {
  if (text.size() != 8 || text.substr(0, 5) != "HTTP/" || !is_digit(text[5]) || text[6] != '.' || !is_digit(text[7])) {
    return std::nullopt;
  }
  return HttpVersion{text[5] - '0', text[7] - '0'};
}

HttpError bad_version(std::string_view text) {
  return {400, "RFC 9112 §2.3", "the version is " + in_quotes(text) + ", expected \"HTTP/1.1\""};
}

HttpError bad_start_line(std::string_view section, std::string_view line, std::string_view expected) {
  return {400, section, "the first line is " + in_quotes(line) + ", expected " + std::string(expected)};
}

/// Visible ASCII without "#". RFC 3986 allows less, but browsers send "|", "{" and the like as they are.
bool is_target_char(char c) {
  return c > 0x20 && c < 0x7F && c != '#';
}

}  // namespace

std::optional<HttpError> parse_start_line(std::string_view line, HttpRequest& request) {
  constexpr std::string_view expected = "method, target and version, one space between them";
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad_start_line("RFC 9112 §3", line, expected);
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  if (!is_token(method)) {
    return HttpError{400, "RFC 9110 §9.1", "the method is " + in_quotes(method) + ", expected a token"};
  }
  if (target.empty() || !std::all_of(target.begin(), target.end(), is_target_char)) {
    return HttpError{400, "RFC 9112 §3.2",
                     "the target is " + in_quotes(target) + ", expected visible ASCII characters without \"#\""};
  }
  const auto version = parse_version(line.substr(last + 1));
  if (!version) return bad_version(line.substr(last + 1));
  if (version->major != 1) {
    return HttpError{505, "RFC 9110 §15.6.6",
                     "the version is " + in_quotes(line.substr(last + 1)) + ", expected HTTP/1.1"};
  }
  request.method = method;
  request.target = target;
  request.version = *version;
  return std::nullopt;
}

std::optional<HttpError> parse_start_line(std::string_view line, HttpResponse& response) {
  constexpr std::string_view expected = "\"HTTP/1.1\", a status of three digits and a reason";
  if (line.substr(0, 5) != "HTTP/") return bad_start_line("RFC 9112 §4", line, expected);
  const auto version = parse_version(line.substr(0, 8));
  if (!version || version->major != 1) return bad_version(line.substr(0, line.find(' ')));
  // The space after the status may be missing when no reason follows: RFC 9112 §4 demands it of servers only.
  const bool has_status = line.size() >= 12 && line[8] == ' ' && line[9] != '0' &&
                          std::all_of(line.begin() + 9, line.begin() + 12, is_digit) &&
                          (line.size() == 12 || line[12] == ' ');
  if (!has_status) return bad_start_line("RFC 9112 §4", line, expected);
  response.version = *version;
  response.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  response.reason = line.substr(std::min<std::size_t>(13, line.size()));
  return std::nullopt;
}

std::optional<HttpError> parse_field_line(std::string_view line, HttpFields& fields) {
  if (line.front() == ' ' || line.front() == '\t') {
    // Also what stands between the first line and the first field (RFC 9112 §2.2).
    return HttpError{400, "RFC 9112 §5.2", "a header line begins with white space: folded lines are refused"};
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) {
    return HttpError{400, "RFC 9112 §5", "the header line " + in_quotes(line) + " has no colon"};
  }
  const std::string_view name = line.substr(0, colon);
  if (!name.empty() && (name.back() == ' ' || name.back() == '\t')) {
    return HttpError{400, "RFC 9112 §5.1",
                     "white space stands between the field name " + in_quotes(trim(name)) + " and its colon"};
  }
  if (!is_token(name)) {
    return HttpError{400, "RFC 9110 §5.1", "the field name is " + in_quotes(name) + ", expected a token"};
  }
  fields.add(std::string(name), std::string(trim(line.substr(colon + 1))));
  return std::nullopt;
}

}  // namespace parley::protocol
