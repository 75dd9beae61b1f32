// A file that is gone when its owner is.
#pragma once

#include <string>
#include <string_view>

namespace parley::scenario {

class TemporaryFile {
 public:
  /// Throws std::system_error.
  explicit TemporaryFile(std::string_view content);
  ~TemporaryFile();
  TemporaryFile(TemporaryFile&&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace parley::scenario
