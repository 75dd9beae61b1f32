// A rule that the peer broke.
#pragma once

#include <string>
#include <string_view>

#include "protocol/close_code.hpp"

namespace parley::protocol {

struct Violation {
  CloseCode code = CloseCode::protocol_error;  // what to fail the connection with (RFC 6455 §7.1.7)
  std::string_view section;                    // "RFC 6455 §5.5"; must outlive the program: a literal
  std::string what;                            // what was seen, with its numbers

  friend bool operator==(const Violation&, const Violation&) = default;
};

}  // namespace parley::protocol
