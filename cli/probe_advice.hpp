// What a user can do about a connection test that failed.
#pragma once

#include <string>
#include <vector>

#include "cli/peer_arguments.hpp"
#include "client/probe.hpp"

namespace parley::cli {

/// Sentences, in the words of `parley probe` and `parley import`; none when there is nothing to say.
[[nodiscard]] std::vector<std::string> probe_advice(const protocol::HandshakeFailure& failure,
                                                    const PeerArguments& peer);

/// What the body of a refusal says on one line: "the server says "…""; empty when it is none, or a page for browsers.
[[nodiscard]] std::string refusal_body(const protocol::HandshakeFailure& failure);

}  // namespace parley::cli
