// Whatever comes, a message becomes a value; and JSON survives the way out and in again.
#include "client/json_text.hpp"
#include "client/message_parse.hpp"
#include "protocol/fuzz/expect.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace parley;
  constexpr std::size_t largest = 64U << 10;
  if (size > largest) return 0;
  const protocol::ByteView bytes(data, size);
  const auto text = protocol::as_text(bytes);

  const auto value = client::parse_message(protocol::MessageType::text, bytes);
  protocol::fuzz::expect_equal(false, client::is_falsy(value) && size > 0,
                               "a falsy value from a text that is not empty");
  (void)client::text_of(value);

  if (const auto json = client::parse_json(text)) {
    const auto again = client::parse_json(json->dump());
    protocol::fuzz::expect_equal(true, again.has_value(), "is JSON again");
    protocol::fuzz::expect_equal(json->dump(), again->dump(), "the same JSON again");
  }
  return 0;
}
