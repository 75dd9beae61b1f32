// Faults: what went wrong in a load run, counted by kind, with an example of each.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace parley::load {

enum class Fault : std::uint8_t {
  connect,     // TCP or TLS did not come to stand
  handshake,   // the peer did not take the WebSocket
  ended,       // an open connection ended before we closed it
  violation,   // the peer broke the protocol
  lost,        // a later message came, this one did not
  unanswered,  // nothing came any more
  reordered,   // a message came after a later one
  doubled,     // a message came again
  corrupted,   // not the content, length or type that was sent
  unexpected,  // nobody had sent it
  failed,      // an iteration of a scenario, at a step or a check
};
inline constexpr std::size_t fault_kinds = 11;

struct FaultInfo {
  Fault fault;
  std::string_view name;  // as in reports and thresholds
  std::string_view what;  // for people: what happened so many times
};
/// In the order of the enumeration.
[[nodiscard]] std::span<const FaultInfo, fault_kinds> fault_infos();

class Faults {
 public:
  /// `example` is called for the first of its kind only, and returns a sentence.
  template <class Example>
  void add(Fault fault, std::uint64_t times, Example&& example) {
    auto& kind = kinds_[static_cast<std::size_t>(fault)];
    if (kind.count == 0 && times > 0) kind.example = std::forward<Example>(example)();
    kind.count += times;
  }
  void merge(const Faults& other);

  [[nodiscard]] std::uint64_t count(Fault fault) const { return kinds_[static_cast<std::size_t>(fault)].count; }
  [[nodiscard]] const std::string& example(Fault fault) const {
    return kinds_[static_cast<std::size_t>(fault)].example;
  }
  [[nodiscard]] std::uint64_t total() const;

 private:
  struct Kind {
    std::uint64_t count = 0;
    std::string example;
  };
  std::array<Kind, fault_kinds> kinds_;
};

}  // namespace parley::load
