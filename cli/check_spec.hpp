// --spec: a spec file of Autobahn|Testsuite as the arguments of a run. What the command line says goes first.
#pragma once

#include <string>

#include "cli/check_arguments.hpp"
#include "harness/conformance/autobahn_spec.hpp"

namespace parley::cli {

void add_spec_argument(CLI::App& command, std::string& file);

/// Tells on standard error what in it has no effect.
[[nodiscard]] conformance::AutobahnSpec read_spec(const std::string& file, conformance::SpecKind kind);

/// `arguments` with the file's cases and outdir, where the command line has none. Throws std::invalid_argument with the
/// place of a pattern that fits no case.
[[nodiscard]] CheckArguments with_spec(CheckArguments arguments, const conformance::AutobahnSpec& spec,
                                       const std::string& file, conformance::Role peer);

/// Takes out what the file excludes for this agent.
[[nodiscard]] std::vector<const conformance::Case*> cases_for_agent(std::vector<const conformance::Case*> cases,
                                                                    const conformance::AutobahnSpec& spec,
                                                                    const std::string& agent, conformance::Role peer);

}  // namespace parley::cli
