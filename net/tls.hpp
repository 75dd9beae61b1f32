// TLS contexts (OpenSSL 3). Made once, shared by all connections of a server or client.
#pragma once

#include <memory>
#include <string>

namespace parley::net {

/// Fails with std::runtime_error that names the file and OpenSSL's reason.
class TlsContext;

struct ServerTlsOptions {
  std::string certificate_file = {};  // PEM chain; empty: a self-signed certificate for localhost is made
  std::string key_file = {};          // PEM
  std::string name = {};              // a DNS name for which the self-signed one is made, too
};

struct ClientTlsOptions {
  bool verify = true;        // the chain and the host name (RFC 6125); false is --insecure
  std::string ca_file = {};  // PEM; empty: the system's roots
};

[[nodiscard]] std::shared_ptr<TlsContext> make_server_tls(const ServerTlsOptions& options);
[[nodiscard]] std::shared_ptr<TlsContext> make_client_tls(const ClientTlsOptions& options);

/// The certificate of a self-signed server context as PEM, so that a test client can trust just this one.
[[nodiscard]] std::string certificate_pem(const TlsContext& context);

}  // namespace parley::net
