#include "protocol/faulty/client_opening.hpp"

#include <algorithm>

#include "protocol/accept_key.hpp"
#include "protocol/client_handshake.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/faulty/deflate_terms.hpp"
#include "protocol/faulty/field_edit.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::protocol::faulty {
namespace {

void overlook_accept(Fault fault, HttpFields& fields, const std::string& expected) {
  constexpr const char* name = "Sec-WebSocket-Accept";
  const auto seen = fields.combined(name);
  const bool blind = fault == Fault::accepts_any_accept || (fault == Fault::accepts_no_accept && !seen) ||
                     (fault == Fault::accepts_accept_in_any_case && seen && equals_ignoring_case(*seen, expected));
  if (blind) fields.set(name, expected);
}

void overlook_subprotocol(Fault fault, HttpFields& fields, const std::vector<std::string>& offered) {
  if (fault != Fault::accepts_unoffered_subprotocol) return;
  const auto chosen = fields.combined("Sec-WebSocket-Protocol");
  if (!chosen || std::find(offered.begin(), offered.end(), *chosen) != offered.end()) return;
  remove_field(fields, "Sec-WebSocket-Protocol");
}

bool sees_other_extensions(Fault fault) {
  return fault == Fault::accepts_unoffered_extension || fault == Fault::deflate_accepts_two_answers ||
         fault == Fault::deflate_accepts_unknown_parameters || fault == Fault::deflate_accepts_repeated_parameters ||
         fault == Fault::deflate_accepts_bad_window_bits || fault == Fault::deflate_accepts_flags_with_values;
}

void overlook_extensions(Fault fault, HttpFields& fields, const ClientEngineOptions& options) {
  const auto value = fields.combined("Sec-WebSocket-Extensions");
  if (!value) return;
  if (!parse_extensions(*value)) {
    if (fault == Fault::accepts_malformed_extensions) remove_field(fields, "Sec-WebSocket-Extensions");
    return;
  }
  if (!sees_other_extensions(fault)) return;
  auto extensions = listed_extensions(fields);
  overlook_parameters(fault, extensions);
  if (fault == Fault::accepts_unoffered_extension) {
    const bool offered = options.deflate.has_value();
    std::erase_if(extensions, [&](const Extension& listed) { return !offered || listed.name != deflate_name; });
  }
  const bool all_deflate = std::all_of(extensions.begin(), extensions.end(),
                                       [](const Extension& listed) { return listed.name == deflate_name; });
  if (fault == Fault::deflate_accepts_two_answers && all_deflate) extensions.resize(1);
  list_extensions(fields, extensions);
}

void spoil_target(Fault fault, const Uri& uri, std::string& target) {
  if (fault == Fault::asks_for_ws_uri) target.insert(0, "ws://" + uri.authority());
  if (fault == Fault::asks_for_http_uri) target.insert(0, "http://" + uri.authority());
  if (fault == Fault::two_spaces_in_request_line) target.insert(0, " ");
}

/// It is the first field.
void separate_colon(HttpFields& fields) {
  HttpFields separated;
  for (const HttpField& field : fields) separated.add(field.name + (separated.size() == 0 ? " " : ""), field.value);
  fields = std::move(separated);
}

void spoil_version(Fault fault, HttpFields& fields) {
  constexpr const char* name = "Sec-WebSocket-Version";
  if (fault == Fault::no_version) remove_field(fields, name);
  if (fault == Fault::version_8) fields.set(name, "8");
  if (fault == Fault::version_twice) fields.add(name, "13");
}

}  // namespace

ClientEngineOptions spoil_options(Fault fault, ClientEngineOptions options) {
  if (fault == Fault::reuses_key) options.key = "dGhlIHNhbXBsZSBub25jZQ==";
  if (fault == Fault::short_key) options.key = "AAECAwQFBgcICQoL";
  if (fault == Fault::deflate_repeats_parameter || fault == Fault::deflate_offers_16_bits) {
    options.deflate = options.deflate.value_or(DeflateOptions{});
  }
  if (fault != Fault::offers_subprotocol_twice) return options;
  if (options.subprotocols.empty()) options.subprotocols = {"x-parley"};
  options.subprotocols.push_back(options.subprotocols.front());
  return options;
}

HttpRequest make_request(Fault fault, const ClientEngineOptions& options) {
  HttpRequest request = make_opening_request(options);
  HttpFields& fields = request.fields;
  if (fault == Fault::no_upgrade_field) remove_field(fields, "Upgrade");
  if (fault == Fault::no_connection_field) remove_field(fields, "Connection");
  if (fault == Fault::no_key) remove_field(fields, "Sec-WebSocket-Key");
  if (fault == Fault::no_host) remove_field(fields, "Host");
  if (fault == Fault::asks_with_http_1_0) request.version = {1, 0};
  if (fault == Fault::asks_with_post) request.method = "POST";
  spoil_target(fault, options.uri, request.target);
  spoil_version(fault, fields);
  if (fault == Fault::space_before_colon) separate_colon(fields);
  auto offer = listed_extensions(fields);
  spoil_offer(fault, offer);
  list_extensions(fields, offer);
  return request;
}

void overlook(Fault fault, HttpResponse& response, const ClientEngineOptions& options) {
  HttpFields& fields = response.fields;
  if (fault == Fault::accepts_any_status) response.status = 101;
  if (fault == Fault::accepts_http_1_0) response.version = {1, 1};
  if (fault == Fault::accepts_no_upgrade) fields.set("Upgrade", "websocket");
  if (fault == Fault::accepts_no_connection) fields.set("Connection", "Upgrade");
  overlook_accept(fault, fields, accept_key(options.key));
  overlook_subprotocol(fault, fields, options.subprotocols);
  overlook_extensions(fault, fields, options);
}

std::optional<std::string> refuse_legal_response(Fault fault, const HttpResponse& response) {
  const auto upgrade = response.fields.combined("Upgrade").value_or("");
  if (fault == Fault::refuses_upgrade_in_capitals && upgrade != to_lower(upgrade))
    return "Upgrade is not in lower case";
  const auto connection = response.fields.combined("Connection").value_or("");
  if (fault == Fault::refuses_connection_list && !equals_ignoring_case(connection, "upgrade")) {
    return "Connection holds more than Upgrade";
  }
  return std::nullopt;
}

}  // namespace parley::protocol::faulty
