// A script as it goes over the wire, byte by byte: the same each time, because its masking keys come from its handshake
// key.
#pragma once

#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

/// For a server: frames have become bytes, and pieces writes of their own.
[[nodiscard]] Script wire_script(const Script& script);

}  // namespace parley::conformance::fuzz
