// The catalogue: all cases, in RFC order. An explicit list: nothing registers itself.
#pragma once

#include <vector>

#include "harness/conformance/case.hpp"

namespace parley::conformance {

/// All cases for a peer of this role.
[[nodiscard]] const std::vector<Case>& catalogue(Role peer);

// One for each file beside this one. For a server:
[[nodiscard]] std::vector<Case> handshake_request_cases();
[[nodiscard]] std::vector<Case> handshake_field_cases();
[[nodiscard]] std::vector<Case> handshake_line_cases();
[[nodiscard]] std::vector<Case> handshake_host_cases();
[[nodiscard]] std::vector<Case> handshake_token_cases();
[[nodiscard]] std::vector<Case> handshake_version_cases();
[[nodiscard]] std::vector<Case> handshake_grammar_cases();
[[nodiscard]] std::vector<Case> handshake_response_cases();
[[nodiscard]] std::vector<Case> handshake_offer_cases();
[[nodiscard]] std::vector<Case> handshake_kind_cases();
[[nodiscard]] std::vector<Case> handshake_content_cases();
[[nodiscard]] std::vector<Case> handshake_refusal_cases();
// For a client:
[[nodiscard]] std::vector<Case> handshake_target_cases();
[[nodiscard]] std::vector<Case> handshake_status_cases();
[[nodiscard]] std::vector<Case> handshake_status_line_cases();
[[nodiscard]] std::vector<Case> handshake_answer_cases();
[[nodiscard]] std::vector<Case> handshake_answer_list_cases();
[[nodiscard]] std::vector<Case> handshake_answer_grammar_cases();
[[nodiscard]] std::vector<Case> handshake_answer_frame_cases();
// For either: the same rules bind both, and have the same ids.
[[nodiscard]] std::vector<Case> handshake_cut_cases(Role peer);
[[nodiscard]] std::vector<Case> masking_cases(Role peer);
[[nodiscard]] std::vector<Case> length_cases(Role peer);
[[nodiscard]] std::vector<Case> length_form_cases(Role peer);
[[nodiscard]] std::vector<Case> reserved_bit_cases(Role peer);
[[nodiscard]] std::vector<Case> opcode_cases(Role peer);
[[nodiscard]] std::vector<Case> fragmentation_cases(Role peer);
[[nodiscard]] std::vector<Case> fragmentation_order_cases(Role peer);
[[nodiscard]] std::vector<Case> fragmentation_control_cases(Role peer);
[[nodiscard]] std::vector<Case> control_fault_cases(Role peer);
[[nodiscard]] std::vector<Case> control_cases(Role peer);
[[nodiscard]] std::vector<Case> close_cases(Role peer);
[[nodiscard]] std::vector<Case> close_code_cases(Role peer);
[[nodiscard]] std::vector<Case> failure_cases(Role peer);
[[nodiscard]] std::vector<Case> utf8_message_cases(Role peer);  // among utf8_cases
[[nodiscard]] std::vector<Case> utf8_cases(Role peer);
[[nodiscard]] std::vector<Case> deflate_negotiation_cases();  // a server
[[nodiscard]] std::vector<Case> deflate_answer_cases();       // a client
[[nodiscard]] std::vector<Case> deflate_framing_cases(Role peer);
[[nodiscard]] std::vector<Case> deflate_stream_cases(Role peer);
[[nodiscard]] std::vector<Case> deflate_window_cases(Role peer);
[[nodiscard]] std::vector<Case> deflate_corrupt_cases(Role peer);
[[nodiscard]] std::vector<Case> deflate_exchange_cases(Role peer);
[[nodiscard]] std::vector<Case> performance_cases(Role peer);
[[nodiscard]] std::vector<Case> slow_cases(Role peer);
[[nodiscard]] std::vector<Case> tls_cases(Role peer);

[[nodiscard]] std::vector<Case> exhaustion_opening_cases(Role peer);
[[nodiscard]] std::vector<Case> exhaustion_cases(Role peer);

}  // namespace parley::conformance
