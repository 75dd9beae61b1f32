// The baselines of a run: one file for a single peer; of several peers one for all, or one for each beside it.
#pragma once

#include <cstdint>
#include <map>
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
  Baselines() = default;
  /// Reads `file` and, where there may be several peers, all that are called as theirs; "": none. Throws Failure when
  /// there is none of them, and std::invalid_argument that names the file and the place in it.
  Baselines(const std::string& file, Naming naming);

  /// The peer's own or, where it has none, that of all; empty without one.
  [[nodiscard]] const conformance::Baseline& of(const std::string& peer) const;

 private:
  std::string file_;
  std::map<std::string, conformance::Baseline> by_file_;
};

}  // namespace parley::cli
