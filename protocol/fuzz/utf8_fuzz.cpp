// After every piece the validator says what the reference says of all that came so far.
#include "protocol/utf8.hpp"

#include "protocol/fuzz/expect.hpp"
#include "protocol/testing/cuts.hpp"
#include "protocol/testing/utf8_reference.hpp"

namespace {

using namespace parley::protocol;

void check(const testing::Pieces& pieces) {
  Utf8Validator validator;
  Bytes so_far;
  for (const Bytes& piece : pieces) {
    append(so_far, piece);
    const auto expected = testing::utf8_reference(so_far);
    fuzz::expect_equal(expected.valid_so_far, validator.feed(piece), "valid so far, " + to_hex(so_far));
    fuzz::expect_equal(expected.complete, validator.complete(), "complete, " + to_hex(so_far));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t longest = 1024;  // the reference starts anew for every piece
  if (size == 0 || size > longest) return 0;
  const ByteView text = ByteView(data, size).subspan(1);
  check({testing::copy(text)});
  check(testing::cut_every(data[0] + 1U, text));
  check(testing::cut_every(1, text));
  return 0;
}
