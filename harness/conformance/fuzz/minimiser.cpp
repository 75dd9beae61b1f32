#include "harness/conformance/fuzz/minimiser.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace parley::conformance::fuzz {
namespace {

using Lines = std::vector<std::string>;

/// Each with its end.
Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) text += line;
  return text;
}

bool contains(const Lines& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

bool is_usual(const std::string& line) {
  static const auto usual = lines_of(usual_request);
  return contains(usual, line);
}

class Minimiser {
 public:
  Minimiser(Script script, const Shows& shows, const Enough& enough)
      : script_(std::move(script)), shows_(shows), enough_(enough) {}

  Script run() {
    do {
      progress_ = false;
      simplify_head();
      reduce(&Script::steps);
      for (std::size_t i = 0; i < script_.steps.size(); ++i) simplify_step(i);
      reduce(&Script::with_head);
      for (std::size_t i = 0; i < script_.with_head.size(); ++i) {
        simplify_frame([i](Script& script) -> Frame& { return script.with_head[i]; });
      }
    } while (progress_ && !enough_());
    return std::move(script_);
  }

 private:
  /// Makes a change when the script still shows it. A change may say that it is none.
  template <class Change>
  bool attempt(const Change& change) {
    if (enough_()) return false;
    Script changed = script_;
    if constexpr (std::is_void_v<std::invoke_result_t<Change, Script&>>) {
      change(changed);
    } else if (!change(changed)) {
      return false;
    }
    if (!shows_(changed)) return false;
    script_ = std::move(changed);
    return progress_ = true;
  }

  /// Sets a member to what is usual, if it is not.
  template <class Value, class Member>
  void set(const Member& member, const Value& usual) {
    if (!(member(script_) == usual)) static_cast<void>(attempt([&](Script& script) { member(script) = usual; }));
  }

  /// Leaves out runs of elements: halves first, at last single ones.
  template <class Member>
  void reduce_at(const Member& member) {
    for (std::size_t run = member(script_).size(); run > 0; run /= 2) {
      for (std::size_t at = 0; at < member(script_).size() && !enough_();) {
        const bool left_out = attempt([&](Script& script) {
          auto& all = member(script);
          const auto begin = all.begin() + static_cast<std::ptrdiff_t>(at);
          all.erase(begin, begin + static_cast<std::ptrdiff_t>(std::min(run, all.size() - at)));
        });
        if (!left_out) at += run;
      }
    }
  }

  template <class Container>
  void reduce(Container Script::*member) {
    reduce_at([member](Script& script) -> Container& { return script.*member; });
  }

  void simplify_head() {
    set(
        [](Script & script) -> auto& { return script.request; }, usual_request);
    set(
        [](Script & script) -> auto& { return script.extensions; }, std::string());
    set(
        [](Script & script) -> auto& { return script.head_piece; }, std::size_t{0});
    if (script_.request == usual_request) return;
    restore_lines();
    reduce_lines();
    for (std::size_t i = 0; i < lines_of(script_.request).size(); ++i) reduce_line(i);
  }

  /// What is not in order should be told apart from what is only missing.
  void restore_lines() {
    const auto usual = lines_of(usual_request);
    for (std::size_t i = 0; i < usual.size(); ++i) {
      const auto lines = lines_of(script_.request);
      if (contains(lines, usual[i])) continue;
      const auto before = i == 0 ? lines.end() : std::find(lines.begin(), lines.end(), usual[i - 1]);
      const auto first = std::min<std::ptrdiff_t>(i == 0 ? 0 : 1, lines.end() - lines.begin());
      const auto at = before == lines.end() ? first : before - lines.begin() + 1;
      attempt([&](Script& script) {
        auto more = lines;
        more.insert(more.begin() + at, usual[i]);
        script.request = joined(more);
      });
    }
  }

  /// Runs of lines that are not usual: a head of hundreds of fields takes long byte by byte.
  void reduce_lines() {
    for (std::size_t run = lines_of(script_.request).size(); run > 0; run /= 2) {
      for (std::size_t at = 0; at < lines_of(script_.request).size() && !enough_();) {
        const bool left_out = attempt([&](Script& script) {
          auto lines = lines_of(script.request);
          const auto end = std::min(at + run, lines.size());
          for (auto i = end; i > at; --i) {
            if (!is_usual(lines[i - 1])) lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i - 1));
          }
          if (lines.size() == lines_of(script.request).size()) return false;
          script.request = joined(lines);
          return true;
        });
        if (!left_out) at += run;
      }
    }
  }

  /// The bytes of a line that is not usual, up to its end.
  void reduce_line(std::size_t index) {
    if (is_usual(lines_of(script_.request)[index])) return;
    const auto size = [&] {
      const auto lines = lines_of(script_.request);
      return index < lines.size() ? lines[index].find_last_not_of("\r\n") + 1 : 0;
    };
    for (std::size_t run = size(); run > 0; run /= 2) {
      for (std::size_t at = 0; at < size() && !enough_();) {
        const bool left_out = attempt([&](Script& script) {
          auto lines = lines_of(script.request);
          lines[index].erase(at, std::min(run, size() - at));
          script.request = joined(lines);
        });
        if (!left_out) at += run;
      }
    }
  }

  void simplify_step(std::size_t at) {
    if (std::holds_alternative<SendBytes>(script_.steps[at])) {
      return reduce_at([at](Script & script) -> auto& { return std::get<SendBytes>(script.steps[at]).bytes; });
    }
    if (!std::holds_alternative<Send>(script_.steps[at])) return;
    const auto send = [at](Script& script) -> Send& { return std::get<Send>(script.steps[at]); };
    set(
        [send](Script & script) -> auto& { return send(script).piece; }, std::size_t{0});
    reduce_at([send](Script & script) -> auto& { return send(script).frames; });
    for (std::size_t i = 0; i < send(script_).frames.size(); ++i) {
      simplify_frame([send, i](Script& script) -> Frame& { return send(script).frames[i]; });
    }
  }

  template <class Member>
  void simplify_frame(const Member& frame) {
    const Frame usual;
    set(
        [frame](Script & script) -> auto& { return frame(script).announced; }, usual.announced);
    set(
        [frame](Script & script) -> auto& { return frame(script).form; }, usual.form);
    set(
        [frame](Script & script) -> auto& { return frame(script).masking; }, usual.masking);
    set(
        [frame](Script & script) -> auto& { return frame(script).rsv; }, usual.rsv);
    set(
        [frame](Script & script) -> auto& { return frame(script).fin; }, usual.fin);
    reduce_at([frame](Script & script) -> auto& { return frame(script).payload; });
  }

  Script script_;
  const Shows& shows_;
  const Enough& enough_;
  bool progress_ = false;
};

}  // namespace

Script minimise(Script script, const Shows& shows, const Enough& enough) {
  return Minimiser(std::move(script), shows, enough).run();
}

}  // namespace parley::conformance::fuzz
