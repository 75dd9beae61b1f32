#include "harness/load/link.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "harness/load/walls.hpp"
#include "protocol/base64.hpp"
#include "protocol/client_handshake.hpp"
#include "protocol/close_code.hpp"

namespace parley::load {

using net::SocketStep;
using protocol::ByteSpan;

namespace {

std::string handshake_key(std::uint64_t& random) {
  std::array<std::uint8_t, 16> bytes;
  for (auto& byte : bytes) {
    random = random * 6364136223846793005ULL + 1442695040888963407ULL;
    byte = static_cast<std::uint8_t>(random >> 56);
  }
  return protocol::base64_encode(bytes);
}

}  // namespace

Link::Link(LinkContext& context, std::uint32_t id, LinkEvents& events) : context_(context), events_(events), id_(id) {}

void Link::open() {
  was_open_ = false;
  enter(Stage::connecting);
  const auto& sources = context_.options.sources;
  const auto error =
      socket_.connect(context_.options.peer,
                      sources.empty() ? std::optional<net::PolledSocket::Address>() : sources[id_ % sources.size()]);
  if (error) return fail(Fault::connect, "cannot connect: " + explain(error));
  if (!context_.options.tls && request_at_once()) return;
  watched_ = net::Poller::Interest::output;
  context_.poller.add(socket_.descriptor(), watched_, this);
}

/// A peer on the same machine has accepted before connect returns: then the request goes now, and three system calls
/// are saved. False when the connection does not stand yet.
bool Link::request_at_once() {
  const auto request = make_request();
  const auto result = socket_.write(request);
  if (result.error == asio::error::would_block) {
    upgrade_.reset();
    return false;
  }
  if (result.error) {
    fail(Fault::connect, "cannot connect: " + explain(result.error));
    return true;
  }
  enter(Stage::upgrading);
  pending_.append(protocol::ByteView(request).subspan(result.bytes));
  watched_ = pending_.empty() ? net::Poller::Interest::input : net::Poller::Interest::both;
  context_.poller.add(socket_.descriptor(), watched_, this);
  return true;
}

void Link::enter(Stage stage) {
  stage_ = stage;
  since_ = context_.now;
}

void Link::on_ready(const net::Poller::Ready& ready) {
  switch (stage_) {
    case Stage::idle:
      return;  // ended while others of this turn had theirs
    case Stage::connecting:
      return on_connected();
    case Stage::securing:
      return step_tls();
    case Stage::upgrading:
    case Stage::open:
    case Stage::closing:
      break;
  }
  const bool crossed =
      socket_.read_wants() == SocketStep::wants_output || socket_.write_wants() == SocketStep::wants_input;
  if (!pending_.empty() && (ready.writable || crossed)) write_pending();
  if (stage_ != Stage::idle && (ready.readable || crossed)) read_some();
}

void Link::on_connected() {
  if (const auto error = socket_.connect_result()) return fail(Fault::connect, "cannot connect: " + explain(error));
  if (!context_.options.tls) return begin_upgrade();
  enter(Stage::securing);
  socket_.secure(*context_.options.tls, context_.options.handshake.uri.host);
  step_tls();
}

void Link::step_tls() {
  const auto outcome = socket_.handshake();
  switch (outcome.step) {
    case SocketStep::done:
      return begin_upgrade();
    case SocketStep::wants_input:
    case SocketStep::wants_output: {
      const auto wanted =
          outcome.step == SocketStep::wants_input ? net::Poller::Interest::input : net::Poller::Interest::output;
      if (wanted != watched_) context_.poller.change(socket_.descriptor(), watched_ = wanted, this);
      return;
    }
    case SocketStep::failed:
      return fail(Fault::connect, "the TLS handshake failed: " + outcome.what);
  }
}

void Link::begin_upgrade() {
  enter(Stage::upgrading);
  context_.batch.append(make_request());
  flush();
  watch();
}

protocol::Bytes Link::make_request() {
  upgrade_ = std::make_unique<Upgrade>(Upgrade{
      context_.options.handshake, protocol::HttpHeadParser<protocol::HttpResponse>(context_.options.handshake.limits)});
  upgrade_->options.key = handshake_key(context_.random);
  protocol::Bytes request;
  protocol::encode(protocol::make_opening_request(upgrade_->options), request);
  return request;
}

void Link::take_head(ByteSpan& data) {
  auto& head = upgrade_->head;
  data = data.subspan(head.feed(data));
  switch (head.state()) {
    case protocol::HeadState::reading:
      return;
    case protocol::HeadState::failed:
      return fail(Fault::handshake, "the answer is not HTTP/1.1: " + head.error().what);
    case protocol::HeadState::complete:
      break;
  }
  const auto& response = head.message();
  if (response.status < 200 && response.status != 101) {  // RFC 9110 §15.2: others may come before the final one
    head = protocol::HttpHeadParser<protocol::HttpResponse>(upgrade_->options.limits);
    return;
  }
  if (response.status != 101) {
    return fail(Fault::handshake, fmt::format("the server answered {}, expected 101", response.status));
  }
  const auto agreed = protocol::check_opening_response(response, upgrade_->options);
  if (!agreed) return fail(Fault::handshake, agreed.error());
  accept(*agreed);
}

void Link::accept(const protocol::Negotiated& agreed) {
  if (agreed.deflate) {
    const auto& terms = *agreed.deflate;
    deflate_.reset(new Deflate{{terms.client_max_window_bits, terms.client_no_context_takeover,
                                upgrade_->options.deflate.value_or(protocol::DeflateOptions{})},
                               {terms.server_max_window_bits, terms.server_no_context_takeover}});
  }
  upgrade_.reset();
  enter(Stage::open);
  was_open_ = true;
  events_.on_open(*this);
}

void Link::close() {
  if (stage_ == Stage::idle || stage_ == Stage::closing) return;
  if (stage_ != Stage::open) return drop();
  static constexpr std::array<std::uint8_t, 2> normal = {1000 >> 8, 1000 & 0xFF};
  enter(Stage::closing);
  write_frame(protocol::Opcode::close, normal);
}

void Link::drop() {
  if (stage_ != Stage::idle) end({});
}

void Link::fail(Fault fault, std::string what) {
  if (stage_ != Stage::idle) end({fault, std::move(what)});
}

void Link::on_eof() {
  switch (stage_) {
    case Stage::idle:
    case Stage::connecting:
    case Stage::securing:
      return;
    case Stage::upgrading:
      return fail(Fault::handshake, upgrade_->head.empty() ? "the server closed the connection without an answer"
                                                           : "the server closed the connection in its answer");
    case Stage::open:
      return fail(Fault::ended, "the peer ended TCP without a Close frame");
    case Stage::closing:
      return drop();
  }
}

void Link::on_network_error(std::error_code error) {
  if (stage_ == Stage::closing) return drop();
  fail(stage_ == Stage::upgrading ? Fault::handshake : Fault::ended, "the connection broke: " + error.message());
}

void Link::end(const LinkEnd& end) {
  stage_ = Stage::idle;
  if (socket_.descriptor() >= 0) context_.poller.remove(socket_.descriptor());
  socket_.close();
  pending_ = SendBuffer();
  context_.batch.clear();
  decoder_ = {};
  header_cut_ = false;
  message_ = {};
  control_.clear();
  upgrade_.reset();
  deflate_.reset();
  events_.on_end(*this, end);
}

}  // namespace parley::load
