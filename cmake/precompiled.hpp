// What most tests include, parsed once a program (ParleyTargets.cmake). No source may rely on it: a build with ccache
// does without.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

// The definitions come with the libraries that a target links.
#ifdef FMT_SHARED
#include <fmt/format.h>
#endif
#ifdef JSON_DIAGNOSTICS
#include <nlohmann/json.hpp>
#endif
