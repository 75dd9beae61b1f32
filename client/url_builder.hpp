// From a service and its bound parameters to the URL that is opened (systems-to-serve §2, "URL building").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/service.hpp"
#include "protocol/result.hpp"

namespace parley::client {

/// ECMA-262 encodeURIComponent: all but letters, digits and -_.!~*'() becomes %XX of its UTF-8 bytes.
[[nodiscard]] std::string encode_uri_component(std::string_view text);

/// Parameters whose value is undefined, null or '' are left out; 0 and false are kept. Path values are put in as they
/// are; what a URI cannot hold (spaces, quotes, braces, non-ASCII) is percent-encoded at the end, as a browser's URL
/// parser does. A query is appended to one that the service's URL already has.
/// The error is what onError is told: Required field(s) missing: "a,b"
[[nodiscard]] Result<std::string, std::string> build_url(const Service& service, const std::vector<Binding>& bindings);

/// What the page that holds the Variable was loaded over.
enum class PageScheme : std::uint8_t { http, https };

/// Empty when the page may open this URL, else what onError is told: from an https page only wss: passes.
[[nodiscard]] std::string mixed_content_error(std::string_view url, PageScheme page);

}  // namespace parley::client
