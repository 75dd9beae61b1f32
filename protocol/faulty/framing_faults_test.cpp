// Each fault of masking, lengths, reserved bits and opcodes, on the bytes that show it.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/faulty/fault_tables.hpp"
#include "protocol/faulty/testing/mutant_player.hpp"

namespace parley::protocol::faulty {
namespace {

using testing::FrameRow;

constexpr FrameRow rows[] = {
    // Masking as a server sees it
    {"accepts-unmasked", "raw 81 02 6869", "close 1002, end", "text hi"},
    {"accepts-unmasked-control", "raw 89 01 61", "close 1002, end", "pong a"},
    {"accepts-unmasked-continuation", "raw 01 81 00000000 68 80 01 69", "close 1002, end", "text hi"},
    {"masks", "81 02 6869", "text hi", "text* hi"},
    {"unmasks-anew-each-read", "raw 82 82 37fa213d 5f | 93", "bin hi", "bin 0x68a4"},
    {"one-mask-for-message", "raw 02 81 37fa213d 5f 80 81 01020304 68", "bin hi", "bin h_"},
    {"refuses-zero-mask", "raw 81 82 00000000 6869", "text hi", "close 1002, end"},
    // Masking as a client does it
    {"accepts-masked", "raw 81 82 00000000 6869", "close 1002, end", "text hi"},
    {"accepts-masked-control", "raw 89 81 00000000 61", "close 1002, end", "pong a"},
    {"unmasked", "81 02 6869", "text hi", "text* hi"},
    {"unmasked-control", "89 01 61 81 02 6869", "pong a, text hi", "pong* a, text hi"},
    {"unmasked-empty", "81 00 81 02 6869", "text, text hi", "text*, text hi"},
    {"zero-mask", "81 02 6869", "text hi", "text~zero hi"},
    {"constant-mask", "81 01 61 81 01 62 81 01 63", "text a, text b, text c", "text a, text~again b, text~again c"},
    {"counter-mask", "81 01 61 81 01 62", "text a, text b", "text a, text~next b"},
    {"mask-used-twice", "81 01 61 81 01 62 81 01 63", "text a, text b, text c", "text a, text~again b, text c"},
    // Lengths
    {"length-16-always", "81 02 6869", "text hi", "text/16 hi"},
    {"length-64-always", "81 02 6869", "text hi", "text/64 hi"},
    {"accepts-long-form", "81 7e 0002 6869", "close 1002, end", "text hi"},
    {"accepts-highest-bit", "81 7f 8000000000000002 6869", "close 1002, end", "text hi"},
    {"cuts-126", "81 7e 007e 61*126", "text 126 bytes", "text 125 bytes"},
    {"cuts-large", "81 7f 0000000000010000 61*65536", "text 65536 bytes", "text 65535 bytes"},
    {"refuses-64-bit-lengths", "81 7f 0000000000010000 61*65536", "text 65536 bytes", "close 1009, end"},
    // Reserved bits and opcodes
    {"accepts-rsv1", "c1 02 6869", "close 1002, end", "text hi"},
    {"accepts-rsv2", "a1 02 6869", "close 1002, end", "text hi"},
    {"accepts-rsv3", "91 02 6869", "close 1002, end", "text hi"},
    {"accepts-rsv-on-control", "a9 01 61", "close 1002, end", "pong a"},
    {"accepts-rsv-on-continuation", "01 01 68 a0 01 69", "close 1002, end", "text hi"},
    {"sets-rsv1", "81 01 61", "text a", "text+1 0x61"},
    {"sets-rsv3", "81 02 6869", "text hi", "text+3 hi"},
    {"accepts-data-opcodes", "83 02 6869", "close 1002, end", "bin hi"},
    {"accepts-control-opcodes", "8b 00 81 02 6869", "close 1002, end", "text hi"},
    {"sends-reserved-opcode", "81 02 6869", "text hi", "op3 ?, text hi"},
};

class FramingFault : public ::testing::TestWithParam<FrameRow> {};

TEST_P(FramingFault, ShowsItselfAndTheSoundPeerDoesNot) {
  testing::expect_shown(GetParam());
}

std::string name_of(const ::testing::TestParamInfo<FrameRow>& info) {
  std::string name = info.param.fault;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, FramingFault, ::testing::ValuesIn(rows), name_of);

TEST(FramingFaults, AllAreShown) {
  testing::expect_all_shown(framing_faults(), rows);
}

}  // namespace
}  // namespace parley::protocol::faulty
