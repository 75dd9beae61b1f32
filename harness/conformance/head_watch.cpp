#include "harness/conformance/head_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "harness/conformance/opening.hpp"
#include "harness/conformance/outcome.hpp"
#include "protocol/accept_key.hpp"
#include "protocol/authority.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/extension.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/http_request_check.hpp"

namespace parley::conformance {
namespace {

using protocol::in_quotes;

/// What the cases call extensions of their own.
constexpr std::string_view own_extensions = "x-parley";

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
    if (name.starts_with(own_extensions)) {
      on_finding(Rule::response_extension, in_quotes(name) + " was offered, and is an extension that nobody knows");
    }
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
  const auto subprotocols = offered_subprotocols(request);
  if (subprotocols.empty() && request.fields.find("Sec-WebSocket-Protocol") != nullptr) {
    on_finding(Rule::request_subprotocols, "Sec-WebSocket-Protocol is empty");
  }
  for (const auto& name : subprotocols) {
    if (!protocol::is_token(name)) on_finding(Rule::request_subprotocols, in_quotes(name) + " is no token");
    if (!known.insert(name).second) on_finding(Rule::request_subprotocols, in_quotes(name) + " is offered twice");
  }
  if (const auto value = request.fields.combined("Sec-WebSocket-Extensions")) {
    if (const auto parsed = protocol::parse_extensions(*value); !parsed) {
      on_finding(Rule::request_extensions, parsed.error());
    }
  }
}

void watch_target(std::string_view target, const OnFinding& on_finding) {
  const auto lower = protocol::to_lower(target);
  if (target.starts_with('/') || lower.starts_with("http://") || lower.starts_with("https://")) return;
  on_finding(Rule::request_target, "the target is " + in_quotes(target));
}

void watch_host(const Observation& seen, const OnFinding& on_finding) {
  const auto* const host = only_value(seen.request->fields, "Host", Rule::request_host, on_finding);
  if (host == nullptr) return;
  const auto authority = protocol::parse_authority(*host);
  if (!authority) return on_finding(Rule::request_host, "Host: " + authority.error());
  // RFC 6455 §4.1 item 4: the port may be left out only where it is the default one.
  const auto listening = seen.listening_port;
  const bool may_be_left_out = listening == 0 || listening == 80 || listening == 443;
  if (authority->port ? listening != 0 && *authority->port != listening : !may_be_left_out) {
    on_finding(Rule::request_host, fmt::format("Host is {}, and the port {}", in_quotes(*host), listening));
  }
}

/// The host of the URL, where we gave it; of a client that came by itself its Host field tells it.
std::string url_host(const Observation& seen) {
  if (!seen.listening_host.empty()) return seen.listening_host;
  const auto* const host = seen.request->fields.find("Host");
  const auto authority = protocol::parse_authority(host == nullptr ? "" : *host);
  return authority ? authority->host : "";
}

bool has_name_to_ask_for(const Observation& seen) {
  const auto host = url_host(seen);
  const auto dot = host.find('.');
  return dot != std::string::npos && dot + 1 < host.size() && protocol::is_dns_name(host);
}

void watch_server_name(const Observation& seen, const OnFinding& on_finding) {
  if (!seen.server_name) return;
  if (seen.server_name->empty() && has_name_to_ask_for(seen)) {
    on_finding(Rule::server_name, "the TLS handshake does not name " + in_quotes(url_host(seen)));
  } else if (protocol::is_ip_address(*seen.server_name)) {
    on_finding(Rule::server_name, "the TLS handshake names an IP address, " + in_quotes(*seen.server_name));
  }
}

/// serialized-origin (RFC 6454 §7.1), as far as it matters here: a scheme, "://", and no path.
bool is_origin(std::string_view text) {
  const auto mark = text.find("://");
  return mark != 0 && mark != std::string_view::npos && text.find_first_of("/?#@", mark + 3) == std::string_view::npos;
}

void watch_origin(const protocol::HttpFields& fields, const OnFinding& on_finding) {
  const auto count = fields.count("Origin");
  if (count > 1) on_finding(Rule::request_origin, fmt::format("there are {} Origin fields", count));
  if (count != 1 || *fields.find("Origin") == "null") return;
  std::string_view rest = *fields.find("Origin");
  for (bool more = true; more;) {
    const auto end = rest.find(' ');
    if (!is_origin(rest.substr(0, end))) return on_finding(Rule::request_origin, "Origin is " + in_quotes(rest));
    more = end != std::string_view::npos;
    if (more) rest.remove_prefix(end + 1);
  }
}

/// version (RFC 6455 §4.3).
bool is_version(std::string_view text) {
  const auto number = protocol::parse_decimal(text);
  return number && *number <= 255 && (text.size() == 1 || text.front() != '0');
}

void watch_versions(const protocol::HttpFields& fields, const OnFinding& on_finding) {
  const auto value = fields.combined("Sec-WebSocket-Version");
  if (!value) return;
  const auto versions = protocol::split_list(*value);
  if (!versions.empty() && std::all_of(versions.begin(), versions.end(), is_version)) return;
  on_finding(Rule::response_versions, "Sec-WebSocket-Version is " + in_quotes(*value));
}

void watch_length(const protocol::HttpResponse& response, const OnFinding& on_finding) {
  const auto length = response.fields.combined("Content-Length");
  if (!length) return;
  if (!protocol::parse_decimal(*length)) on_finding(Rule::response_length, "Content-Length is " + in_quotes(*length));
  if (response.fields.find("Transfer-Encoding") != nullptr) {
    on_finding(Rule::response_length, "Content-Length stands beside Transfer-Encoding");
  }
  if (response.status < 200 || response.status == 204) {
    on_finding(Rule::response_length, fmt::format("a {} has Content-Length", response.status));
  }
}

void watch_refusal_fields(const protocol::HttpResponse& response, const OnFinding& on_finding) {
  struct Needed {
    int status;
    std::string_view field;
  };
  for (const auto& needed : {Needed{401, "WWW-Authenticate"}, Needed{405, "Allow"}, Needed{426, "Upgrade"}}) {
    if (response.status != needed.status || response.fields.find(needed.field) != nullptr) continue;
    on_finding(Rule::refusal_fields, fmt::format("a {} has no {}", needed.status, needed.field));
  }
}

}  // namespace

void watch_response(const Observation& seen, const OnFinding& on_finding) {
  if (auto fault = fault_of_upgrade(seen); !fault.empty()) on_finding(Rule::response_fields, std::move(fault));
  if (const auto version = seen.response->version; version < protocol::HttpVersion{1, 1}) {
    on_finding(Rule::response_version, fmt::format("the 101 is HTTP/{}.{}", version.major, version.minor));
  }
  for (const char* name : {"Content-Length", "Transfer-Encoding"}) {
    if (seen.response->fields.find(name) != nullptr) {
      on_finding(Rule::response_no_body, fmt::format("the 101 has {}", name));
    }
  }
  if (seen.response->fields.count("Sec-WebSocket-Extensions") > 1) {
    on_finding(Rule::response_extensions_once, "Sec-WebSocket-Extensions comes more than once");
  }
  watch_answered_extensions(seen, on_finding);
  watch_answered_subprotocol(seen, on_finding);
}

void watch_any_response(const protocol::HttpResponse& response, const OnFinding& on_finding) {
  const auto& fields = response.fields;
  watch_versions(fields, on_finding);
  if (fields.find(injected_field) != nullptr) {
    on_finding(Rule::response_injection,
               fmt::format("{}, which stood in the request, is a field of the response", injected_field));
  }
  if (response.status == 101) return;  // which has rules of its own
  if (fields.find("Upgrade") != nullptr && !fields.has_token("Connection", "upgrade")) {
    on_finding(Rule::response_upgrade_option,
               fmt::format("a {} has Upgrade, and Connection does not name it", response.status));
  }
  watch_length(response, on_finding);
  watch_refusal_fields(response, on_finding);
}

void watch_response_text(std::string_view head, const OnFinding& on_finding) {
  constexpr std::size_t after_status = 12;  // "HTTP/1.1 101"
  const auto first_line = head.substr(0, head.find("\r\n"));
  if (first_line.size() == after_status) {
    on_finding(Rule::response_syntax, "no space comes after the status: " + in_quotes(first_line));
  }
  for (const std::string_view fold : {"\r\n ", "\r\n\t"}) {
    if (head.find(fold) != std::string_view::npos) on_finding(Rule::response_syntax, "a field is folded");
  }
}

void watch_request(const Observation& seen, const OnFinding& on_finding) {
  const auto& request = *seen.request;
  const auto& fields = request.fields;
  if (request.method != "GET") on_finding(Rule::request_line, "the method is " + in_quotes(request.method));
  if (request.version < protocol::HttpVersion{1, 1}) {
    on_finding(Rule::request_line, fmt::format("it is HTTP/{}.{}", request.version.major, request.version.minor));
  }
  if (protocol::has_content(fields)) on_finding(Rule::request_content, "content is announced");
  watch_target(request.target, on_finding);
  watch_host(seen, on_finding);
  watch_server_name(seen, on_finding);
  watch_origin(fields, on_finding);
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

bool could_name_server(const Observation& seen) {
  return seen.server_name && (!seen.server_name->empty() || has_name_to_ask_for(seen));
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
