#include "cli/probe_advice.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

protocol::HandshakeFailure answered(int status, const char* name = "Content-Length", const char* value = "0") {
  protocol::HandshakeFailure failure;
  failure.status = status;
  failure.reason = "the server answered " + std::to_string(status) + ", expected 101";
  failure.fields.add(name, value);
  return failure;
}

protocol::HandshakeFailure not_connected(const char* reason) {
  protocol::HandshakeFailure failure;
  failure.reason = reason;
  return failure;
}

PeerArguments peer(const char* url) {
  PeerArguments arguments;
  arguments.url = url;
  return arguments;
}

TEST(ProbeAdvice, TellsWhereARedirectionPoints) {
  EXPECT_THAT(probe_advice(answered(302, "Location", "/echo"), peer("ws://h/")),
              ElementsAre(HasSubstr("it points to /echo")));
  EXPECT_THAT(probe_advice(answered(302), peer("ws://h/")), IsEmpty());
  EXPECT_THAT(probe_advice(answered(404, "Location", "/echo"), peer("ws://h/")), IsEmpty());
}

TEST(ProbeAdvice, KnowsWhetherCredentialsWereGiven) {
  EXPECT_THAT(probe_advice(answered(401), peer("ws://h/a@b")), ElementsAre(HasSubstr("-u NAME:PASSWORD")));
  const auto refused = ElementsAre(HasSubstr("does not take these credentials"));
  EXPECT_THAT(probe_advice(answered(401), peer("ws://u:p@h/")), refused);
  auto with_user = peer("ws://h/");
  with_user.user = "u:p";
  EXPECT_THAT(probe_advice(answered(401), with_user), refused);
  auto with_header = peer("ws://h/");
  with_header.headers = {"authorization: Bearer x"};
  EXPECT_THAT(probe_advice(answered(401), with_header), refused);
}

TEST(ProbeAdvice, OfTls) {
  const auto unknown =
      not_connected("TLS handshake with h:1 failed: certificate verify failed: self-signed certificate");
  EXPECT_THAT(probe_advice(unknown, peer("wss://h/")), ElementsAre(HasSubstr("-k takes every certificate")));
  EXPECT_THAT(probe_advice(not_connected("cannot connect to h:1: Connection refused"), peer("wss://h/")), IsEmpty());
}

TEST(RefusalBody, IsOneLineOfPlainText) {
  auto failure = answered(400);
  EXPECT_EQ(refusal_body(failure), "");
  failure.body = "no\x1B[31m\nway\n\n";
  EXPECT_EQ(refusal_body(failure), "the server says \"no\\x1b[31m way\"");
  failure.body = std::string(500, 'x');
  EXPECT_LT(refusal_body(failure).size(), 200U);
  failure.fields.add("Content-Type", "text/html; charset=utf-8");
  EXPECT_EQ(refusal_body(failure), "");
}

}  // namespace
}  // namespace parley::cli
