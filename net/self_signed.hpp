// A certificate made at start, for servers that are given none.
#pragma once

#include "net/tls_context.hpp"

namespace parley::net {

struct SelfSigned {
  CertificatePtr certificate;
  KeyPtr key;
};

/// EC P-256, CN "parley self-signed", for localhost, 127.0.0.1 and ::1, and for this DNS name where there is one, valid
/// for 30 days. Throws std::runtime_error.
[[nodiscard]] SelfSigned make_self_signed(const std::string& name = {});

}  // namespace parley::net
