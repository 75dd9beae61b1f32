#include "harness/conformance/catalogue/handshake_words.hpp"

#include "harness/conformance/catalogue/vocabulary.hpp"
#include "harness/report/text.hpp"

namespace parley::conformance {
namespace {

constexpr std::string_view open_question = "open?";

/// Some that take it for open answer no ping, for which they are blamed elsewhere: their answer to a Close tells it
/// too.
std::vector<Frame> question() {
  return {ping(open_question), close_frame(1000)};
}

/// A client that has to give up finds the question behind the response, in one write with it: some read on after they
/// have failed the connection, and answer what they find there. A question that comes later would catch them or miss
/// them, as it happens to arrive. It is there also behind what is no 101 at all, which a client must not take for one.
/// Who may open is asked in a write of its own, as what comes with the response has its own cases.
void ask(Case& test, Reaction expected) {
  if (expected == Reaction::gives_up) {
    test.script.with_head = question();
  } else {
    ask_whether_open(test);
  }
}

std::string with_line(std::string head, std::string_view start_name, std::string_view name, std::string_view line) {
  const std::string with_end = line.empty() ? "" : std::string(line) + "\r\n";
  const auto at = name == start_name ? 0 : head.find("\r\n" + std::string(name) + ":");
  if (at == std::string::npos) {
    head.insert(head.find("{fields}"), with_end);
    return head;
  }
  const auto begin = at == 0 ? 0 : at + 2;
  const auto end = head.find("\r\n", begin) + 2;
  return head.replace(begin, end - begin, with_end);
}

template <class Expected>
Case family_case(const Family<Expected>& family, const Line& line, std::string_view head) {
  auto test = handshake_case(std::string(family.prefix) + std::string(line.id), family.section, family.level,
                             line.text.empty() ? std::string(family.field) + " is left out"
                                               : "The " + std::string(head) + " has " + shown(line.text),
                             std::string(family.rule));
  test.allowed = allowed_for(family.expected);
  return test;
}

}  // namespace

std::vector<Allowed> allowed_for(Expect expect) {
  switch (expect) {
    case Expect::upgrade:
      return upgraded();
    case Expect::upgrade_if_served:
      return {{Grade::strict, Upgrades{}}, {Grade::lenient, Refuses{200, 599}}, {Grade::lenient, HangsUp{}}};
    case Expect::refusal:
      return refused();
    case Expect::bad_request:
      return {{Grade::strict, Refuses{400, 400}}, {Grade::lenient, Refuses{401, 599}}, {Grade::lenient, HangsUp{}}};
    case Expect::bad_request_or_moved:
      return {{Grade::strict, Refuses{400, 400}},
              {Grade::strict, Refuses{301, 301}},
              {Grade::lenient, Refuses{200, 599}},
              {Grade::lenient, HangsUp{}}};
    case Expect::either:
      return {{Grade::strict, Upgrades{}},
              {Grade::strict, Refuses{}},
              {Grade::lenient, Refuses{200, 599}},
              {Grade::lenient, HangsUp{}}};
    case Expect::version_list:
      return {{Grade::strict, Refuses{400, 599, "Sec-WebSocket-Version"}}, {Grade::lenient, HangsUp{}}};
  }
  return {};
}

std::vector<Allowed> given_up() {
  return {{Grade::strict, GivesUp{}}, {Grade::lenient, Fails{{{1002, 1003}, {1007, 1011}}}}};
}

std::vector<Allowed> allowed_for(Reaction reaction) {
  const Allowed answers_ping{Grade::strict, Survives{protocol::to_bytes(open_question)}};
  const Allowed answers_close{Grade::strict, Closes{{{0, 1001}, {1004, 1006}, {1012, 65535}}}};
  switch (reaction) {
    case Reaction::opens:
      return {answers_ping, answers_close};
    case Reaction::gives_up:
      return given_up();
    case Reaction::either: {
      auto allowed = given_up();
      allowed.push_back(answers_ping);
      allowed.push_back(answers_close);
      return allowed;
    }
  }
  return {};
}

Case handshake_case(std::string id, std::string_view section, Level level, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "handshake";
  test.section = section;
  test.level = level;
  test.needs = {};
  test.title = std::move(title);
  test.rule = std::move(rule);
  return test;
}

void ask_whether_open(Case& test) {
  test.script.steps.emplace_back(Send{question()});
}

void add_family(std::vector<Case>& cases, const Family<Expect>& family, std::span<const Line> lines) {
  for (const auto& line : lines) {
    auto test = family_case(family, line, "request");
    test.script.request = request_with(family.field, line.text);
    cases.push_back(std::move(test));
  }
}

void add_family(std::vector<Case>& cases, const Family<Reaction>& family, std::span<const Line> lines) {
  for (const auto& line : lines) {
    auto test = family_case(family, line, "response");
    test.script.response = response_with(family.field, line.text);
    ask(test, family.expected);
    cases.push_back(std::move(test));
  }
}

std::string response_with(std::string_view name, std::string_view line) {
  return with_line(usual_response, "HTTP", name, line);
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 120;
  std::string one_line;
  for (const char c : harness::printable(text.substr(0, longest)))
    one_line += c == '\n' ? std::string("\\n") : std::string(1, c);
  for (auto at = one_line.find("\\x0d\\n"); at != std::string::npos; at = one_line.find("\\x0d\\n", at)) {
    one_line.replace(at, 6, " and ");
  }
  return text.size() > longest ? one_line + "…" : one_line;
}

}  // namespace parley::conformance
