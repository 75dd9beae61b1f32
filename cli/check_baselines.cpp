#include "cli/check_baselines.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "cli/exit_code.hpp"
#include "cli/reporting.hpp"
#include "harness/conformance/report_autobahn.hpp"

namespace parley::cli {
namespace {

namespace fs = std::filesystem;

/// A pipe is a file too.
bool is_there(const std::string& file) {
  std::error_code ignored;
  return fs::exists(file, ignored) && !fs::is_directory(file, ignored);
}

/// What stands before the peer's word in the names of all their files.
std::string begin_of_names(const fs::path& file) {
  return file.stem().string() + "-";
}

/// True when some file is called as one of a peer.
bool has_any_of_a_peer(const std::string& file) {
  const fs::path path(file);
  const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const auto begin = begin_of_names(path);
  std::error_code ignored;
  const fs::directory_iterator entries(folder, ignored);
  return std::any_of(fs::begin(entries), fs::end(entries), [&](const fs::directory_entry& entry) {
    return entry.path().extension() == path.extension() && entry.path().filename().string().starts_with(begin);
  });
}

}  // namespace

std::string file_of_peer(const std::string& file, const std::string& peer) {
  const fs::path path(file);
  const auto name = begin_of_names(path) + conformance::file_word(peer) + path.extension().string();
  return (path.parent_path() / name).string();
}

std::optional<std::string> Baselines::file_for(const std::string& peer, Naming naming) const {
  auto first = file_of_peer(file_, peer);
  auto second = file_;
  if (naming == Naming::plain) std::swap(first, second);
  if (is_there(first)) return first;
  if (is_there(second)) return second;
  return std::nullopt;
}

const conformance::Baseline& Baselines::read(const std::string& file) {
  const auto known = by_file_.find(file);
  if (known != by_file_.end()) return known->second;  // a pipe is read once
  return by_file_.emplace(file, conformance::read_baseline(read_file(file), file)).first->second;
}

void Baselines::require(const std::string& peer, Naming naming) {
  if (file_.empty()) return;
  const auto file = file_for(peer, naming);
  if (!file) {
    const auto own = naming == Naming::by_peer ? file_of_peer(file_, peer) + " or " : "";
    throw Failure(ExitCode::usage, "--baseline: cannot read " + own + file_);
  }
  read(*file);
}

void Baselines::require_some() {
  if (file_.empty()) return;
  if (is_there(file_)) {
    read(file_);
  } else if (!has_any_of_a_peer(file_)) {
    throw Failure(ExitCode::usage, "--baseline: cannot read " + file_);
  }
}

const conformance::Baseline& Baselines::of(const std::string& peer, Naming naming) {
  static const conformance::Baseline none;
  const auto file = file_.empty() ? std::nullopt : file_for(peer, naming);
  if (!file) return none;
  try {
    return read(*file);
  } catch (const std::exception& error) {
    std::cerr << "parley: " << error.what() << '\n';
    return by_file_[*file];
  }
}

}  // namespace parley::cli
