#include "server/behaviours/slow.hpp"

#include <algorithm>

#include "protocol/close_code.hpp"
#include "server/behaviours/query_options.hpp"

namespace parley::server {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t max_bytes = 16U << 20;
constexpr std::size_t max_messages = 1U << 18;  // empty ones take room too

}  // namespace

void read_options(OptionReader& reader, SlowOptions& options) {
  reader.duration("delay", options.delay, nanoseconds(0), std::chrono::hours(1));
  reader.duration("jitter", options.jitter, nanoseconds(0), std::chrono::hours(1));
  reader.integer("seed", options.seed, 0, UINT64_MAX);
}

std::optional<protocol::HttpResponse> Slow::refuse(const protocol::HttpRequest& request) {
  return QueryOptions(request, defaults_).refusal();
}

void Slow::on_open(ConnectionId id, const protocol::HttpRequest& request, Now /*now*/, Actions& /*actions*/) {
  const auto options = QueryOptions(request, defaults_).options;
  lines_.emplace(id, Line{options, Random(options.seed), {}});
}

void Slow::on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now now,
                      Actions& actions) {
  auto& line = lines_.at(id);
  if (line.bytes + payload.size() > max_bytes || line.waiting.size() == max_messages) {
    return actions.close(id, protocol::to_number(protocol::CloseCode::policy_violation), "too much waits");
  }
  const auto jitter = nanoseconds(
      static_cast<nanoseconds::rep>(static_cast<double>(line.options.jitter.count()) * line.random.fraction()));
  auto due = now.steady + line.options.delay + jitter;
  if (!line.waiting.empty()) due = std::max(due, line.waiting.back().due);  // the order is kept
  if (line.waiting.empty()) actions.set_timer(id, due);
  line.waiting.push_back({due, type, {payload.begin(), payload.end()}});
  line.bytes += payload.size();
}

void Slow::on_timer(ConnectionId id, std::chrono::steady_clock::time_point /*due*/, Now now, Actions& actions) {
  auto& line = lines_.at(id);
  while (!line.waiting.empty() && line.waiting.front().due <= now.steady) {
    const auto& message = line.waiting.front();
    actions.send(id, message.type, message.payload);
    line.bytes -= message.payload.size();
    line.waiting.pop_front();
  }
  if (!line.waiting.empty()) actions.set_timer(id, line.waiting.front().due);
}

void Slow::on_close(ConnectionId id, Now /*now*/, Actions& /*actions*/) {
  lines_.erase(id);
}

}  // namespace parley::server
