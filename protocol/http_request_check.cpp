#include "protocol/http_request_check.hpp"

#include <algorithm>

#include "protocol/authority.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

std::optional<HttpError> check_host(const HttpRequest& request) {
  constexpr std::string_view section = "RFC 9112 §3.2";
  const std::size_t count = request.fields.count("Host");
  if (count > 1) return HttpError{400, section, "Host comes " + std::to_string(count) + " times, expected once"};
  if (count == 0) {
    if (request.version < HttpVersion{1, 1}) return std::nullopt;  // HTTP/1.0 did not know it
    return HttpError{400, section, "Host is missing"};
  }
  const auto host = parse_authority(*request.fields.find("Host"));
  if (!host) return HttpError{400, section, "Host: " + host.error()};
  return std::nullopt;
}

/// "http://example.com/chat" becomes "/chat".
std::optional<HttpError> settle_target(HttpRequest& request) {
  constexpr std::string_view section = "RFC 9112 §3.2";
  if (request.target.front() == '/') return std::nullopt;
  if (request.target == "*" && request.method == "OPTIONS") return std::nullopt;  // RFC 9112 §3.2.4
  const std::size_t mark = request.target.find("://");
  const std::string scheme = to_lower(std::string_view(request.target).substr(0, mark));
  const bool absolute = scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss";
  if (mark == std::string::npos || !absolute) {
    return HttpError{400, section, "the target is " + in_quotes(request.target) + ", expected it to begin with \"/\""};
  }
  const std::string_view rest = std::string_view(request.target).substr(mark + 3);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  std::string host(rest.substr(0, end));
  if (const auto authority = parse_authority(host); !authority) {
    return HttpError{400, section, "the target's authority: " + authority.error()};
  }
  const std::string resource(rest.substr(end));
  request.target = resource.empty() || resource.front() != '/' ? "/" + resource : resource;
  request.fields.set("Host", std::move(host));
  return std::nullopt;
}

std::optional<HttpError> check_length(const HttpFields& fields) {
  const auto length = fields.combined("Content-Length");
  if (!length) return std::nullopt;
  // RFC 9112 §6.3 rule 5: several values are one when they are the same.
  const auto values = split_list(*length);
  const bool same = std::all_of(values.begin(), values.end(), [&](auto value) { return value == values.front(); });
  if (!values.empty() && same && parse_decimal(values.front())) return std::nullopt;
  return HttpError{400, "RFC 9112 §6.3", "Content-Length is " + in_quotes(*length) + ", expected one number"};
}

std::optional<HttpError> check_codings(const HttpFields& fields) {
  const auto codings = fields.combined("Transfer-Encoding");
  if (!codings) return std::nullopt;
  const auto names = split_list(*codings);
  const auto is_chunked = [](std::string_view name) { return equals_ignoring_case(name, "chunked"); };
  const auto is = "Transfer-Encoding is " + in_quotes(*codings);
  // Nobody knows where content ends that is not chunked at last, and chunked once (§6.1).
  if (names.empty() || std::find_if(names.begin(), names.end(), is_chunked) != std::prev(names.end())) {
    return HttpError{400, "RFC 9112 §6.3", is + ", expected chunked as the last coding, and only there"};
  }
  if (names.size() == 1) return std::nullopt;
  return HttpError{501, "RFC 9112 §6.1", is + ", and only chunked is understood"};
}

}  // namespace

std::optional<HttpError> check_request(HttpRequest& request) {
  if (auto error = check_host(request)) return error;
  if (auto error = settle_target(request)) return error;
  if (auto error = check_length(request.fields)) return error;
  return check_codings(request.fields);
}

bool has_content(const HttpFields& fields) {
  if (fields.count("Transfer-Encoding") > 0) return true;
  const std::string* const length = fields.find("Content-Length");
  return length != nullptr && length->find_first_not_of("0, ") != std::string::npos;
}

}  // namespace parley::protocol
