// Any bytes, cut anywhere, decode to the same frames; and the frames encode to the same bytes.
#include "protocol/frame_check.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/fuzz/expect.hpp"
#include "protocol/testing/cuts.hpp"

namespace {

using namespace parley::protocol;

struct Decoded {
  std::vector<FrameHeader> headers;
  std::vector<Bytes> payloads;  // the last one may be incomplete

  friend bool operator==(const Decoded&, const Decoded&) = default;
};

Decoded decode(const testing::Pieces& input) {
  Decoded decoded;
  FrameDecoder decoder;
  for (Bytes bytes : input) {
    ByteSpan data = bytes;
    while (!data.empty()) {
      if (!decoder.inside_frame()) {
        if (decoder.next_header(data) == nullptr) break;
        decoded.headers.push_back(decoder.header());
        decoded.payloads.emplace_back();
      }
      append(decoded.payloads.back(), decoder.next_piece(data).bytes);
    }
  }
  return decoded;
}

void check_encoding(const Decoded& decoded, ByteView wire) {
  Bytes encoded;
  for (std::size_t i = 0; i < decoded.headers.size(); ++i) {
    encode_frame(decoded.headers[i], decoded.payloads[i], encoded);
    (void)check_frame(decoded.headers[i], {}, {});
  }
  const ByteView beginning = wire.first(std::min(encoded.size(), wire.size()));  // the rest is a header that was cut
  parley::protocol::fuzz::expect_equal(testing::copy(beginning), encoded, "the bytes and their frames encoded again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = data[0] % 16 + 1U;
  const ByteView wire = ByteView(data, size).subspan(1);
  const Decoded whole = decode({testing::copy(wire)});
  check_encoding(whole, wire);
  for (const auto& pieces : {testing::cut_every(step, wire), testing::cut_every(1, wire)}) {
    fuzz::expect_equal(whole, decode(pieces), "frames of whole and of cut input");
  }
  return 0;
}
