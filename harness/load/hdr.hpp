// Histograms in the encodings that tools for HdrHistogram read and write: the compressed V2 histogram, and the log.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "harness/load/histogram.hpp"
#include "protocol/result.hpp"

namespace parley::load {

/// "HISTFAAAA…": V2, compressed, in base64. It keeps counts by bucket; minimum, maximum and mean become those of the
/// buckets.
[[nodiscard]] std::string encode_hdr(const Histogram& histogram);

/// Reads what `encode_hdr` writes: two significant digits, 1 as the lowest value. The error says what is different.
[[nodiscard]] Result<Histogram, std::string> decode_hdr(std::string_view text);

/// The lines at the head of a log. Times in lines count from `start`.
[[nodiscard]] std::string hdr_log_head(std::chrono::system_clock::time_point start, std::string_view about);

/// One interval. `tag` has no comma and no white space. Values are nanoseconds; the column of the maximum is in
/// milliseconds, as is usual.
[[nodiscard]] std::string hdr_log_line(std::string_view tag, std::chrono::nanoseconds at,
                                       std::chrono::nanoseconds length, const Histogram& histogram);

}  // namespace parley::load
