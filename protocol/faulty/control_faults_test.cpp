// Each fault of control frames and of closing, on the bytes that show it.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/faulty/fault_tables.hpp"
#include "protocol/faulty/testing/mutant_player.hpp"

namespace parley::protocol::faulty {
namespace {

using testing::FrameRow;

constexpr FrameRow rows[] = {
    // Control frames
    {"no-pong", "89 02 6869", "pong hi", ""},
    {"pong-late", "89 01 61 81 02 6869", "pong a, text hi", "text hi, pong a"},
    {"pong-with-other-payload", "89 02 6869", "pong hi", "pong other"},
    {"pong-empty", "89 02 6869", "pong hi", "pong"},
    {"pong-fragmented", "89 02 6869", "pong hi", "pong- h, cont i"},
    {"pong-too-long", "89 02 6869", "pong hi", "pong 126 bytes"},
    {"pongs-pong", "8a 01 61", "", "pong a"},
    {"pong-after-close", "88 02 03e8 89 01 61", "close 1000, end", "close 1000, pong a, end"},
    {"accepts-long-ping", "89 7e 007e 61*126", "close 1002, end", "pong 126 bytes"},
    {"accepts-long-pong", "8a 7e 007e 61*126", "close 1002, end", ""},
    {"accepts-long-close", "88 7e 007e 03e8 61*124", "close 1002, end", "close 1000, end"},
    {"accepts-fragmented-ping", "09 01 61 80 01 62 81 02 6869", "close 1002, end", "pong a, text hi"},
    {"accepts-fragmented-pong", "0a 01 61 80 01 62 81 02 6869", "close 1002, end", "text hi"},
    {"accepts-fragmented-close", "08 02 03e8", "close 1002, end", "close 1000, end"},
    {"ignores-control-in-message", "01 01 68 89 01 61 80 01 69", "pong a, text hi", "text hi"},
    {"refuses-control-in-message", "01 01 68 89 01 61 80 01 69", "pong a, text hi", "close 1002, end"},
    {"mixes-control-into-message", "01 01 68 89 01 61 80 01 69", "pong a, text hi", "pong a, text hai"},
    {"refuses-binary-pings", "89 02 fffe", "pong 0xfffe", "close 1002, end"},
    {"refuses-empty-pings", "89 00", "pong", "close 1002, end"},
    {"refuses-pongs", "8a 00 81 02 6869", "text hi", "close 1002, end"},
    // The answer to a Close
    {"close-other-code", "88 02 03e8", "close 1000, end", "close 1001, end"},
    {"close-without-code", "88 02 03e8", "close 1000, end", "close, end"},
    {"close-1005", "88 02 03e8", "close 1000, end", "close 1005, end"},
    {"close-999", "88 02 03e8", "close 1000, end", "close 999, end"},
    {"close-code-reversed", "88 02 03e8", "close 1000, end", "close 59395, end"},
    {"close-with-one-byte", "88 02 03e8", "close 1000, end", "close 0x03, end"},
    {"close-with-bad-reason", "88 02 03e8", "close 1000, end", "close 1000 0xff, end"},
    {"close-too-long", "88 02 03e8", "close 1000, end", "close 1000 124 bytes, end"},
    {"close-fragmented", "88 02 03e8", "close 1000, end", "close- 1000, end"},
    {"close-twice", "88 02 03e8", "close 1000, end", "close 1000, close 1000, end"},
    {"data-after-close", "88 02 03e8", "close 1000, end", "close 1000, text after the Close, end"},
    {"echo-after-close", "88 02 03e8 81 02 6869", "close 1000, end", "close 1000, text hi, end"},
    {"no-close-reply", "88 02 03e8", "close 1000, end", "end at once"},
    {"ignores-close", "88 02 03e8", "close 1000, end", ""},
    {"keeps-tcp", "88 02 03e8", "close 1000, end", "close 1000"},
    {"ends-tcp-first", "88 02 03e8", "close 1000, end", "close 1000, end at once"},
    // What may be in a Close
    {"accepts-reserved-codes", "88 02 03ed", "close 1002, end", "close 1000, end"},
    {"accepts-unassigned-codes", "88 02 07d0", "close 1002, end", "close 1000, end"},
    {"accepts-undefined-codes", "88 02 1388", "close 1002, end", "close 1000, end"},
    {"refuses-registered-codes", "88 02 03f4", "close 1012, end", "close 1002, end"},
    {"refuses-private-codes", "88 02 0fa0", "close 4000, end", "close 1002, end"},
    {"accepts-one-byte-close", "88 01 03", "close 1002, end", "close, end"},
    {"accepts-bad-reason", "88 03 03e8ff", "close 1007, end", "close 1000, end"},
    {"refuses-empty-close", "88 00", "close, end", "close 1002, end"},
    // Failing the connection: for the reserved opcode 3
    {"fails-without-code", "83 00", "close 1002, end", "close, end"},
    {"fails-without-close", "83 00", "close 1002, end", "end at once"},
    {"fails-with-1000", "83 00", "close 1002, end", "close 1000, end"},
    {"fails-twice", "83 00", "close 1002, end", "close 1002, close 1002, end"},
    {"goes-on-after-failure", "83 00 81 02 6869", "close 1002, end", "close 1002, text hi, end"},
};

class ControlFault : public ::testing::TestWithParam<FrameRow> {};

TEST_P(ControlFault, ShowsItselfAndTheSoundPeerDoesNot) {
  testing::expect_shown(GetParam());
}

std::string name_of(const ::testing::TestParamInfo<FrameRow>& info) {
  std::string name = info.param.fault;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, ControlFault, ::testing::ValuesIn(rows), name_of);

TEST(ControlFaults, AllAreShown) {
  testing::expect_all_shown(control_faults(), rows);
}

}  // namespace
}  // namespace parley::protocol::faulty
