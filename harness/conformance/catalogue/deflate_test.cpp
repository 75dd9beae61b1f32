// The cases on permessage-deflate tell the truth: what they call a message inflates to what they want back, also with
// zlib, and what they call corrupt does not.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "harness/conformance/catalogue/catalogue.hpp"
#include "harness/conformance/deflate_offer.hpp"
#include "harness/conformance/deflate_watch.hpp"
#include "harness/conformance/selection.hpp"
#include "protocol/deflate.hpp"

namespace parley::conformance {
namespace {

using protocol::Bytes;
using protocol::Inflater;
using protocol::Opcode;

/// What a receiver makes of the frames that a script sends; stops at the first message that is corrupt.
struct Received {
  std::vector<Message> messages;
  bool corrupt = false;
};

class Receiver {
 public:
  explicit Receiver(int window_bits) : inflater_(window_bits, false) {}

  void take(const Frame& frame) {
    if (protocol::is_control(frame.opcode) || received_.corrupt) return;
    if (frame.opcode != Opcode::continuation) {
      message_ = {frame.opcode == Opcode::text, {}};
      compressed_ = (frame.rsv & protocol::rsv1) != 0;
    }
    protocol::append(message_.payload, frame.payload);
    if (frame.fin) end();
  }

  [[nodiscard]] const Received& received() const { return received_; }

 private:
  void end() {
    if (compressed_) {
      Bytes inflated;
      auto status = inflater_.inflate(message_.payload, 1U << 24, inflated);
      if (status == Inflater::Status::ok) status = inflater_.finish(1U << 24, inflated);
      received_.corrupt = status != Inflater::Status::ok;
      message_.payload = inflated;
    }
    if (!received_.corrupt) received_.messages.push_back(message_);
  }

  Inflater inflater_;
  Message message_;
  bool compressed_ = false;
  Received received_;
};

Received receive(const Case& test) {
  // The cases on windows hold what they say they need; the others take the usual one.
  const bool on_windows = test.id.find("7.2.2-window-") != std::string::npos;
  Receiver receiver(on_windows ? test.terms.value().our_window_bits : 15);
  for (const auto& step : test.script.steps) {
    if (const auto* const send = std::get_if<Send>(&step)) {
      for (const auto& frame : send->frames) receiver.take(frame);
    }
  }
  return receiver.received();
}

std::vector<const Case*> of_group(Role peer, std::string_view group) {
  std::vector<const Case*> cases;
  for (const auto& test : catalogue(peer)) {
    if (test.group == group) cases.push_back(&test);
  }
  return cases;
}

std::string as_one_line(std::string extensions) {
  constexpr std::string_view next = "\r\nSec-WebSocket-Extensions: ";
  const auto at = extensions.find(next);
  return at == std::string::npos ? extensions : extensions.replace(at, next.size(), ", ");
}

class DeflateCatalogue : public testing::TestWithParam<Role> {};
INSTANTIATE_TEST_SUITE_P(BothRoles, DeflateCatalogue, testing::Values(Role::server, Role::client),
                         [](const auto& role) {
                           return std::string(role.param == Role::server ? "Server" : "Client");
                         });

TEST_P(DeflateCatalogue, WantsBackWhatItSends) {
  std::size_t judged = 0;
  for (const auto* const test : of_group(GetParam(), "deflate")) {
    const auto* const answers = std::get_if<Answers>(&test->allowed.at(0).outcome);
    if (answers == nullptr || !needs(*test, Need::echo)) continue;
    const auto received = receive(*test);
    EXPECT_FALSE(received.corrupt) << test->id;
    EXPECT_EQ(received.messages, answers->messages) << test->id;
    ++judged;
  }
  EXPECT_GT(judged, 80U);
}

/// A peer may keep no more than was agreed: who sends more than its case says would accuse it wrongly.
TEST_P(DeflateCatalogue, ReachesNoFurtherThanItsTermsSay) {
  for (const auto* const test : of_group(GetParam(), "deflate")) {
    if (!std::holds_alternative<Answers>(test->allowed.at(0).outcome) || !test->terms) continue;
    DeflateWatch watch({test->terms->our_window_bits, !test->terms->our_takeover});
    Bytes payload;
    bool is_compressed = false;
    for (const auto& step : test->script.steps) {
      const auto* const send = std::get_if<Send>(&step);
      if (send == nullptr) continue;
      for (const auto& frame : send->frames) {
        if (protocol::is_control(frame.opcode)) continue;
        if (frame.opcode != Opcode::continuation) {
          is_compressed = (frame.rsv & protocol::rsv1) != 0;
          payload.clear();
        }
        protocol::append(payload, frame.payload);
        if (!frame.fin || !is_compressed) continue;
        watch.inflate(payload, [&](Rule rule, const std::string& what) {
          ADD_FAILURE() << test->id << ": " << static_cast<int>(rule) << " " << what;
        });
      }
    }
  }
}

TEST_P(DeflateCatalogue, CallsCorruptWhatIsCorrupt) {
  std::size_t judged = 0;
  for (const auto* const test : of_group(GetParam(), "deflate")) {
    const bool corrupt = test->id.find("-corrupt-") != std::string::npos ||
                         test->id.find("-truncated-") != std::string::npos || test->id == "7692-7.2.1-no-bytes" ||
                         test->id == "7692-7.2.1-tail-left-on";
    if (!corrupt) continue;
    EXPECT_TRUE(receive(*test).corrupt) << test->id;
    ++judged;
  }
  EXPECT_GT(judged, 25U);
}

TEST_P(DeflateCatalogue, CallsItsOffersAndAnswersWhatTheyAre) {
  for (const auto* const test : of_group(GetParam(), "deflate")) {
    Observation seen;
    seen.offered_extensions = as_one_line(test->script.extensions);
    seen.response.emplace();
    // An answer without parameters fits any offer that is in order and asks nothing of the server.
    seen.response->fields.add("Sec-WebSocket-Extensions",
                              "permessage-deflate; server_no_context_takeover; server_max_window_bits=8");
    const bool some_in_order = fault_of_deflate_answer(seen).empty();
    if (std::holds_alternative<Agrees>(test->allowed.at(0).outcome) && test->level != Level::info) {
      EXPECT_TRUE(some_in_order) << test->id;
    }
    if (std::holds_alternative<Declines>(test->allowed.at(0).outcome)) {
      EXPECT_FALSE(some_in_order) << test->id;
    }
  }
}

TEST_P(DeflateCatalogue, HasEachIdOnce) {
  std::set<std::string> ids;
  for (const auto& test : catalogue(GetParam())) EXPECT_TRUE(ids.insert(test.id).second) << test.id;
}

TEST_P(DeflateCatalogue, HasEachOfAutobahnsCasesOnce) {
  std::map<std::string, int> aliases;
  for (const auto& test : catalogue(GetParam())) {
    for (const auto& alias : test.aliases) ++aliases[alias];
  }
  const auto expect_family = [&](const std::string& family, int count) {
    for (int i = 1; i <= count; ++i) {
      const auto alias = "autobahn/" + family + "." + std::to_string(i);
      EXPECT_EQ(aliases[alias], 1) << alias;
    }
    EXPECT_FALSE(aliases.contains("autobahn/" + family + "." + std::to_string(count + 1)));
  };
  for (const auto* const family : {"9.1", "9.2", "9.5", "9.6", "9.7", "9.8"}) expect_family(family, 6);
  for (const auto* const family : {"9.3", "9.4"}) expect_family(family, 9);
  expect_family("10.1", 1);
  for (int i = 1; i <= 5; ++i) expect_family("12." + std::to_string(i), 18);
  for (int i = 1; i <= 7; ++i) expect_family("13." + std::to_string(i), 18);
}

TEST_P(DeflateCatalogue, LeavesPerformanceOutUntilAskedForIt) {
  const auto& all = catalogue(GetParam());
  const auto count = [&](const Selection& selection) {
    std::ptrdiff_t found = 0;
    for (const auto* const test : select(all, selection)) found += test->group == "performance" ? 1 : 0;
    return found;
  };
  EXPECT_EQ(count({}), 0);
  EXPECT_EQ(count({.level = "must"}), 0);
  EXPECT_EQ(count({.group = "performance"}), 271);
  EXPECT_EQ(count({.patterns = {"performance"}}), 271);
  EXPECT_EQ(count({.patterns = {"autobahn/9.1.*"}}), 6);
  EXPECT_EQ(select(all, {.patterns = {"autobahn/10.1.1"}}).size(), 1U);
}

}  // namespace
}  // namespace parley::conformance
