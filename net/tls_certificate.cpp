#include "net/tls_certificate.hpp"

#include <openssl/asn1.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "net/asio.hpp"

namespace parley::net {

namespace {

using GeneralNames = std::unique_ptr<GENERAL_NAMES, OpensslFree<GENERAL_NAMES_free>>;

std::string text_of(const X509_NAME* name) {
  const std::unique_ptr<BIO, OpensslFree<BIO_free>> memory(BIO_new(BIO_s_mem()));
  // RFC 2253, but for UTF-8, which stays as it is.
  if (!memory || X509_NAME_print_ex(memory.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string text_of(const ASN1_STRING* text) {
  const auto* const bytes = ASN1_STRING_get0_data(text);
  return {bytes, bytes + ASN1_STRING_length(text)};
}

template <class Address>
std::string address_text(const std::string& bytes) {
  typename Address::bytes_type address{};
  if (bytes.size() != address.size()) return {};
  std::copy(bytes.begin(), bytes.end(), address.begin());
  return Address(address).to_string();
}

/// RFC 5280 §4.2.1.6
std::vector<std::string> names_of(const X509& certificate) {
  std::vector<std::string> names;
  const GeneralNames all(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type == GEN_DNS) names.push_back(text_of(name->d.dNSName));
    if (name->type != GEN_IPADD) continue;
    const auto bytes = text_of(name->d.iPAddress);
    names.push_back(bytes.size() == 4 ? address_text<asio::ip::address_v4>(bytes)
                                      : address_text<asio::ip::address_v6>(bytes));
  }
  return names;
}

std::chrono::system_clock::time_point time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

}  // namespace

Certificate describe_certificate(const X509& certificate) {
  return {text_of(X509_get_subject_name(&certificate)), text_of(X509_get_issuer_name(&certificate)),
          names_of(certificate), time_of(X509_get0_notBefore(&certificate)), time_of(X509_get0_notAfter(&certificate))};
}

std::optional<Certificate> certificate_of_peer(const SSL* ssl) {
  const CertificatePtr certificate(SSL_get1_peer_certificate(ssl));
  if (!certificate) return std::nullopt;
  return describe_certificate(*certificate);
}

}  // namespace parley::net
