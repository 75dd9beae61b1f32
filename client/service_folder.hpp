// A service's folder on disk: written by the import, read by whoever connects to the service.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "client/service.hpp"

namespace parley::client {

/// Throws std::invalid_argument that names a file which is there already.
void refuse_existing(const std::filesystem::path& folder, const std::map<std::string, std::string>& files);

enum class Overwriting : std::uint8_t { refused, allowed };

/// Writes all files, or none when one of them is there already and `overwriting` is refused. Throws as above, also for
/// a file that cannot be written.
void write_service(const std::filesystem::path& folder, const std::map<std::string, std::string>& files,
                   Overwriting overwriting);

struct LoadedService {
  Service service;                          // its URL is that of the profile
  std::string path;                         // base path and path: "/websocket/chatroom", for another server
  std::vector<std::string> request_fields;  // of a request that is an object; empty: any other request, or none
};

/// Reads what `service_files` has made, and equally what the studio has: there the JSON files are in designtime/, and
/// the profiles two folders above. An empty `profile` takes the address under which the service was imported. Throws
/// std::invalid_argument that names the file, what is wrong with it, and for a profile that is not there, those that
/// are.
[[nodiscard]] LoadedService load_service(const std::filesystem::path& folder, const std::string& profile);

}  // namespace parley::client
