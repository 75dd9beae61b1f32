#include "net/self_signed.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <stdexcept>

namespace parley::net {

namespace {

constexpr long hour = 60L * 60;  // seconds
constexpr long day = 24 * hour;

void require(bool good) {
  if (!good) throw std::runtime_error("cannot make a self-signed certificate: " + take_openssl_error().message());
}

/// Random, as clients may remember certificates by issuer and serial number (RFC 5280 §4.1.2.2: positive).
void set_serial(X509* certificate) {
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), (serial >> 1) | 1) == 1);
}

void set_name(X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* text = reinterpret_cast<const unsigned char*>("parley self-signed");
  require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0) == 1);
  require(X509_set_issuer_name(certificate, name) == 1);
}

void add_extension(X509* certificate, int kind, const char* value) {
  const std::unique_ptr<X509_EXTENSION, OpensslFree<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
  require(extension != nullptr);
  require(X509_add_ext(certificate, extension.get(), -1) == 1);
}

}  // namespace

SelfSigned make_self_signed(const std::string& name) {
  ERR_clear_error();
  SelfSigned made{CertificatePtr(X509_new()), KeyPtr(EVP_EC_gen("P-256"))};
  require(made.certificate && made.key);
  X509* certificate = made.certificate.get();
  require(X509_set_version(certificate, X509_VERSION_3) == 1);
  set_serial(certificate);
  set_name(certificate);
  require(X509_gmtime_adj(X509_getm_notBefore(certificate), -hour) != nullptr);  // clocks differ a little
  require(X509_gmtime_adj(X509_getm_notAfter(certificate), 30 * day) != nullptr);
  const std::string names = "DNS:localhost,IP:127.0.0.1,IP:::1" + (name.empty() ? "" : ",DNS:" + name);
  add_extension(certificate, NID_subject_alt_name, names.c_str());
  add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE");  // browsers refuse a CA as a server
  add_extension(certificate, NID_ext_key_usage, "serverAuth");
  require(X509_set_pubkey(certificate, made.key.get()) == 1);
  require(X509_sign(certificate, made.key.get(), EVP_sha256()) > 0);
  return made;
}

}  // namespace parley::net
