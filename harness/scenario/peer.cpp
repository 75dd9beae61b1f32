#include "harness/scenario/peer.hpp"

#include <utility>

#include "client/client_transport.hpp"
#include "harness/scenario/matcher.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t most_recent = 5;         // messages told in a failure
constexpr std::size_t recent_bytes = 200;      // of each
constexpr std::size_t most_controls = 10'000;  // pings, and pongs, that nobody has awaited: older ones are forgotten

void keep_control(std::deque<protocol::Bytes>& controls, protocol::ByteView payload) {
  if (controls.size() == most_controls) controls.pop_front();
  controls.emplace_back(payload.begin(), payload.end());
}

}  // namespace

/// The Variable owns its transport; the peer owns the Variable. So this only hands over.
class Peer::Link final : public client::Transport {
 public:
  explicit Link(Peer& peer) : peer_(peer) {}

  std::string open(const std::string& url, client::TransportEvents& events) override {
    return peer_.connect(url, events);
  }
  bool send(protocol::MessageType type, protocol::ByteView payload) override { return peer_.transmit(type, payload); }
  void close(std::uint16_t /*code*/) override { peer_.close_connection(); }

 private:
  Peer& peer_;
};

Peer::Peer(net::Loop& loop, const ClientSpec& spec, PeerSetup setup, Measurements& measurements,
           std::function<void()> on_change)
    : loop_(loop),
      spec_(spec),
      setup_(std::move(setup)),
      measurements_(measurements),
      on_change_(std::move(on_change)),
      round_trips_(measurements.round_trip) {
  record_.name = setup_.name;
  record_.spec = setup_.spec;
  record_.member = setup_.member;
  if (setup_.wire_lines != 0) wire_log_.emplace(setup_.name, net::Clock::now(), setup_.wire_lines);
  variable_ = std::make_unique<client::Variable>(variable_options(), variable_hooks(), std::make_unique<Link>(*this));
}

Peer::~Peer() = default;

void Peer::open() {
  connecting_since_ = net::Clock::now();
  variable_->open();
}

Taken Peer::send(protocol::MessageType type, const protocol::Bytes& payload, const Outgoing& how) {
  now_ = how;
  refused_ = false;
  const std::size_t queued = variable_->queued();
  const auto sent = record_.counters.messages_sent;
  if (is_over()) connecting_since_ = net::Clock::now();
  const bool text = type == protocol::MessageType::text;
  variable_->send(text ? client::Value(std::string(protocol::as_text(payload))) : client::binary_value(payload));
  now_ = {};
  if (refused_) return Taken::refused;
  if (record_.counters.messages_sent > sent) return Taken::sent;
  if (variable_->queued() <= queued) return Taken::vetoed;
  queued_.push_back(how);
  return Taken::queued;
}

bool Peer::ping(protocol::ByteView payload) {
  return connection_ && connection_->client() && connection_->client()->ping(payload);
}

bool Peer::pong(protocol::ByteView payload) {
  return connection_ && connection_->client() && connection_->client()->pong(payload);
}

void Peer::close(const protocol::CloseBody& body) {
  close_body_ = body;
  variable_->close();
}

void Peer::drop() {
  ending_on_purpose_ = true;
  if (connection_ && connection_->client()) connection_->client()->drop();
}

void Peer::reset() {
  ending_on_purpose_ = true;
  if (connection_ && connection_->client()) connection_->client()->reset();
}

void Peer::pause_reading() {
  if (connection_ && connection_->client()) connection_->client()->pause_reading();
}

void Peer::resume_reading() {
  if (connection_ && connection_->client()) connection_->client()->resume_reading();
}

std::size_t Peer::buffered_amount() const {
  return connection_ && connection_->client() ? connection_->client()->buffered_amount() : 0;
}

void Peer::finish() {
  if (finished_) return;
  finished_ = true;
  record_.dataset = variable_->dataset().value();
  resume_reading();  // or the server's Close could not be seen
  if (!is_over()) close({1000, ""});
}

std::string Peer::connect(const std::string& url, client::TransportEvents& events) {
  auto uri = protocol::parse_uri(url);
  if (!uri) return uri.error();
  variable_events_ = &events;
  client::ClientOptions options = setup_.connection;
  options.uri = *std::move(uri);
  const auto there = options.uri.secure ? net::ConnectStage::secured : net::ConnectStage::connected;
  options.on_connect_stage = [this, there](net::ConnectStage stage) { reached_ = reached_ || stage == there; };
  reached_ = false;
  if (wire_log_) wire_log_->new_connection();
  client::ReconnectEvents& to = *this;
  connection_ = std::make_unique<client::ReconnectingClient>(loop_, std::move(options), spec_.reconnect, to);
  return {};
}

bool Peer::transmit(protocol::MessageType type, protocol::ByteView payload) {
  Outgoing how = now_;
  if (!queued_.empty()) {
    how = queued_.front();
    queued_.pop_front();
  }
  protocol::SendOptions options{how.fragment_size, how.compress};
  if (how.fragments > 1) options.frames = how.fragments;
  if (!connection_ || !connection_->client() || !connection_->client()->send(type, payload, options)) {
    refused_ = true;
    return false;
  }
  const net::TimePoint now = net::Clock::now();
  ++record_.counters.messages_sent;
  record_.counters.bytes_sent += payload.size();
  measurements_.first_message = measurements_.first_message.value_or(now);
  measurements_.last_message = now;
  round_trips_.start(how.answer, type, payload, how.due == net::TimePoint() ? now : how.due);
  if (setup_.keep_sent) record_.sent.push_back({type, {payload.begin(), payload.end()}});
  return true;
}

void Peer::close_connection() {
  if (!connection_) return;
  if (connection_->client()) return connection_->close(close_body_);
  connection_->stop();  // between two attempts: there is nothing to close
  loop_.post([this, alive = std::weak_ptr<void>(alive_)] {
    if (alive.expired()) return;
    variable_events_->transport_closed(1006, {});
    changed();
  });
}

void Peer::on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) {
  const net::TimePoint now = net::Clock::now();
  if (const auto since = std::exchange(connecting_since_, std::nullopt)) {
    measurements_.connect.record(static_cast<std::uint64_t>((now - *since).count()));
  }
  open_ = true;
  ending_on_purpose_ = false;
  ++record_.counters.opens;
  record_.last_handshake = {response.status, agreed.subprotocol, agreed.deflate, response.fields};
  log(Event::browser_open);
  variable_events_->transport_open();
  changed();
}

void Peer::on_message(protocol::MessageType type, protocol::ByteView payload) {
  if (finished_) return;
  const net::TimePoint now = net::Clock::now();
  ++record_.counters.messages_received;
  record_.counters.bytes_received += payload.size();
  measurements_.first_message = measurements_.first_message.value_or(now);
  measurements_.last_message = now;
  round_trips_.arrive(type, payload, now);
  keep(type, payload);
  log(Event::browser_message);
  variable_events_->transport_message(type, payload);
  changed();
}

void Peer::keep(protocol::MessageType type, protocol::ByteView payload) {
  if (setup_.keep_received) record_.received.push_back({type, {payload.begin(), payload.end()}});
  if (wants_messages) messages.push_back({type, {payload.begin(), payload.end()}});
  if (recent_.size() == most_recent) recent_.pop_front();
  recent_.push_back(preview(type, payload.first(std::min(payload.size(), recent_bytes))));
}

void Peer::on_ping(protocol::ByteView payload) {
  if (finished_) return;
  ++record_.counters.pings_received;
  keep_control(pings, payload);
  changed();
}

void Peer::on_pong(protocol::ByteView payload) {
  if (finished_) return;
  ++record_.counters.pongs_received;
  keep_control(pongs, payload);
  changed();
}

void Peer::on_failure(const protocol::HandshakeFailure& failure) {
  ++record_.counters.failures;
  record_.last_handshake = {failure.status, "", std::nullopt, failure.fields};
  failures.push_back({failure, std::exchange(reached_, false)});
  if (wire_log_) wire_log_->note("opening failed: " + failure.reason);
  log(Event::browser_error);
  variable_events_->transport_error(failure.reason);
  changed();
}

void Peer::on_end(const net::SessionEnd& end) {
  const bool was_open = std::exchange(open_, false);
  const std::string error = was_open ? client::error_of(end) : "";
  const CloseSeen seen{end.close.code(), end.close.received ? end.close.received->reason : "", end.close.clean()};
  if (was_open) {
    ++record_.counters.closes;
    if (!seen.clean && !ending_on_purpose_) ++record_.counters.unclean_ends;
    if (seen.is_abnormal() && !ending_on_purpose_ && !finished_ && !record_.abnormal_end) record_.abnormal_end = seen;
  }
  record_.last_close = seen;
  ends.push_back(seen);
  round_trips_.clear();
  queued_.clear();
  if (wire_log_) wire_log_->note(error.empty() ? "connection ended" : "connection ended: " + error);
  if (!error.empty()) {
    log(Event::browser_error);
    variable_events_->transport_error(error);
  }
  log(Event::browser_close);
  variable_events_->transport_closed(seen.code, seen.reason);
  changed();
}

void Peer::on_wire(net::Direction direction, protocol::ByteView bytes) {
  wire_log_->add(direction, bytes);
}

void Peer::on_waiting(net::Duration /*delay*/) {
  if (wire_log_) wire_log_->new_connection();
  variable_events_->transport_opening();
}

void Peer::changed() {
  if (std::exchange(change_is_posted_, true)) return;
  loop_.post([this, alive = std::weak_ptr<void>(alive_)] {
    if (alive.expired()) return;
    change_is_posted_ = false;
    on_change_();
  });
}

}  // namespace parley::scenario
