// Names of what is spoken of everywhere: opcodes and engines.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/engine.hpp"
#include "protocol/frame.hpp"

namespace parley::protocol {

/// RFC 6455 §5.2: "text", "ping", …; empty for a reserved one.
[[nodiscard]] std::string_view opcode_name(Opcode opcode) noexcept;

/// "native" or "websocketpp", as options and files call them.
[[nodiscard]] std::string_view engine_name(EngineKind engine) noexcept;
[[nodiscard]] std::optional<EngineKind> engine_called(std::string_view name) noexcept;

}  // namespace parley::protocol
