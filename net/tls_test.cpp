#include "net/tls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "net/connector.hpp"
#include "net/listener.hpp"
#include "net/self_signed.hpp"

namespace parley::net {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// A folder for PEM files that goes with the test.
class TlsTest : public ::testing::Test {
 protected:
  TlsTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "parley-tls-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~TlsTest() override { std::filesystem::remove_all(folder); }

  std::string write(const std::string& name, const std::string& text) {
    const auto path = folder / name;
    std::ofstream(path) << text;
    return path.string();
  }

  std::string write_key(const std::string& name, EVP_PKEY* key) {
    const auto path = (folder / name).string();
    const std::unique_ptr<BIO, OpensslFree<BIO_free>> file(BIO_new_file(path.c_str(), "w"));
    PEM_write_bio_PrivateKey(file.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return path;
  }
  std::string write_certificate(const std::string& name, X509* certificate) {
    const auto path = (folder / name).string();
    const std::unique_ptr<BIO, OpensslFree<BIO_free>> file(BIO_new_file(path.c_str(), "w"));
    PEM_write_bio_X509(file.get(), certificate);
    return path;
  }

  /// Connects to a server; returns "" or why it failed.
  std::string try_to_connect(std::shared_ptr<TlsContext> server, std::shared_ptr<TlsContext> client,
                             const std::string& host = "127.0.0.1") {
    Loop loop;
    std::string result;
    std::optional<Listener> listener;
    listener.emplace(loop, ListenerOptions{.tls = std::move(server)}, [](std::unique_ptr<Stream>) {});
    const auto attempt = connect(
        loop, {.host = host, .port = listener->port(), .tls = std::move(client)},
        [&](std::unique_ptr<Stream>) { listener->close(); },
        [&](const ConnectFailure& failure) {
          result = failure.what;
          listener->close();
        });
    loop.run();
    return result;
  }

  static std::string name_asked_for(const std::string& host) {
    Loop loop;
    std::string name = "no connection";
    std::optional<Listener> listener;
    listener.emplace(loop, ListenerOptions{.tls = make_server_tls({})}, [&](const std::unique_ptr<Stream>& stream) {
      name = stream->info().tls->server_name;
      listener->close();
    });
    const auto attempt = connect(
        loop, {.host = host, .port = listener->port(), .tls = make_client_tls({.verify = false})},
        [](const std::unique_ptr<Stream>&) {}, [](const ConnectFailure& failure) { ADD_FAILURE() << failure.what; });
    loop.run();
    return name;
  }

  std::filesystem::path folder;
};

template <class Make>
std::string reason_of(const Make& make) {
  try {
    static_cast<void>(make());
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no error";
}

TEST_F(TlsTest, AnUnknownCertificateIsRefusedWithTheReason) {
  EXPECT_THAT(try_to_connect(make_server_tls({}), make_client_tls({})),
              AllOf(StartsWith("TLS handshake with 127.0.0.1:"),
                    HasSubstr("failed: certificate verify failed: self-signed certificate")));
}

TEST_F(TlsTest, InsecureTakesEveryCertificate) {
  EXPECT_EQ(try_to_connect(make_server_tls({}), make_client_tls({.verify = false})), "");
}

TEST_F(TlsTest, ATrustedSelfSignedCertificateIsTakenForItsNamesAndAddresses) {
  const auto server = make_server_tls({});
  const auto client = make_client_tls({.ca_file = write("ca.pem", certificate_pem(*server))});
  EXPECT_EQ(try_to_connect(server, client), "");
  EXPECT_EQ(try_to_connect(server, client, "localhost"), "");
}

TEST_F(TlsTest, TheServerKnowsWhomTheClientAskedFor) {
  EXPECT_EQ(name_asked_for("localhost"), "localhost");
  EXPECT_EQ(name_asked_for("127.0.0.1"), "") << "RFC 6066 §3: no addresses";
}

TEST_F(TlsTest, AnotherAddressThanTheCertificatesIsRefused) {
  const auto server = make_server_tls({});
  const auto client = make_client_tls({.ca_file = write("ca.pem", certificate_pem(*server))});
  // 127.0.0.2 is the same machine, but not in the certificate.
  Loop loop;
  std::string what;
  std::optional<Listener> listener;
  listener.emplace(loop, ListenerOptions{.address = "127.0.0.2", .tls = server}, [](std::unique_ptr<Stream>) {});
  const auto attempt = connect(
      loop, {.host = "127.0.0.2", .port = listener->port(), .tls = client}, [](std::unique_ptr<Stream>) {},
      [&](const ConnectFailure& failure) {
        what = failure.what;
        listener->close();
      });
  loop.run();
  EXPECT_THAT(what, HasSubstr("certificate verify failed: IP address mismatch"));
}

/// A certificate for `names` that is its own root.
SelfSigned certificate_for(const char* names) {
  SelfSigned made = make_self_signed();
  X509* certificate = made.certificate.get();
  const int place = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
  X509_EXTENSION_free(X509_delete_ext(certificate, place));
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate, made.key.get(), EVP_sha256());
  return made;
}

TEST_F(TlsTest, AnotherNameThanTheCertificatesIsRefused) {
  const auto made = certificate_for("DNS:elsewhere.example");
  const auto certificate = write_certificate("certificate.pem", made.certificate.get());
  const auto server = make_server_tls({certificate, write_key("key.pem", made.key.get())});
  EXPECT_THAT(try_to_connect(server, make_client_tls({.ca_file = certificate}), "localhost"),
              HasSubstr("certificate verify failed: hostname mismatch"));
}

TEST_F(TlsTest, AnExpiredCertificateIsRefused) {
  const auto made = make_self_signed();
  X509_gmtime_adj(X509_getm_notAfter(made.certificate.get()), -60);
  X509_sign(made.certificate.get(), made.key.get(), EVP_sha256());
  const auto certificate = write_certificate("certificate.pem", made.certificate.get());
  const auto server = make_server_tls({certificate, write_key("key.pem", made.key.get())});
  EXPECT_THAT(try_to_connect(server, make_client_tls({.ca_file = certificate})),
              HasSubstr("certificate verify failed: certificate has expired"));
}

TEST_F(TlsTest, APlainServerIsNotTls) {
  Loop loop;
  std::string what;
  std::unique_ptr<Stream> plain;
  std::optional<Listener> listener;
  listener.emplace(loop, ListenerOptions{}, [&](std::unique_ptr<Stream> stream) {
    plain = std::move(stream);
    const std::array pieces{protocol::as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n")};
    plain->write(pieces);
  });
  const auto attempt = connect(
      loop, {.host = "127.0.0.1", .port = listener->port(), .tls = make_client_tls({})}, [](std::unique_ptr<Stream>) {},
      [&](const ConnectFailure& failure) {
        what = failure.what;
        listener->close();
      });
  loop.run();
  EXPECT_THAT(what, HasSubstr("failed: wrong version number"));
}

TEST_F(TlsTest, AServerThatClosesInTheHandshakeSaysSo) {
  Loop loop;
  std::string what;
  std::unique_ptr<Stream> plain;
  std::optional<Listener> listener;
  listener.emplace(loop, ListenerOptions{}, [&](std::unique_ptr<Stream> stream) {
    plain = std::move(stream);
    plain->shutdown_write();
  });
  const auto attempt = connect(
      loop, {.host = "127.0.0.1", .port = listener->port(), .tls = make_client_tls({})}, [](std::unique_ptr<Stream>) {},
      [&](const ConnectFailure& failure) {
        what = failure.what;
        listener->close();
      });
  loop.run();
  EXPECT_THAT(what, HasSubstr("failed: the peer closed the connection"));
}

TEST_F(TlsTest, FilesThatCannotBeUsedAreNamed) {
  const auto server = make_server_tls({});
  const auto certificate = write("certificate.pem", certificate_pem(*server));
  const auto other = make_self_signed();
  const auto other_key = write_key("other-key.pem", other.key.get());
  const auto nonsense = write("nonsense.pem", "not a certificate");

  EXPECT_THAT(reason_of([&] {
                return make_server_tls({"missing.pem", other_key});
              }),
              AllOf(HasSubstr("cannot use certificate file missing.pem"), HasSubstr("No such file")));
  EXPECT_THAT(reason_of([&] {
                return make_server_tls({nonsense, other_key});
              }),
              AllOf(HasSubstr(nonsense), HasSubstr("no start line")));
  EXPECT_THAT(reason_of([&] {
                return make_server_tls({certificate, "missing.key"});
              }),
              AllOf(HasSubstr("missing.key"), HasSubstr("No such file")));
  EXPECT_THAT(reason_of([&] {
                return make_server_tls({certificate, other_key});
              }),
              AllOf(HasSubstr(other_key), HasSubstr(certificate), HasSubstr("key values mismatch")));
  EXPECT_THAT(reason_of([&] { return make_server_tls({certificate, ""}); }), HasSubstr("needs a key file"));
  EXPECT_THAT(reason_of([&] { return make_client_tls({.ca_file = "missing.pem"}); }),
              AllOf(HasSubstr("cannot use CA file missing.pem"), HasSubstr("No such file")));
  EXPECT_THAT(reason_of([&] { return make_client_tls({.ca_file = nonsense}); }), HasSubstr("cannot use CA file"));
}

TEST_F(TlsTest, EachSelfSignedCertificateIsAnother) {
  EXPECT_NE(certificate_pem(*make_server_tls({})), certificate_pem(*make_server_tls({})));
}

}  // namespace
}  // namespace parley::net
