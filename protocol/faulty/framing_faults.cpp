// The faults of frames: masking, lengths, reserved bits, opcodes.
#include "protocol/faulty/fault_tables.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr FaultInfo table[] = {
    {Fault::accepts_unmasked, "accepts-unmasked", FaultRoles::server, "masking", "takes frames that are not masked",
     "RFC 6455 §5.1"},
    {Fault::accepts_unmasked_control, "accepts-unmasked-control", FaultRoles::server, "masking",
     "takes control frames that are not masked", "RFC 6455 §5.1"},
    {Fault::accepts_unmasked_continuation, "accepts-unmasked-continuation", FaultRoles::server, "masking",
     "takes continuation frames that are not masked", "RFC 6455 §5.1"},
    {Fault::masks, "masks", FaultRoles::server, "masking", "masks its frames", "RFC 6455 §5.1"},
    {Fault::unmasks_anew_each_read, "unmasks-anew-each-read", FaultRoles::server, "masking",
     "begins the masking key again at each read", "RFC 6455 §5.3"},
    {Fault::one_mask_for_message, "one-mask-for-message", FaultRoles::server, "masking",
     "unmasks all frames of a message with the key of its first one", "RFC 6455 §5.3"},
    {Fault::refuses_zero_mask, "refuses-zero-mask", FaultRoles::server, "masking",
     "refuses the masking key 00 00 00 00", "RFC 6455 §5.3"},
    {Fault::accepts_masked, "accepts-masked", FaultRoles::client, "masking", "takes frames that are masked",
     "RFC 6455 §5.1"},
    {Fault::accepts_masked_control, "accepts-masked-control", FaultRoles::client, "masking",
     "takes control frames that are masked", "RFC 6455 §5.1"},
    {Fault::unmasked, "unmasked", FaultRoles::client, "masking", "does not mask its frames", "RFC 6455 §5.1"},
    {Fault::unmasked_control, "unmasked-control", FaultRoles::client, "masking", "does not mask its control frames",
     "RFC 6455 §5.1"},
    {Fault::unmasked_empty, "unmasked-empty", FaultRoles::client, "masking", "does not mask frames without payload",
     "RFC 6455 §5.1"},
    {Fault::zero_mask, "zero-mask", FaultRoles::client, "masking", "masks every frame with 00 00 00 00",
     "RFC 6455 §5.3"},
    {Fault::constant_mask, "constant-mask", FaultRoles::client, "masking", "masks every frame with the same key",
     "RFC 6455 §5.3"},
    {Fault::counter_mask, "counter-mask", FaultRoles::client, "masking", "counts its masking keys up", "RFC 6455 §5.3"},
    {Fault::mask_used_twice, "mask-used-twice", FaultRoles::client, "masking", "uses each masking key for two frames",
     "RFC 6455 §5.3"},
    {Fault::length_16_always, "length-16-always", FaultRoles::both, "lengths",
     "writes lengths of at most 65535 in 16 bits, also short ones", "RFC 6455 §5.2"},
    {Fault::length_64_always, "length-64-always", FaultRoles::both, "lengths", "writes every length in 64 bits",
     "RFC 6455 §5.2"},
    {Fault::accepts_long_form, "accepts-long-form", FaultRoles::both, "lengths",
     "takes lengths that are written in more bytes than they need", "RFC 6455 §5.2"},
    {Fault::accepts_highest_bit, "accepts-highest-bit", FaultRoles::both, "lengths",
     "takes a 64-bit length with its highest bit set", "RFC 6455 §5.2"},
    {Fault::cuts_126, "cuts-126", FaultRoles::both, "lengths", "loses the last byte of messages of 126 and 127 bytes",
     "RFC 6455 §5.2"},
    {Fault::cuts_large, "cuts-large", FaultRoles::both, "lengths", "loses what a message has beyond 65535 bytes",
     "RFC 6455 §5.2"},
    {Fault::refuses_64_bit_lengths, "refuses-64-bit-lengths", FaultRoles::both, "lengths",
     "refuses frames of more than 65535 bytes", "RFC 6455 §5.2"},
    {Fault::accepts_rsv1, "accepts-rsv1", FaultRoles::both, "reserved bits and opcodes",
     "takes RSV1 where no extension gives it a meaning", "RFC 6455 §5.2"},
    {Fault::accepts_rsv2, "accepts-rsv2", FaultRoles::both, "reserved bits and opcodes", "takes RSV2 on data frames",
     "RFC 6455 §5.2"},
    {Fault::accepts_rsv3, "accepts-rsv3", FaultRoles::both, "reserved bits and opcodes", "takes RSV3 on data frames",
     "RFC 6455 §5.2"},
    {Fault::accepts_rsv_on_control, "accepts-rsv-on-control", FaultRoles::both, "reserved bits and opcodes",
     "takes RSV2 and RSV3 on control frames", "RFC 6455 §5.2"},
    {Fault::accepts_rsv_on_continuation, "accepts-rsv-on-continuation", FaultRoles::both, "reserved bits and opcodes",
     "takes RSV2 and RSV3 on continuation frames", "RFC 6455 §5.2"},
    {Fault::sets_rsv1, "sets-rsv1", FaultRoles::both, "reserved bits and opcodes",
     "sets RSV1 on messages that are not compressed", "RFC 6455 §5.2"},
    {Fault::sets_rsv3, "sets-rsv3", FaultRoles::both, "reserved bits and opcodes", "sets RSV3 on data frames",
     "RFC 6455 §5.2"},
    {Fault::accepts_data_opcodes, "accepts-data-opcodes", FaultRoles::both, "reserved bits and opcodes",
     "takes the opcodes 3 to 7 for binary", "RFC 6455 §5.2"},
    {Fault::accepts_control_opcodes, "accepts-control-opcodes", FaultRoles::both, "reserved bits and opcodes",
     "ignores frames with the opcodes B to F", "RFC 6455 §5.2"},
    {Fault::sends_reserved_opcode, "sends-reserved-opcode", FaultRoles::both, "reserved bits and opcodes",
     "sends a frame with opcode 3 before each message", "RFC 6455 §5.2"},
};

}  // namespace

std::span<const FaultInfo> framing_faults() {
  return table;
}

}  // namespace parley::protocol::faulty
