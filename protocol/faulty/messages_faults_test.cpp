// Each fault of texts, fragments and limits, on the bytes that show it.
#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/faulty/fault_tables.hpp"
#include "protocol/faulty/testing/mutant_player.hpp"

namespace parley::protocol::faulty {
namespace {

using testing::FrameRow;

constexpr const char* deflate = "permessage-deflate";

constexpr FrameRow rows[] = {
    // Text
    {"utf8-unchecked", "81 02 c328", "close 1007, end", "text 0xc328"},
    {"utf8-first-frame-only", "01 01 68 80 01 ff", "close 1007, end", "text 0x68ff"},
    {"utf8-per-frame", "01 01 c3 80 01 a9", "text 0xc3a9", "close 1007, end"},
    {"utf8-unchecked-in-fragments", "01 01 68 80 01 ff", "close 1007, end", "text 0x68ff"},
    {"utf8-unchecked-when-compressed", "c1 07 000100feffff00", "close 1007, end", "text+1 0xff", deflate},
    {"utf8-accepts-surrogates", "81 03 eda080", "close 1007, end", "text 0xeda080"},
    {"utf8-accepts-overlongs", "81 02 c080", "close 1007, end", "text 0xc080"},
    {"utf8-accepts-beyond-unicode", "81 04 f4908080", "close 1007, end", "text 0xf4908080"},
    {"utf8-accepts-cut-end", "81 01 c3", "close 1007, end", "text 0xc3"},
    {"utf8-refuses-noncharacters", "81 03 efbfbe", "text 0xefbfbe", "close 1007, end"},
    {"utf8-refuses-four-bytes", "81 04 f09f9880", "text 0xf09f9880", "close 1007, end"},
    {"utf8-refuses-nul", "81 01 00", "text 0x00", "close 1007, end"},
    {"utf8-replaced", "81 02 68ff", "close 1007, end", "text 0x68efbfbd"},
    {"utf8-fails-with-1002", "81 01 ff", "close 1007, end", "close 1002, end"},
    {"bom-dropped", "81 04 efbbbf61", "text 0xefbbbf61", "text a"},
    {"checks-binary", "82 01 ff", "bin 0xff", "close 1007, end"},
    {"text-as-binary", "81 02 6869", "text hi", "bin hi"},
    // Fragments
    {"accepts-interleaved", "01 01 61 81 02 6869", "close 1002, end", "text hi"},
    {"accepts-stray-continuation", "80 02 6869", "close 1002, end", "text hi"},
    {"refuses-empty-fragments", "01 00 80 02 6869", "text hi", "close 1002, end"},
    {"refuses-many-fragments", "0100 0000*16 80 02 6869", "text hi", "close 1008, end"},
    {"loses-empty-last-fragment", "01 02 6869 80 00 89 01 61", "text hi, pong a", "pong a"},
    {"reverses-fragments", "01 01 68 80 01 69", "text hi", "text ih"},
    {"fragments-as-messages", "01 01 68 80 01 69", "text hi", "text h, text i"},
    {"joins-messages", "01 01 68 80 01 69 81 01 61", "text hi, text a", "text hi, text hia"},
    {"type-of-continuation", "01 01 68 80 01 69", "text hi", "bin hi"},
    {"never-final", "81 02 6869", "text hi", "text- hi"},
    {"no-continuation", "81 02 6869", "text hi", "text- h, text i"},
    // Limits: 200,000 bytes, 40 fragments
    {"no-message-limit", "82 7f 0000000000030d41 61*200001", "close 1009, end", "bin 200001 bytes"},
    {"no-fragment-limit", "0100 0000*40 8000", "close 1008, end", "text"},
};

class MessageFault : public ::testing::TestWithParam<FrameRow> {};

TEST_P(MessageFault, ShowsItselfAndTheSoundPeerDoesNot) {
  testing::expect_shown(GetParam());
}

std::string name_of(const ::testing::TestParamInfo<FrameRow>& info) {
  std::string name = info.param.fault;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, MessageFault, ::testing::ValuesIn(rows), name_of);

TEST(MessageFaults, AllAreShown) {
  testing::expect_all_shown(messages_faults(), rows, {"no-head-limit", "reserves-announced-length"});
}

}  // namespace
}  // namespace parley::protocol::faulty
