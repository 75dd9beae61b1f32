// The rules by which the WebSocket Variable turns a message into data (systems-to-serve §2, "Parsing").
#pragma once

#include "client/value.hpp"
#include "protocol/engine.hpp"

namespace parley::client {

/// Binary stays bytes. Of a text message:
///   starts like a number        → the text itself: "72", "-5", "72 bpm"
///   JSON                        → its value, unless it is falsy: false, null and "" leave the text as it came
///   an XML document             → see parse_xml; again the text itself when the value would be ""
///   anything else               → the text itself
[[nodiscard]] Value parse_message(protocol::MessageType type, protocol::ByteView payload);

}  // namespace parley::client
