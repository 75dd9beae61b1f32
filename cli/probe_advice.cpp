#include "cli/probe_advice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/text.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::cli {

namespace {

constexpr std::size_t shown_columns = 160;

bool has_credentials(const PeerArguments& peer) {
  const bool in_url = peer.url.substr(0, peer.url.find('/', peer.url.find("://") + 3)).find('@') != std::string::npos;
  const auto fields = header_fields(peer.headers);
  return in_url || !peer.user.empty() || std::any_of(fields.begin(), fields.end(), [](const auto& field) {
           return protocol::equals_ignoring_case(field.name, "Authorization");
         });
}

}  // namespace

std::vector<std::string> probe_advice(const protocol::HandshakeFailure& failure, const PeerArguments& peer) {
  const auto says = [&](const char* text) { return failure.reason.find(text) != std::string::npos; };
  std::vector<std::string> advice;
  if (failure.status == 401) {  // RFC 9110 §15.5.2
    advice.emplace_back(has_credentials(peer) ? "it does not take these credentials"
                                              : "-u NAME:PASSWORD sends Basic credentials");
  }
  const auto location = failure.fields.combined("Location");
  if (failure.status >= 300 && failure.status < 400 && location) {  // RFC 9110 §15.4
    advice.push_back(fmt::format("it points to {}, where a WebSocket client does not go by itself", *location));
  }
  if (says("certificate verify failed") && !peer.insecure) {
    advice.emplace_back("-k takes every certificate, --ca FILE trusts those in a file");
  }
  return advice;
}

std::string refusal_body(const protocol::HandshakeFailure& failure) {
  const auto type = failure.fields.combined("Content-Type").value_or("");
  if (failure.body.empty() || type.starts_with("text/html")) return {};
  auto line = harness::printable(failure.body);
  while (line.ends_with('\n')) line.pop_back();
  std::replace(line.begin(), line.end(), '\n', ' ');
  return fmt::format("the server says \"{}\"", harness::truncate(line, shown_columns));
}

}  // namespace parley::cli
