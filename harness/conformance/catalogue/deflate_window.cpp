// How far references may reach, and into which messages: RFC 7692 §7.1, §7.2. What the peer sends is judged by the
// monitors; the cases see to it that it has a reason to reach far.
#include <algorithm>
#include <array>
#include <string>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/deflate_words.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::to_bytes;
using Final = DeflateWriter::Final;
using Type = DeflateWriter::Type;

constexpr std::string_view decompression = "RFC 7692 §7.2.2";
constexpr std::string_view window_rule =
    "A receiver keeps as much of what came as the window that was agreed on has, and 32768 bytes where none was.";
constexpr std::string_view takeover_rule =
    "Unless no_context_takeover was agreed on, a message may refer to those before it.";

const Message hello_message{true, to_bytes("Hello")};
const std::string_view hello_again = "f2 00 11 00 00";  // RFC 7692 §7.2.3.2: "Hello" by a reference 5 bytes back

Bytes fixed(std::string_view data) {
  return DeflateWriter().begin().literals(data).end().message();
}

/// Nothing but references `window` bytes back, as often as it takes.
Bytes repetition(std::size_t window) {
  DeflateWriter writer;
  writer.begin();
  for (std::size_t left = window; left > 0;) {
    std::size_t length = std::min<std::size_t>(left, 258);
    if (left > length && left - length < 3) length -= 3;  // no reference is shorter
    writer.reference(window, length);
    left -= length;
  }
  return writer.end().message();
}

struct Window {
  int bits;
  std::string parameter;  // of the offer or answer
  std::string name;
};

std::vector<Window> windows(Role peer) {
  std::vector<Window> all{{15, "", "default"}};
  for (int bits = 8; bits <= 15; ++bits) {
    const auto value = std::to_string(bits);
    all.push_back({bits, "; " + our_parameter(peer, "max_window_bits=") + value, value});
  }
  return all;
}

void add_reach(std::vector<Case>& cases, Role peer) {
  for (const auto& [bits, parameter, name] : windows(peer)) {
    const std::size_t size = std::size_t{1} << static_cast<unsigned>(bits);
    const auto data = letters(size);
    const Message message{true, to_bytes(data)};
    const auto whole = "window of " + std::to_string(size) + " bytes";
    auto across = deflate_case(peer, {"7692-7.2.2-window-" + name + "-across-messages", decompression,
                                      "A message that is one before it again, through a whole " + whole, window_rule});
    across.script.extensions = agreement(peer, parameter);
    across.terms = Terms{.our_takeover = true, .our_window_bits = bits};
    across.script.steps = {Send{{compressed(text(fixed(data))), compressed(text(repetition(size)))}}};
    across.allowed = answered({message, message});
    cases.push_back(std::move(across));

    Told told;
    told.stream.begin();
    told.literals(data).reference(size, 258 > size ? size : 258).reference(size - 1, 3);
    told.stream.end();
    auto inside = deflate_case(peer, {"7692-7.2.2-window-" + name + "-inside-message", decompression,
                                      "References within one message, as far back as the " + whole, window_rule});
    inside.script.extensions = agreement(peer, parameter);
    inside.terms = Terms{.our_window_bits = bits};
    inside.script.steps = {Send{{compressed(text(told.stream.message()))}}};
    inside.allowed = answered({{true, told.data}});
    cases.push_back(std::move(inside));
  }
}

void add_takeover(std::vector<Case>& cases, Role peer) {
  struct Row {
    std::string_view id;
    std::string_view title;
    std::vector<Frame> frames;
    std::vector<Message> messages;
    std::vector<Bytes> pings = {};
    Level level = Level::must;
  };
  const Frame one = compressed(text(fixed("Hello")));
  const Frame again = compressed(text(hex(hello_again)));
  const Frame final_one =
      compressed(text(DeflateWriter().begin(Type::fixed, Final::yes).literals("Hello").end().align().message()));
  const Message other{true, to_bytes("other")};
  auto large = repeated(80U << 10U, 'l');  // more than a window
  protocol::append(large, "Hello");
  std::vector<Frame> many(300, again);
  many.front() = one;
  const std::array rows{
      Row{"ten-times",
          "A message and nine references to it",
          {one, again, again, again, again, again, again, again, again, again},
          std::vector<Message>(10, hello_message)},
      Row{"three-hundred-times", "A message and 299 references to it", many, std::vector<Message>(300, hello_message)},
      Row{"over-a-message",
          "A reference over the message before to the one before that",
          {one, compressed(text(fixed("other"))),
           compressed(text(DeflateWriter().begin().reference(10, 5).end().message()))},
          {hello_message, other, hello_message}},
      Row{"into-binary",
          "A text message that refers to a binary one",
          {compressed(binary(fixed("Hello"))), again},
          {{false, to_bytes("Hello")}, hello_message}},
      Row{"over-plain",
          "A reference over a message that is not compressed: it is not in the window",
          {one, text("other"), again},
          {hello_message, other, hello_message}},
      Row{"over-plain-fragments",
          "A reference over a fragmented message that is not compressed",
          {one, unfinished(text("oth")), continuation(to_bytes("er")), again},
          {hello_message, other, hello_message}},
      Row{"over-ping",
          "A reference over a ping and a pong: they are not in the window",
          {one, ping("other"), pong("other"), again},
          {hello_message, hello_message},
          {to_bytes("other")}},
      Row{"over-empty",
          "A reference over an empty compressed message",
          {one, compressed(text(hex("00"))), again},
          {hello_message, {true, {}}, hello_message}},
      Row{"of-a-large-message",
          "A reference to the end of a message of 80 KiB",
          {compressed(text(deflated(large))), again},
          {{true, large}, hello_message}},
      Row{"in-fragments",
          "A reference, in fragments of a byte, to a message in fragments of a byte",
          {compressed(unfinished(text(hex("f2")))), unfinished(continuation(hex("48 cd"))),
           continuation(hex("c9 c9 07 00")), unfinished(compressed(text(hex("f2")))),
           unfinished(continuation(hex("00"))), unfinished(continuation(hex("11"))), continuation(hex("00 00"))},
          {hello_message, hello_message}},
      Row{"over-final",
          "A reference to a message whose block had BFINAL set",
          {final_one, again},
          {hello_message, hello_message},
          {},
          Level::disputed},
  };
  for (const auto& row : rows) {
    auto test = deflate_case(
        peer, {"7692-7.1.1-takeover-" + std::string(row.id), "RFC 7692 §7.1.1, §7.2.2", std::string(row.title),
               row.level == Level::must ? takeover_rule
                                        : "The window of the message before is used (RFC 7692 §7.2.2), but a block "
                                          "with BFINAL ends a stream of DEFLATE (RFC 1951 §3.2.3), and its window "
                                          "with it: which of the two counts is told nowhere."});
    test.level = row.level;
    test.terms->our_takeover = true;
    test.script.steps = {Send{row.frames}};
    test.allowed = answered(row.messages, row.pings);
    cases.push_back(std::move(test));
  }
}

void add_no_takeover(std::vector<Case>& cases, Role peer) {
  const auto ours = "; " + our_parameter(peer, "no_context_takeover");
  const Frame one = compressed(text(fixed("Hello")));
  auto each = deflate_case(peer, {"7692-7.1.1-no-takeover-ours", "RFC 7692 §7.1.1, §7.2.2",
                                  "Five messages that do not refer to each other, after we agreed not to",
                                  "Where a sender uses no context takeover, each message stands for itself."});
  each.script.extensions = agreement(peer, ours);
  each.script.steps = {Send{{one, one, one, one, one}}};
  each.allowed = answered(std::vector<Message>(5, hello_message));
  cases.push_back(std::move(each));

  auto broken =
      deflate_case(peer, {"7692-7.1.1-no-takeover-broken", "RFC 7692 §7.1.1, §7.2.2",
                          "A reference to the message before, after we agreed on none",
                          "A receiver may forget the window then, and need not: the sentence binds the sender."});
  broken.level = Level::info;
  broken.script.extensions = agreement(peer, ours);
  broken.script.steps = {Send{{one, compressed(text(hex(hello_again)))}}};
  broken.allowed = failed_with(any_code());
  broken.allowed.push_back({Grade::informational, Answers{{hello_message, hello_message}, {}}});
  cases.push_back(std::move(broken));
}

/// The peer is asked to forget, or for a small window, and gets reasons not to.
void add_its_output(std::vector<Case>& cases, Role peer) {
  const Message message{true, to_bytes(letters(500))};
  auto forget = deflate_case(peer, {"7692-7.1.1-no-takeover-its", "RFC 7692 §7.1.1",
                                    "Ten equal messages to send back, "
                                    "after the peer agreed on no context takeover of its own",
                                    "Where a peer agreed not to, no message of its own refers to one before."});
  forget.script.extensions = agreement(peer, "; " + its_parameter(peer, "no_context_takeover"));
  forget.script.steps = {Send{std::vector<Frame>(10, compressed(text(deflated(message.payload))))}};
  forget.allowed = answered(std::vector<Message>(10, message));
  may_lack_support(forget, peer);
  auto order = forget;
  cases.push_back(std::move(forget));

  order.id = "7692-6-order-of-large-and-small";
  order.section = "RFC 7692 §6";
  order.title = "A long message and a short one to send back, each of which the peer may compress by itself";
  order.rule = "What takes longer to compress still comes back before what was sent behind it.";
  const Message large{false, repeated(65'534, 'x')};
  const Message small_one{false, {'2'}};
  order.script.steps = {Send{{binary(large.payload), binary(small_one.payload)}}};
  order.allowed = answered({large, small_one});
  may_lack_support(order, peer);
  cases.push_back(std::move(order));

  for (int bits = 8; bits <= 15; ++bits) {
    const auto part = letters((std::size_t{1} << static_cast<unsigned>(bits)) + 100);
    const Message repeating{true, to_bytes(part + part + part)};
    auto small = deflate_case(peer, {"7692-7.1.2-its-window-" + std::to_string(bits), "RFC 7692 §7.1.2",
                                     "Messages to send back that repeat what stands 100 bytes further back than the "
                                     "window agreed on reaches",
                                     "No reference of the peer reaches back further than the window it agreed on."});
    small.script.extensions = agreement(peer, "; " + its_parameter(peer, "max_window_bits=") + std::to_string(bits));
    const Frame frame = compressed(text(deflated(repeating.payload)));
    small.script.steps = {Send{{frame}}, Await{Until::message, 1}, Send{{frame}}};
    small.allowed = answered({repeating, repeating});
    may_lack_support(small, peer);
    if (bits == 8 && peer == Role::client) {  // which zlib cannot do: who breaks off rather than lie keeps his word
      small.allowed.push_back({Grade::lenient, Drops{}});
      small.allowed.push_back({Grade::lenient, Fails{any_code()}});
    }
    cases.push_back(std::move(small));
  }
}

}  // namespace

std::vector<Case> deflate_window_cases(Role peer) {
  std::vector<Case> cases;
  add_reach(cases, peer);
  add_takeover(cases, peer);
  add_no_takeover(cases, peer);
  add_its_output(cases, peer);
  return cases;
}

}  // namespace parley::conformance
