// The deliberate faults of the mutant peers, one at a time: what the conformance suite must find, and what the author
// of a client or a server can try his own program on.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "protocol/frame.hpp"

namespace parley::protocol::faulty {

/// In the order in which they are shown to people. Names say what the peer does wrong; see faults().
enum class Fault : std::uint8_t {
  none,  // sound: the control sample

  // Opening handshake
  accept_wrong,
  accept_missing,
  accept_of_decoded_key,
  accept_in_lower_case,
  status_200,
  no_upgrade_field,
  no_connection_field,
  body_in_101,
  answers_http_1_0,
  folds_fields,
  extension_not_offered,
  subprotocol_not_offered,
  subprotocol_empty,
  subprotocol_all,
  accepts_no_host,
  accepts_two_hosts,
  accepts_any_method,
  accepts_http_1_0,
  accepts_no_upgrade,
  accepts_no_connection,
  accepts_no_key,
  accepts_bad_key,
  accepts_two_keys,
  accepts_no_version,
  accepts_any_version,
  version_not_told,
  accepts_malformed_extensions,
  accepts_malformed_subprotocols,
  accepts_space_before_colon,
  refuses_upgrade_in_capitals,
  refuses_connection_list,
  refuses_unknown_extension,
  refuses_unknown_fields,
  refuses_absolute_target,
  drops_bad_handshakes,
  loses_early_frames,
  accepts_any_accept,
  accepts_no_accept,
  accepts_accept_in_any_case,
  accepts_any_status,
  accepts_unoffered_subprotocol,
  accepts_unoffered_extension,
  refuses_interim_responses,
  reuses_key,
  short_key,
  no_key,
  no_host,
  no_version,
  version_8,
  version_twice,
  asks_with_http_1_0,
  asks_with_post,
  asks_for_ws_uri,
  asks_for_http_uri,
  two_spaces_in_request_line,
  space_before_colon,
  talks_early,
  offers_subprotocol_twice,

  // Masking
  accepts_unmasked,
  accepts_unmasked_control,
  accepts_unmasked_continuation,
  masks,
  unmasks_anew_each_read,
  one_mask_for_message,
  refuses_zero_mask,
  accepts_masked,
  accepts_masked_control,
  unmasked,
  unmasked_control,
  unmasked_empty,
  zero_mask,
  constant_mask,
  counter_mask,
  mask_used_twice,

  // Lengths
  length_16_always,
  length_64_always,
  accepts_long_form,
  accepts_highest_bit,
  cuts_126,
  cuts_large,
  refuses_64_bit_lengths,

  // Reserved bits and opcodes
  accepts_rsv1,
  accepts_rsv2,
  accepts_rsv3,
  accepts_rsv_on_control,
  accepts_rsv_on_continuation,
  sets_rsv1,
  sets_rsv3,
  accepts_data_opcodes,
  accepts_control_opcodes,
  sends_reserved_opcode,

  // Control frames
  no_pong,
  pong_late,
  pong_with_other_payload,
  pong_empty,
  pong_fragmented,
  pong_too_long,
  pongs_pong,
  pong_after_close,
  accepts_long_ping,
  accepts_long_pong,
  accepts_long_close,
  accepts_fragmented_ping,
  accepts_fragmented_pong,
  accepts_fragmented_close,
  ignores_control_in_message,
  refuses_control_in_message,
  mixes_control_into_message,
  refuses_binary_pings,
  refuses_empty_pings,
  refuses_pongs,

  // Closing
  close_other_code,
  close_without_code,
  close_1005,
  close_999,
  close_code_reversed,
  close_with_one_byte,
  close_with_bad_reason,
  close_too_long,
  close_fragmented,
  close_twice,
  data_after_close,
  echo_after_close,
  no_close_reply,
  ignores_close,
  keeps_tcp,
  ends_tcp_first,
  accepts_reserved_codes,
  accepts_unassigned_codes,
  accepts_undefined_codes,
  refuses_registered_codes,
  refuses_private_codes,
  accepts_one_byte_close,
  accepts_bad_reason,
  refuses_empty_close,
  fails_without_code,
  fails_without_close,
  fails_with_1000,
  fails_twice,
  goes_on_after_failure,

  // Text
  utf8_unchecked,
  utf8_first_frame_only,
  utf8_per_frame,
  utf8_unchecked_in_fragments,
  utf8_unchecked_when_compressed,
  utf8_accepts_surrogates,
  utf8_accepts_overlongs,
  utf8_accepts_beyond_unicode,
  utf8_accepts_cut_end,
  utf8_refuses_noncharacters,
  utf8_refuses_four_bytes,
  utf8_refuses_nul,
  utf8_replaced,
  utf8_fails_with_1002,
  bom_dropped,
  checks_binary,
  text_as_binary,

  // Fragments
  accepts_interleaved,
  accepts_stray_continuation,
  refuses_empty_fragments,
  refuses_many_fragments,
  loses_empty_last_fragment,
  reverses_fragments,
  fragments_as_messages,
  joins_messages,
  type_of_continuation,
  never_final,
  no_continuation,

  // Exhaustion
  no_message_limit,
  no_fragment_limit,
  no_head_limit,
  reserves_announced_length,

  // Negotiation of permessage-deflate
  deflate_accepts_unknown_parameters,
  deflate_accepts_repeated_parameters,
  deflate_accepts_bad_window_bits,
  deflate_accepts_flags_with_values,
  deflate_not_offered,
  deflate_ignores_server_no_context_takeover,
  deflate_ignores_server_window,
  deflate_larger_server_window,
  deflate_larger_client_window,
  deflate_unoffered_client_window,
  deflate_client_window_without_value,
  deflate_twice,
  deflate_refuses_handshake,
  deflate_first_offer_only,
  deflate_accepts_two_answers,
  deflate_repeats_parameter,
  deflate_offers_16_bits,

  // Compressed messages
  accepts_rsv1_on_continuation,
  accepts_rsv1_on_control,
  deflate_keeps_no_window,
  deflate_small_window,
  deflate_forgets_window_after_plain,
  deflate_ignores_no_context_takeover,
  deflate_ignores_window,
  deflate_refuses_plain,
  deflate_refuses_final_blocks,
  deflate_refuses_stored_blocks,
  deflate_refuses_empty,
  deflate_accepts_corrupt,
  deflate_accepts_cut_end,
  deflate_no_limit,
  deflate_keeps_tail,
  deflate_without_rsv1,
  deflate_rsv1_on_every_fragment,
};

enum class FaultRoles : std::uint8_t { server, client, both };

struct FaultInfo {
  Fault fault;
  std::string_view name;     // "accepts-unmasked"
  FaultRoles roles;          // who can have it
  std::string_view group;    // "masking"
  std::string_view summary;  // "takes frames that are not masked": what the peer does
  std::string_view section;  // of the rule that it breaks
};

/// All but Fault::none, in the order of the enum.
[[nodiscard]] std::span<const FaultInfo> faults();

/// "none" is known, too.
[[nodiscard]] std::optional<Fault> find_fault(std::string_view name);

/// "none", "accepts-unmasked", …
[[nodiscard]] std::string_view to_string(Fault fault);

/// True for Fault::none in both roles.
[[nodiscard]] bool can_have(Role role, Fault fault);

}  // namespace parley::protocol::faulty
