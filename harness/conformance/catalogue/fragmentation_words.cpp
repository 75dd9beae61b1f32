#include "harness/conformance/catalogue/fragmentation_words.hpp"

namespace parley::conformance {

Case fragmentation_case(const std::string& id, std::vector<Need> needs, std::string title, std::string_view rule,
                        std::vector<std::string> aliases) {
  Case test;
  test.id = "6455-5.4-" + id;
  test.aliases = std::move(aliases);
  test.group = "fragmentation";
  test.section = "RFC 6455 §5.4";
  test.needs = std::move(needs);
  test.title = std::move(title);
  test.rule = rule;
  return test;
}

std::vector<std::string> autobahn_5(unsigned number) {
  return {"autobahn/5." + std::to_string(number)};
}

}  // namespace parley::conformance
