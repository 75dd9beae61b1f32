// How a connection of the websocketpp engine ended, pieced together from what the library shows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/engine.hpp"

namespace parley::server::websocketpp_core {

/// The library keeps its own words for "no Close yet" and forgets what it sent when TCP ends, so the Close frames are
/// noted as they pass.
class CloseNotes {
 public:
  /// The application closes: the next Close frame is no failure.
  void note_asked() { asked_ = true; }
  /// The code and reason that the library holds for the peer; 1006 while there is none.
  void note_received(std::uint16_t code, const std::string& reason);
  /// The payload of a Close frame that the library writes.
  void note_sent(std::string_view payload);
  /// The library threw.
  void note_exception(std::string_view what);

  [[nodiscard]] const protocol::CloseReport& report() const { return report_; }

 private:
  protocol::CloseReport report_;
  bool asked_ = false;
};

}  // namespace parley::server::websocketpp_core
