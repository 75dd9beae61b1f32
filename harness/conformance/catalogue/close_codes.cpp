// Close codes: RFC 6455 §7.4.
#include <array>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

struct Row {
  std::uint16_t code;
  std::string_view autobahn;
};

constexpr std::array legal{
    Row{1000, "7.7.1"}, Row{1001, "7.7.2"},  Row{1002, "7.7.3"},  Row{1003, "7.7.4"}, Row{1007, "7.7.5"},
    Row{1008, "7.7.6"}, Row{1009, "7.7.7"},  Row{1010, "7.7.8"},  Row{1011, "7.7.9"}, Row{3000, "7.7.10"},
    Row{3001, ""},      Row{3999, "7.7.11"}, Row{4000, "7.7.12"}, Row{4001, ""},      Row{4999, "7.7.13"},
};
// Registered with the IANA after the RFC was written, which so knows them as little as 1016.
constexpr std::array registered_later{Row{1012, ""}, Row{1013, ""}, Row{1014, ""}};
constexpr std::array never_sent{Row{1005, "7.9.4"}, Row{1006, "7.9.5"}, Row{1015, ""}};
constexpr std::array reserved{
    Row{0, "7.9.1"},    Row{1, ""},    Row{999, "7.9.2"},  Row{1004, "7.9.3"}, Row{1016, "7.9.6"},
    Row{1100, "7.9.7"}, Row{1999, ""}, Row{2000, "7.9.8"}, Row{2999, "7.9.9"},
};
constexpr std::array undefined{Row{5000, "7.13.1"}, Row{9999, ""}, Row{33768, ""}, Row{65535, "7.13.2"}};

Case make(const Row& row, std::string_view section, Level level, std::string rule) {
  Case test;
  test.id =
      (section.starts_with("RFC 6455 §7.4.1") ? "6455-7.4.1-code-" : "6455-7.4.2-code-") + std::to_string(row.code);
  if (!row.autobahn.empty()) test.aliases = {"autobahn/" + std::string(row.autobahn)};
  test.group = "close";
  test.section = section;
  test.level = level;
  test.title = "A Close with code " + std::to_string(row.code);
  test.rule = std::move(rule);
  test.script.steps = {Send{{close_frame(row.code)}}};
  return test;
}

/// The same with a reason, behind which a code must not hide.
Case with_reason(Case test, std::uint16_t code) {
  test.id += "-with-a-reason";
  test.aliases.clear();
  test.title += " and a reason";
  test.script.steps = {Send{{close_frame(code, "a reason")}}};
  return test;
}

std::vector<Allowed> answered_with(std::uint16_t number) {
  return {{Grade::strict, Closes{{{number, number}, {1000, 1000}, {1005, 1005}}}},
          {Grade::lenient, Closes{any_code_but_errors()}},
          {Grade::lenient, Resets{}}};
}

/// RFC 6455 §7.4.1 has 1010 for clients ("this status code is not used by the server") and says of 1011 that a server
/// is terminating: a peer may take us, who are the other one, for mistaken.
std::uint16_t not_of_our_role(Role peer) {
  return peer == Role::client ? 1010 : 1011;
}

}  // namespace

std::vector<Case> close_code_cases(Role peer) {
  std::vector<Case> cases;
  for (const auto& row : legal) {
    auto test = make(row, row.code < 1012 ? "RFC 6455 §7.4.1" : "RFC 6455 §7.4.2", Level::must,
                     "A Close with a code that may be used is answered, typically with the same one.");
    test.allowed = answered_with(row.code);
    if (row.code == not_of_our_role(peer)) {
      test.allowed.push_back({Grade::lenient, Fails{code(1002)}});
      test.allowed.push_back({Grade::lenient, Drops{}});
    }
    cases.push_back(std::move(test));
  }
  for (const auto& row : registered_later) {
    auto test = make(row, "RFC 6455 §7.4.2", Level::disputed,
                     "A Close with a registered code is answered, typically with the same one. This one is in the "
                     "IANA's registry (§11.7) and not in the RFC: who knows only the RFC takes it for unassigned.");
    test.allowed = answered_with(row.code);
    cases.push_back(std::move(test));
  }
  for (const auto& row : never_sent) {
    auto test = make(row, "RFC 6455 §7.4.1, §10.7", Level::must,
                     "The code must not be set in a Close, and incoming data must be validated (§10.7).");
    test.allowed = bad_close(row.code, {{1002, 1002}});
    cases.push_back(with_reason(test, row.code));
    cases.push_back(std::move(test));
  }
  for (const auto& row : reserved) {
    auto test = make(row, row.code == 1004 ? "RFC 6455 §7.4.1" : "RFC 6455 §7.4.2", Level::disputed,
                     "The code is not used, or reserved and never registered: it cannot be understood (§10.7).");
    test.allowed = bad_close(row.code, {{1002, 1002}, {1005, 1005}});
    if (row.code == 999 || row.code == 2999) cases.push_back(with_reason(test, row.code));
    cases.push_back(std::move(test));
  }
  for (const auto& row : undefined) {
    auto test = make(row, "RFC 6455 §7.4.2", Level::info, "The RFC says nothing about codes from 5000.");
    test.allowed = {{Grade::informational, Closes{any_code()}}, {Grade::informational, Ends{}}};
    cases.push_back(std::move(test));
  }
  return cases;
}

}  // namespace parley::conformance
