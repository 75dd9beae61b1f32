#include "protocol/deflate_negotiation.hpp"

#include <algorithm>

#include "protocol/http_grammar.hpp"

namespace parley::protocol {
namespace {

constexpr std::string_view server_no_context_takeover = "server_no_context_takeover";
constexpr std::string_view client_no_context_takeover = "client_no_context_takeover";
constexpr std::string_view server_max_window_bits = "server_max_window_bits";
constexpr std::string_view client_max_window_bits = "client_max_window_bits";

/// The parameters of one offer or answer as they were written.
struct Written {
  bool server_no_context_takeover = false;
  bool client_no_context_takeover = false;
  std::optional<int> server_max_window_bits;
  bool names_client_max_window_bits = false;  // with or without a value
  std::optional<int> client_max_window_bits;
};

/// "a decimal integer value without leading zeroes between 8 to 15, inclusive" (RFC 7692 §7.1.2.1)
std::optional<int> parse_window_bits(const std::optional<std::string>& value) {
  if (!value || value->front() == '0') return std::nullopt;
  const auto bits = parse_decimal(*value);
  if (!bits || *bits < 8 || *bits > 15) return std::nullopt;
  return static_cast<int>(*bits);
}

std::string bad_value(const ExtensionParameter& parameter, std::string_view expected) {
  const std::string seen = parameter.value ? in_quotes(*parameter.value) : "missing";
  return "the value of " + parameter.name + " is " + seen + ", expected " + std::string(expected);
}

/// One parameter; an error sentence when its name is unknown or its value is wrong.
std::optional<std::string> read_parameter(const ExtensionParameter& parameter, Written& written) {
  if (parameter.name == server_no_context_takeover || parameter.name == client_no_context_takeover) {
    if (parameter.value) return bad_value(parameter, "none");
    (parameter.name == server_no_context_takeover ? written.server_no_context_takeover
                                                  : written.client_no_context_takeover) = true;
  } else if (parameter.name == server_max_window_bits) {
    written.server_max_window_bits = parse_window_bits(parameter.value);
    if (!written.server_max_window_bits) return bad_value(parameter, "a number from 8 to 15");
  } else if (parameter.name == client_max_window_bits) {
    written.names_client_max_window_bits = true;
    written.client_max_window_bits = parse_window_bits(parameter.value);
    if (parameter.value && !written.client_max_window_bits) return bad_value(parameter, "a number from 8 to 15");
  } else {
    return "the parameter " + in_quotes(parameter.name) + " is unknown";
  }
  return std::nullopt;
}

/// What RFC 7692 §7.1 refuses in offers and answers alike: unknown names, wrong values, a name that comes twice.
Result<Written, std::string> read_parameters(const Extension& extension) {
  Written written;
  const auto& parameters = extension.parameters;
  for (auto it = parameters.begin(); it != parameters.end(); ++it) {
    const auto same_name = [&](const ExtensionParameter& earlier) { return earlier.name == it->name; };
    if (std::any_of(parameters.begin(), it, same_name)) return failure("the parameter " + it->name + " comes twice");
    if (auto error = read_parameter(*it, written)) return failure(*std::move(error));
  }
  return written;
}

ExtensionParameter with_bits(std::string_view name, int bits) {
  return {std::string(name), std::to_string(bits)};
}

/// An offer that can be taken always is: we support every parameter with every value.
DeflateAnswer answer_offer(const Written& offer, const DeflateParameters& wanted) {
  DeflateAnswer answer{{}, {std::string(deflate_name), {}}};
  DeflateParameters& agreed = answer.agreed;
  auto& parameters = answer.extension.parameters;
  agreed.server_no_context_takeover = offer.server_no_context_takeover || wanted.server_no_context_takeover;
  agreed.client_no_context_takeover = offer.client_no_context_takeover || wanted.client_no_context_takeover;
  agreed.server_max_window_bits = std::min(offer.server_max_window_bits.value_or(15), wanted.server_max_window_bits);
  if (offer.names_client_max_window_bits) {  // else the client would not understand it (RFC 7692 §7.1.2.2)
    agreed.client_max_window_bits = std::min(offer.client_max_window_bits.value_or(15), wanted.client_max_window_bits);
  }
  if (agreed.server_no_context_takeover) parameters.push_back({std::string(server_no_context_takeover), {}});
  if (agreed.client_no_context_takeover) parameters.push_back({std::string(client_no_context_takeover), {}});
  if (offer.server_max_window_bits || agreed.server_max_window_bits < 15) {
    parameters.push_back(with_bits(server_max_window_bits, agreed.server_max_window_bits));
  }
  if (offer.client_max_window_bits || agreed.client_max_window_bits < 15) {
    parameters.push_back(with_bits(client_max_window_bits, agreed.client_max_window_bits));
  }
  return answer;
}

bool offers_client_max_window_bits(const DeflateOptions& options) {
  return options.offer_client_max_window_bits || options.wanted.client_max_window_bits < 15;
}

}  // namespace

std::optional<DeflateAnswer> answer_deflate(const std::vector<Extension>& extensions, const DeflateOptions& options) {
  for (const Extension& extension : extensions) {
    if (extension.name != deflate_name) continue;
    if (const auto offer = read_parameters(extension)) return answer_offer(*offer, options.wanted);
  }
  return std::nullopt;
}

Extension offer_deflate(const DeflateOptions& options) {
  Extension offer{std::string(deflate_name), {}};
  const DeflateParameters& wanted = options.wanted;
  if (wanted.server_no_context_takeover) offer.parameters.push_back({std::string(server_no_context_takeover), {}});
  if (wanted.client_no_context_takeover) offer.parameters.push_back({std::string(client_no_context_takeover), {}});
  if (wanted.server_max_window_bits < 15) {
    offer.parameters.push_back(with_bits(server_max_window_bits, wanted.server_max_window_bits));
  }
  if (wanted.client_max_window_bits < 15) {
    offer.parameters.push_back(with_bits(client_max_window_bits, wanted.client_max_window_bits));
  } else if (options.offer_client_max_window_bits) {
    offer.parameters.push_back({std::string(client_max_window_bits), {}});
  }
  return offer;
}

Result<DeflateParameters, std::string> check_deflate_answer(const Extension& answer, const DeflateOptions& options) {
  const auto written = read_parameters(answer);
  if (!written) return failure(written.error());
  const DeflateParameters& wanted = options.wanted;
  if (wanted.server_no_context_takeover && !written->server_no_context_takeover) {  // RFC 7692 §7.1.1.1
    return failure(std::string("server_no_context_takeover was offered, and the answer lacks it"));
  }
  if (written->server_max_window_bits.value_or(15) > wanted.server_max_window_bits) {  // RFC 7692 §7.1.2.1
    return failure("server_max_window_bits is " + std::to_string(written->server_max_window_bits.value_or(15)) +
                   ", expected at most the offered " + std::to_string(wanted.server_max_window_bits));
  }
  if (written->names_client_max_window_bits) {  // RFC 7692 §7.1.2.2
    if (!offers_client_max_window_bits(options)) {
      return failure(std::string("client_max_window_bits was not offered, and the answer has it"));
    }
    if (!written->client_max_window_bits) {
      return failure(std::string("client_max_window_bits has no value, expected a number from 8 to 15"));
    }
    if (*written->client_max_window_bits > wanted.client_max_window_bits) {
      return failure("client_max_window_bits is " + std::to_string(*written->client_max_window_bits) +
                     ", expected at most the offered " + std::to_string(wanted.client_max_window_bits));
    }
  }
  // What a client says of its own side in the offer holds even if the answer is silent (RFC 7692 §7.1.1.2, §7.1.2.2).
  return DeflateParameters{
      .server_no_context_takeover = written->server_no_context_takeover,
      .client_no_context_takeover = written->client_no_context_takeover || wanted.client_no_context_takeover,
      .server_max_window_bits = written->server_max_window_bits.value_or(15),
      .client_max_window_bits = written->client_max_window_bits.value_or(wanted.client_max_window_bits),
  };
}

}  // namespace parley::protocol
