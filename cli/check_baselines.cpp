#include "cli/check_baselines.hpp"

#include <filesystem>

#include "cli/reporting.hpp"
#include "harness/conformance/report_autobahn.hpp"

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

/// True for what file_of_peer makes of `file`.
bool is_of_a_peer(const fs::path& found, const fs::path& file) {
  return found.extension() == file.extension() && found.filename().string().starts_with(file.stem().string() + "-");
}

}  // namespace

std::string file_of_peer(const std::string& file, const std::string& peer) {
  const fs::path path(file);
  return (path.parent_path() / (path.stem().string() + "-" + conformance::file_word(peer) + path.extension().string()))
      .string();
}

Baselines::Baselines(const std::string& file, Naming naming) : file_(file) {
  if (file.empty()) return;
  const auto read = [this](const std::string& name) {
    by_file_[name] = conformance::read_baseline(read_file(name), name);
  };
  const fs::path path(file);
  std::error_code ignored;
  if (naming == Naming::by_peer) {
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      if (is_of_a_peer(entry.path(), path)) read((path.parent_path() / entry.path().filename()).string());
    }
  }
  if (by_file_.empty() || fs::exists(path, ignored)) read(file);
}

const conformance::Baseline& Baselines::of(const std::string& peer) const {
  static const conformance::Baseline none;
  for (const auto& file : {file_of_peer(file_, peer), file_}) {
    if (const auto found = by_file_.find(file); found != by_file_.end()) return found->second;
  }
  return none;
}

}  // namespace parley::cli
