// The control sample against the native engine, on streams of frames that nobody thought of.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "protocol/faulty/testing/mutant_player.hpp"
#include "protocol/testing/connection_player.hpp"

namespace parley::protocol::faulty {
namespace {

using testing::FrameRow;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  /// A few frames, mostly legal, as hex for FrameRow: cut into reads at random.
  std::string stream(Role receiver) {
    Bytes bytes;
    for (int frames = 1 + number(6); frames > 0; --frames) append_frame(receiver, bytes);
    std::string text = "raw";
    for (const std::uint8_t byte : bytes) {
      if (one_in(8)) text += " |";
      text += " " + to_hex(ByteView(&byte, 1));
    }
    return text;
  }

 private:
  int number(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  bool one_in(int times) { return number(times) == 0; }

  Opcode opcode() {
    constexpr std::array usual{Opcode::text, Opcode::text,         Opcode::binary, Opcode::continuation,
                               Opcode::ping, Opcode::continuation, Opcode::pong,   Opcode::close};
    return one_in(40) ? static_cast<Opcode>(number(16)) : usual[static_cast<std::size_t>(number(usual.size()))];
  }

  Bytes payload() {
    static const std::array<std::string, 8> some{
        "", "hi", "\xC3\xA9", "\xC3", "\xA9", "\xFF", std::string("\x03\xE8", 2), std::string(126, 'x')};
    static const Bytes hello{0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00};  // RFC 7692 §7.2.3.1
    static const Bytes again{0xF2, 0x00, 0x11, 0x00, 0x00};              // RFC 7692 §7.2.3.2
    if (one_in(6)) return hello;
    if (one_in(12)) return again;
    return to_bytes(some[static_cast<std::size_t>(number(some.size()))]);
  }

  void append_frame(Role receiver, Bytes& bytes) {
    const Bytes content = payload();
    FrameHeader header = make_header(opcode(), content.size());
    header.fin = !one_in(3) || is_control(header.opcode);
    if (one_in(4)) header.rsv = rsv1;
    if (one_in(50)) header.rsv = rsv2;
    if (one_in(50)) header.form = LengthForm::bits64;
    if (one_in(50)) header.fin = false;
    if ((receiver == Role::server) != one_in(50)) header.mask = protocol::testing::example_key;
    encode_frame(header, content, bytes);
  }

  std::mt19937 random_;
};

class Sound : public ::testing::TestWithParam<Role> {};

TEST_P(Sound, AnswersAsTheNativeEngineDoes) {
  for (unsigned seed = 1; seed <= 3000; ++seed) {
    Generator generator(seed);
    const std::string input = generator.stream(GetParam());
    for (const char* extensions :
         {"", "permessage-deflate", "permessage-deflate; server_no_context_takeover; client_no_context_takeover"}) {
      const FrameRow row{"none", input.c_str(), "", "", extensions};
      ASSERT_EQ(play(Fault::none, GetParam(), row), play_native(GetParam(), row)) << input << " " << extensions;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(, Sound, ::testing::Values(Role::server, Role::client),
                         [](const auto& its) { return its.param == Role::server ? "server" : "client"; });

/// A mutant is to be wrong, not to crash.
TEST_P(Sound, NoFaultBreaksTheMutant) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Generator generator(seed);
    const std::string input = generator.stream(GetParam());
    for (const FaultInfo& info : faults()) {
      if (!can_have(GetParam(), info.fault) || info.group == "opening handshake") continue;
      (void)testing::play(info.fault, GetParam(), {"any", input.c_str(), "", "", "permessage-deflate"});
    }
  }
}

}  // namespace
}  // namespace parley::protocol::faulty
