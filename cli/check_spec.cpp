#include "cli/check_spec.hpp"

#include <fmt/format.h>

#include <iostream>
#include <stdexcept>

#include "cli/reporting.hpp"
#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/report/text.hpp"

namespace parley::cli {

void add_spec_argument(CLI::App& command, std::string& file) {
  command
      .add_option("--spec", file,
                  "a spec file of Autobahn|Testsuite, fuzzingclient.json or fuzzingserver.json; options go first")
      ->type_name("FILE")
      ->check(CLI::ExistingFile);
}

conformance::AutobahnSpec read_spec(const std::string& file, conformance::SpecKind kind) {
  auto spec = conformance::read_autobahn_spec(read_file(file), file, kind);
  for (const auto& note : spec.notes) std::cerr << "parley: " << harness::printable(note) << '\n';
  return spec;
}

CheckArguments with_spec(CheckArguments arguments, const conformance::AutobahnSpec& spec, const std::string& file,
                         conformance::Role peer) {
  if (arguments.autobahn.empty()) arguments.autobahn = spec.outdir;
  if (!arguments.selection.patterns.empty()) return arguments;
  const auto& catalogue = conformance::catalogue(peer);
  for (std::size_t i = 0; i < spec.cases.size(); ++i) {
    const auto pattern = conformance::our_pattern(catalogue, spec.cases[i]);
    try {
      static_cast<void>(conformance::select(catalogue, {.patterns = {pattern}}));
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(fmt::format("{}: /cases/{}: {}", file, i, error.what()));
    }
    arguments.selection.patterns.push_back(pattern);
  }
  return arguments;
}

std::vector<const conformance::Case*> cases_for_agent(std::vector<const conformance::Case*> cases,
                                                      const conformance::AutobahnSpec& spec, const std::string& agent,
                                                      conformance::Role peer) {
  const auto excluded = conformance::excluded_for(spec, agent, conformance::catalogue(peer));
  std::erase_if(cases, [&](const conformance::Case* test) { return is_excluded(*test, excluded); });
  return cases;
}

}  // namespace parley::cli
