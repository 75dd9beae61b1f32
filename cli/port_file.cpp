#include "cli/port_file.hpp"

#include <unistd.h>

#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "cli/exit_code.hpp"

namespace parley::cli {

PortFile::PortFile(std::filesystem::path path, std::uint16_t port) : path_(std::move(path)) {
  std::error_code ignored;  // as for reports; the file's own failure says enough
  if (path_.has_parent_path()) std::filesystem::create_directories(path_.parent_path(), ignored);
  auto draft = path_;
  draft += "." + std::to_string(::getpid());
  {
    std::ofstream file(draft);
    file << port << '\n';
    file.close();
    if (!file) throw Failure(ExitCode::usage, "cannot write the port file \"" + path_.string() + "\"");
  }
  std::error_code error;
  std::filesystem::rename(draft, path_, error);
  if (error) {
    const auto reason = error.message();
    std::filesystem::remove(draft, error);
    throw Failure(ExitCode::usage, "cannot write the port file \"" + path_.string() + "\": " + reason);
  }
}

PortFile::~PortFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

}  // namespace parley::cli
