#include <fmt/format.h>

#include "harness/scenario/step.hpp"
#include "protocol/duration.hpp"

namespace parley::scenario {
namespace {

std::string with(const std::string& text, const std::string& description) {
  return description.empty() ? text : text + " " + description;
}

struct Describer {
  std::string operator()(const Open&) const { return "an open connection"; }
  std::string operator()(const Send& send) const {
    const std::string what = fmt::format("{} message{} sent", send.repeat, send.repeat == 1 ? "" : "s");
    return send.answer == Answer::not_timed ? what : what + " and answered";
  }
  std::string operator()(const Ping&) const { return "a ping sent"; }
  std::string operator()(const Pong&) const { return "a pong sent"; }
  std::string operator()(const Wait& wait) const {
    return "the end of a pause of " + protocol::format_duration(wait.time);
  }
  std::string operator()(const AwaitMessage& await) const { return with("a message", await.matcher.describe()); }
  std::string operator()(const AwaitNext& await) const { return with("as the next message", await.matcher.describe()); }
  std::string operator()(const AwaitMessages& await) const {
    return with(fmt::format("{} message{}", await.count, await.count == 1 ? "" : "s"), await.matcher.describe());
  }
  std::string operator()(const AwaitPing&) const { return "a ping"; }
  std::string operator()(const AwaitPong&) const { return "a pong"; }
  std::string operator()(const AwaitClose& await) const {
    const bool anything = !await.code && !await.reason && !await.clean;
    return anything ? await.describe() : "the end of the connection with " + await.describe();
  }
  std::string operator()(const AwaitFailure& await) const {
    return await.status ? fmt::format("a refused opening with the status {}", *await.status) : "a refused opening";
  }
  std::string operator()(const AwaitEvent& await) const { return "the event " + await.event; }
  std::string operator()(const AwaitOpen&) const { return "an open connection"; }
  std::string operator()(const Silence& silence) const {
    return "no message for " + protocol::format_duration(silence.time);
  }
  std::string operator()(const Barrier& barrier) const {
    return barrier.name.empty() ? "all clients at the barrier" : "all clients at the barrier \"" + barrier.name + "\"";
  }
  std::string operator()(const PauseReading&) const { return "reading paused"; }
  std::string operator()(const ResumeReading&) const { return "reading resumed"; }
  std::string operator()(const Drop&) const { return "the connection dropped"; }
  std::string operator()(const Reset&) const { return "the connection reset"; }
  std::string operator()(const Close&) const { return "the connection closed"; }
};

}  // namespace

std::string describe(const Action& action) {
  return std::visit(Describer(), action);
}

}  // namespace parley::scenario
