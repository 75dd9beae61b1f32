#include "protocol/faulty/testing/head_text.hpp"

#include <algorithm>
#include <vector>

namespace parley::protocol::faulty::testing {
namespace {

using Lines = std::vector<std::string>;

bool names(const std::string& line, std::string_view field) {
  return line.starts_with(std::string(field) + ":");
}

void change(Lines& lines, std::string_view what) {
  if (what.empty()) return;
  const std::string rest(what.substr(1));
  switch (what.front()) {
    case '^':
      lines.front() = rest;
      return;
    case '-':
      std::erase_if(lines, [&](const std::string& line) { return names(line, rest); });
      return;
    case '~':
      for (std::string& line : lines) {
        if (names(line, rest.substr(0, rest.find(':')))) line = rest;
      }
      return;
    default:
      lines.emplace_back(what);
  }
}

std::string changed(Lines lines, std::string_view changes) {
  while (true) {
    const std::size_t end = std::min(changes.find('|'), changes.size());
    change(lines, changes.substr(0, end));
    if (end == changes.size()) break;
    changes.remove_prefix(end + 1);
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\r\n";
  return text + "\r\n";
}

}  // namespace

std::string request_with(std::string_view changes) {
  return changed({"GET / HTTP/1.1", "Host: a", "Upgrade: websocket", "Connection: Upgrade",
                  "Sec-WebSocket-Key: " + std::string(sample_key), "Sec-WebSocket-Version: 13"},
                 changes);
}

std::string response_with(std::string_view changes) {
  return changed({"HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
                  "Sec-WebSocket-Accept: " + std::string(sample_proof)},
                 changes);
}

}  // namespace parley::protocol::faulty::testing
