#include "server/websocketpp_close.hpp"

namespace parley::server::websocketpp_core {

using protocol::CloseBody;
using protocol::CloseCode;
using protocol::Violation;

void CloseNotes::note_received(std::uint16_t code, const std::string& reason) {
  if (report_.received || code == to_number(CloseCode::abnormal)) return;
  report_.received = CloseBody{code, reason};
}

void CloseNotes::note_sent(std::string_view payload) {
  CloseBody body;
  if (payload.size() >= 2) {
    const auto bytes = protocol::as_bytes(payload);
    body = {static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]), std::string(payload.substr(2))};
  }
  report_.sent = body;
  // A Close that nobody asked for and that does not answer the peer's: the library fails the connection. It answers a
  // Close without a code with 1000.
  const bool answers = report_.received && (body.code == report_.received->code || body.code == 1000);
  if (asked_ || answers) return;
  report_.violation = Violation{static_cast<CloseCode>(body.code), "RFC 6455 §7.1.7", "websocketpp: " + body.reason};
}

void CloseNotes::note_exception(std::string_view what) {
  report_.violation = Violation{CloseCode::internal_error, "websocketpp", std::string(what)};
}

}  // namespace parley::server::websocketpp_core
