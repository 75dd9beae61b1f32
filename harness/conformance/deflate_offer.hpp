// permessage-deflate in the opening handshake, as the suite judges it: offers, and the answers to them (RFC 7692 §7).
// Written apart from protocol/deflate_negotiation, which is what our own server and client go by.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "harness/conformance/monitor.hpp"
#include "harness/conformance/observation.hpp"
#include "protocol/extension.hpp"

namespace parley::conformance {

enum class Said : std::uint8_t { in_offer, in_answer };

/// Why an offer must be declined, or an answer fails the connection, whatever it answers; empty: neither.
[[nodiscard]] std::string fault_of_parameters(const protocol::Extension& element, Said said);

/// Why an answer does not fit an offer that is in order itself; empty: it does.
[[nodiscard]] std::string fault_of_answer(const protocol::Extension& answer, const protocol::Extension& offer);

/// What is wrong with a server's answer on permessage-deflate, if it is to fit one of the first offers of ours that are
/// in order; empty: nothing, or there is none.
[[nodiscard]] std::string fault_of_deflate_answer(const Observation& seen, std::size_t offers = all_offers);

/// True when a 101 names permessage-deflate at all.
[[nodiscard]] bool agrees_on_deflate(const Observation& seen);

/// A server's 101. An answer to offers of which none was in order is the business of the case that made them.
void watch_deflate_answer(const Observation& seen, const OnFinding& on_finding);

/// A client's opening handshake.
void watch_deflate_offers(const protocol::HttpRequest& request, const OnFinding& on_finding);

/// Why the offers of a client are not what the case's answer is meant for; empty: they are.
[[nodiscard]] std::string lacks_offer(const Case& test, const protocol::HttpRequest& request);

/// A parameter of the case's answer that the client has not offered; empty: there is none, or its refusal is the point.
[[nodiscard]] std::string asks_for_more(const Case& test, const protocol::HttpRequest& request);

/// The suite's answer to a client: {required} stands for what the first offer asks of us, or says of the client, and
/// the answer has not yet, "; server_no_context_takeover" for instance.
[[nodiscard]] std::string filled_answer(std::string answer, const protocol::HttpRequest& request);

}  // namespace parley::conformance
