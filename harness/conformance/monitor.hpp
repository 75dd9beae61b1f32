// Monitors: rules about what a peer sends, watched in every case.
//
// A peer that breaks one breaks it in many cases: each monitor is therefore one line of the report, with the first
// case that shows it, and the cases themselves are judged on their own subject.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/case.hpp"

namespace parley::conformance {

enum class Rule : std::uint8_t {
  // A server's opening handshake.
  response_fields,
  response_no_body,
  response_extension,
  response_extensions_once,
  response_subprotocol,
  response_versions,
  response_upgrade_option,
  response_length,
  response_syntax,
  response_version,
  response_injection,
  refusal_fields,
  deflate_answer,
  // A client's.
  request_syntax,
  request_line,
  request_content,
  request_target,
  request_host,
  request_upgrade,
  request_key,
  request_fresh_key,  // over all cases
  request_version,
  request_origin,
  request_subprotocols,
  request_extensions,
  request_waits,
  deflate_offer,
  server_name,  // with TLS, where the server has a name
  // Frames of either.
  masked_by_server,
  unmasked_by_client,
  fresh_mask,  // over all cases
  reserved_bits,
  known_opcode,
  minimal_length,
  fragment_sequence,
  control_length,
  control_whole,
  close_body,
  no_data_after_close,
  one_close,
  close_answered,
  tcp_closed,
  tcp_closed_after_failure,
  tcp_in_order,
  text_utf8,
  close_code,
  close_notify,  // with TLS
  // Frames where permessage-deflate was agreed.
  deflate_data,
  deflate_tail,
  deflate_window,
  deflate_takeover,
};

struct Monitor {
  Rule rule;
  std::string_view id;
  std::string_view group;
  std::string_view section;
  Level level;
  std::string_view text;  // the rule in our words
};

/// A rule that the peer broke.
struct Finding {
  Rule rule;
  std::string what;
};

/// Where a watcher tells what it saw.
using OnFinding = std::function<void(Rule rule, std::string what)>;

/// Those for a peer of this role, in RFC order.
[[nodiscard]] std::vector<Monitor> monitors(Role peer);

}  // namespace parley::conformance
