#include "protocol/names.hpp"

#include <gtest/gtest.h>

namespace parley::protocol {
namespace {

TEST(Names, OfOpcodes) {
  EXPECT_EQ(opcode_name(Opcode::continuation), "continuation");
  EXPECT_EQ(opcode_name(Opcode::pong), "pong");
  EXPECT_EQ(opcode_name(static_cast<Opcode>(3)), "");
}

TEST(Names, OfEnginesBothWays) {
  for (const auto engine : {EngineKind::native, EngineKind::websocketpp}) {
    EXPECT_EQ(engine_called(engine_name(engine)), engine);
  }
  EXPECT_EQ(engine_called("Native"), std::nullopt);
}

}  // namespace
}  // namespace parley::protocol
