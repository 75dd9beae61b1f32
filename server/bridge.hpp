// Bridge: what clients publish goes to a message broker, and what others publish there comes to them.
//
// The hand-over between threads: workers call `subscribe`, `unsubscribe` and `publish`, which only note or queue; the
// bridge's own thread talks to the broker, and calls subscribers on it. So nobody who serves connections ever waits for
// the broker.
#pragma once

#include <string>
#include <string_view>

namespace parley::server {

class Subscriber {
 public:
  /// On the bridge's thread. `topic` is what follows the base topic: "relay/i2c0-3b/set".
  virtual void on_published(std::string_view topic, std::string_view payload) = 0;

 protected:
  ~Subscriber() = default;
};

/// Every member may be called from any thread; none of them from on_published, but for `publish`.
class Bridge {
 public:
  virtual ~Bridge() = default;

  /// What others, but not we, publish below `base` ("nodes/bridge/0"). One subscriber for each base.
  virtual void subscribe(const std::string& base, Subscriber& subscriber) = 0;
  /// When it returns, the subscriber is not called any more.
  virtual void unsubscribe(const std::string& base) = 0;
  /// Lost when there is no connection to the broker just then.
  virtual void publish(const std::string& base, std::string_view topic, std::string_view payload) = 0;
  virtual void log(const std::string& line) = 0;

  /// From now on subscribers are called: the places are ready for it.
  virtual void start() = 0;
  /// Nobody is called any more.
  virtual void stop() = 0;
};

}  // namespace parley::server
