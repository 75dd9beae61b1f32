#include "harness/conformance/fuzz/finding_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/conformance/describe_script.hpp"
#include "harness/conformance/fuzz/script_json.hpp"

namespace parley::conformance::fuzz {
namespace {

using Json = nlohmann::ordered_json;

Json connection_json(const Script& script) {
  Json json = script_json(script);
  json["in_words"] = describe(script, Role::server);  // for people: not read back
  return json;
}

Sign read_sign(const JsonPlace& place) {
  for (const auto sign : {Sign::illegal_output, Sign::death, Sign::deafness, Sign::memory}) {
    if (place.text() == to_string(sign)) return sign;
  }
  place.fail("expected one of illegal-output, death, deafness, memory");
}

Certainty read_certainty(const JsonPlace& place) {
  for (const auto certainty : {Certainty::confirmed, Certainty::flaky}) {
    if (place.text() == to_string(certainty)) return certainty;
  }
  place.fail("expected one of confirmed, flaky");
}

std::vector<std::string> read_texts(const JsonPlace& place) {
  std::vector<std::string> all;
  for (const auto& each : place.elements()) all.push_back(each.text());
  return all;
}

void read_key(FuzzFinding& finding, const std::string& key, const JsonPlace& value) {
  if (key == "parley_finding" || key == "peer") return;  // looked at already
  if (key == "sign") {
    finding.sign = read_sign(value);
  } else if (key == "rule") {
    finding.rule = value.text();
  } else if (key == "section") {
    finding.section = value.text();
  } else if (key == "text") {
    finding.text = value.text();
  } else if (key == "what") {
    finding.what = value.text();
  } else if (key == "certainty") {
    finding.certainty = read_certainty(value);
  } else if (key == "confirmation") {
    finding.confirmation = value.text();
  } else if (key == "seed") {
    finding.seed = value.number();
  } else if (key == "number") {
    finding.number = value.number();
  } else if (key == "mutations") {
    finding.mutations = read_texts(value);
  } else if (key == "connections") {
    for (const auto& each : value.elements()) finding.connections.push_back(read_script(each));
  } else if (key == "wire") {
    finding.wire = read_texts(value);
  } else {
    value.fail("is not known");
  }
}

}  // namespace

std::string write_finding(const FuzzFinding& finding) {
  Json json = {{"parley_finding", finding_schema_version},
               {"peer", "server"},
               {"sign", to_string(finding.sign)},
               {"rule", finding.rule},
               {"section", finding.section},
               {"text", finding.text},
               {"what", finding.what},
               {"certainty", to_string(finding.certainty)},
               {"confirmation", finding.confirmation},
               {"seed", finding.seed},
               {"number", finding.number},
               {"mutations", finding.mutations},
               {"connections", Json::array()},
               {"wire", finding.wire}};
  for (const auto& script : finding.connections) json["connections"].push_back(connection_json(script));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

FuzzFinding read_finding(const std::string& text, const std::string& file) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw std::invalid_argument(file + ": " + error.what());
  }
  const JsonPlace root{json, file, ""};
  if (!json.is_object() || !json.contains("parley_finding") || !json.contains("connections")) {
    root.fail("this is no finding of parley check --fuzz");
  }
  FuzzFinding finding;
  for (const auto& [key, value] : root.members()) {
    if (key == "parley_finding" && value.number() != finding_schema_version) {
      value.fail(fmt::format("expected {}", finding_schema_version));
    }
    if (key == "peer" && value.text() != "server") value.fail("expected server");
    read_key(finding, key, value);
  }
  if (finding.connections.empty()) throw std::invalid_argument(file + ": /connections: expected one at least");
  return finding;
}

}  // namespace parley::conformance::fuzz
