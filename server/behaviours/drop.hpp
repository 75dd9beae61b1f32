// Drop: an echo on a bad line, which loses messages and connections.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "server/behaviour.hpp"
#include "server/behaviours/random.hpp"
#include "server/option_reader.hpp"

namespace parley::server {

struct DropOptions {
  double lose = 0.1;                // how many of the messages do not come back, 0 to 1
  std::uint64_t close_after = 0;    // closes after so many messages were received; 0: never
  std::uint64_t close_code = 1011;  // with this code
  std::uint64_t drop_after = 0;     // ends TCP without a Close frame after so many; 0: never
  std::uint64_t seed = 1;
};

void read_options(OptionReader& reader, DropOptions& options);

/// A request's query may hold the same options, for its connection alone: "/drop?lose=0.5&close_after=10&seed=2"; a bad
/// one is answered with 400. The same seed loses the same messages.
class Drop final : public Behaviour {
 public:
  explicit Drop(DropOptions defaults) : defaults_(defaults) {}

  std::optional<protocol::HttpResponse> refuse(const protocol::HttpRequest& request) override;
  void on_open(ConnectionId id, const protocol::HttpRequest& request, Now now, Actions& actions) override;
  void on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                  Actions& actions) override;
  void on_close(ConnectionId id, Now now, Actions& actions) override;

 private:
  struct Line {
    DropOptions options;
    Random random;
    std::uint64_t received = 0;
  };

  const DropOptions defaults_;
  std::unordered_map<ConnectionId, Line> lines_;
};

}  // namespace parley::server
