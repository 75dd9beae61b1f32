#include "client/variable.hpp"

#include <algorithm>
#include <utility>

#include "client/message_parse.hpp"
#include "protocol/close_code.hpp"

namespace parley::client {

namespace {

constexpr std::string_view word_characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";

}  // namespace

bool is_variable_name(std::string_view name) {
  return name.size() >= 2 && (name[0] < '0' || name[0] > '9') &&
         name.find_first_not_of(word_characters) == std::string_view::npos;
}

Variable::Variable(VariableOptions options, VariableHooks hooks, std::unique_ptr<Transport> transport)
    : options_(std::move(options)),
      hooks_(std::move(hooks)),
      transport_(std::move(transport)),
      dataset_(options_.policy, std::exchange(options_.data_set, nullptr)) {}

void Variable::load() {
  if (options_.start_update) open();
}

void Variable::open() {
  if (hooks_.on_before_open && !hooks_.on_before_open()) return;
  switch (state_) {
    case VariableState::closed:
      connect();
      break;
    case VariableState::connecting:
    case VariableState::open:
      break;  // the socket is kept
    case VariableState::closing:
      report("cannot open: the connection is still closing");
      break;
  }
}

void Variable::connect() {
  const auto url = build_url(options_.service, options_.data_binding);
  auto error = url ? mixed_content_error(*url, options_.page) : url.error();
  if (error.empty()) {
    state_ = VariableState::connecting;
    error = transport_->open(*url, *this);
  }
  if (error.empty()) return;
  state_ = VariableState::closed;  // there is no socket, so nothing that could close
  queue_.clear();
  report(error);
}

void Variable::send(Value message) {
  if (hooks_.on_before_message_send) {
    auto answer = hooks_.on_before_message_send(message);
    if (answer && answer->is_boolean() && !answer->get<bool>()) return;
    if (answer) message = *std::move(answer);
  }
  if (state_ == VariableState::closing) {
    report("cannot send: the connection is closing");
    return;
  }
  queue_.push_back(std::move(message));
  if (state_ == VariableState::open) flush_queue();
  if (state_ == VariableState::closed) connect();
}

void Variable::send() {
  if (auto body = request_body(options_.data_binding)) send(*std::move(body));
}

void Variable::close() {
  if (state_ == VariableState::closed || state_ == VariableState::closing) return;
  if (hooks_.on_before_close && !hooks_.on_before_close()) return;
  queue_.clear();
  state_ = VariableState::closing;
  transport_->close(protocol::to_number(protocol::CloseCode::normal));
}

void Variable::transport_opening() {
  state_ = VariableState::connecting;
}

void Variable::transport_open() {
  state_ = VariableState::open;
  if (hooks_.on_open) hooks_.on_open();
  flush_queue();
  if (state_ == VariableState::open && options_.start_update) send();
}

void Variable::flush_queue() {
  while (state_ == VariableState::open && !queue_.empty()) {
    const Value message = std::move(queue_.front());
    queue_.pop_front();
    transmit(message);
  }
}

void Variable::transmit(const Value& message) {
  const auto type = message.is_binary() ? protocol::MessageType::binary : protocol::MessageType::text;
  const auto text = text_of(message);
  if (!transport_->send(type, protocol::as_bytes(text))) report("cannot send: the connection did not take the message");
}

void Variable::transport_message(protocol::MessageType type, protocol::ByteView payload) {
  Value data = parse_message(type, payload);
  if (hooks_.on_message_receive) {
    if (auto answer = hooks_.on_message_receive(data)) data = *std::move(answer);
  }
  dataset_.update(std::move(data));
}

void Variable::transport_error(std::string_view what) {
  report(what);
}

void Variable::transport_closed(std::uint16_t code, std::string_view reason) {
  state_ = VariableState::closed;
  queue_.clear();
  if (hooks_.on_close) hooks_.on_close(code, reason);
}

void Variable::report(std::string_view what) const {
  if (hooks_.on_error) hooks_.on_error(what);
}

}  // namespace parley::client
