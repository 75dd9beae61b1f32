#include "harness/conformance/head_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/conformance/opening.hpp"
#include "harness/conformance/outcome.hpp"
#include "protocol/accept_key.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/extension.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/http_request_check.hpp"

namespace parley::conformance {
namespace {

using protocol::in_quotes;

/// The names of a list of extensions; nothing when it does not follow its grammar.
std::set<std::string> extension_names(std::string_view value) {
  std::set<std::string> names;
  if (const auto extensions = protocol::parse_extensions(value)) {
    for (const auto& extension : *extensions) names.insert(protocol::to_lower(extension.name));
  }
  return names;
}

void watch_answered_extensions(const Observation& seen, const OnFinding& on_finding) {
  const auto answered = seen.response->fields.combined("Sec-WebSocket-Extensions");
  if (!answered) return;
  if (const auto parsed = protocol::parse_extensions(*answered); !parsed) {
    return on_finding(Rule::response_extension, "Sec-WebSocket-Extensions: " + parsed.error());
  }
  // What is outside the grammar has its own cases: nobody can tell what it offers.
  if (!seen.offered_extensions.empty() && !protocol::parse_extensions(seen.offered_extensions)) return;
  const auto offered = extension_names(seen.offered_extensions);
  for (const auto& name : extension_names(*answered)) {
    if (!offered.contains(name)) on_finding(Rule::response_extension, in_quotes(name) + " was not offered");
  }
}

void watch_answered_subprotocol(const Observation& seen, const OnFinding& on_finding) {
  const auto chosen = seen.response->fields.combined("Sec-WebSocket-Protocol");
  const auto& offered = seen.offered_subprotocols;
  if (!chosen || std::find(offered.begin(), offered.end(), *chosen) != offered.end()) return;
  on_finding(Rule::response_subprotocol, fmt::format("Sec-WebSocket-Protocol is {}, offered was \"{}\"",
                                                     in_quotes(*chosen), fmt::join(offered, ", ")));
}

/// The one value of a field that must be there once.
const std::string* only_value(const protocol::HttpFields& fields, std::string_view name, Rule rule,
                              const OnFinding& on_finding) {
  const auto count = fields.count(name);
  if (count != 1) on_finding(rule, fmt::format("there are {} {} fields", count, name));
  return count == 1 ? fields.find(name) : nullptr;
}

void watch_lists(const protocol::HttpRequest& request, const OnFinding& on_finding) {
  std::set<std::string> known;
  for (const auto& name : offered_subprotocols(request)) {
    if (!protocol::is_token(name)) on_finding(Rule::request_subprotocols, in_quotes(name) + " is no token");
    if (!known.insert(name).second) on_finding(Rule::request_subprotocols, in_quotes(name) + " is offered twice");
  }
  if (const auto value = request.fields.combined("Sec-WebSocket-Extensions")) {
    if (const auto parsed = protocol::parse_extensions(*value); !parsed) {
      on_finding(Rule::request_extensions, parsed.error());
    }
  }
}

}  // namespace

void watch_response(const Observation& seen, const OnFinding& on_finding) {
  if (auto fault = fault_of_upgrade(seen); !fault.empty()) on_finding(Rule::response_fields, std::move(fault));
  for (const char* name : {"Content-Length", "Transfer-Encoding"}) {
    if (seen.response->fields.find(name) != nullptr) {
      on_finding(Rule::response_no_body, fmt::format("the 101 has {}", name));
    }
  }
  watch_answered_extensions(seen, on_finding);
  watch_answered_subprotocol(seen, on_finding);
}

void watch_request(const protocol::HttpRequest& request, const OnFinding& on_finding) {
  const auto& fields = request.fields;
  if (request.method != "GET") on_finding(Rule::request_line, "the method is " + in_quotes(request.method));
  if (request.version < protocol::HttpVersion{1, 1}) {
    on_finding(Rule::request_line, fmt::format("it is HTTP/{}.{}", request.version.major, request.version.minor));
  }
  if (protocol::has_content(fields)) on_finding(Rule::request_line, "a body is announced");
  only_value(fields, "Host", Rule::request_host, on_finding);
  if (auto copy = request; const auto error = protocol::check_request(copy)) {
    on_finding(Rule::request_host, fmt::format("{} ({})", error->what, error->section));
  }
  if (!fields.has_token("Upgrade", "websocket")) on_finding(Rule::request_upgrade, "Upgrade does not name websocket");
  if (!fields.has_token("Connection", "upgrade")) on_finding(Rule::request_upgrade, "Connection does not name Upgrade");
  const auto* const key = only_value(fields, "Sec-WebSocket-Key", Rule::request_key, on_finding);
  if (key != nullptr && !protocol::is_handshake_key(*key)) {
    on_finding(Rule::request_key, "Sec-WebSocket-Key is " + in_quotes(*key));
  }
  const auto* const version = only_value(fields, "Sec-WebSocket-Version", Rule::request_version, on_finding);
  if (version != nullptr && *version != "13") {
    on_finding(Rule::request_version, "Sec-WebSocket-Version is " + in_quotes(*version));
  }
  watch_lists(request, on_finding);
}

std::optional<protocol::DeflateParameters> read_deflate_answer(std::string_view extensions) {
  const auto parsed = protocol::parse_extensions(extensions);
  if (!parsed) return std::nullopt;
  const auto named = [](const protocol::Extension& extension) { return extension.name == protocol::deflate_name; };
  const auto found = std::find_if(parsed->begin(), parsed->end(), named);
  if (found == parsed->end()) return std::nullopt;
  protocol::DeflateParameters agreed;
  const auto bits = [](const std::optional<std::string>& value) {
    const auto number = protocol::parse_decimal(value.value_or(""));
    return number && *number >= 8 && *number <= 15 ? static_cast<int>(*number) : 15;
  };
  for (const auto& parameter : found->parameters) {
    if (parameter.name == "server_no_context_takeover") agreed.server_no_context_takeover = true;
    if (parameter.name == "client_no_context_takeover") agreed.client_no_context_takeover = true;
    if (parameter.name == "server_max_window_bits") agreed.server_max_window_bits = bits(parameter.value);
    if (parameter.name == "client_max_window_bits") agreed.client_max_window_bits = bits(parameter.value);
  }
  return agreed;
}

}  // namespace parley::conformance
