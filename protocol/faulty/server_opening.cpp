#include "protocol/faulty/server_opening.hpp"

#include <algorithm>
#include <array>

#include "protocol/accept_key.hpp"
#include "protocol/base64.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/faulty/deflate_terms.hpp"
#include "protocol/faulty/field_edit.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/subprotocol.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr const char* some_key = "AAAAAAAAAAAAAAAAAAAAAA==";  // base64 of 16 bytes

void overlook_field(HttpFields& fields, const std::string& name, const std::string& instead) {
  if (!fields.has_token(name, instead)) fields.set(name, instead);
}

void overlook_key(Fault fault, HttpFields& fields) {
  constexpr const char* name = "Sec-WebSocket-Key";
  const bool missing = fields.count(name) == 0 && fields.has_token("Upgrade", "websocket");
  if (fault == Fault::accepts_no_key && missing) fields.add(name, some_key);
  if (fault == Fault::accepts_two_keys) keep_first(fields, name);
  if (fault == Fault::accepts_bad_key && fields.count(name) == 1 && !is_handshake_key(*fields.find(name))) {
    fields.set(name, some_key);
  }
}

void overlook_version(Fault fault, HttpFields& fields) {
  constexpr const char* name = "Sec-WebSocket-Version";
  const std::size_t count = fields.count(name);
  const bool blind =
      (fault == Fault::accepts_no_version && count == 0) || (fault == Fault::accepts_any_version && count == 1);
  if (blind) fields.set(name, "13");
}

void overlook_lists(Fault fault, HttpFields& fields) {
  const auto extensions = fields.combined("Sec-WebSocket-Extensions");
  if (fault == Fault::accepts_malformed_extensions && extensions && !parse_extensions(*extensions)) {
    remove_field(fields, "Sec-WebSocket-Extensions");
  }
  const auto subprotocols = fields.combined("Sec-WebSocket-Protocol");
  if (fault == Fault::accepts_malformed_subprotocols && subprotocols && !parse_subprotocols(*subprotocols)) {
    remove_field(fields, "Sec-WebSocket-Protocol");
  }
}

bool is_usual_field(const HttpField& field) {
  constexpr std::array names{"Host", "Upgrade", "Connection", "Origin", "User-Agent"};
  return to_lower(field.name).starts_with("sec-websocket-") ||
         std::any_of(names.begin(), names.end(), [&](auto name) { return equals_ignoring_case(field.name, name); });
}

std::string proof_of(Fault fault, const std::string& key) {
  if (fault == Fault::accept_wrong) return accept_key(some_key);
  if (fault == Fault::accept_in_lower_case) return to_lower(accept_key(key));
  const auto decoded = fault == Fault::accept_of_decoded_key ? base64_decode(key) : std::nullopt;
  return accept_key(decoded ? as_text(*decoded) : key);
}

void spoil_subprotocol(Fault fault, const std::vector<std::string>& offered, HttpFields& fields) {
  constexpr const char* name = "Sec-WebSocket-Protocol";
  if (fault == Fault::subprotocol_not_offered) fields.set(name, "x-parley");
  if (fault == Fault::subprotocol_empty && fields.count(name) == 0) fields.add(name, "");
  if (fault != Fault::subprotocol_all || offered.empty()) return;
  std::string all;
  for (const std::string& subprotocol : offered) all.append(all.empty() ? "" : ", ").append(subprotocol);
  fields.set(name, std::move(all));
}

void spoil_response(Fault fault, HttpResponse& response) {
  if (fault == Fault::accept_missing) remove_field(response.fields, "Sec-WebSocket-Accept");
  if (fault == Fault::no_upgrade_field) remove_field(response.fields, "Upgrade");
  if (fault == Fault::no_connection_field) remove_field(response.fields, "Connection");
  if (fault == Fault::status_200) response.status = 200;
  if (fault == Fault::answers_http_1_0) response.version = {1, 0};
  if (fault == Fault::folds_fields) response.fields.set("Upgrade", "\r\n websocket");
  if (fault == Fault::body_in_101) {
    response.body = "hello";
    response.fields.add("Content-Length", "5");
  }
}

}  // namespace

void overlook(Fault fault, HttpRequest& request) {
  HttpFields& fields = request.fields;
  const bool has_key = fields.count("Sec-WebSocket-Key") > 0;
  if (fault == Fault::accepts_no_host && fields.count("Host") == 0) fields.add("Host", "localhost");
  if (fault == Fault::accepts_two_hosts) keep_first(fields, "Host");
  if (fault == Fault::accepts_any_method && has_key) request.method = "GET";
  if (fault == Fault::accepts_http_1_0 && has_key) request.version = {1, 1};
  if (fault == Fault::accepts_no_upgrade && has_key) overlook_field(fields, "Upgrade", "websocket");
  if (fault == Fault::accepts_no_connection && has_key) overlook_field(fields, "Connection", "Upgrade");
  overlook_key(fault, fields);
  overlook_version(fault, fields);
  overlook_lists(fault, fields);
}

std::optional<HttpError> refuse_legal_request(Fault fault, const HttpRequest& received, const Offer& offer) {
  constexpr std::string_view section = "no rule";
  const auto upgrade = received.fields.combined("Upgrade").value_or("");
  const auto connection = received.fields.combined("Connection").value_or("");
  if (fault == Fault::refuses_upgrade_in_capitals && upgrade != to_lower(upgrade)) {
    return HttpError{400, section, "Upgrade is not in lower case"};
  }
  if (fault == Fault::refuses_connection_list && !equals_ignoring_case(connection, "upgrade")) {
    return HttpError{400, section, "Connection holds more than Upgrade"};
  }
  if (fault == Fault::refuses_absolute_target && !received.target.starts_with('/')) {
    return HttpError{400, section, "the target has a scheme"};
  }
  const auto& fields = received.fields;
  if (fault == Fault::refuses_unknown_fields && !std::all_of(fields.begin(), fields.end(), is_usual_field)) {
    return HttpError{400, section, "unknown header field"};
  }
  const auto& offers = offer.extensions;
  const auto unknown = [](const Extension& extension) { return extension.name != deflate_name; };
  if (fault == Fault::refuses_unknown_extension && std::any_of(offers.begin(), offers.end(), unknown)) {
    return HttpError{400, section, "unknown extension"};
  }
  if (fault == Fault::deflate_refuses_handshake && lists_deflate(offers) && !answer_deflate(offers, DeflateOptions{})) {
    return HttpError{400, section, "bad offer of permessage-deflate"};
  }
  return std::nullopt;
}

Acceptance make_acceptance(Fault fault, const HttpRequest& received, Offer offer, const Accept& accept,
                           const std::optional<DeflateOptions>& deflate) {
  const auto offers = offer.extensions;
  overlook_offers(fault, offer.extensions);
  Acceptance acceptance = accept_offer(offer, accept, deflate);
  HttpFields& fields = acceptance.response.fields;
  const std::string* const key = received.fields.find("Sec-WebSocket-Key");
  fields.set("Sec-WebSocket-Accept", proof_of(fault, key != nullptr ? *key : offer.key));
  auto answer = listed_extensions(fields);
  spoil_answer(fault, offers, answer, acceptance.agreed.deflate);
  list_extensions(fields, answer);
  spoil_subprotocol(fault, offer.subprotocols, fields);
  spoil_response(fault, acceptance.response);
  return acceptance;
}

void spoil_refusal(Fault fault, HttpResponse& response) {
  if (fault == Fault::version_not_told && response.status == 426) {
    remove_field(response.fields, "Sec-WebSocket-Version");
  }
}

}  // namespace parley::protocol::faulty
