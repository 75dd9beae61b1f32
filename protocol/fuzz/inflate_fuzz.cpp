// Any bytes, cut anywhere, inflate to the same; never beyond the limit; and as our own reader of DEFLATE reads them.
#include <optional>
#include <stdexcept>

#include "protocol/deflate.hpp"
#include "protocol/fuzz/expect.hpp"
#include "protocol/testing/cuts.hpp"
#include "protocol/testing/deflate_scan.hpp"

namespace {

using namespace parley::protocol;
using Status = Inflater::Status;

constexpr std::uint64_t limit = 10'000;

struct Inflated {
  Status status = Status::ok;
  Bytes bytes;  // empty unless ok: how far a corrupt message gets depends on the cut

  friend bool operator==(const Inflated&, const Inflated&) = default;
};

Inflated inflate(const testing::Pieces& message) {
  Inflater inflater(15, false);
  Inflated result;
  for (const Bytes& piece : message) {
    if (result.status == Status::ok) result.status = inflater.inflate(piece, limit, result.bytes);
  }
  if (result.status == Status::ok) result.status = inflater.finish(limit, result.bytes);
  fuzz::expect_equal(true, result.bytes.capacity() <= limit + 1, "memory within the limit");
  if (result.status != Status::ok) result.bytes.clear();
  return result;
}

/// Nothing when our reader refuses the message.
std::optional<Bytes> scan(ByteView message) {
  Bytes stream = testing::copy(message);
  append(stream, testing::hex("00 00 ff ff"));
  try {
    return testing::scan_deflate(stream).inflated;
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = data[0] % 16 + 1U;
  const ByteView message = ByteView(data, size).subspan(1);
  const Inflated whole = inflate({testing::copy(message)});
  for (const auto& pieces : {testing::cut_every(step, message), testing::cut_every(1, message)}) {
    fuzz::expect_equal(whole, inflate(pieces), "whole and cut input");
  }
  if (whole.status == Status::ok)
    fuzz::expect_equal(std::optional(whole.bytes), scan(message), "zlib's reading and ours");
  return 0;
}
