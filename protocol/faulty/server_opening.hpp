// The faults of a server's half of the opening handshake (RFC 6455 §4.2).
#pragma once

#include <optional>

#include "protocol/faulty/fault.hpp"
#include "protocol/server_handshake.hpp"

namespace parley::protocol::faulty {

/// Sets right what the fault overlooks in a request.
void overlook(Fault fault, HttpRequest& request);

/// Why the peer refuses a request that is in order.
[[nodiscard]] std::optional<HttpError> refuse_legal_request(Fault fault, const HttpRequest& received,
                                                            const Offer& offer);

/// The 101 as the fault has it. `received` is the request as it came, `offer` what was read from it.
[[nodiscard]] Acceptance make_acceptance(Fault fault, const HttpRequest& received, Offer offer, const Accept& accept,
                                         const std::optional<DeflateOptions>& deflate);

/// Changes the answer to a handshake that the peer refuses.
void spoil_refusal(Fault fault, HttpResponse& response);

}  // namespace parley::protocol::faulty
