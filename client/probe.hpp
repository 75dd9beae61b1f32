// Probe: one connection, to learn what a server is like: how it answers, what it sends, how it closes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/client.hpp"

namespace parley::client {

struct ProbeOptions {
  ClientOptions client;
  std::optional<std::string> request;                // sent as text once the connection is open
  net::Duration duration = std::chrono::seconds(3);  // from the open connection to our Close, at the latest
  std::size_t enough = 0;                            // messages, and the Pong: close when they are there. 0: never
};

struct ProbeMessage {
  protocol::MessageType type = protocol::MessageType::text;
  protocol::Bytes payload;
  net::Duration at{};  // since the connection was open
};

/// How the connection came to its end.
enum class ProbeEnd : std::uint8_t {
  not_opened,  // see `failure`
  by_us,       // our Close came first
  by_peer,     // the peer closed, or broke the connection
};

struct ProbeReport {
  // From the beginning; each counts from the start of the attempt. Nothing: it did not come to that.
  std::optional<net::Duration> resolved, connected, secured, opened;
  std::optional<net::Duration> first_message;  // since the connection was open
  std::optional<net::Duration> ping;           // the round trip of one ping, sent at once after opening
  std::optional<net::Duration> closing;        // from our Close to the end of TCP

  std::optional<net::StreamInfo> stream;
  std::optional<protocol::HttpResponse> response;  // the 101
  protocol::Negotiated agreed;
  std::optional<protocol::HandshakeFailure> failure;

  std::vector<ProbeMessage> messages;  // the first ones
  std::size_t received = 0;            // all of them

  ProbeEnd end = ProbeEnd::not_opened;
  protocol::CloseReport close;
  std::string error;  // of the network, or a deadline that has passed; empty when TCP ended in order
};

class Probe final : private ClientEvents {
 public:
  /// Messages beyond these are counted, not kept.
  static constexpr std::size_t max_messages = 1000;
  static constexpr std::size_t max_bytes = 64U << 20;

  /// Begins at once. `on_done` is called once, from the loop; the probe may be destroyed from within it.
  Probe(net::Loop& loop, ProbeOptions options, std::function<void(ProbeReport)> on_done);
  ~Probe();
  Probe(Probe&&) = delete;

 private:
  void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) override;
  void on_message(protocol::MessageType type, protocol::ByteView payload) override;
  void on_pong(protocol::ByteView payload) override;
  void on_failure(const protocol::HandshakeFailure& failure) override;
  void on_end(const net::SessionEnd& end) override;

  [[nodiscard]] net::Duration since(net::TimePoint begin) const;
  void reach(net::ConnectStage stage);
  void close_when_enough();
  void close();

  net::Loop& loop_;
  ProbeOptions options_;
  std::function<void(ProbeReport)> on_done_;
  ProbeReport report_;
  std::size_t kept_bytes_ = 0;
  net::TimePoint start_ = net::Clock::now();
  net::TimePoint opened_;
  std::optional<net::TimePoint> closed_;  // by us
  net::Loop::TimerId timer_ = 0;
  std::unique_ptr<Client> client_;
};

}  // namespace parley::client
