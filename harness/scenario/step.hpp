// Steps: what clients do, as the runner plays it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "harness/scenario/matcher.hpp"

namespace parley::scenario {

using Duration = std::chrono::nanoseconds;

enum class Waiting : std::uint8_t { until_open, not_at_all };

struct Open {
  Waiting waiting = Waiting::until_open;
};

/// What the payload of a message is made of; strings may still hold placeholders of the runtime.
struct Text {
  std::string text;
};
struct FillerText {
  std::uint64_t size = 0;
  std::string of;
};
struct JsonContent {
  Json value;
};
struct FixedBytes {
  protocol::Bytes bytes;
};
struct SeededBytes {
  std::uint64_t size = 0;
};
using Content = std::variant<Text, FillerText, JsonContent, FixedBytes, SeededBytes>;

/// What ends the round trip of a message.
enum class Answer : std::uint8_t {
  not_timed,
  echo,  // the equal message
  next,  // whichever message comes next
};

struct Send {
  Content content;
  protocol::MessageType type = protocol::MessageType::text;
  std::uint64_t repeat = 1;
  double rate = 0;          // messages a second; 0: as fast as possible
  std::uint64_t depth = 0;  // unanswered messages at a time; 0: no limit
  Answer answer = Answer::not_timed;
  std::uint64_t fragments = 1;
  std::uint64_t fragment_size = 0;  // 0: whole
  bool compress = true;
};

struct Ping {
  Content payload;
};
struct Pong {
  Content payload;
};

struct Wait {
  Duration time{};
};

struct AwaitMessage {
  Matcher matcher;
};
struct AwaitNext {
  Matcher matcher;
};
struct AwaitMessages {
  std::uint64_t count = 0;
  Matcher matcher;
};
/// Without a payload: any.
struct AwaitPing {
  std::optional<Content> payload;
};
struct AwaitPong {
  std::optional<Content> payload;
};
/// What is not set does not matter.
struct AwaitClose {
  std::optional<std::uint16_t> code;
  std::optional<Matcher> reason;
  std::optional<bool> clean;

  [[nodiscard]] std::string describe() const;
};
struct AwaitFailure {
  std::optional<int> status;
  std::optional<Pattern> reason;
  std::vector<std::pair<std::string, Matcher>> headers;
  std::optional<Matcher> body;
};
struct AwaitEvent {
  std::string event;
};
struct AwaitOpen {};

struct Silence {
  Duration time{};
};
struct Barrier {
  std::string name;  // empty: none was given
};
struct PauseReading {};
struct ResumeReading {};
struct Drop {};
struct Reset {};
struct Close {
  protocol::CloseBody body{1000, ""};
};

using Action = std::variant<Open, Send, Ping, Pong, Wait, AwaitMessage, AwaitNext, AwaitMessages, AwaitPing, AwaitPong,
                            AwaitClose, AwaitFailure, AwaitEvent, AwaitOpen, Silence, Barrier, PauseReading,
                            ResumeReading, Drop, Reset, Close>;

struct Step {
  std::string pointer;               // "/steps/3"
  std::vector<std::size_t> clients;  // indices into Scenario::clients
  std::optional<Duration> within;    // nothing: only the scenario's own timeout ends it
  Action action;
};

/// What the step is about, for people: `a message "hello"`, `the end of the connection`.
[[nodiscard]] std::string describe(const Action& action);

}  // namespace parley::scenario
