// Behaviour: what a path of the server does, as a pure function of event and time.
//
// A behaviour never touches a socket, a clock or a random source: it is told what happened and when, and says through
// Actions what shall happen. So it runs on every engine, and its tests are literal messages.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "protocol/bytes.hpp"
#include "protocol/engine.hpp"

namespace parley::server {

using ConnectionId = std::uint64_t;  // unique while the server runs, never 0

/// Monotonic time for due dates, wall clock time for what is written into messages.
struct Now {
  std::chrono::steady_clock::time_point steady;
  std::chrono::system_clock::time_point wall;
};

/// What does not need a connection.
class GroupActions {
 public:
  /// To every open connection of the path, also the sender; encoded once, shared by all queues. All receivers see
  /// all broadcasts of a path in the same order.
  virtual void broadcast(protocol::MessageType type, protocol::ByteView payload) = 0;
  /// To the message broker, where the server has one (see Bridge).
  virtual void publish(std::string_view topic, std::string_view payload) = 0;
  /// A line of the server's log, about the connection whose event this is.
  virtual void log(std::string_view what) = 0;

 protected:
  ~GroupActions() = default;
};

/// The connections of one path (or of one group of paths, see Behaviour::group) belong together; ids of other paths are
/// unknown to a behaviour.
class Actions : public GroupActions {
 public:
  /// Behind all broadcasts that were asked for before it.
  virtual void send(ConnectionId to, protocol::MessageType type, protocol::ByteView payload) = 0;
  /// The same for several, in their order.
  virtual void send_all(ConnectionId to, std::span<const protocol::MessageView> messages) {
    for (const auto& message : messages) send(to, message.type, message.payload);
  }
  /// As `broadcast`, leaving one connection out.
  virtual void broadcast_except(ConnectionId but, protocol::MessageType type, protocol::ByteView payload) = 0;
  virtual void close(ConnectionId connection, std::uint16_t code, std::string_view reason) = 0;
  /// Ends TCP at once, without a Close frame; what waits to be sent is lost.
  virtual void drop(ConnectionId connection) = 0;
  /// `on_timer` will be called with this id at `due`. One timer a connection: a new one replaces the old.
  virtual void set_timer(ConnectionId connection, std::chrono::steady_clock::time_point due) = 0;

 protected:
  ~Actions() = default;
};

class Behaviour {
 public:
  virtual ~Behaviour() = default;

  /// Called before the 101; refuse with a response, or accept. The default accepts.
  virtual std::optional<protocol::HttpResponse> refuse(const protocol::HttpRequest& /*request*/) {
    return std::nullopt;
  }

  /// Of a route that ends in "/*": paths with the same name here are one group, with a behaviour of their own and each
  /// other's broadcasts. The default makes each path its own group. `path` is normalized.
  [[nodiscard]] virtual std::string group(std::string_view path) const { return std::string(path); }

  /// Whether `group` is a base topic, under which the behaviour publishes and hears what others publish.
  [[nodiscard]] virtual bool publishes() const { return false; }

  virtual void on_open(ConnectionId, const protocol::HttpRequest&, Now, Actions&) {}
  virtual void on_message(ConnectionId, protocol::MessageType, protocol::ByteView, Now, Actions&) {}
  /// Messages that came together, in their order: as many calls of on_message, unless a behaviour knows something
  /// better to do with all of them.
  virtual void on_messages(ConnectionId id, std::span<const protocol::MessageView> messages, Now now,
                           Actions& actions) {
    for (const auto& message : messages) on_message(id, message.type, message.payload, now, actions);
  }
  /// Every message goes back to its sender as it is, and nothing else is sent, from on_open on. The engine may then
  /// send it without a call of on_message, and begin with a long one before all of it has come.
  [[nodiscard]] virtual bool echoes() const { return false; }
  /// `due` is the time that was asked for: add to it, not to now, and a clock does not drift.
  virtual void on_timer(ConnectionId, std::chrono::steady_clock::time_point /*due*/, Now, Actions&) {}
  virtual void on_close(ConnectionId, Now, Actions&) {}
  /// Somebody else has published this under the base topic. Only while the path has connections.
  virtual void on_published(std::string_view /*topic*/, std::string_view /*payload*/, Now, GroupActions&) {}
};

/// Whether calls from different threads must take turns.
enum class Sharing : std::uint8_t {
  stateless,  // no members that change: called from all threads at once
  exclusive,  // one call at a time
};

struct BehaviourInstance {
  std::unique_ptr<Behaviour> behaviour;
  Sharing sharing = Sharing::stateless;
};

}  // namespace parley::server
