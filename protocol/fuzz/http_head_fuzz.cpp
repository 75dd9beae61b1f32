// Any bytes, cut anywhere, are the same HTTP head or the same fault; and a head written anew reads the same.
#include "protocol/fuzz/expect.hpp"
#include "protocol/http_head.hpp"
#include "protocol/testing/cuts.hpp"

namespace {

using namespace parley::protocol;

template <class Message>
struct Read {
  HeadState state;
  HttpError error;
  Bytes written;  // the message, encoded again
  HttpFields fields;
  std::size_t taken = 0;

  friend bool operator==(const Read&, const Read&) = default;
};

template <class Message>
Read<Message> read(const testing::Pieces& input) {
  HttpHeadParser<Message> parser(Limits{.max_head = 1024, .max_fields = 16});
  std::size_t taken = 0;
  for (const Bytes& bytes : input) taken += parser.feed(bytes);
  Read<Message> result{parser.state(), parser.error(), {}, parser.message().fields, taken};
  encode(parser.message(), result.written);
  return result;
}

template <class Message>
void check(std::size_t step, ByteView wire) {
  const auto whole = read<Message>({testing::copy(wire)});
  for (const auto& pieces : {testing::cut_every(step, wire), testing::cut_every(1, wire)}) {
    fuzz::expect_equal(whole, read<Message>(pieces), "heads of whole and of cut input");
  }
  if (whole.state != HeadState::complete) return;
  const auto again = read<Message>({whole.written});
  if (again.state != HeadState::complete) return;  // what we add, a Content-Length or a phrase, broke a limit
  fuzz::expect_equal(whole.written, again.written, "a head and the same written anew");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t step = data[0] % 16 + 1U;
  const ByteView wire = ByteView(data, size).subspan(1);
  check<HttpRequest>(step, wire);
  check<HttpResponse>(step, wire);
  return 0;
}
