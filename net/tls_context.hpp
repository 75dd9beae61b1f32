// TlsContext: what stands behind the opaque type of tls.hpp. Only the TLS sources include this.
#pragma once

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <system_error>

#include "net/tls.hpp"

namespace parley::net {

/// Frees with the function that OpenSSL has for the type.
template <auto function>
struct OpensslFree {
  template <class T>
  void operator()(T* object) const {
    function(object);
  }
};

using SslPtr = std::unique_ptr<SSL, OpensslFree<SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, OpensslFree<SSL_CTX_free>>;
using CertificatePtr = std::unique_ptr<X509, OpensslFree<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslFree<EVP_PKEY_free>>;

class TlsContext {
 public:
  explicit TlsContext(SslContextPtr context) : context_(std::move(context)) {}

  [[nodiscard]] SSL_CTX* native() const { return context_.get(); }

  /// The server's side of a new connection.
  [[nodiscard]] SslPtr accept() const;
  /// The client's side, with name check and SNI for `host`, a DNS name or an IP address.
  [[nodiscard]] SslPtr connect(const std::string& host) const;

 private:
  SslContextPtr context_;
};

/// OpenSSL's error numbers as error codes; messages as OpenSSL words them.
[[nodiscard]] const std::error_category& openssl_category();

/// The first reason in this thread's OpenSSL error queue, which is emptied. Generic when the queue is empty.
[[nodiscard]] std::error_code take_openssl_error();

}  // namespace parley::net
