#include "harness/conformance/observer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/conformance/deflate_offer.hpp"
#include "harness/conformance/head_watch.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/extension.hpp"
#include "protocol/http_request_check.hpp"
#include "protocol/utf8.hpp"

namespace parley::conformance {

using protocol::Opcode;

namespace {

constexpr std::size_t kept_mask_keys = 64;

}  // namespace

Observer::Observer(Role peer) : response_(head_limits()) {
  seen_.peer = peer;
}

void Observer::receive(protocol::ByteView bytes) {
  protocol::Bytes copy(bytes.begin(), bytes.end());  // the decoder unmasks in place; the transcript wants the wire
  protocol::ByteSpan data(copy);
  const auto head_known = [this] { return seen_.response || seen_.request || !seen_.head_fault.empty(); };
  while (!head_known() && !data.empty()) {
    if (seen_.peer == Role::client) {
      read_request(data);
    } else {
      read_response(data);
    }
  }
  if (seen_.upgraded()) return read_frames(data);
  if (body_) read_body(data);
  if (seen_.request && !data.empty() && !protocol::has_content(seen_.request->fields)) {
    report(Rule::request_waits, fmt::format("{} bytes came before our answer", data.size()));
  }
}

void Observer::sent_close(const protocol::Bytes& body) {
  our_close_codes_.push_back(close_code(body));
}

void Observer::receive_end(TcpEnd end) {
  if (seen_.end == TcpEnd::open) seen_.end = end;
}

void Observer::answer(Answer answer, std::string_view extensions) {
  seen_.switched = true;
  seen_.refused = answer == Answer::refuses;
  watched_ = answer == Answer::switches;
  agree(extensions);
}

void Observer::read_request(protocol::ByteSpan& data) {
  data = data.subspan(request_.feed(data));
  if (!request_.fault().empty()) report(Rule::request_syntax, request_.fault());
  if (request_.failed()) seen_.head_fault = "the head of the request has no end";
  if (!request_.complete()) return;
  const auto on_finding = [this](Rule rule, std::string what) { report(rule, std::move(what)); };
  seen_.request = request_.request();
  watch_deflate_offers(*seen_.request, on_finding);
  watch_request(seen_, on_finding);
}

void Observer::read_response(protocol::ByteSpan& data) {
  const auto taken = response_.feed(data);
  response_text_ += protocol::as_text(data.first(taken));
  data = data.subspan(taken);
  switch (response_.state()) {
    case protocol::HeadState::reading:
      break;
    case protocol::HeadState::failed:
      seen_.head_fault = fmt::format("not HTTP: {} ({})", response_.error().what, response_.error().section);
      break;
    case protocol::HeadState::complete:
      end_response();
      break;
  }
}

void Observer::end_response() {
  const auto on_finding = [this](Rule rule, std::string what) { report(rule, std::move(what)); };
  auto& response = response_.message();
  watch_any_response(response, on_finding);
  watch_response_text(response_text_, on_finding);
  response_text_.clear();
  const bool interim = response.status < 200 && response.status != 101;
  if (interim) {  // RFC 9110 §15.2: the final one is still to come
    response_ = protocol::HttpHeadParser<protocol::HttpResponse>(head_limits());
    return;
  }
  seen_.response = std::move(response);
  if (!seen_.upgraded()) {
    body_.emplace(*seen_.response);
    content_.emplace(*seen_.response);
    return read_body({});
  }
  if (leaves_after_upgrade_) {
    seen_.refused = true;
    watched_ = false;
    return;
  }
  watch_response(seen_, on_finding);
  watch_deflate_answer(seen_, on_finding);
  agree(seen_.response->fields.combined("Sec-WebSocket-Extensions").value_or(""));
}

void Observer::read_body(protocol::ByteView data) {
  body_->feed(data);
  if (auto fault = content_->feed(data); !fault.empty()) report(Rule::response_length, std::move(fault));
  seen_.body_bytes += data.size();
  seen_.body_complete = body_->complete();
}

void Observer::agree(std::string_view extensions) {
  seen_.deflate = read_deflate_answer(extensions);
  const auto agreed = protocol::parse_extensions(extensions).value_or(std::vector<protocol::Extension>{});
  other_extension_ =
      std::any_of(agreed.begin(), agreed.end(), [](const auto& each) { return each.name != protocol::deflate_name; });
  if (seen_.deflate) deflate_.emplace(peer_direction(*seen_.deflate, seen_.peer));
}

void Observer::read_frames(protocol::ByteSpan data) {
  while (!data.empty()) {
    if (!decoder_.inside_frame()) {
      const auto* const header = decoder_.next_header(data);
      if (header == nullptr) return;
      ++seen_.frames;
      check_header(*header);
      control_.clear();
    }
    const auto piece = decoder_.next_piece(data);
    protocol::append(protocol::is_control(decoder_.header().opcode) ? control_ : message_.payload, piece.bytes);
    if (piece.left == 0) end_frame();
  }
}

void Observer::check_header(const protocol::FrameHeader& header) {
  const auto opcode = static_cast<unsigned>(header.opcode);
  check_mask(header);
  check_reserved_bits(header);
  const bool reserved = (opcode >= 3 && opcode <= 7) || opcode >= 0xB;
  if (reserved) report(Rule::known_opcode, fmt::format("a frame has opcode 0x{:X}", opcode));
  if (header.form != protocol::minimal_form(header.length) || header.length >> 63U != 0) {
    report(Rule::minimal_length, fmt::format("a payload of {} bytes has its length written in {} bits", header.length,
                                             header.form == protocol::LengthForm::bits16 ? 16 : 64));
  }
  if (protocol::is_control(header.opcode)) {
    if (header.length > protocol::max_control_payload) {
      report(Rule::control_length, fmt::format("a control frame has {} bytes", header.length));
    }
    if (!header.fin) report(Rule::control_whole, fmt::format("a frame with opcode 0x{:X} has FIN clear", opcode));
  } else {
    check_sequence(header);
  }
}

void Observer::check_mask(const protocol::FrameHeader& header) {
  const auto opcode = static_cast<unsigned>(header.opcode);
  if (header.mask && seen_.mask_keys.size() < kept_mask_keys) seen_.mask_keys.push_back(*header.mask);
  const bool from_server = seen_.peer == Role::server;
  if (from_server && header.mask) {
    report(Rule::masked_by_server, fmt::format("a frame with opcode 0x{:X} is masked", opcode));
  }
  if (!from_server && !header.mask) {
    report(Rule::unmasked_by_client, fmt::format("a frame with opcode 0x{:X} is not masked", opcode));
  }
}

void Observer::check_reserved_bits(const protocol::FrameHeader& header) {
  const bool begins_message = header.opcode == Opcode::text || header.opcode == Opcode::binary;
  // RFC 7692 §6: RSV1 stands on the first frame of a compressed message.
  const unsigned legal = seen_.deflate && begins_message ? protocol::rsv1 : protocol::rsv_none;
  if ((header.rsv & ~legal) == 0 || other_extension_) return;
  report(Rule::reserved_bits, fmt::format("a frame with opcode 0x{:X} has RSV bits {:03b}",
                                          static_cast<unsigned>(header.opcode), header.rsv >> 4U));
}

void Observer::check_sequence(const protocol::FrameHeader& header) {
  if (!seen_.closes.empty()) report(Rule::no_data_after_close, "a data frame came after the Close");
  const bool continues = header.opcode == Opcode::continuation;
  if (continues && !in_message_)
    report(Rule::fragment_sequence, "a continuation frame came though no message was open");
  if (!continues && in_message_) report(Rule::fragment_sequence, "a message began before the end of the one before");
  if (!continues || !in_message_) {
    message_ = {};
    message_.text = header.opcode == Opcode::text;
    compressed_ = deflate_ && (header.rsv & protocol::rsv1) != 0;
  }
  in_message_ = true;
}

void Observer::end_frame() {
  const auto& header = decoder_.header();
  switch (header.opcode) {
    case Opcode::ping:
      seen_.pings.push_back(control_);
      return;
    case Opcode::pong:
      seen_.pongs.push_back(control_);
      return;
    case Opcode::close:
      end_close();
      return;
    case Opcode::continuation:
    case Opcode::text:
    case Opcode::binary:
      break;
  }
  if (!protocol::is_control(header.opcode) && header.fin) end_message();
}

void Observer::end_message() {
  in_message_ = false;
  if (compressed_) {
    deflate_->inflate(message_.payload, [this](Rule rule, std::string what) { report(rule, std::move(what)); });
  }
  if (message_.text && !protocol::is_utf8(message_.payload)) {
    report(Rule::text_utf8, "a text message has " + describe_payload(message_.payload));
  }
  if (greeting_left_ > 0) {
    --greeting_left_;
  } else {
    if (compressed_) ++seen_.compressed_messages;
    seen_.messages.push_back(std::move(message_));
  }
  message_ = {};
}

void Observer::end_close() {
  if (!seen_.closes.empty()) report(Rule::one_close, "a second Close came");
  if (seen_.closes.empty()) {
    messages_before_close_ = seen_.messages.size();
    seen_.closed_after_us = !our_close_codes_.empty();
  }
  seen_.closes.push_back(control_);
  if (control_.size() == 1) report(Rule::close_body, "the body has one byte");
  if (control_.size() < 2) return;
  const auto code = close_code(control_);
  // RFC 6455 §5.5.1: the code is one that §7.4 defines, from 1000 to 4999, but also "typically" an echo of the other
  // side's: so that we accuse nobody who echoes such a code of ours. Cases of their own judge who takes it.
  const bool echoed = std::find(our_close_codes_.begin(), our_close_codes_.end(), code) != our_close_codes_.end();
  const bool undefined = (code < 1000 || code > 4999) && !echoed;
  if (undefined || code == 1005 || code == 1006 || code == 1015)
    report(Rule::close_code, fmt::format("a Close has code {}", code));
  const auto reason = protocol::ByteView(control_).subspan(2);
  if (!protocol::is_utf8(reason)) report(Rule::close_body, "the reason is no UTF-8: " + describe_payload(reason));
}

void Observer::report(Rule rule, std::string what) {
  if (!watched_) return;
  const auto known = std::any_of(findings_.begin(), findings_.end(), [rule](const auto& f) { return f.rule == rule; });
  if (!known) findings_.push_back({rule, std::move(what)});
}

}  // namespace parley::conformance
