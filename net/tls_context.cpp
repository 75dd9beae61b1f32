#include "net/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <new>
#include <stdexcept>
#include <utility>

#include "net/asio.hpp"
#include "net/self_signed.hpp"

namespace parley::net {

namespace {

class OpensslCategory final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "OpenSSL"; }
  [[nodiscard]] std::string message(int value) const override {
    const char* reason = ERR_reason_error_string(static_cast<unsigned long>(value));
    return reason != nullptr ? reason : "OpenSSL error " + std::to_string(value);
  }
};

[[noreturn]] void throw_reason(const std::string& what) {
  throw std::runtime_error(what + ": " + take_openssl_error().message());
}

SslContextPtr make_context(const SSL_METHOD* method) {
  ERR_clear_error();
  SslContextPtr context(SSL_CTX_new(method));
  if (!context) throw_reason("cannot make a TLS context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // Idle connections hold no record buffers; short writes and moved buffers are how our write queue works.
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  // A FIN without close_notify counts as the end of input: a Close frame says whether a WebSocket ended in order.
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_read_ahead(context.get(), 1);  // else two system calls a record: one for its header, one for the rest
  return context;
}

void use_files(SSL_CTX* context, const ServerTlsOptions& options) {
  if (options.key_file.empty())
    throw std::runtime_error("certificate " + options.certificate_file + " needs a key file");
  if (SSL_CTX_use_certificate_chain_file(context, options.certificate_file.c_str()) != 1) {
    throw_reason("cannot use certificate file " + options.certificate_file);
  }
  const auto use_key = [&] {
    return SSL_CTX_use_PrivateKey_file(context, options.key_file.c_str(), SSL_FILETYPE_PEM) == 1 &&
           SSL_CTX_check_private_key(context) == 1;
  };
  if (!use_key()) {
    throw_reason("cannot use key file " + options.key_file + " with certificate file " + options.certificate_file);
  }
}

void use_self_signed(SSL_CTX* context, const std::string& name) {
  const SelfSigned made = make_self_signed(name);
  if (SSL_CTX_use_certificate(context, made.certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(context, made.key.get()) != 1) {
    throw_reason("cannot use the self-signed certificate");
  }
}

SslPtr make_ssl(SSL_CTX* context) {
  SslPtr ssl(SSL_new(context));
  if (!ssl) throw std::bad_alloc();
  return ssl;
}

}  // namespace

const std::error_category& openssl_category() {
  static const OpensslCategory category;
  return category;
}

std::error_code take_openssl_error() {
  const unsigned long number = ERR_get_error();
  ERR_clear_error();
  if (number == 0) return asio::error::connection_aborted;
  if (ERR_SYSTEM_ERROR(number)) return {ERR_GET_REASON(number), asio::error::get_system_category()};
  return {static_cast<int>(number), openssl_category()};
}

SslPtr TlsContext::accept() const {
  SslPtr ssl = make_ssl(native());
  SSL_set_accept_state(ssl.get());
  return ssl;
}

SslPtr TlsContext::connect(const std::string& host) const {
  SslPtr ssl = make_ssl(native());
  SSL_set_connect_state(ssl.get());
  X509_VERIFY_PARAM* rules = SSL_get0_param(ssl.get());
  std::error_code not_an_address;
  static_cast<void>(asio::ip::make_address(host, not_an_address));
  if (not_an_address) {
    SSL_set_tlsext_host_name(ssl.get(), host.c_str());  // RFC 6066 §3: names only, never addresses
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size());
  } else {
    X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str());
  }
  return ssl;
}

std::shared_ptr<TlsContext> make_server_tls(const ServerTlsOptions& options) {
  SslContextPtr context = make_context(TLS_server_method());
  if (options.certificate_file.empty()) {
    use_self_signed(context.get(), options.name);
  } else {
    use_files(context.get(), options);
  }
  // No resumption: every connection makes the whole handshake, and none waits for tickets to be read before it closes.
  // With TLS 1.2 a connection that is resumed would not tell whom it asked for, either (SSL_get_servername).
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
  return std::make_shared<TlsContext>(std::move(context));
}

std::shared_ptr<TlsContext> make_client_tls(const ClientTlsOptions& options) {
  SslContextPtr context = make_context(TLS_client_method());
  if (options.verify) {
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (options.ca_file.empty()) {
      if (SSL_CTX_set_default_verify_paths(context.get()) != 1) throw_reason("cannot read the system's certificates");
    } else if (SSL_CTX_load_verify_file(context.get(), options.ca_file.c_str()) != 1) {
      throw_reason("cannot use CA file " + options.ca_file);
    }
  }
  return std::make_shared<TlsContext>(std::move(context));
}

std::string certificate_pem(const TlsContext& context) {
  X509* certificate = SSL_CTX_get0_certificate(context.native());
  if (certificate == nullptr) return {};
  const std::unique_ptr<BIO, OpensslFree<BIO_free>> memory(BIO_new(BIO_s_mem()));
  if (!memory || PEM_write_bio_X509(memory.get(), certificate) != 1) throw_reason("cannot write the certificate");
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace parley::net
