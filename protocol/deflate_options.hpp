// permessage-deflate: what a side is ready to agree on, and what was agreed (RFC 7692 §7.1).
#pragma once

#include <cstdint>

namespace parley::protocol {

/// What was agreed, seen from the wire. Window bits are 8 to 15: an LZ77 window of 2^bits bytes.
struct DeflateParameters {
  bool server_no_context_takeover = false;
  bool client_no_context_takeover = false;
  int server_max_window_bits = 15;
  int client_max_window_bits = 15;

  friend bool operator==(const DeflateParameters&, const DeflateParameters&) = default;
};

/// What this side offers (client) or is ready to accept (server).
struct DeflateOptions {
  DeflateParameters wanted;
  int level = 6;                // zlib's 1 (fast) to 9 (small)
  int memory_level = 8;         // zlib's 1 to 9
  std::uint64_t threshold = 0;  // messages below this many bytes are sent as they are
  bool offer_client_max_window_bits =
      true;  // client only: send the parameter without a value, so that the server may choose
};

}  // namespace parley::protocol
