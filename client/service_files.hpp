// The files of an imported service, with the names and fields that the studio gives them (systems-to-serve §3).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/service_url.hpp"
#include "client/type_inference.hpp"
#include "client/value.hpp"

namespace parley::client {

/// All that is known of a service after its import.
struct ImportedService {
  std::string name;
  ServiceUrl url;
  std::string sample_request;            // empty: none
  std::string sample_response;           // the message that was picked; empty: none came
  std::optional<std::string> converted;  // the response as JSON, when it was XML
  InferredType request;                  // of no samples: the service takes no request
  InferredType response;
  std::vector<std::string> required_queries;  // names of query parameters that must be given
  std::vector<std::pair<std::string, std::string>> headers;
  std::string api_id;  // a UUID
};

/// What the studio takes as the name of a service: a letter, then letters, digits and "_".
[[nodiscard]] bool is_service_name(std::string_view name);

/// The last segment of the path as a name, else the first label of the host.
[[nodiscard]] std::string suggest_service_name(const ServiceUrl& url);

/// First those of the path, which are required; then those of the query.
[[nodiscard]] std::vector<ServiceParameter> parameters_of(const ImportedService& service);

/// What differs between environments.
struct Profile {
  std::string name;  // "development"
  std::string scheme, host, base_path;
};

/// The text of each file by its path within the service's folder.
[[nodiscard]] std::map<std::string, std::string> service_files(const ImportedService& service,
                                                               const std::vector<Profile>& profiles);

// The files one by one.
[[nodiscard]] Value service_info(const ImportedService& service);
[[nodiscard]] Value connection_settings(const ImportedService& service);
[[nodiscard]] Value api_document(const ImportedService& service);  // the paths as the studio's own server has them
[[nodiscard]] Value api_target(const ImportedService& service);    // the paths as the service itself has them
[[nodiscard]] Value service_definitions(const ImportedService& service);
[[nodiscard]] std::string profile_properties(const ImportedService& service, const Profile& profile);

}  // namespace parley::client
