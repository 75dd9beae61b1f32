#include "harness/conformance/selection.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace parley::conformance {
namespace {

constexpr std::string_view on_request = "performance";  // large and long: not among all the others

bool fits(const Case& test, std::string_view pattern) {
  return matches_glob(pattern, test.id) || matches_glob(pattern, test.group) ||
         std::any_of(test.aliases.begin(), test.aliases.end(),
                     [pattern](const std::string& alias) { return matches_glob(pattern, alias); });
}

/// "RFC 6455 §5.1, §5.5.2" has the sections 5.1 and 5.5.2, and 5.5.
bool has_section(std::string_view sections, std::string_view wanted) {
  constexpr std::string_view sign = "§";
  for (auto at = sections.find(sign); at != std::string_view::npos; at = sections.find(sign, at + 1)) {
    const auto rest = sections.substr(at + sign.size());
    if (!rest.starts_with(wanted)) continue;
    const auto after = rest.substr(wanted.size());
    if (after.empty() || after[0] < '0' || after[0] > '9') return true;
  }
  return false;
}

constexpr std::array levels{Level::must, Level::should, Level::may, Level::disputed, Level::quality, Level::info};

/// What is meant by a word that nothing is called.
void check_words(const std::vector<Case>& catalogue, const Selection& selection) {
  const auto nobody = [&](const auto& fits) { return std::none_of(catalogue.begin(), catalogue.end(), fits); };
  const auto is_level = [&](Level level) { return to_string(level) == selection.level; };
  if (!selection.level.empty() && std::none_of(levels.begin(), levels.end(), is_level)) {
    std::string all;
    for (const auto level : levels) all += (all.empty() ? "" : ", ") + std::string(to_string(level));
    throw std::invalid_argument("no level is called \"" + selection.level + "\"; there are " + all);
  }
  if (!selection.section.empty() &&
      nobody([&](const Case& test) { return has_section(test.section, selection.section); })) {
    throw std::invalid_argument("no case is of section \"" + selection.section + "\"; parley list --json shows theirs");
  }
  if (!selection.group.empty() && nobody([&](const Case& test) { return test.group == selection.group; })) {
    throw std::invalid_argument("no group is called \"" + selection.group + "\"; parley list --json shows them all");
  }
}

std::string advice_for(std::string_view pattern) {
  for (const auto role : {Role::server, Role::client}) {
    if (monitors_called(role, pattern).empty()) continue;
    return "\"" + std::string(pattern) +
           "\" is a monitor: it watches every case, and cannot be played alone. Its line in a report names a case that "
           "shows what it found; parley show tells its rule";
  }
  return "no case is called \"" + std::string(pattern) + "\"; parley list shows them all";
}

}  // namespace

bool is_on_request(const Case& test) {
  return test.group == on_request;
}

std::vector<Monitor> monitors_called(Role peer, std::string_view pattern) {
  auto called = monitors(peer);
  std::erase_if(called, [pattern](const Monitor& monitor) { return !matches_glob(pattern, monitor.id); });
  return called;
}

bool matches_glob(std::string_view glob, std::string_view text) {
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  std::size_t g = 0;
  for (std::size_t t = 0; t < text.size();) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = t;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return glob.substr(g).find_first_not_of('*') == std::string_view::npos;
}

std::vector<const Case*> select(const std::vector<Case>& catalogue, const Selection& selection) {
  for (const auto& pattern : selection.patterns) {
    if (std::none_of(catalogue.begin(), catalogue.end(), [&](const Case& test) { return fits(test, pattern); })) {
      throw std::invalid_argument(advice_for(pattern));
    }
  }
  check_words(catalogue, selection);
  std::vector<const Case*> selected;
  for (const auto& test : catalogue) {
    const auto wanted = [&](const std::string& pattern) { return fits(test, pattern); };
    if (!selection.patterns.empty() && std::none_of(selection.patterns.begin(), selection.patterns.end(), wanted))
      continue;
    if (!selection.section.empty() && !has_section(test.section, selection.section)) continue;
    if (!selection.level.empty() && to_string(test.level) != selection.level) continue;
    if (!selection.group.empty() && test.group != selection.group) continue;
    const bool asked_for = !selection.patterns.empty() || !selection.group.empty();
    if (!asked_for && test.group == on_request) continue;
    selected.push_back(&test);
  }
  if (selected.empty())
    throw std::invalid_argument("no case has all of these: section, level, group and what else was asked for");
  return selected;
}

}  // namespace parley::conformance
