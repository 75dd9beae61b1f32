#include "harness/conformance/content_watch.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "harness/conformance/observation.hpp"
#include "protocol/http_grammar.hpp"

namespace parley::conformance {

ContentWatch::ContentWatch(const protocol::HttpResponse& response) : status_(response.status) {
  const bool never_has_content = status_ < 200 || status_ == 204 || status_ == 304;  // RFC 9112 §6.3 rule 1
  if (never_has_content || response.fields.find("Transfer-Encoding") != nullptr) return;
  const auto length = response.fields.combined("Content-Length");
  if (length) left_ = protocol::parse_decimal(*length);
}

std::string ContentWatch::feed(protocol::ByteView data) {
  constexpr std::string_view response_begin = "HTTP/";
  if (!left_) return {};
  const auto inside = static_cast<std::size_t>(std::min<std::uint64_t>(*left_, data.size()));
  *left_ -= inside;
  const auto rest = data.subspan(inside);
  behind_ += protocol::as_text(rest.first(std::min(rest.size(), response_begin.size() - behind_.size())));
  if (response_begin.starts_with(behind_)) return {};
  left_.reset();
  return fmt::format("behind the content that the Content-Length of the {} announces comes {}", status_,
                     describe_payload(protocol::as_bytes(behind_)));
}

}  // namespace parley::conformance
