#include "harness/conformance/fuzz/signs.hpp"

#include <algorithm>

#include "harness/conformance/monitor.hpp"
#include "harness/conformance/observer.hpp"

namespace parley::conformance::fuzz {
namespace {

/// What an answer owes to the request that it answers.
bool depends_on_request(Rule rule) {
  return rule == Rule::response_fields || rule == Rule::response_extension || rule == Rule::response_extensions_once ||
         rule == Rule::response_subprotocol || rule == Rule::deflate_answer;
}

bool asks_in_http(const Script& script) {
  const auto usual_line = usual_request.substr(0, usual_request.find('\n') + 1);
  return script.request.starts_with(usual_line);
}

/// Why what came is no HTTP head; empty: none.
std::string head_fault(const CaseResult& result) {
  Observer observer(Role::server);
  for (const auto& chunk : result.transcript.chunks) {
    if (chunk.direction == Direction::received) observer.receive(chunk.bytes);
  }
  return observer.seen().head_fault;
}

}  // namespace

std::vector<Breach> breaches(const Script& script, const CaseResult& result) {
  static const auto known = monitors(Role::server);
  std::vector<Breach> all;
  if (const auto fault = asks_in_http(script) ? head_fault(result) : ""; !fault.empty()) {
    all.push_back({"9112-4-response-head", "RFC 9112 §2.1, §4",
                   "A server answers an HTTP request with an HTTP response.", fault});
  }
  for (const auto& finding : result.findings) {
    if (script.request != usual_request && depends_on_request(finding.rule)) continue;
    const auto monitor =
        std::find_if(known.begin(), known.end(), [&](const Monitor& each) { return each.rule == finding.rule; });
    if (monitor == known.end() || monitor->level != Level::must) continue;
    all.push_back({std::string(monitor->id), std::string(monitor->section), std::string(monitor->text), finding.what});
  }
  return all;
}

}  // namespace parley::conformance::fuzz
