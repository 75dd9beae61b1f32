#include "harness/conformance/deflate_offer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "protocol/http_grammar.hpp"

namespace parley::conformance {
namespace {

using protocol::Extension;
using protocol::ExtensionParameter;

constexpr std::string_view name = "permessage-deflate";
constexpr std::string_view field = "Sec-WebSocket-Extensions";

const ExtensionParameter* find(const Extension& element, std::string_view parameter) {
  const auto& all = element.parameters;
  const auto at = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == parameter; });
  return at == all.end() ? nullptr : &*at;
}

/// RFC 7692 §7.1.2.1: a decimal number from 8 to 15 without leading zeros.
std::optional<int> window_bits(const ExtensionParameter& parameter) {
  constexpr std::array<std::string_view, 8> values{"8", "9", "10", "11", "12", "13", "14", "15"};
  const auto at = std::find(values.begin(), values.end(), parameter.value.value_or(""));
  if (at == values.end()) return std::nullopt;
  return 8 + static_cast<int>(at - values.begin());
}

std::string fault_of_parameter(const ExtensionParameter& parameter, Said said) {
  const bool flag = parameter.name == "server_no_context_takeover" || parameter.name == "client_no_context_takeover";
  if (flag) return parameter.value ? parameter.name + " has a value" : "";
  const bool client_bits = parameter.name == "client_max_window_bits";
  if (!client_bits && parameter.name != "server_max_window_bits") {
    return "the parameter " + protocol::in_quotes(parameter.name) + " is unknown";
  }
  if (parameter.value) return window_bits(parameter) ? "" : parameter.name + "=" + *parameter.value;
  // RFC 7692 §7.1.2.2: only in an offer, and only there, may the value be left out.
  return client_bits && said == Said::in_offer ? "" : parameter.name + " has no value";
}

/// All that is said of permessage-deflate in a field; nothing when the field is outside its grammar.
std::vector<Extension> elements(std::string_view value) {
  std::vector<Extension> found;
  const auto parsed = protocol::parse_extensions(value);
  if (!parsed) return found;
  std::copy_if(parsed->begin(), parsed->end(), std::back_inserter(found),
               [](const Extension& each) { return protocol::equals_ignoring_case(each.name, name); });
  return found;
}

std::vector<Extension> valid_offers(std::string_view value) {
  auto offers = elements(value);
  std::erase_if(offers, [](const Extension& offer) { return !fault_of_parameters(offer, Said::in_offer).empty(); });
  return offers;
}

/// RFC 7692 §7.1.2.2 has the client's own value hold though the answer's is greater; but a client may call such an
/// answer one that it does not support, and fail the connection (§7).
bool within_hint(const Extension& answer, const Extension& offer) {
  const auto* const hint = find(offer, "client_max_window_bits");
  const auto* const answered = find(answer, "client_max_window_bits");
  return hint == nullptr || !hint->value || answered == nullptr || *window_bits(*answered) <= *window_bits(*hint);
}

std::vector<Extension> offers_of(const protocol::HttpRequest& request) {
  return valid_offers(request.fields.combined(field).value_or(""));
}

/// An extension other than permessage-deflate that our answer names and the client offers; empty: there is none.
std::string offered_besides(const std::string& answer, const protocol::HttpRequest& request) {
  const auto answered = protocol::parse_extensions(filled_answer(answer, request));
  const auto offered = protocol::parse_extensions(request.fields.combined(field).value_or(""));
  if (!answered || !offered) return {};
  for (const auto& each : *answered) {
    const auto same = [&](const Extension& offer) { return offer.name == each.name; };
    if (each.name != name && std::any_of(offered->begin(), offered->end(), same)) return each.name;
  }
  return {};
}

std::string answer_of(const Observation& seen) {
  return seen.response ? seen.response->fields.combined(field).value_or("") : "";
}

}  // namespace

std::string fault_of_parameters(const Extension& element, Said said) {
  const auto& all = element.parameters;
  for (auto at = all.begin(); at != all.end(); ++at) {
    const auto same = [&](const ExtensionParameter& earlier) { return earlier.name == at->name; };
    if (std::any_of(all.begin(), at, same)) return at->name + " comes twice";
    if (auto fault = fault_of_parameter(*at, said); !fault.empty()) return fault;
  }
  return {};
}

std::string fault_of_answer(const Extension& answer, const Extension& offer) {
  if (auto fault = fault_of_parameters(answer, Said::in_answer); !fault.empty()) return fault;
  if (find(offer, "server_no_context_takeover") && !find(answer, "server_no_context_takeover")) {  // RFC 7692 §7.1.1.1
    return "it lacks server_no_context_takeover, which was offered";
  }
  if (const auto* const offered = find(offer, "server_max_window_bits")) {  // RFC 7692 §7.1.2.1
    const auto* const answered = find(answer, "server_max_window_bits");
    const int bits = answered == nullptr ? 15 : *window_bits(*answered);  // saying nothing means 15
    if (bits > *window_bits(*offered)) {
      return fmt::format(
          "{}, and server_max_window_bits={} was offered",
          answered == nullptr ? "it lacks server_max_window_bits" : "it has " + answered->name + "=" + *answered->value,
          *offered->value);
    }
  }
  // RFC 7692 §7.1.2.2. A value in the offer is a hint: one in the answer may be greater.
  if (find(answer, "client_max_window_bits") && !find(offer, "client_max_window_bits")) {
    return "it has client_max_window_bits, which was not offered";
  }
  return {};
}

std::string fault_of_deflate_answer(const Observation& seen, std::size_t offers) {
  const auto text = answer_of(seen);
  const auto answers = elements(text);
  if (answers.empty()) return {};
  if (answers.size() > 1) return fmt::format("the answer names permessage-deflate {} times", answers.size());
  const auto valid = valid_offers(seen.offered_extensions);
  std::string fault = "no offer was in order, " + protocol::in_quotes(seen.offered_extensions);
  for (std::size_t i = 0; i < std::min(offers, valid.size()); ++i) {
    auto why = fault_of_answer(answers[0], valid[i]);
    if (why.empty()) return {};
    if (i == 0) fault = std::move(why);
  }
  return fmt::format("the answer is {}: {}", protocol::in_quotes(text), fault);
}

bool agrees_on_deflate(const Observation& seen) {
  return !elements(answer_of(seen)).empty();
}

void watch_deflate_answer(const Observation& seen, const OnFinding& on_finding) {
  if (valid_offers(seen.offered_extensions).empty()) return;
  if (auto fault = fault_of_deflate_answer(seen); !fault.empty()) {
    on_finding(Rule::deflate_answer, fmt::format("{}; offered was {}", fault, seen.offered_extensions));
  }
}

void watch_deflate_offers(const protocol::HttpRequest& request, const OnFinding& on_finding) {
  for (const auto& offer : elements(request.fields.combined(field).value_or(""))) {
    if (const auto fault = fault_of_parameters(offer, Said::in_offer); !fault.empty()) {
      on_finding(Rule::deflate_offer, protocol::to_string(offer) + ": " + fault);
    }
  }
}

std::string lacks_offer(const Case& test, const protocol::HttpRequest& request) {
  if (auto other = offered_besides(test.script.extensions, request); !other.empty()) {
    return "the client offers " + other + ", so that it may be agreed on";
  }
  if (!test.terms) return {};
  const auto offers = offers_of(request);
  const auto text = request.fields.combined(field).value_or("");
  const bool malformed = !text.empty() && !protocol::parse_extensions(text);
  const bool named = malformed || !elements(text).empty();
  if (named && offers.empty()) return "the client's offer of permessage-deflate is not in order";
  const auto has = [](std::string_view parameter) {
    return [parameter](const Extension& each) { return find(each, parameter) != nullptr; };
  };
  const auto has_small_window = [](const Extension& offer) {
    const auto* const bits = find(offer, "server_max_window_bits");
    return bits != nullptr && *window_bits(*bits) < 15;
  };
  switch (test.terms->offered) {
    case Offered::what_fits: {
      const auto answer = elements(filled_answer(test.script.extensions, request));
      const auto fits = [&](const Extension& offer) {
        return fault_of_answer(answer.at(0), offer).empty() && within_hint(answer.at(0), offer);
      };
      if (answer.empty() || std::any_of(offers.begin(), offers.end(), fits)) return "";
      return "the client's offer does not go with " + protocol::to_string(answer[0]);
    }
    case Offered::nothing:
      return offers.empty() ? "" : "the client offers permessage-deflate";
    case Offered::no_client_max_window_bits:
      if (std::none_of(offers.begin(), offers.end(), has("client_max_window_bits"))) return "";
      return "the client offers client_max_window_bits";
    case Offered::server_window:
      if (std::all_of(offers.begin(), offers.end(), has_small_window)) return "";
      return "the client does not ask for a server_max_window_bits of less than 15";
    case Offered::server_no_context_takeover:
      if (std::all_of(offers.begin(), offers.end(), has("server_no_context_takeover"))) return "";
      return "the client does not ask for server_no_context_takeover";
  }
  return "";
}

std::string asks_for_more(const Case& test, const protocol::HttpRequest& request) {
  if (!test.terms || test.terms->offered != Offered::what_fits) return {};
  const auto answer = elements(filled_answer(test.script.extensions, request));
  const auto offers = offers_of(request);
  if (answer.empty()) return {};
  for (const auto& parameter : answer[0].parameters) {
    const auto offered = [&](const Extension& offer) { return find(offer, parameter.name) != nullptr; };
    if (std::none_of(offers.begin(), offers.end(), offered)) return parameter.name;
  }
  return {};
}

std::string filled_answer(std::string answer, const protocol::HttpRequest& request) {
  constexpr std::string_view place = "{required}";
  const auto at = answer.find(place);
  if (at == std::string::npos) return answer;
  std::string required;
  const auto offers = offers_of(request);
  // A server must repeat the first two. Some clients want their own no_context_takeover confirmed as well.
  for (const auto* const parameter :
       {"server_no_context_takeover", "server_max_window_bits", "client_no_context_takeover"}) {
    const auto* const found = offers.empty() ? nullptr : find(offers[0], parameter);
    if (found == nullptr || answer.find(parameter) != std::string::npos) continue;
    required += "; " + found->name + (found->value ? "=" + *found->value : "");
  }
  return answer.replace(at, place.size(), required);
}

}  // namespace parley::conformance
