#include "protocol/names.hpp"

namespace parley::protocol {

std::string_view opcode_name(Opcode opcode) noexcept {
  switch (opcode) {
    case Opcode::continuation:
      return "continuation";
    case Opcode::text:
      return "text";
    case Opcode::binary:
      return "binary";
    case Opcode::close:
      return "close";
    case Opcode::ping:
      return "ping";
    case Opcode::pong:
      return "pong";
  }
  return {};
}

std::string_view engine_name(EngineKind engine) noexcept {
  switch (engine) {
    case EngineKind::native:
      return "native";
    case EngineKind::websocketpp:
      return "websocketpp";
  }
  return {};
}

std::optional<EngineKind> engine_called(std::string_view name) noexcept {
  for (const auto engine : {EngineKind::native, EngineKind::websocketpp}) {
    if (name == engine_name(engine)) return engine;
  }
  return std::nullopt;
}

}  // namespace parley::protocol
