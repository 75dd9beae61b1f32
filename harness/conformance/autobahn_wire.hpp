// The wire of a case as the files of Autobahn|Testsuite tell it.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "harness/conformance/transcript.hpp"

namespace parley::conformance {

/// What one side sent.
struct AutobahnSide {
  std::string head;                           // of its opening handshake, with the empty line
  std::map<std::size_t, std::size_t> octets;  // how many reads, or writes, had this size
  std::map<unsigned, std::size_t> frames;     // how many had this opcode
  std::optional<protocol::Bytes> close;       // the body of its first Close
};

struct AutobahnWire {
  AutobahnSide ours;
  AutobahnSide peers;
  bool we_closed_first = false;  // and the peer, if it did, after that

  /// Rows: ["RO", [octets, hex]], ["TO", [octets, hex], false],
  /// ["RF", [octets, text], opcode, FIN, RSV, whether it is masked, mask in hex or null],
  /// ["TF", [octets, text], opcode, FIN, RSV, mask in hex or null, null, null, false], ["WLM", note].
  /// The last ones are Autobahn's repetitions, chops and flushes. Long payloads are cut, and so is a long log.
  nlohmann::ordered_json log = nlohmann::ordered_json::array();
};

[[nodiscard]] AutobahnWire autobahn_wire(const Transcript& transcript);

}  // namespace parley::conformance
