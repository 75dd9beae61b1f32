// Slow: an echo that takes its time.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "server/behaviour.hpp"
#include "server/behaviours/random.hpp"
#include "server/option_reader.hpp"

namespace parley::server {

struct SlowOptions {
  std::chrono::nanoseconds delay = std::chrono::seconds(1);
  std::chrono::nanoseconds jitter{0};  // up to so much is added, drawn anew for each message
  std::uint64_t seed = 1;
};

void read_options(OptionReader& reader, SlowOptions& options);

/// Each message comes back after the delay, and not before those that came before it. A request's query may hold the
/// same options, for its connection alone: "/slow?delay=200ms&jitter=50ms&seed=1"; a bad one is answered with 400. A
/// client for which more than 16 MiB or 262,144 messages wait is closed with 1008.
class Slow final : public Behaviour {
 public:
  explicit Slow(SlowOptions defaults) : defaults_(defaults) {}

  std::optional<protocol::HttpResponse> refuse(const protocol::HttpRequest& request) override;
  void on_open(ConnectionId id, const protocol::HttpRequest& request, Now now, Actions& actions) override;
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;
  void on_timer(ConnectionId id, std::chrono::steady_clock::time_point due, Now now, Actions& actions) override;
  void on_close(ConnectionId id, Now now, Actions& actions) override;

 private:
  struct Message {
    std::chrono::steady_clock::time_point due;
    protocol::MessageType type;
    protocol::Bytes payload;
  };
  struct Line {
    SlowOptions options;
    Random random;
    std::deque<Message> waiting;
    std::size_t bytes = 0;  // of the payloads that wait
  };

  const SlowOptions defaults_;
  std::unordered_map<ConnectionId, Line> lines_;
};

}  // namespace parley::server
