// What a certificate says, in words of our own.
#pragma once

#include <optional>

#include "net/stream.hpp"
#include "net/tls_context.hpp"

namespace parley::net {

[[nodiscard]] Certificate describe_certificate(const X509& certificate);

/// Nothing when the peer showed none.
[[nodiscard]] std::optional<Certificate> certificate_of_peer(const SSL* ssl);

}  // namespace parley::net
