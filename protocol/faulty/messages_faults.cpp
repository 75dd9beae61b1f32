// The faults of messages: UTF-8, fragments, sizes.
#include "protocol/faulty/fault_tables.hpp"

namespace parley::protocol::faulty {
namespace {

constexpr FaultInfo table[] = {
    {Fault::utf8_unchecked, "utf8-unchecked", FaultRoles::both, "text", "takes every text", "RFC 6455 §8.1"},
    {Fault::utf8_first_frame_only, "utf8-first-frame-only", FaultRoles::both, "text",
     "checks only the first frame of a text", "RFC 6455 §8.1"},
    {Fault::utf8_per_frame, "utf8-per-frame", FaultRoles::both, "text",
     "wants each frame of a text to be UTF-8 of its own", "RFC 6455 §5.6"},
    {Fault::utf8_unchecked_in_fragments, "utf8-unchecked-in-fragments", FaultRoles::both, "text",
     "does not check texts that come in fragments", "RFC 6455 §8.1"},
    {Fault::utf8_unchecked_when_compressed, "utf8-unchecked-when-compressed", FaultRoles::both, "text",
     "does not check texts that come compressed", "RFC 6455 §8.1"},
    {Fault::utf8_accepts_surrogates, "utf8-accepts-surrogates", FaultRoles::both, "text",
     "takes surrogates (ED A0 80) in a text", "RFC 6455 §8.1"},
    {Fault::utf8_accepts_overlongs, "utf8-accepts-overlongs", FaultRoles::both, "text",
     "takes overlong forms (C0 80) in a text", "RFC 6455 §8.1"},
    {Fault::utf8_accepts_beyond_unicode, "utf8-accepts-beyond-unicode", FaultRoles::both, "text",
     "takes characters beyond U+10FFFF in a text", "RFC 6455 §8.1"},
    {Fault::utf8_accepts_cut_end, "utf8-accepts-cut-end", FaultRoles::both, "text",
     "takes a text that ends inside a character", "RFC 6455 §8.1"},
    {Fault::utf8_refuses_noncharacters, "utf8-refuses-noncharacters", FaultRoles::both, "text",
     "refuses U+FFFE, U+FFFF and the like in a text", "RFC 6455 §8.1"},
    {Fault::utf8_refuses_four_bytes, "utf8-refuses-four-bytes", FaultRoles::both, "text",
     "refuses characters beyond U+FFFF in a text", "RFC 6455 §8.1"},
    {Fault::utf8_refuses_nul, "utf8-refuses-nul", FaultRoles::both, "text", "refuses U+0000 in a text",
     "RFC 6455 §5.6"},
    {Fault::utf8_replaced, "utf8-replaced", FaultRoles::both, "text",
     "writes U+FFFD for what is not ASCII in a bad text, and goes on", "RFC 6455 §8.1"},
    {Fault::utf8_fails_with_1002, "utf8-fails-with-1002", FaultRoles::both, "text", "fails a bad text with 1002",
     "RFC 6455 §7.4.1"},
    {Fault::bom_dropped, "bom-dropped", FaultRoles::both, "text", "drops U+FEFF at the beginning of a text",
     "RFC 6455 §5.6"},
    {Fault::checks_binary, "checks-binary", FaultRoles::both, "text", "wants binary messages to be UTF-8",
     "RFC 6455 §5.6"},
    {Fault::text_as_binary, "text-as-binary", FaultRoles::both, "text", "takes texts for binary messages",
     "RFC 6455 §5.6"},
    {Fault::accepts_interleaved, "accepts-interleaved", FaultRoles::both, "fragments",
     "takes a new message within another one, which it forgets", "RFC 6455 §5.4"},
    {Fault::accepts_stray_continuation, "accepts-stray-continuation", FaultRoles::both, "fragments",
     "takes a continuation of no message for a text", "RFC 6455 §5.4"},
    {Fault::refuses_empty_fragments, "refuses-empty-fragments", FaultRoles::both, "fragments",
     "refuses fragments without payload", "RFC 6455 §5.4"},
    {Fault::refuses_many_fragments, "refuses-many-fragments", FaultRoles::both, "fragments",
     "refuses messages of more than 16 fragments", "RFC 6455 §5.4"},
    {Fault::loses_empty_last_fragment, "loses-empty-last-fragment", FaultRoles::both, "fragments",
     "does not see the end of a message in an empty last fragment", "RFC 6455 §5.4"},
    {Fault::reverses_fragments, "reverses-fragments", FaultRoles::both, "fragments",
     "puts the fragments of a message together in reverse", "RFC 6455 §5.4"},
    {Fault::fragments_as_messages, "fragments-as-messages", FaultRoles::both, "fragments",
     "takes each fragment for a message", "RFC 6455 §5.4"},
    {Fault::joins_messages, "joins-messages", FaultRoles::both, "fragments",
     "puts what came in fragments before the next message, too", "RFC 6455 §5.4"},
    {Fault::type_of_continuation, "type-of-continuation", FaultRoles::both, "fragments",
     "takes messages in several fragments for binary", "RFC 6455 §5.4"},
    {Fault::never_final, "never-final", FaultRoles::both, "fragments", "sends messages without FIN", "RFC 6455 §5.4"},
    {Fault::no_continuation, "no-continuation", FaultRoles::both, "fragments",
     "sends messages in fragments that all begin a message", "RFC 6455 §5.4"},
    {Fault::no_message_limit, "no-message-limit", FaultRoles::both, "exhaustion",
     "takes messages and frames far beyond its limit", "RFC 6455 §10.4"},
    {Fault::no_fragment_limit, "no-fragment-limit", FaultRoles::both, "exhaustion", "takes any number of fragments",
     "RFC 6455 §10.4"},
    {Fault::no_head_limit, "no-head-limit", FaultRoles::both, "exhaustion", "reads HTTP heads of any size",
     "RFC 6455 §10.4"},
    {Fault::reserves_announced_length, "reserves-announced-length", FaultRoles::both, "exhaustion",
     "takes memory for a frame as soon as its length is announced", "RFC 6455 §10.4"},
};

}  // namespace

std::span<const FaultInfo> messages_faults() {
  return table;
}

}  // namespace parley::protocol::faulty
