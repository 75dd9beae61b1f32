// Mutant peers: an engine with one deliberate fault, behind the seam that every other engine stands behind.
//
// It is made of the same pure pieces as the native engine (heads, frame codec and frame rules, handshake, deflate), and
// each fault is a small lie between two of them: what the piece is told is not what came, or what it says is not what
// goes out. With Fault::none nothing lies, and the engine is as strict as the native one.
#pragma once

#include <memory>

#include "protocol/engine.hpp"
#include "protocol/faulty/fault.hpp"

namespace parley::protocol::faulty {

// `events` must outlive the engine. A fault of the other role changes nothing.
[[nodiscard]] std::unique_ptr<Engine> make_faulty_engine(Fault fault, const ServerEngineOptions& options,
                                                         ServerEvents& events);
[[nodiscard]] std::unique_ptr<Engine> make_faulty_engine(Fault fault, ClientEngineOptions options,
                                                         ClientEvents& events);

}  // namespace parley::protocol::faulty
