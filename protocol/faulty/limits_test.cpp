// The faults that show in memory, not in bytes.
#include <gtest/gtest.h>

#include <fstream>

#include "protocol/faulty/faulty_engine.hpp"
#include "protocol/faulty/testing/head_text.hpp"
#include "protocol/testing/engine_player.hpp"

namespace parley::protocol::faulty {
namespace {

/// Of this process, in bytes; 0 where the system does not tell.
std::size_t resident_memory() {
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  statm >> total >> resident;
  return resident * 4096;
}

/// How much more memory is held once a frame of 64 MiB was announced, and nothing of it has come.
std::size_t growth(Fault fault) {
  protocol::testing::RecordingServer server;
  const auto engine = make_faulty_engine(fault, ServerEngineOptions{}, server);
  Bytes out;
  Bytes request = to_bytes(testing::request_with(""));
  engine->receive(request, out);
  const std::size_t before = resident_memory();
  Bytes header = protocol::testing::hex("82 ff 0000000004000000 00000000 61");
  engine->receive(header, out);
  const std::size_t after = resident_memory();
  return after > before ? after - before : 0;
}

TEST(ReservesAnnouncedLength, HoldsWhatHasNotCome) {
  if (resident_memory() == 0) GTEST_SKIP() << "no /proc/self/statm";
  constexpr std::size_t megabyte = 1U << 20;
  EXPECT_LT(growth(Fault::none), 8 * megabyte);
  EXPECT_GT(growth(Fault::reserves_announced_length), 48 * megabyte);
}

}  // namespace
}  // namespace parley::protocol::faulty
