// Variable: WaveMaker's WebSocket Variable: a connection whose messages become a dataset (systems-to-serve §2).
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/dataset.hpp"
#include "client/service.hpp"
#include "client/transport.hpp"
#include "client/url_builder.hpp"

namespace parley::client {

struct VariableOptions {
  std::string name;
  Service service;
  bool start_update = true;  // connect on load
  DatasetPolicy policy;
  Value data_set = Value::array();  // preloaded
  std::vector<Binding> data_binding;
  PageScheme page = PageScheme::http;
};

/// ^[a-zA-Z_][A-Za-z0-9_]+$
[[nodiscard]] bool is_variable_name(std::string_view name);

/// Each may be empty. A hook may call the Variable's methods, but must not destroy it. Where a hook returns an optional
/// value, nothing stands for JavaScript's undefined; null, false and "" are values.
struct VariableHooks {
  std::function<bool()> on_before_open;  // false aborts
  std::function<void()> on_open;
  std::function<std::optional<Value>(const Value& message)> on_before_message_send;  // false aborts, others replace
  std::function<std::optional<Value>(const Value& data)> on_message_receive;         // any value replaces the data
  std::function<bool()> on_before_close;                                             // false aborts
  std::function<void(std::uint16_t code, std::string_view reason)> on_close;
  std::function<void(std::string_view what)> on_error;
};

enum class VariableState : std::uint8_t { closed, connecting, open, closing };

/// Opening, closing, failing and opening again never touch the dataset.
class Variable final : private TransportEvents {
 public:
  /// Does not connect: see `load`.
  Variable(VariableOptions options, VariableHooks hooks, std::unique_ptr<Transport> transport);
  Variable(Variable&&) = delete;

  /// What the page does when it loads: opens when `start_update` is set.
  void load();

  /// onBeforeOpen, then connects. On an open connection, or one that is being made, the socket is kept.
  void open();

  /// onBeforeMessageSend, then the message goes out: strings as text, bytes as binary, all else as JSON text. Before
  /// the connection is open it waits in a queue that follows onOpen in order, and connects if needed (onBeforeOpen
  /// belongs to `open` only, and is not asked). The queue is dropped when the connection closes or fails.
  void send(Value message);
  void send();  // the bound request body; without one nothing is sent

  /// onBeforeClose, then closes with 1000. Nothing happens when there is no connection.
  void close();

  [[nodiscard]] VariableState state() const { return state_; }
  [[nodiscard]] const Dataset& dataset() const { return dataset_; }
  [[nodiscard]] const std::string& name() const { return options_.name; }
  [[nodiscard]] Transport& transport() { return *transport_; }
  [[nodiscard]] std::size_t queued() const { return queue_.size(); }

  /// Replaces the values that the next connection and the next request body take.
  void bind(std::vector<Binding> bindings) { options_.data_binding = std::move(bindings); }

 private:
  void transport_opening() override;
  void transport_open() override;
  void transport_message(protocol::MessageType type, protocol::ByteView payload) override;
  void transport_error(std::string_view what) override;
  void transport_closed(std::uint16_t code, std::string_view reason) override;

  void connect();
  void flush_queue();
  void transmit(const Value& message);
  void report(std::string_view what) const;

  VariableOptions options_;
  VariableHooks hooks_;
  std::unique_ptr<Transport> transport_;
  Dataset dataset_;
  VariableState state_ = VariableState::closed;
  std::deque<Value> queue_;
};

}  // namespace parley::client
