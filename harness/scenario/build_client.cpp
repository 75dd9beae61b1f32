#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "harness/scenario/build.hpp"
#include "protocol/client_handshake.hpp"
#include "protocol/duration.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/subprotocol.hpp"
#include "protocol/uri.hpp"

namespace parley::scenario {
namespace {

client::BackoffOptions build_backoff(const Json& node, const std::string& pointer, const BuildContext& context) {
  client::BackoffOptions backoff;
  if (!node.is_object()) return backoff;
  if (node.contains("first")) backoff.first = to_duration(node.at("first"));
  if (node.contains("max")) backoff.max = to_duration(node.at("max"));
  if (backoff.first > backoff.max) {
    context.refuse(child(pointer, node.contains("first") ? "first" : "max"),
                   fmt::format("\"first\" is {}, more than \"max\", {}", protocol::format_duration(backoff.first),
                               protocol::format_duration(backoff.max)));
  }
  backoff.factor = node.value("factor", backoff.factor);
  backoff.max_attempts = node.value("attempts", backoff.max_attempts);
  if (node.contains("stable_after")) backoff.stable_after = to_duration(node.at("stable_after"));
  return backoff;
}

protocol::Limits build_limits(const Json& node) {
  protocol::Limits limits;
  if (node.contains("max_message")) limits.max_message = to_size(node.at("max_message"));
  if (node.contains("max_frame")) limits.max_frame = to_size(node.at("max_frame"));
  limits.max_fragments = node.value("max_fragments", limits.max_fragments);
  if (node.contains("max_head")) limits.max_head = to_size(node.at("max_head"));
  return limits;
}

void build_variable(ClientSpec& client, const Json& node) {
  client.start_update = node.value("startUpdate", true);
  if (node.contains("dataUpdateStrategy")) {
    client.policy.strategy = *client::parse_strategy(node.at("dataUpdateStrategy").get<std::string>());
  }
  client.policy.limit = node.value("dataLimit", client.policy.limit);
  if (node.contains("dataSet")) client.data_set = node.at("dataSet");
  if (node.contains("requestBody")) client.request_body = node.at("requestBody");
  if (node.value("page", std::string()) == "https") client.page = client::PageScheme::https;
  const Json hooks = node.value("hooks", Json::object());
  client.hooks.refuse_open = hooks.contains("onBeforeOpen");
  client.hooks.refuse_close = hooks.contains("onBeforeClose");
  if (hooks.contains("onBeforeMessageSend")) client.hooks.before_send = hooks.at("onBeforeMessageSend");
  if (hooks.contains("onMessageReceive")) client.hooks.on_receive = hooks.at("onMessageReceive");
}

std::vector<std::pair<std::string, Json>> members(const Json& node, const char* key) {
  std::vector<std::pair<std::string, Json>> result;
  if (!node.contains(key)) return result;
  for (const auto& [name, value] : node.at(key).items()) result.emplace_back(name, value);
  return result;
}

/// Every {name} or {name:regex} of the path needs a value; a placeholder, {{name}}, is filled in otherwise.
void check_holes(const ClientSpec& client, const std::string& pointer, const BuildContext& context) {
  std::string path = client.path;
  for (const Placeholder& each : find_placeholders(client.path)) {
    std::fill(path.begin() + static_cast<std::ptrdiff_t>(each.begin),
              path.begin() + static_cast<std::ptrdiff_t>(each.end), '-');
  }
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    const std::string name = path.substr(at + 1, path.find_first_of(":}", at) - at - 1);
    const bool given = std::any_of(client.parameters.begin(), client.parameters.end(),
                                   [&](const auto& parameter) { return parameter.first == name; });
    if (given) return;  // braces behind it may belong to its regular expression
    if (path.find('}', at) == std::string::npos) return;
    context.refuse(pointer, fmt::format("the path has {{{}}}, but \"parameters\" has no value for it", name));
  }
}

void build_address(ClientSpec& client, const Json& node, const std::string& pointer, const BuildContext& context) {
  client.path = node.value("path", std::string());
  client.parameters = members(node, "parameters");
  client.query = members(node, "query");
  for (const auto& [name, value] : client.parameters) {
    if (client.path.find('{' + name) == std::string::npos) {
      context.refuse(child(child(pointer, "parameters"), name), fmt::format("the path has no {{{}}}", name));
    }
  }
  if (!client.service && node.contains("path")) check_holes(client, child(pointer, "path"), context);
  if (!node.contains("url")) return;
  client.url = node.at("url").get<std::string>();
  if (!find_placeholders(*client.url).empty()) return;
  if (const auto uri = protocol::parse_uri(*client.url); !uri) context.refuse(child(pointer, "url"), uri.error());
}

/// RFC 6455 §4.1: "all MUST be unique strings".
void check_subprotocols(const Json& node, const std::string& pointer, const BuildContext& context) {
  const auto names = to_texts(node);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!find_placeholders(names[i]).empty()) continue;
    const std::string place = node.is_string() ? pointer : child(pointer, i);
    if (protocol::stands_before(names, i)) {
      context.refuse(place, fmt::format("the subprotocol \"{}\" is offered twice (RFC 6455 §4.1)", names[i]));
    }
  }
}

void check_field_name(const std::string& name, const std::string& pointer, const BuildContext& context) {
  if (!protocol::is_handshake_field(name)) return;
  const auto is = [&](std::string_view field) { return protocol::equals_ignoring_case(name, field); };
  std::string_view instead;
  if (is("Host")) instead = "; it says what the URL says";
  if (is("Sec-WebSocket-Protocol")) instead = "; use \"subprotocols\"";
  if (is("Sec-WebSocket-Extensions")) instead = "; use \"compression\"";
  context.problems.add_at_key(Fault::meaning, pointer, fmt::format("the handshake sets {} itself{}", name, instead));
}

void build_handshake(ClientSpec& client, const Json& node, const std::string& pointer, const BuildContext& context) {
  for (const auto& [name, value] : members(node, "headers")) {
    check_field_name(name, child(child(pointer, "headers"), name), context);
    for (std::string& each : to_texts(value)) {
      client.headers.emplace_back(name, std::move(each));
    }
  }
  if (node.contains("subprotocols")) {
    client.subprotocols = to_texts(node.at("subprotocols"));
    check_subprotocols(node.at("subprotocols"), child(pointer, "subprotocols"), context);
  }
  if (node.contains("compression")) client.deflate = build_deflate(node.at("compression"));
  if (node.contains("credentials")) {
    const Json& credentials = node.at("credentials");
    client.credentials.emplace(credentials.at("user").get<std::string>(),
                               credentials.at("password").get<std::string>());
    if (client.credentials->first.find(':') != std::string::npos) {
      context.refuse(child(child(pointer, "credentials"), "user"), "a user name has no colon (RFC 7617 §2)");
    }
  }
}

void build_tls(ClientSpec& client, const Json& node, const std::string& pointer, const BuildContext& context) {
  client.insecure = node.value("insecure", false);
  if (!node.contains("ca")) return;
  client.ca_file = (context.folder / node.at("ca").get<std::string>()).string();
  if (!std::filesystem::is_regular_file(client.ca_file)) {
    context.refuse(child(pointer, "ca"), fmt::format("there is no file {}", client.ca_file));
  }
}

}  // namespace

ClientSpec build_client(const std::string& name, const Json& node, const std::string& pointer,
                        const BuildContext& context) {
  ClientSpec client;
  client.name = name;
  client.count = node.value("count", std::size_t{1});
  build_address(client, node, pointer, context);
  client.service = build_service(node, pointer, context);
  build_handshake(client, node, pointer, context);
  if (node.contains("tls")) build_tls(client, node.at("tls"), child(pointer, "tls"), context);
  if (node.contains("reconnect") && node.at("reconnect") != Json(false)) {
    client.reconnect = build_backoff(node.at("reconnect"), child(pointer, "reconnect"), context);
  }
  if (node.contains("variable")) build_variable(client, node.at("variable"));
  if (node.contains("limits")) client.limits = build_limits(node.at("limits"));
  const std::string mask = node.value("mask", std::string("random"));
  client.mask = mask == "zero" ? MaskKeys::zero : mask == "seeded" ? MaskKeys::seeded : MaskKeys::random;
  if (node.contains("max_queue")) client.max_queue = to_size(node.at("max_queue"));
  if (node.contains("connect_timeout")) client.connect_timeout = to_duration(node.at("connect_timeout"));
  if (node.contains("handshake_timeout")) client.handshake_timeout = to_duration(node.at("handshake_timeout"));
  if (node.contains("close_timeout")) client.close_timeout = to_duration(node.at("close_timeout"));
  return client;
}

}  // namespace parley::scenario
