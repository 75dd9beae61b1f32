// A URI that parses is written and parsed again to the same, and what it puts into a request is fit for one.
#include "protocol/authority.hpp"
#include "protocol/bytes.hpp"
#include "protocol/fuzz/expect.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/uri.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley::protocol;
  const auto uri = parse_uri(as_text(ByteView(data, size)));
  if (!uri) {
    fuzz::expect_equal(false, uri.error().empty(), "an error has a text");
    return 0;
  }
  const auto again = parse_uri(uri->to_string());
  fuzz::expect_equal(true, again && again->to_string() == uri->to_string(), "a URI written anew");
  fuzz::expect_equal(true, parse_authority(uri->authority()).has_value(), "its authority is fit for Host");
  fuzz::expect_equal('/', uri->resource.front(), "its resource is in origin form");
  fuzz::expect_equal(std::string::npos, uri->resource.find_first_of(" #\r\n"), "its resource is one word");
  return 0;
}
