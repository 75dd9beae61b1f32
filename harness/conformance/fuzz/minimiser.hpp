// Minimiser: what of a script is needed for it to show what it shows (delta debugging).
#pragma once

#include <functional>

#include "harness/conformance/script.hpp"

namespace parley::conformance::fuzz {

/// Plays a script; true: it still shows it.
using Shows = std::function<bool(const Script&)>;

/// True when it should be left at what it has come to.
using Enough = std::function<bool()>;

/// Leaves out steps, frames, lines of the head and bytes, and sets what is unusual about those that stay back to what
/// is usual, as long as the script still shows it. What it returns has been seen to show it, if `script` does.
[[nodiscard]] Script minimise(Script script, const Shows& shows, const Enough& enough);

}  // namespace parley::conformance::fuzz
