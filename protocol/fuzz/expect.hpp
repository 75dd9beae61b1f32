// How a fuzz target says that a property does not hold: both libFuzzer and our driver then show the input.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace parley::protocol::fuzz {

/// `what` should be the same, and is not.
template <class T>
void expect_equal(const T& expected, const T& actual, const std::string& what) {
  if (expected == actual) return;
  std::fprintf(stderr, "not the same: %s\n", what.c_str());
  std::abort();
}

}  // namespace parley::protocol::fuzz
