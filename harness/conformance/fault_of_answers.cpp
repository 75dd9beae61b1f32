#include "harness/conformance/fault_of_answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

std::string name_of(std::size_t index, std::size_t count) {
  return count == 1 ? "the message" : fmt::format("message {} of {}", index + 1, count);
}

/// A message came at a place where another one was to come.
std::string fault_of_place(const std::vector<Message>& sent, std::size_t index, const Message& came) {
  const auto name = name_of(index, sent.size());
  const auto begin = sent.begin() + static_cast<std::ptrdiff_t>(index);
  const auto later = std::find(begin, sent.end(), came);
  if (later != sent.end()) {
    return fmt::format("{} did not come back before message {}", name, later - sent.begin() + 1);
  }
  if (index > 0 && came == sent[index - 1]) return name_of(index - 1, sent.size()) + " came back twice";
  return fmt::format("{} {}", name, fault_of_echo(*begin, came));
}

}  // namespace

std::string fault_of_echo(const Message& sent, const Message& came) {
  if (sent.text != came.text) return fmt::format("came back as {}", came.text ? "text" : "binary");
  const auto& ours = sent.payload;
  const auto& theirs = came.payload;
  const auto [at, other] = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
  if (at != ours.end() && other != theirs.end()) {
    return fmt::format("came back with 0x{:02x} as byte {} of {}, which was 0x{:02x}", *other, at - ours.begin() + 1,
                       ours.size(), *at);
  }
  if (at != ours.end()) return fmt::format("came back with its first {} bytes of {}", theirs.size(), ours.size());
  if (other != theirs.end()) {
    const auto more = harness::format_counted(theirs.size() - ours.size(), "byte");
    return fmt::format("came back with {} more than its {}", more, ours.size());
  }
  return {};
}

std::string fault_of_answers(const Answers& answers, const Observation& seen) {
  const auto& sent = answers.messages;
  if (!sent.empty()) {
    const auto [at, came] = std::mismatch(sent.begin(), sent.end(), seen.messages.begin(), seen.messages.end());
    const auto index = static_cast<std::size_t>(at - sent.begin());
    if (at != sent.end() && came != seen.messages.end()) return fault_of_place(sent, index, *came);
    if (at != sent.end()) return name_of(index, sent.size()) + " did not come back";
    if (came != seen.messages.end() && *came == sent.back()) {
      return name_of(sent.size() - 1, sent.size()) + " came back twice";
    }
    if (came != seen.messages.end()) return "more messages came than were sent";
  }
  if (answers.pings.empty()) return {};
  const auto& newest = answers.pings.back();
  if (std::find(seen.pongs.begin(), seen.pongs.end(), newest) != seen.pongs.end()) return {};
  return fmt::format("no pong came with {}", describe_payload(newest));
}

}  // namespace parley::conformance
