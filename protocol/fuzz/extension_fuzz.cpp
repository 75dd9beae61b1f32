// What parses is written and parsed again to the same; and our client takes what our server answers, whatever the
// offer.
#include "protocol/bytes.hpp"
#include "protocol/deflate_negotiation.hpp"
#include "protocol/fuzz/expect.hpp"
#include "protocol/http_grammar.hpp"
#include "protocol/subprotocol.hpp"

namespace {

using namespace parley::protocol;

void check_extensions(std::string_view text) {
  const auto extensions = parse_extensions(text);
  if (!extensions) return;
  std::string written;
  for (const Extension& extension : *extensions) written += (written.empty() ? "" : ", ") + to_string(extension);
  fuzz::expect_equal(*extensions, parse_extensions(written).value_or(std::vector<Extension>{}), "a list written anew");
  const auto answer = answer_deflate(*extensions, {});
  if (!answer) return;
  DeflateOptions open_client;  // offers what any answer may refer to
  const auto agreed = check_deflate_answer(answer->extension, open_client);
  fuzz::expect_equal(true, agreed && *agreed == answer->agreed, "what both sides agreed on");
}

void check_subprotocols(std::string_view text) {
  const auto subprotocols = parse_subprotocols(text);
  if (!subprotocols) return;
  for (const std::string& subprotocol : *subprotocols) fuzz::expect_equal(true, is_token(subprotocol), "a token");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  check_extensions(text);
  check_subprotocols(text);
  return 0;
}
