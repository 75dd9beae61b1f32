// Outlet: where a place and the message broker meet.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "server/behaviour.hpp"
#include "server/bridge.hpp"

namespace parley::server {

class Place;

class Outlet final : private Subscriber, private GroupActions {
 public:
  /// Both live longer. `base` is the base topic of all that the place publishes.
  Outlet(Bridge& bridge, std::string base, Place& place) : bridge_(bridge), base_(std::move(base)), place_(place) {}
  ~Outlet() { close(); }
  Outlet(Outlet&&) = delete;

  /// Between these two the place hears what others publish; calls of different threads must not meet.
  void open();
  void close();

  /// To the broker. From any thread.
  void publish(std::string_view topic, std::string_view payload) override { bridge_.publish(base_, topic, payload); }

  [[nodiscard]] const std::string& base() const { return base_; }

 private:
  void on_published(std::string_view topic, std::string_view payload) override;

  // For the behaviour, when something was published.
  void broadcast(protocol::MessageType type, protocol::ByteView payload) override;
  void log(std::string_view what) override;

  Bridge& bridge_;
  const std::string base_;
  Place& place_;
  bool is_open_ = false;
};

/// Null when there is no bridge, when the place's behaviour does not publish, or when `base` is no base topic.
[[nodiscard]] std::unique_ptr<Outlet> make_outlet(Place& place, const std::string& base, Bridge* bridge);

/// Whether a base topic can be subscribed to: no wildcards, which would reach other bases, and nothing of the broker's
/// own, "$SYS" (MQTT 5 §4.7.1, §4.7.2).
[[nodiscard]] bool is_base_topic(std::string_view base);

}  // namespace parley::server
