// Stage: the server and the addresses, certificates and options that the clients of one play connect with.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "harness/scenario/peer.hpp"
#include "harness/scenario/play.hpp"
#include "harness/scenario/temporary_file.hpp"
#include "net/tls.hpp"

namespace parley::scenario {

class Stage {
 public:
  /// Brings the server up. Throws an exception that says why it could not.
  Stage(const Scenario& scenario, const Pairing& pairing, const PlayOptions& options);

  [[nodiscard]] PeerSetup setup_for(std::size_t spec, std::size_t member);

  /// Of a command, for a failure: empty, or its last lines.
  [[nodiscard]] std::string server_output() const { return server_ ? server_->last_output() : ""; }
  /// How the scenario's command has ended by itself; nothing while it runs.
  [[nodiscard]] std::optional<std::string> server_ended() const { return server_ ? server_->ended() : std::nullopt; }

 private:
  void start_server();
  [[nodiscard]] EmbeddedServer embedded_server() const;
  [[nodiscard]] std::string name_of(const ClientSpec& client, std::size_t member) const;
  [[nodiscard]] std::string url_of(const ClientSpec& client, const Lookup& lookup) const;
  [[nodiscard]] client::ClientOptions connection_for(const ClientSpec& spec, const RuntimeValues& values,
                                                     std::uint64_t client_seed);
  [[nodiscard]] protocol::HttpFields fields_for(const ClientSpec& spec, const Lookup& lookup) const;
  [[nodiscard]] std::shared_ptr<net::TlsContext> tls_for(const ClientSpec& spec);
  [[nodiscard]] bool keeps_sent(std::size_t spec) const;
  [[nodiscard]] bool keeps_received(std::size_t spec) const;

  const Scenario& scenario_;
  const Pairing pairing_;
  const PlayOptions& options_;
  std::unique_ptr<RunningServer> server_;  // null: it was running already
  std::string url_;
  std::uint16_t port_ = 0;
  std::optional<TemporaryFile> ca_;
  std::map<std::string, std::shared_ptr<net::TlsContext>> tls_;  // by CA file; "insecure" takes every certificate
  std::size_t peers_ = 0;
};

/// The server's URL with the client's path in place of its own, if the client has one.
[[nodiscard]] std::string with_path(const std::string& url, const std::string& path);

}  // namespace parley::scenario
