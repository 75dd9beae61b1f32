// The words in which the cases on permessage-deflate are written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/catalogue/vocabulary.hpp"
#include "harness/conformance/deflate_writer.hpp"

namespace parley::conformance {

// What a case needs of the peer.
inline const std::vector<Need> deflates{Need::open, Need::deflate};
inline const std::vector<Need> deflates_and_echoes{Need::open, Need::echo, Need::deflate};

/// The frame with RSV1 set.
[[nodiscard]] Frame compressed(Frame frame);

/// "48 65 6c": must be hex.
[[nodiscard]] protocol::Bytes hex(std::string_view digits);

/// What is offered to a server, or answered to a client, with these parameters behind: "; server_no_context_takeover".
[[nodiscard]] std::string agreement(Role peer, std::string_view parameters = {});

/// "client_max_window_bits" towards a server for our messages, "server_max_window_bits" for its own, and so on.
[[nodiscard]] std::string our_parameter(Role peer, std::string_view name);
[[nodiscard]] std::string its_parameter(Role peer, std::string_view name);

/// The 101 asks something of a client's own messages: if it does not support that, it fails the connection (RFC 7692
/// §7.1) before it sends any. Nothing towards a server.
void may_lack_support(Case& test, Role peer);

/// A case of level must, for a peer that echoes, where permessage-deflate was agreed without parameters of ours.
struct Words {
  std::string id;
  std::string_view section;
  std::string title;
  std::string_view rule;
};
[[nodiscard]] Case deflate_case(Role peer, const Words& words);

/// A message as it is written and as it reads.
struct Told {
  DeflateWriter stream = {};
  protocol::Bytes data = {};

  Told& literals(std::string_view text);
  Told& reference(std::size_t distance, std::size_t length);
};

/// So many letters that do not repeat.
[[nodiscard]] std::string letters(std::size_t count);

/// What zlib makes of it without referring to other messages, in the smallest of windows: legal whatever was agreed.
[[nodiscard]] protocol::Bytes deflated(protocol::ByteView data);

/// One message of these compressed bytes, cut into fragments of `size`; 0: one frame.
[[nodiscard]] std::vector<Frame> fragments(const protocol::Bytes& payload, std::size_t size);

/// The same, cut once after `at` bytes.
[[nodiscard]] std::vector<Frame> cut_at(const protocol::Bytes& payload, std::size_t at);

}  // namespace parley::conformance
