#include "protocol/faulty/deflate_terms.hpp"

#include <algorithm>
#include <string>

#include "protocol/deflate_negotiation.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::protocol::faulty {
namespace {

using Parameters = std::vector<ExtensionParameter>;

constexpr const char* server_window = "server_max_window_bits";
constexpr const char* client_window = "client_max_window_bits";
constexpr const char* server_no_context = "server_no_context_takeover";
constexpr const char* client_no_context = "client_no_context_takeover";

bool is_deflate(const Extension& extension) {
  return extension.name == deflate_name;
}

bool is_window(const ExtensionParameter& parameter) {
  return parameter.name == server_window || parameter.name == client_window;
}

bool is_flag(const ExtensionParameter& parameter) {
  return parameter.name == server_no_context || parameter.name == client_no_context;
}

ExtensionParameter* find(Parameters& parameters, std::string_view name) {
  const auto found = std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.name == name; });
  return found == parameters.end() ? nullptr : &*found;
}

void remove(Parameters& parameters, std::string_view name) {
  std::erase_if(parameters, [&](const ExtensionParameter& parameter) { return parameter.name == name; });
}

/// RFC 7692 §7.1.2.1: 8 to 15, without leading zeroes.
bool has_bad_window(const ExtensionParameter& parameter) {
  if (!is_window(parameter)) return false;
  if (!parameter.value) return parameter.name == server_window;
  const auto bits = parse_decimal(*parameter.value);
  return !bits || *bits < 8 || *bits > 15 || parameter.value->front() == '0';
}

void remove_repeated(Parameters& parameters) {
  Parameters kept;
  for (const ExtensionParameter& parameter : parameters) {
    if (find(kept, parameter.name) == nullptr) kept.push_back(parameter);
  }
  parameters = std::move(kept);
}

/// Makes the window that an answer names the largest one.
void widen(Parameters& parameters, std::string_view name, int& agreed) {
  ExtensionParameter* const parameter = find(parameters, name);
  if (parameter == nullptr) return;
  parameter->value = "15";
  agreed = 15;
}

void spoil_client_window(Fault fault, Parameters& offered, Parameters& answered) {
  const bool was_offered = find(offered, client_window) != nullptr;
  if (fault == Fault::deflate_unoffered_client_window && !was_offered) answered.push_back({client_window, "15"});
  if (fault == Fault::deflate_client_window_without_value && was_offered) {
    remove(answered, client_window);
    answered.push_back({client_window, std::nullopt});
  }
}

}  // namespace

bool lists_deflate(const std::vector<Extension>& extensions) {
  return std::any_of(extensions.begin(), extensions.end(), is_deflate);
}

void overlook_parameters(Fault fault, std::vector<Extension>& extensions) {
  for (Extension& extension : extensions) {
    if (!is_deflate(extension)) continue;
    Parameters& parameters = extension.parameters;
    if (fault == Fault::deflate_accepts_unknown_parameters) {
      std::erase_if(parameters, [](const auto& parameter) { return !is_window(parameter) && !is_flag(parameter); });
    }
    if (fault == Fault::deflate_accepts_repeated_parameters) remove_repeated(parameters);
    if (fault == Fault::deflate_accepts_bad_window_bits) std::erase_if(parameters, has_bad_window);
    if (fault != Fault::deflate_accepts_flags_with_values) continue;
    for (ExtensionParameter& parameter : parameters) {
      if (is_flag(parameter)) parameter.value.reset();
    }
  }
}

void overlook_offers(Fault fault, std::vector<Extension>& offers) {
  overlook_parameters(fault, offers);
  for (Extension& offer : offers) {
    if (!is_deflate(offer)) continue;
    if (fault == Fault::deflate_ignores_server_no_context_takeover) remove(offer.parameters, server_no_context);
    if (fault == Fault::deflate_ignores_server_window) remove(offer.parameters, server_window);
  }
  if (fault != Fault::deflate_first_offer_only) return;
  const auto first = std::find_if(offers.begin(), offers.end(), is_deflate);
  if (first != offers.end()) offers.erase(std::remove_if(first + 1, offers.end(), is_deflate), offers.end());
}

void spoil_answer(Fault fault, const std::vector<Extension>& offers, std::vector<Extension>& answer,
                  std::optional<DeflateParameters>& agreed) {
  if (fault == Fault::extension_not_offered) answer.push_back({"x-parley", {}});
  if (fault == Fault::deflate_not_offered && !lists_deflate(offers)) answer.push_back({std::string(deflate_name), {}});
  if (!agreed) return;
  Parameters& answered = answer.front().parameters;
  const auto first = std::find_if(offers.begin(), offers.end(), is_deflate);
  Parameters offered = first->parameters;
  if (fault == Fault::deflate_larger_server_window) widen(answered, server_window, agreed->server_max_window_bits);
  if (fault == Fault::deflate_larger_client_window) widen(answered, client_window, agreed->client_max_window_bits);
  spoil_client_window(fault, offered, answered);
  if (fault == Fault::deflate_twice) answer.push_back(answer.front());
}

void spoil_offer(Fault fault, std::vector<Extension>& offer) {
  if (fault != Fault::deflate_repeats_parameter && fault != Fault::deflate_offers_16_bits) return;
  offer = {{std::string(deflate_name), {}}};
  Parameters& parameters = offer.front().parameters;
  if (fault == Fault::deflate_repeats_parameter) parameters.assign(2, {client_window, std::nullopt});
  if (fault == Fault::deflate_offers_16_bits) parameters.push_back({server_window, "16"});
}

}  // namespace parley::protocol::faulty
