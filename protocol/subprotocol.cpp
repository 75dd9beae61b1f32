#include "protocol/subprotocol.hpp"

#include <algorithm>

#include "protocol/http_grammar.hpp"

namespace parley::protocol {

Result<std::vector<std::string>, std::string> parse_subprotocols(std::string_view value) {
  std::vector<std::string> subprotocols;
  for (const std::string_view element : split_list(value)) {
    if (!is_token(element)) return failure("the subprotocol " + in_quotes(element) + " is not a token");
    if (std::find(subprotocols.begin(), subprotocols.end(), element) != subprotocols.end()) {
      return failure("the subprotocol " + in_quotes(element) + " comes twice");  // RFC 6455 §4.1: "MUST all be unique"
    }
    subprotocols.emplace_back(element);
  }
  if (subprotocols.empty()) return failure(std::string("the list of subprotocols is empty, expected a token"));
  return subprotocols;
}

bool stands_before(const std::vector<std::string>& names, std::size_t index) {
  const auto here = names.begin() + static_cast<std::ptrdiff_t>(index);
  return std::find(names.begin(), here, *here) != here;
}

}  // namespace parley::protocol
