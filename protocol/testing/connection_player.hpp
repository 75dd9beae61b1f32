// Plays bytes into a Connection and says, in words, all that came of it.
#pragma once

#include <string>
#include <vector>

#include "protocol/connection.hpp"
#include "protocol/testing/cuts.hpp"

namespace parley::protocol::testing {

/// "text Hello", "binary 00ff", "ping 01", "pong": payloads of text as they are, others as hex.
class EventLog : public EngineEvents {
 public:
  virtual ~EventLog() = default;
  void on_message(MessageType type, ByteView payload) override;
  void on_ping(ByteView payload) override;
  void on_pong(ByteView payload) override;

  std::vector<std::string> events;
};

/// What can be seen from outside after some input.
struct Outcome {
  std::vector<std::string> events;
  std::string sent;  // hex of all that was written
  EngineState state = EngineState::open;
  CloseReport report;

  friend bool operator==(const Outcome& left, const Outcome& right);
  friend std::ostream& operator<<(std::ostream& stream, const Outcome& outcome);
};

/// RFC 6455 §5.7's masking key: what our test clients mask with.
inline constexpr MaskKey example_key{0x37, 0xfa, 0x21, 0x3d};

[[nodiscard]] ConnectionOptions server_options();
[[nodiscard]] ConnectionOptions client_options();

[[nodiscard]] Outcome play(const ConnectionOptions& options, const Pieces& input);

/// Plays `input` cut in every way. Returns the outcome of the whole input; throws when another one differs.
[[nodiscard]] Outcome play_every_cut(const ConnectionOptions& options, ByteView input);

/// A masked frame as a client sends it, with example_key.
[[nodiscard]] Bytes masked_frame(FrameHeader header, ByteView payload);

}  // namespace parley::protocol::testing
