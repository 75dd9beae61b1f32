#include "net/tls_certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/self_signed.hpp"

namespace parley::net {
namespace {

using ::testing::UnorderedElementsAre;

TEST(Certificate, SaysForWhomFromWhomAndHowLong) {
  const auto made = make_self_signed();
  const auto certificate = describe_certificate(*made.certificate);
  EXPECT_EQ(certificate.subject, "CN=parley self-signed");
  EXPECT_EQ(certificate.issuer, "CN=parley self-signed");
  EXPECT_THAT(certificate.names, UnorderedElementsAre("localhost", "127.0.0.1", "::1"));
  const auto now = std::chrono::system_clock::now();
  EXPECT_LE(certificate.not_before, now);
  EXPECT_GT(certificate.not_after, now + std::chrono::hours(29 * 24));
  EXPECT_LE(certificate.not_after, now + std::chrono::hours(30 * 24));
}

TEST(Certificate, IsForANameOfItsOwnToo) {
  const auto made = make_self_signed("a.test");
  EXPECT_THAT(describe_certificate(*made.certificate).names,
              UnorderedElementsAre("localhost", "127.0.0.1", "::1", "a.test"));
}

TEST(Certificate, TimesAreThoseOfTheCertificate) {
  const auto made = make_self_signed();
  ASN1_TIME_set_string_X509(X509_getm_notBefore(made.certificate.get()), "20240203040506Z");
  ASN1_TIME_set_string_X509(X509_getm_notAfter(made.certificate.get()), "20540203040506Z");
  const auto certificate = describe_certificate(*made.certificate);
  EXPECT_EQ(std::chrono::system_clock::to_time_t(certificate.not_before), 1706933106);
  EXPECT_EQ(std::chrono::system_clock::to_time_t(certificate.not_after), 2653704306);
}

}  // namespace
}  // namespace parley::net
