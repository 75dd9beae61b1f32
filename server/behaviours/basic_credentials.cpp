#include "server/behaviours/basic_credentials.hpp"

#include <fmt/format.h>

#include <cstddef>

#include "protocol/base64.hpp"
#include "protocol/http_grammar.hpp"
#include "server/http_endpoints.hpp"

namespace parley::server {
namespace {

/// Tells nothing by its time but the length of `given`.
bool equal_in_constant_time(std::string_view given, std::string_view wanted) {
  std::size_t difference = given.size() ^ wanted.size();
  for (std::size_t i = 0; i < given.size(); ++i) {
    const char with = wanted.empty() ? '\0' : wanted[i % wanted.size()];
    difference |= static_cast<std::size_t>(static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(with));
  }
  return difference == 0;
}

bool has_credentials(const protocol::HttpRequest& request, std::string_view user) {
  if (request.fields.count("Authorization") != 1) return false;
  const std::string_view field = *request.fields.find("Authorization");
  const auto space = field.find(' ');
  if (space == std::string_view::npos) return false;
  if (!protocol::equals_ignoring_case(field.substr(0, space), "Basic")) return false;  // RFC 9110 §11.1
  const auto decoded = protocol::base64_decode(protocol::trim(field.substr(space)));
  return decoded && equal_in_constant_time(protocol::as_text(*decoded), user);
}

}  // namespace

std::optional<protocol::HttpResponse> refuse_strangers(const protocol::HttpRequest& request, std::string_view user,
                                                       std::string_view realm) {
  if (has_credentials(request, user)) return std::nullopt;
  auto response = plain_response(401, "this path wants a name and a password");
  // RFC 9110 §15.5.2: a 401 names its challenge; RFC 7617 §2.1: in which bytes we read them.
  response.fields.add("WWW-Authenticate", fmt::format("Basic realm=\"{}\", charset=\"UTF-8\"", realm));
  return response;
}

}  // namespace parley::server
