#include "harness/conformance/monitor.hpp"

#include <array>

namespace parley::conformance {
namespace {

constexpr auto must = Level::must;
constexpr auto should = Level::should;

constexpr std::array server_only{
    Monitor{Rule::response_fields, "6455-4.2.2-monitor-response", "handshake", "RFC 6455 §4.2.2", must,
            "A 101 has Upgrade: websocket, Connection: Upgrade and the Sec-WebSocket-Accept that belongs to the key."},
    Monitor{Rule::response_no_body, "9110-8.6-monitor-no-body", "handshake", "RFC 9110 §8.6, RFC 9112 §6.1", must,
            "A 101 has neither Content-Length nor Transfer-Encoding."},
    Monitor{Rule::response_extension, "6455-4.2.2-monitor-extensions", "handshake", "RFC 6455 §4.2.2", must,
            "A server lists no extension that the client did not offer."},
    Monitor{Rule::response_extensions_once, "6455-11.3.2-monitor-extensions-once", "handshake", "RFC 6455 §11.3.2",
            Level::disputed,
            "Sec-WebSocket-Extensions comes at most once in a response, though §4.2.2 speaks of several."},
    Monitor{Rule::response_subprotocol, "6455-4.2.2-monitor-subprotocol", "handshake", "RFC 6455 §4.2.2", must,
            "A server chooses one of the offered subprotocols, or sends no Sec-WebSocket-Protocol."},
    Monitor{Rule::response_versions, "6455-4.3-monitor-versions", "handshake", "RFC 6455 §4.3", must,
            "Sec-WebSocket-Version in a response is a list of versions: numbers from 0 to 255 without leading zeros."},
    Monitor{Rule::response_upgrade_option, "9110-7.8-monitor-upgrade-option", "handshake", "RFC 9110 §7.8", must,
            "Who sends Upgrade names it in Connection."},
    Monitor{
        Rule::response_length, "9112-6.2-monitor-length", "handshake", "RFC 9112 §6.2, RFC 9110 §8.6", must,
        "Content-Length is one number, that of the bytes which follow, and does not stand beside Transfer-Encoding."},
    Monitor{Rule::response_syntax, "9112-4-monitor-response-syntax", "handshake", "RFC 9112 §4, §5.2", must,
            "A space comes after the status, also where no reason follows, and no field is folded over several lines."},
    Monitor{
        Rule::response_version, "9110-2.5-monitor-response-version", "handshake", "RFC 9110 §2.5, §15.2", should,
        "A 101 is HTTP/1.1 or higher: a server answers with the highest version it conforms to, and HTTP/1.0 has no "
        "1xx."},
    Monitor{Rule::response_injection, "9110-5.5-monitor-injection", "handshake", "RFC 9110 §5.5", must,
            "Nothing in a request makes a field of its own in the response."},
    Monitor{Rule::refusal_fields, "9110-15.5-monitor-refusal-fields", "handshake",
            "RFC 9110 §11.6.1, §15.5.6, §15.5.22", must,
            "A 401 has WWW-Authenticate, a 405 has Allow, and a 426 has Upgrade."},
    Monitor{
        Rule::deflate_answer, "7692-7.1-monitor-answer", "deflate", "RFC 7692 §7, §7.1", must,
        "An answer on permessage-deflate fits one of the offers: no parameter that is unknown, comes twice or has a "
        "wrong value; nothing asked of the server is left out, and nothing of the client that it cannot do."},
    Monitor{Rule::masked_by_server, "6455-5.1-monitor-masked", "masking", "RFC 6455 §5.1", must,
            "A server masks none of its frames."},
    Monitor{Rule::tcp_closed, "6455-7.1.1-monitor-tcp-closed", "close", "RFC 6455 §5.5.1, §7.1.1", must,
            "Once a Close went both ways, the server ends TCP at once."},
    Monitor{Rule::tcp_closed_after_failure, "6455-7.1.7-monitor-tcp-closed", "close", "RFC 6455 §7.1.1, §7.1.7", should,
            "A server that has failed the connection, and need read no further, ends TCP at once."},
    Monitor{
        Rule::tcp_in_order, "6455-7.1.1-monitor-tcp-in-order", "close", "RFC 6455 §7.1.1", should,
        "Once a Close went both ways, and nothing is left to read, the server ends TCP by a FIN: a reset can take the "
        "Close with it."},
};

constexpr std::array client_only{
    Monitor{Rule::request_syntax, "6455-4.1-monitor-request-syntax", "handshake",
            "RFC 6455 §4.1 item 1, RFC 9112 §2.2, §3, §5", must,
            "The opening handshake is a valid HTTP request: a method, a target and a version with one space between "
            "them, then fields without white space before the colon and without folds; each line ends with CRLF, and "
            "none is empty but the last."},
    Monitor{Rule::request_line, "6455-4.1-monitor-request-line", "handshake", "RFC 6455 §4.1 items 1 and 2", must,
            "The opening handshake is a GET request of HTTP/1.1 or higher."},
    Monitor{Rule::request_content, "9110-9.3.1-monitor-content", "handshake", "RFC 9110 §9.3.1", should,
            "A client sends no content with a GET request."},
    Monitor{Rule::request_target, "6455-4.1-monitor-target", "handshake", "RFC 6455 §4.1 item 3", must,
            "The request target is the resource name, which begins with \"/\", or an absolute http or https URI."},
    Monitor{Rule::request_host, "6455-4.1-monitor-host", "handshake", "RFC 6455 §4.1 item 4", must,
            "There is one Host field, without user information, and with the port where it is not the scheme's own."},
    Monitor{Rule::request_upgrade, "6455-4.1-monitor-upgrade", "handshake", "RFC 6455 §4.1 items 5 and 6", must,
            "Upgrade contains websocket, and Connection contains Upgrade."},
    Monitor{Rule::request_key, "6455-4.1-monitor-key", "handshake", "RFC 6455 §4.1 item 7", must,
            "There is one Sec-WebSocket-Key: 16 bytes in base64."},
    Monitor{Rule::request_fresh_key, "6455-4.1-monitor-fresh-key", "handshake", "RFC 6455 §4.1 item 7", must,
            "The key is chosen at random for each connection."},
    Monitor{Rule::request_version, "6455-4.1-monitor-version", "handshake", "RFC 6455 §4.1 item 9", must,
            "There is one Sec-WebSocket-Version, and it is 13."},
    Monitor{Rule::request_origin, "6454-7.3-monitor-origin", "handshake", "RFC 6454 §7.3", must,
            "There is at most one Origin field: \"null\", or origins of a scheme, a host and perhaps a port."},
    Monitor{Rule::request_subprotocols, "6455-4.1-monitor-subprotocols", "handshake", "RFC 6455 §4.1 item 10", must,
            "The subprotocols that are offered are tokens, and all different."},
    Monitor{Rule::request_extensions, "6455-9.1-monitor-extensions", "handshake", "RFC 6455 §9.1", must,
            "Sec-WebSocket-Extensions follows its grammar."},
    Monitor{Rule::request_waits, "6455-4.1-monitor-waits", "handshake", "RFC 6455 §4.1", must,
            "After its opening handshake a client sends nothing before the server has answered."},
    Monitor{Rule::deflate_offer, "7692-7.1-monitor-offer", "deflate", "RFC 7692 §7.1", must,
            "An offer of permessage-deflate has each parameter once at most, and each with a value that it can have."},
    Monitor{Rule::server_name, "6455-4.1-monitor-server-name", "tls", "RFC 6455 §4.1, RFC 6066 §3", must,
            "With TLS a client names the server that it wants (SNI), where that is a DNS name, and never by an IP "
            "address."},
    Monitor{Rule::unmasked_by_client, "6455-5.1-monitor-unmasked", "masking", "RFC 6455 §5.1, §5.3", must,
            "A client masks all of its frames."},
    Monitor{Rule::fresh_mask, "6455-5.3-monitor-fresh-key", "masking", "RFC 6455 §5.3", must,
            "The masking key of a frame is chosen afresh, and cannot be foreseen."},
    Monitor{
        Rule::tcp_closed, "6455-7.1.1-monitor-tcp-closed", "close", "RFC 6455 §5.5.1, §7.1.1", Level::quality,
        "Once a Close went both ways and the server has ended TCP, the client ends its side. It must, but no time is "
        "named, and a client that fails the connection need read no further: one that keeps its side for seconds "
        "is not robust."},
};

constexpr std::array both{
    Monitor{Rule::reserved_bits, "6455-5.2-monitor-reserved-bits", "reserved", "RFC 6455 §5.2", must,
            "RSV1, RSV2 and RSV3 are 0 unless an extension was agreed that gives them a meaning."},
    Monitor{Rule::known_opcode, "6455-5.2-monitor-opcode", "reserved", "RFC 6455 §5.2", must,
            "Opcodes 3 to 7 and B to F are reserved: nobody sends them."},
    Monitor{Rule::minimal_length, "6455-5.2-monitor-minimal-length", "length", "RFC 6455 §5.2", must,
            "The length is written in the fewest bytes, and the highest bit of a 64-bit length is 0."},
    Monitor{Rule::fragment_sequence, "6455-5.4-monitor-fragments", "fragmentation", "RFC 6455 §5.4", must,
            "A continuation frame goes on with a message that has begun, and no other message begins before its end."},
    Monitor{Rule::control_length, "6455-5.5-monitor-control-length", "control", "RFC 6455 §5.5", must,
            "A control frame has at most 125 bytes of payload."},
    Monitor{Rule::control_whole, "6455-5.5-monitor-control-fragmented", "control", "RFC 6455 §5.5", must,
            "A control frame is not fragmented."},
    Monitor{Rule::close_body, "6455-5.5.1-monitor-close-body", "close", "RFC 6455 §5.5.1", must,
            "The body of a Close is empty, or a code of two bytes and a reason in UTF-8."},
    Monitor{Rule::no_data_after_close, "6455-5.5.1-monitor-data-after-close", "close", "RFC 6455 §5.5.1", must,
            "No data frame comes after a Close."},
    Monitor{Rule::one_close, "6455-5.5.1-monitor-one-close", "close", "RFC 6455 §1.4, §7.1.5", Level::quality,
            "An endpoint that has sent a Close sends no other one: §1.4, which describes it so, is not normative."},
    Monitor{Rule::close_answered, "6455-5.5.1-monitor-close-answered", "close", "RFC 6455 §5.5.1", must,
            "A Close 1000 at the end of a case is answered with a Close."},
    Monitor{Rule::text_utf8, "6455-5.6-monitor-text-utf8", "utf8", "RFC 6455 §5.6", must,
            "A text message is UTF-8 as a whole."},
    Monitor{Rule::close_code, "6455-7.4.1-monitor-close-code", "close", "RFC 6455 §5.5.1, §7.4.1, §7.4.2", must,
            "A Close has a code that §7.4 defines: none below 1000 or above 4999, and never 1005, 1006 or 1015."},
    Monitor{Rule::close_notify, "8446-6.1-monitor-close-notify", "tls", "RFC 8446 §6.1", Level::quality,
            "With TLS, who ends TCP after a Close says so by a close_notify, too."},
    Monitor{Rule::deflate_data, "7692-7.2.1-monitor-data", "deflate", "RFC 7692 §7.2.1", must,
            "What has RSV1 set is a DEFLATE stream."},
    Monitor{Rule::deflate_tail, "7692-7.2.1-monitor-tail", "deflate", "RFC 7692 §7.2.1", must,
            "The four bytes 00 00 FF FF at the end of a compressed message are left out."},
    Monitor{Rule::deflate_window, "7692-7.1.2-monitor-window", "deflate", "RFC 7692 §7.1.2", must,
            "No reference reaches back further than the window that was agreed."},
    Monitor{Rule::deflate_takeover, "7692-7.1.1-monitor-takeover", "deflate", "RFC 7692 §7.1.1", must,
            "Without context takeover no reference reaches into an earlier message."},
};

void add(std::vector<Monitor>& all, std::span<const Monitor> some) {
  all.insert(all.end(), some.begin(), some.end());
}

}  // namespace

std::vector<Monitor> monitors(Role peer) {
  std::vector<Monitor> all;
  if (peer == Role::server) add(all, server_only);
  if (peer == Role::client) add(all, client_only);
  add(all, both);
  return all;
}

}  // namespace parley::conformance
