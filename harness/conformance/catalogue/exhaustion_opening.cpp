// Opening handshakes that cost the peer more than they cost us: RFC 6455 §10.4, RFC 9110 §5.4, RFC 9112 §3.
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/catalogue/vocabulary.hpp"

namespace parley::conformance {
namespace {

constexpr std::uint64_t mebibyte = 1U << 20;

std::vector<Allowed> answered_somehow() {
  return {{Grade::strict, Upgrades{}}, {Grade::strict, Refuses{}}, {Grade::strict, HangsUp{}}};
}

Case make(std::string id, std::string_view section, std::string title, std::string rule) {
  Case test;
  test.id = std::move(id);
  test.group = "exhaustion";
  test.section = section;
  test.level = Level::quality;
  test.needs = {};
  test.title = std::move(title);
  test.rule = std::move(rule);
  test.crowding = Crowding::alone;
  test.memory_allowance = 64 * mebibyte;
  test.allowed = answered_somehow();
  return test;
}

void add_long_targets(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::size_t size;
  };
  for (const auto& row : {Row{"8-kib", 8U << 10U}, Row{"64-kib", 64U << 10U}, Row{"1-mib", 1U << 20U}}) {
    auto test = make("9112-3-target-of-" + std::string(row.name), "RFC 9112 §3",
                     "A request target of " + std::to_string(row.size) + " bytes",
                     "A target that is too long is answered with 414, or otherwise soon; memory stays bounded.");
    test.script.request = request_with("GET", "GET {resource}?" + std::string(row.size, 'a') + " HTTP/1.1");
    cases.push_back(std::move(test));
  }
}

void add_many_fields(std::vector<Case>& cases) {
  auto many = make("9110-5.4-ten-thousand-fields", "RFC 9110 §5.4", "10,000 header fields",
                   "More fields than a server wishes to process are answered with a 4xx (431), or otherwise soon.");
  std::string lines;
  for (int i = 0; i < 10'000; ++i) lines += "X-Field-" + std::to_string(i) + ": value" + (i < 9'999 ? "\r\n" : "");
  many.script.request = request_with("X-Field-0", lines);
  cases.push_back(std::move(many));

  auto large =
      make("9110-5.4-field-of-1-mib", "RFC 9110 §5.4", "A header field of 1 MiB",
           "A field that is larger than a server wishes to process is answered with a 4xx, or otherwise soon.");
  large.script.request = request_with("X-Large", "X-Large: " + std::string(1U << 20U, 'x'));
  cases.push_back(std::move(large));
}

/// Values on which careless regular expressions take for ever (CVE-2021-32640, CVE-2020-7662, CVE-2020-7663).
void add_costly_values(std::vector<Case>& cases) {
  struct Row {
    std::string_view name;
    std::string line;
  };
  std::string quotes = "Sec-WebSocket-Extensions: a; b=\"";
  for (int i = 0; i < 5'000; ++i) quotes += "\\\\";
  std::string semicolons = "Sec-WebSocket-Extensions: a";
  for (int i = 0; i < 2'500; ++i) semicolons += "; b";
  const Row rows[] = {
      {"subprotocol-spaces", "Sec-WebSocket-Protocol: b" + std::string(7'500, ' ') + "x"},
      {"extension-backslashes", quotes},
      {"extension-parameters", semicolons + "=\""},
      {"extension-commas", "Sec-WebSocket-Extensions: " + std::string(7'500, ',')},
  };
  for (const auto& row : rows) {
    auto test = make("6455-10.4-costly-" + std::string(row.name), "RFC 6455 §10.4",
                     "A header field made to cost much to read: " + std::string(row.name),
                     "Whatever stands in a field, the handshake is answered within the peer's usual time.");
    const auto name = row.line.substr(0, row.line.find(':'));
    test.script.request = request_with(name, row.line);
    test.connections = 20;
    cases.push_back(std::move(test));
  }
}

/// A client that gets them must not wait or collect for ever.
void add_hostile_responses(std::vector<Case>& cases) {
  auto endless = make("9110-5.4-endless-response", "RFC 9110 §5.4", "A 101 whose header fields go on for 4 MiB",
                      "A client bounds what it reads of a response's head; it may well take this one.");
  std::string fields;
  for (int i = 0; i < 4096; ++i) fields += "X-Field-" + std::to_string(i) + ": " + std::string(1000, 'v') + "\r\n";
  endless.needs = {};
  endless.script.response = usual_response;
  endless.script.response.insert(endless.script.response.find("{extensions}"), fields);
  endless.script.steps = {Send{{ping("still there")}}};
  endless.allowed = {{Grade::strict, Survives{protocol::to_bytes("still there")}},
                     {Grade::strict, Fails{any_code()}},
                     {Grade::strict, Drops{}}};
  cases.push_back(std::move(endless));
}

}  // namespace

std::vector<Case> exhaustion_opening_cases(Role peer) {
  std::vector<Case> cases;
  if (peer == Role::server) {
    add_long_targets(cases);
    add_many_fields(cases);
    add_costly_values(cases);
  } else {
    add_hostile_responses(cases);
  }
  return cases;
}

}  // namespace parley::conformance
