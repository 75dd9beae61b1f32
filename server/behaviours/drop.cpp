#include "server/behaviours/drop.hpp"

#include "protocol/close_code.hpp"
#include "server/behaviours/query_options.hpp"

namespace parley::server {

void read_options(OptionReader& reader, DropOptions& options) {
  constexpr std::uint64_t many = 1'000'000'000;
  reader.fraction("lose", options.lose);
  reader.integer("close_after", options.close_after, 0, many);
  reader.integer("close_code", options.close_code, 1000, 4999);
  reader.integer("drop_after", options.drop_after, 0, many);
  reader.integer("seed", options.seed, 0, UINT64_MAX);
  if (!protocol::may_be_on_the_wire(static_cast<std::uint16_t>(options.close_code))) {
    reader.fail("close_code", "this code must not be in a Close frame");  // RFC 6455 §7.4
  }
}

std::optional<protocol::HttpResponse> Drop::refuse(const protocol::HttpRequest& request) {
  return QueryOptions(request, defaults_).refusal();
}

void Drop::on_open(ConnectionId id, const protocol::HttpRequest& request, Now /*now*/, Actions& /*actions*/) {
  const auto options = QueryOptions(request, defaults_).options;
  lines_.emplace(id, Line{options, Random(options.seed)});
}

void Drop::on_message(ConnectionId id, protocol::MessageType type, protocol::ByteView payload, Now /*now*/,
                      Actions& actions) {
  auto& line = lines_.at(id);
  const auto& options = line.options;
  ++line.received;
  if (line.random.fraction() >= options.lose) actions.send(id, type, payload);
  if (line.received == options.close_after) {
    actions.close(id, static_cast<std::uint16_t>(options.close_code), "closed after so many messages");
  }
  if (line.received == options.drop_after) actions.drop(id);
}

void Drop::on_close(ConnectionId id, Now /*now*/, Actions& /*actions*/) {
  lines_.erase(id);
}

}  // namespace parley::server
