#include <fmt/format.h>

#include <deque>
#include <map>
#include <unordered_map>

#include "harness/scenario/judge.hpp"

namespace parley::scenario {
namespace {

constexpr std::size_t most_told = 5;  // of each kind of fault

/// A message of a sender: its place in the sender's order.
struct Sent {
  std::size_t sender = 0;
  std::size_t sequence = 0;
};

/// What was sent, by its content. Equal messages wait in a row: the first to come takes the first that was sent.
class Ledger {
 public:
  explicit Ledger(const std::vector<const ClientRecord*>& senders) : last_(senders.size()) {
    for (std::size_t sender = 0; sender < senders.size(); ++sender) {
      const auto& messages = senders[sender]->sent;
      for (std::size_t i = 0; i < messages.size(); ++i) {
        Entry& entry = entries_[key(messages[i])];
        if (entry.sent.empty()) entry.order = order_++;
        entry.sent.push_back({sender, i});
      }
      total_ += messages.size();
    }
  }

  /// Nothing: none of the senders sent it.
  void arrive(const Message& message);

  [[nodiscard]] std::vector<std::string> lost() const;
  [[nodiscard]] const std::vector<std::string>& doubled() const { return doubled_; }
  [[nodiscard]] const std::vector<std::string>& disordered() const { return disordered_; }
  [[nodiscard]] std::size_t total() const { return total_; }

 private:
  struct Entry {
    std::vector<Sent> sent;
    std::size_t arrived = 0;
    std::size_t order = 0;
  };

  static std::string key(const Message& message) {
    return (message.type == protocol::MessageType::text ? 't' : 'b') + std::string(protocol::as_text(message.payload));
  }
  static std::string shown(const std::string& key) {
    const auto type = key[0] == 't' ? protocol::MessageType::text : protocol::MessageType::binary;
    return preview(type, protocol::as_bytes(std::string_view(key).substr(1)));
  }

  std::unordered_map<std::string, Entry> entries_;
  std::vector<std::optional<std::size_t>> last_;  // by sender: the sequence that came last
  std::vector<std::string> doubled_;
  std::vector<std::string> disordered_;
  std::size_t total_ = 0;
  std::size_t order_ = 0;
};

void Ledger::arrive(const Message& message) {
  const std::string content = key(message);
  const auto found = entries_.find(content);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  if (entry.arrived == entry.sent.size()) {
    doubled_.push_back(shown(content));
    return;
  }
  const Sent sent = entry.sent[entry.arrived++];
  std::optional<std::size_t>& last = last_[sent.sender];
  if (last && sent.sequence < *last) {
    disordered_.push_back(shown(content));
  } else {
    last = sent.sequence;
  }
}

std::vector<std::string> Ledger::lost() const {
  std::map<std::size_t, std::string> by_order;
  for (const auto& [content, entry] : entries_) {
    for (std::size_t i = entry.arrived; i < entry.sent.size(); ++i)
      by_order.emplace(entry.order * total_ + i, shown(content));
  }
  std::vector<std::string> result;
  for (auto& [order, text] : by_order) result.push_back(std::move(text));
  return result;
}

/// The sent message within a received one; nothing when it is not there.
std::optional<Message> unwrapped(const DeliveryCheck& check, const Message& message) {
  if (!check.pointer && !check.capture) return message;
  const std::string text(protocol::as_text(message.payload));
  if (check.capture) {
    const auto sent = check.capture->regex.first_group(text);
    if (!sent) return std::nullopt;
    return Message{protocol::MessageType::text, protocol::to_bytes(*sent)};
  }
  const Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  const Json* inner = find_at(value, *check.pointer);
  if (inner == nullptr) return std::nullopt;
  return Message{protocol::MessageType::text, protocol::to_bytes(plain_text(*inner))};
}

void tell(std::string& detail, std::string_view what, const std::vector<std::string>& messages) {
  const auto add = [&](const std::string& line) {
    detail += fmt::format("{}{}: {}", detail.empty() ? "" : "\n", what, line);
  };
  for (std::size_t i = 0; i < messages.size() && i < most_told; ++i) add(messages[i]);
  if (messages.size() > most_told) add(fmt::format("{} more", messages.size() - most_told));
}

std::string_view name_of(Guarantee guarantee) {
  switch (guarantee) {
    case Guarantee::exactly_once:
      return "exactly once";
    case Guarantee::at_least_once:
      return "at least once";
    case Guarantee::at_most_once:
      return "at most once";
  }
  return "";
}

}  // namespace

Finding judge_delivery(const DeliveryCheck& check, const std::vector<const ClientRecord*>& senders,
                       const ClientRecord& receiver) {
  Ledger ledger(senders);
  for (const Message& message : receiver.received) {
    if (const auto inner = unwrapped(check, message)) ledger.arrive(*inner);
  }
  std::vector<std::string> lost = ledger.lost();
  std::vector<std::string> doubled = ledger.doubled();
  std::vector<std::string> disordered = ledger.disordered();
  const std::string actual =
      fmt::format("{} of {} messages, {} lost, {} doubled, {} out of order", ledger.total() - lost.size(),
                  ledger.total(), lost.size(), doubled.size(), disordered.size());
  if (check.guarantee == Guarantee::at_most_once) lost.clear();
  if (check.guarantee == Guarantee::at_least_once) doubled.clear();
  if (!check.in_order) disordered.clear();
  Finding finding;
  finding.expected =
      fmt::format("{} messages {}{}", ledger.total(), name_of(check.guarantee), check.in_order ? ", in order" : "");
  finding.actual = actual;
  tell(finding.detail, "lost", lost);
  tell(finding.detail, "doubled", doubled);
  tell(finding.detail, "out of order", disordered);
  finding.passed = finding.detail.empty();
  return finding;
}

}  // namespace parley::scenario
