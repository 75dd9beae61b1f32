// Samples: what messages are made of where there must be many, or large ones. Made by rule: the same in every run.
#pragma once

#include <cstddef>
#include <cstdint>

#include "protocol/bytes.hpp"

namespace parley::conformance {

enum class Sample : std::uint8_t {
  json,      // UTF-8, with some characters beyond ASCII
  html,      // UTF-8
  prose,     // UTF-8: sentences of made-up words
  bitmap,    // rows of a picture that change little
  document,  // some text, and much that does not compress
};

/// About 256 KiB.
[[nodiscard]] const protocol::Bytes& sample_bytes(Sample sample);

/// Slices of a sample, one after another; at its end it begins anew.
class SampleReader {
 public:
  enum class Cut : std::uint8_t { anywhere, between_characters };

  SampleReader(Sample sample, Cut cut) : bytes_(sample_bytes(sample)), cut_(cut) {}

  /// `size` bytes, or up to three fewer, so that no character of UTF-8 is cut.
  [[nodiscard]] protocol::Bytes next(std::size_t size);

 private:
  const protocol::Bytes& bytes_;
  Cut cut_;
  std::size_t at_ = 0;
};

}  // namespace parley::conformance
