// The URL of a service, taken apart as the import does (systems-to-serve §3).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/service.hpp"
#include "protocol/result.hpp"

namespace parley::client {

struct ServiceUrl {
  std::string scheme;     // "ws" or "wss"
  std::string userinfo;   // "user:password" percent-decoded, or empty: never written to a file
  std::string host;       // with the port, when the URL names one
  std::string base_path;  // the path without its last segment: "/websocket" or ""
  std::string path;       // "/" and the last segment: "/chatroom"
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
  std::vector<std::string> path_parameters;                // of {name} and {name:regex}, in order, each once

  /// "wss://host/base/path", with {name} as written and without the query.
  [[nodiscard]] std::string address() const { return scheme + "://" + host + base_path + path; }
  /// The same with the query, as it is opened when the parameters have their sample values.
  [[nodiscard]] std::string full() const;

  /// First those of the path, required; then those of the query, optional.
  [[nodiscard]] std::vector<ServiceParameter> parameters() const;
};

/// The error is a sentence: what is wrong and what was expected.
[[nodiscard]] Result<ServiceUrl, std::string> split_service_url(std::string_view url);

/// {name:regex} as {name}, in text that `split_service_url` has taken.
[[nodiscard]] std::string without_patterns(std::string_view text);

}  // namespace parley::client
