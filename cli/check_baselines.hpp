// The baselines of a run: one file for a single peer; of several peers one for each, or one for those that have none.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "harness/conformance/baseline.hpp"

namespace parley::cli {

/// How the files of a peer are called: by_peer as file_of_peer says, for a run of several.
enum class Naming : std::uint8_t { plain, by_peer };

/// "report.json" and "sound" are "report-sound.json": the file of one of several peers. The peer's name is made a part
/// of a file name.
[[nodiscard]] std::string file_of_peer(const std::string& file, const std::string& peer);

class Baselines {
 public:
  /// Of --baseline; "": none.
  explicit Baselines(std::string file) : file_(std::move(file)) {}

  // Before the run. These throw Failure when there is no file, and std::invalid_argument that names a file and the
  // place in it.
  void require(const std::string& peer, Naming naming);
  void require_some();  // where it is not known who will come

  /// With by_peer the peer's own or else that of all, with plain the other way round; empty where there is none. What
  /// is wrong with a file that was not read before the run is told on standard error: no result is to be lost for it.
  [[nodiscard]] const conformance::Baseline& of(const std::string& peer, Naming naming);

 private:
  [[nodiscard]] std::optional<std::string> file_for(const std::string& peer, Naming naming) const;
  const conformance::Baseline& read(const std::string& file);

  std::string file_;
  std::map<std::string, conformance::Baseline> by_file_;
};

}  // namespace parley::cli
