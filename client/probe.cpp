#include "client/probe.hpp"

#include <utility>

namespace parley::client {

namespace {

constexpr std::string_view ping_payload = "parley probe";

}  // namespace

Probe::Probe(net::Loop& loop, ProbeOptions options, std::function<void(ProbeReport)> on_done)
    : loop_(loop), options_(std::move(options)), on_done_(std::move(on_done)) {
  auto how = options_.client;
  how.on_connect_stage = [this](net::ConnectStage stage) { reach(stage); };
  ClientEvents& events = *this;
  client_ = std::make_unique<Client>(loop_, std::move(how), events);
}

Probe::~Probe() {
  loop_.cancel(timer_);
}

net::Duration Probe::since(net::TimePoint begin) const {
  return net::Clock::now() - begin;
}

void Probe::reach(net::ConnectStage stage) {
  switch (stage) {
    case net::ConnectStage::resolved:
      report_.resolved = since(start_);
      break;
    case net::ConnectStage::connected:
      report_.connected = since(start_);
      break;
    case net::ConnectStage::secured:
      report_.secured = since(start_);
      break;
  }
}

void Probe::on_open(const protocol::Negotiated& agreed, const protocol::HttpResponse& response) {
  opened_ = net::Clock::now();
  report_.opened = opened_ - start_;
  report_.agreed = agreed;
  report_.response = response;
  report_.stream = client_->info();
  timer_ = loop_.after(options_.duration, [this] {
    timer_ = 0;
    close();
  });
  client_->ping(protocol::as_bytes(ping_payload));
  if (options_.request) client_->send(protocol::MessageType::text, protocol::as_bytes(*options_.request));
}

void Probe::on_message(protocol::MessageType type, protocol::ByteView payload) {
  if (!report_.first_message) report_.first_message = since(opened_);
  ++report_.received;
  if (report_.messages.size() < max_messages && kept_bytes_ + payload.size() <= max_bytes) {
    report_.messages.push_back({type, {payload.begin(), payload.end()}, since(opened_)});
    kept_bytes_ += payload.size();
  }
  close_when_enough();
}

void Probe::on_pong(protocol::ByteView payload) {
  if (report_.ping || protocol::as_text(payload) != ping_payload) return;  // RFC 6455 §5.5.3: may be unsolicited
  report_.ping = since(opened_);
  close_when_enough();
}

void Probe::close_when_enough() {
  if (options_.enough != 0 && report_.received >= options_.enough && report_.ping) close();
}

void Probe::close() {
  if (closed_ || !client_->close({1000, ""})) return;
  closed_ = net::Clock::now();
}

void Probe::on_failure(const protocol::HandshakeFailure& failure) {
  report_.failure = failure;
  report_.stream = client_->info();
}

void Probe::on_end(const net::SessionEnd& end) {
  loop_.cancel(std::exchange(timer_, 0));
  report_.close = end.close;
  if (report_.opened) report_.end = closed_ ? ProbeEnd::by_us : ProbeEnd::by_peer;
  if (closed_) report_.closing = since(*closed_);
  report_.error = !end.reason.empty() ? std::string(end.reason) : end.error ? end.error.message() : std::string();
  const auto done = std::move(on_done_);
  auto report = std::move(report_);
  done(std::move(report));  // may destroy us
}

}  // namespace parley::client
