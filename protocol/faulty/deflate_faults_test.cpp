// Each fault of compressed messages, on the bytes that show it (mostly those of RFC 7692 §7.2.3).
#include <gtest/gtest.h>

#include <algorithm>

#include "protocol/faulty/fault_tables.hpp"
#include "protocol/faulty/testing/mutant_player.hpp"

namespace parley::protocol::faulty {
namespace {

using testing::FrameRow;

constexpr const char* deflate = "permessage-deflate";
constexpr const char* no_context_takeover =
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
constexpr const char* small_windows = "permessage-deflate; server_max_window_bits=9; client_max_window_bits=9";

constexpr FrameRow rows[] = {
    {"accepts-rsv1-on-continuation", "41 03 f248cd c0 04 c9c90700", "close 1002, end", "text+1 Hello", deflate},
    {"accepts-rsv1-on-control", "c9 01 61", "close 1002, end", "pong a", deflate},
    {"deflate-keeps-no-window", "c1 07 f248cdc9c90700 c1 05 f200110000", "text+1 Hello, text+1^ Hello",
     "text+1 Hello, close 1007, end", deflate},
    {"deflate-small-window", "c1 7e 0263 005d02a2fd 48656c6c6f 61*600 00 c1 05 02272e0000",
     "text+1 605 bytes, text+1^ Hello", "text+1 605 bytes, close 1007, end", deflate},
    {"deflate-forgets-window-after-plain", "c1 07 f248cdc9c90700 81 02 6869 c1 05 f200110000",
     "text+1 Hello, text+1 hi, text+1^ Hello", "text+1 Hello, text+1 hi, close 1007, end", deflate},
    {"deflate-ignores-no-context-takeover", "81 05 48656c6c6f 81 05 48656c6c6f", "text+1 Hello, text+1 Hello",
     "text+1 Hello, text+1^ Hello", no_context_takeover},
    {"deflate-ignores-window", "82 7e 0268 6162636465666768 7a*600 6162636465666768", "bin+1 616 bytes",
     "bin+1far 616 bytes", small_windows},
    {"deflate-refuses-plain", "81 02 6869", "text+1 hi", "close 1002, end", deflate},
    {"deflate-refuses-final-blocks", "c1 08 f348cdc9c9070000", "text+1 Hello", "close 1007, end", deflate},
    {"deflate-refuses-stored-blocks", "c1 0b 000500faff48656c6c6f00", "text+1 Hello", "close 1007, end", deflate},
    {"deflate-refuses-empty", "c1 01 00", "text+1", "close 1007, end", deflate},
    {"deflate-accepts-corrupt", "c1 01 06 c1 07 f248cdc9c90700", "close 1007, end", "text+1, text+1 Hello", deflate},
    {"deflate-accepts-cut-end", "c1 07 000500faff4865", "close 1007, end", "text+1 He", deflate},
    {"deflate-no-limit", "c2 7e 0517 4a1c 05a360148c8251300a46c12818*99 05a360148c8251300a46c12800 00",
     "close 1009, end", "bin+1 206401 bytes", deflate},
    {"deflate-keeps-tail", "81 05 48656c6c6f", "text+1 Hello", "text+1 0xf248cdc9c907000000ffff", deflate},
    {"deflate-without-rsv1", "81 05 48656c6c6f", "text+1 Hello", "text 0xf248cdc9c90700", deflate},
    {"deflate-rsv1-on-every-fragment", "81 05 48656c6c6f", "text+1 Hello", "text-+1 a part, cont+1 a part", deflate},
};

class DeflateFault : public ::testing::TestWithParam<FrameRow> {};

TEST_P(DeflateFault, ShowsItselfAndTheSoundPeerDoesNot) {
  testing::expect_shown(GetParam());
}

std::string name_of(const ::testing::TestParamInfo<FrameRow>& info) {
  std::string name = info.param.fault;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, DeflateFault, ::testing::ValuesIn(rows), name_of);

TEST(DeflateFaults, AllOfTheDataAreShown) {
  const auto all = deflate_faults();
  const auto first =
      std::find_if(all.begin(), all.end(), [](const auto& info) { return info.group == "compressed messages"; });
  testing::expect_all_shown({first, all.end()}, rows);
}

}  // namespace
}  // namespace parley::protocol::faulty
