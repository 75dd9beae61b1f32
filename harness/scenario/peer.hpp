// Peer: one client of a scenario: a WebSocket Variable over a real connection, with everything it sees recorded.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "client/client.hpp"
#include "client/reconnecting_client.hpp"
#include "client/variable.hpp"
#include "harness/load/histogram.hpp"
#include "harness/scenario/record.hpp"
#include "harness/scenario/round_trips.hpp"
#include "harness/scenario/runtime_values.hpp"
#include "harness/scenario/scenario.hpp"
#include "harness/scenario/wire_log.hpp"

namespace parley::scenario {

/// What all peers of a scenario write into.
struct Measurements {
  load::Histogram round_trip;
  load::Histogram connect;
  std::optional<net::TimePoint> first_message;
  net::TimePoint last_message;
};

struct PeerSetup {
  std::string name;
  std::size_t spec = 0;
  std::size_t member = 0;
  std::string url;  // with the path, which may hold parameters
  client::ClientOptions connection;
  std::shared_ptr<RuntimeValues> values;
  bool keep_sent = false;
  bool keep_received = false;
  std::size_t wire_lines = 0;  // 0: no wire log
};

/// How a message goes out.
struct Outgoing {
  std::uint64_t fragments = 1;
  std::uint64_t fragment_size = 0;
  bool compress = true;
  Answer answer = Answer::not_timed;
  net::TimePoint due;
};

/// An attempt to open that failed.
struct FailureSeen {
  protocol::HandshakeFailure failure;
  bool reached = true;  // false: there was nobody, or nobody whom TLS trusts
};

/// What became of a message that was to be sent.
enum class Taken : std::uint8_t {
  sent,     // the connection has it
  queued,   // it waits for the connection to open
  refused,  // the connection did not take it
  vetoed,   // a hook held it back, or the connection is closing
};

class Peer final : private client::ReconnectEvents {
 public:
  /// `on_change` is called, at most once a turn of the loop, after something has happened.
  Peer(net::Loop& loop, const ClientSpec& spec, PeerSetup setup, Measurements& measurements,
       std::function<void()> on_change);
  ~Peer();
  Peer(Peer&&) = delete;

  // What a scenario's steps do.
  void open();
  [[nodiscard]] Taken send(protocol::MessageType type, const protocol::Bytes& payload, const Outgoing& how);
  bool ping(protocol::ByteView payload);
  bool pong(protocol::ByteView payload);
  void close(const protocol::CloseBody& body);
  void drop();
  void reset();
  void pause_reading();
  void resume_reading();

  /// Nothing that comes from now on counts; closes what is open, whatever the hooks say.
  void finish();

  [[nodiscard]] client::VariableState state() const { return variable_->state(); }
  [[nodiscard]] bool is_open() const { return state() == client::VariableState::open; }
  [[nodiscard]] bool is_over() const { return state() == client::VariableState::closed; }  // nothing more will come
  [[nodiscard]] std::size_t buffered_amount() const;
  /// Round trips that are not over, also of messages that wait for the connection to open.
  [[nodiscard]] std::size_t unanswered() const { return round_trips_.waiting() + queued_.size(); }
  [[nodiscard]] bool has_queued() const { return !queued_.empty(); }
  [[nodiscard]] const std::string& name() const { return setup_.name; }
  [[nodiscard]] const ClientSpec& spec() const { return spec_; }
  [[nodiscard]] RuntimeValues& values() { return *setup_.values; }
  [[nodiscard]] const ClientRecord& record() const { return record_; }
  [[nodiscard]] const WireLog* wire_log() const { return wire_log_ ? &*wire_log_ : nullptr; }
  [[nodiscard]] const std::string& last_error() const { return last_error_; }
  [[nodiscard]] const std::deque<std::string>& recent_messages() const { return recent_; }

  // What came and was not yet awaited. The player takes from the front. Of pings and pongs only the latest are kept.
  std::deque<Message> messages;
  std::deque<protocol::Bytes> pings, pongs;
  std::deque<CloseSeen> ends;
  std::deque<FailureSeen> failures;
  bool wants_messages = true;  // false: `messages` is not filled
  std::size_t errors = 0;      // onError, so far

 private:
  class Link;

  client::VariableOptions variable_options() const;
  client::VariableHooks variable_hooks();
  std::optional<Json> hook_value(const Json& value, const Json& message) const;

  // From the Variable.
  std::string connect(const std::string& url, client::TransportEvents& events);
  bool transmit(protocol::MessageType type, protocol::ByteView payload);
  void close_connection();

  void on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) override;
  void on_message(protocol::MessageType type, protocol::ByteView payload) override;
  void on_ping(protocol::ByteView payload) override;
  void on_pong(protocol::ByteView payload) override;
  void on_failure(const protocol::HandshakeFailure& failure) override;
  void on_end(const net::SessionEnd& end) override;
  void on_drained() override { changed(); }
  void on_wire(net::Direction direction, protocol::ByteView bytes) override;
  [[nodiscard]] bool wants_wire() const override { return wire_log_.has_value(); }
  void on_waiting(net::Duration delay) override;

  void keep(protocol::MessageType type, protocol::ByteView payload);
  void log(Event event) { record_.events.push_back(event); }
  void changed();

  net::Loop& loop_;
  const ClientSpec& spec_;
  PeerSetup setup_;
  Measurements& measurements_;
  std::function<void()> on_change_;
  bool change_is_posted_ = false;

  client::TransportEvents* variable_events_ = nullptr;
  std::unique_ptr<client::Variable> variable_;
  std::unique_ptr<client::ReconnectingClient> connection_;
  std::deque<Outgoing> queued_;  // how those messages go out that wait in the Variable
  Outgoing now_;                 // how the message goes out that the Variable is sending
  protocol::CloseBody close_body_{1000, ""};
  std::optional<net::TimePoint> connecting_since_;
  bool open_ = false;
  bool reached_ = false;            // this attempt has come through to a server
  bool refused_ = false;            // the connection did not take the message that is being sent
  bool ending_on_purpose_ = false;  // drop and reset are no errors
  bool finished_ = false;

  ClientRecord record_;
  RoundTrips round_trips_;
  std::optional<WireLog> wire_log_;
  std::deque<std::string> recent_;
  std::string last_error_;
  std::shared_ptr<void> alive_ = std::make_shared<int>();
};

}  // namespace parley::scenario
