#include "harness/report/progress.hpp"

#include <fmt/format.h>

#include "harness/report/text.hpp"

namespace parley::harness {

Progress::Progress(std::ostream& out, std::size_t total, std::size_t columns)
    : out_(out), total_(total), columns_(columns) {}

Progress::~Progress() {
  clear();
}

void Progress::start(std::string_view scenario) {
  const std::lock_guard lock(mutex_);
  draw(scenario);
}

void Progress::finish(const ScenarioResult& result) {
  const std::lock_guard lock(mutex_);
  ++done_;
  if (result.verdict == Verdict::failed || result.verdict == Verdict::error) ++bad_;
  draw(result.name + " (" + result.pairing() + ")");
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (shown_) out_ << "\r\x1b[K" << std::flush;
  shown_ = false;
}

void Progress::draw(std::string_view scenario) {
  const auto bad = bad_ == 0 ? "" : fmt::format("  {} not passed", bad_);
  const auto count = fmt::format("  {}/{}  ", done_, total_);
  const auto used = display_width(count) + display_width(bad) + 1;  // the last column stays free: no line wrap
  const auto room = columns_ > used ? columns_ - used : 0;
  out_ << "\r\x1b[K" << count << truncate(printable(scenario), room) << bad << std::flush;
  shown_ = true;
}

}  // namespace parley::harness
