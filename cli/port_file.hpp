// A file that tells scripts which port a server got.
#pragma once

#include <cstdint>
#include <filesystem>

namespace parley::cli {

/// Holds the port and a line end. Appears whole or not at all: it is written beside its place and then moved there.
/// Removed by the destructor.
class PortFile {
 public:
  /// Throws Failure (usage) when it cannot be written.
  PortFile(std::filesystem::path path, std::uint16_t port);
  ~PortFile();
  PortFile(PortFile&&) = delete;

 private:
  std::filesystem::path path_;
};

}  // namespace parley::cli
