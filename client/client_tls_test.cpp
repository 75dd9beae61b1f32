#include "client/client.hpp"

#include "client/random.hpp"
#include "client/testing/client_fixture.hpp"

namespace parley::client {
namespace {

using testing::EchoPeer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ClientTlsTest : public testing::ClientFixture {};

TEST_P(ClientTlsTest, WssWithATrustedCertificate) {
  const auto server = net::make_server_tls({});
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = {}, .tls = server});
  const auto file = ::testing::TempDir() + "parley_client_test_" + std::to_string(random_number()) + ".pem";
  std::FILE* const out = std::fopen(file.c_str(), "w");
  ASSERT_NE(out, nullptr);
  const auto pem = net::certificate_pem(*server);
  std::fwrite(pem.data(), 1, pem.size(), out);
  std::fclose(out);
  auto with = options(peer.url());
  with.tls = net::make_client_tls({.verify = true, .ca_file = file});
  std::remove(file.c_str());
  connect(with);
  when("open", [&] {
    ASSERT_TRUE(client->info() && client->info()->tls);
    EXPECT_THAT(client->info()->tls->version, HasSubstr("TLSv1."));
    send("hello");
  });
  when("text hello", [&] { client->close({1000, ""}); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "text hello", "end 1000"));
}

TEST_P(ClientTlsTest, WssWithAnUnknownCertificateFailsUnlessToldNotToLook) {
  EchoPeer peer(loop, {.deflate = {}, .subprotocol = {}, .refusal = {}, .tls = net::make_server_tls({})});
  auto with = options(peer.url());
  with.tls = net::make_client_tls({});
  connect(with);
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
  EXPECT_THAT(events.failure.reason, HasSubstr("certificate"));
  events = {};
  with.tls = net::make_client_tls({.verify = false, .ca_file = {}});
  connect(with);
  when("open", [&] { client->close({1000, ""}); });
  run();
  EXPECT_THAT(events.lines, ElementsAre("open", "end 1000"));
}

TEST_P(ClientTlsTest, WssWithoutAContextIsAFailureNotACrash) {
  connect("wss://127.0.0.1:1/");
  run();
  EXPECT_THAT(events.lines, ElementsAre("failure 0", "end 1006"));
}

INSTANTIATE_TEST_SUITE_P(Engines, ClientTlsTest, testing::all_engines, testing::engine_name);

}  // namespace
}  // namespace parley::client
