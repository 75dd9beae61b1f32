// What is offered, and whether an answer fits it.
#include "harness/conformance/deflate_offer.hpp"

#include <gmock/gmock.h>

#include "harness/conformance/outcome.hpp"

namespace parley::conformance {
namespace {

using protocol::Extension;
using testing::HasSubstr;

Observation answered(const std::string& offered, const std::string& answer) {
  Observation seen;
  seen.offered_extensions = offered;
  seen.response.emplace();
  seen.response->status = 101;
  seen.response->fields.add("Upgrade", "websocket");
  seen.response->fields.add("Connection", "Upgrade");
  seen.response->fields.add("Sec-WebSocket-Accept", "x");
  if (!answer.empty()) seen.response->fields.add("Sec-WebSocket-Extensions", answer);
  return seen;
}

std::string fault(const std::string& offered, const std::string& answer) {
  return fault_of_deflate_answer(answered("permessage-deflate" + offered, "permessage-deflate" + answer));
}

TEST(DeflateOffer, TakesEveryAnswerThatFits) {
  EXPECT_EQ(fault("", ""), "");
  EXPECT_EQ(fault("", "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8"), "");
  EXPECT_EQ(fault("; server_no_context_takeover", "; server_no_context_takeover"), "");
  EXPECT_EQ(fault("; client_no_context_takeover", ""), "") << "a hint";
  EXPECT_EQ(fault("; server_max_window_bits=10", "; server_max_window_bits=10"), "");
  EXPECT_EQ(fault("; server_max_window_bits=10", "; server_max_window_bits=9"), "");
  EXPECT_EQ(fault("; server_max_window_bits=10", "; server_max_window_bits=\"9\""), "");
  EXPECT_EQ(fault("; server_max_window_bits=15", ""), "") << "saying nothing means the same";
  EXPECT_EQ(fault("; client_max_window_bits", ""), "");
  EXPECT_EQ(fault("; client_max_window_bits", "; client_max_window_bits=8"), "");
  EXPECT_EQ(fault("; client_max_window_bits=10", "; client_max_window_bits=15"), "") << "a hint";
}

TEST(DeflateOffer, FindsWhatDoesNotFit) {
  EXPECT_THAT(fault("; server_no_context_takeover", ""), HasSubstr("lacks server_no_context_takeover"));
  EXPECT_THAT(fault("; server_max_window_bits=10", ""), HasSubstr("lacks server_max_window_bits"));
  EXPECT_THAT(fault("; server_max_window_bits=10", "; server_max_window_bits=11"), HasSubstr("was offered"));
  EXPECT_THAT(fault("", "; client_max_window_bits=15"), HasSubstr("was not offered"));
  EXPECT_THAT(fault("; client_max_window_bits", "; client_max_window_bits"), HasSubstr("no value"));
  EXPECT_THAT(fault("", "; parley"), HasSubstr("unknown"));
  EXPECT_THAT(fault("", "; server_no_context_takeover; server_no_context_takeover"), HasSubstr("twice"));
  EXPECT_THAT(fault("", ", permessage-deflate"), HasSubstr("2 times"));
}

TEST(DeflateOffer, KnowsWhichValuesAreInOrder) {
  for (int number = -1; number <= 300; ++number) {
    const bool good = number >= 8 && number <= 15;
    const auto value = std::to_string(number);
    for (const auto* const name : {"server_max_window_bits", "client_max_window_bits"}) {
      const Extension element{"permessage-deflate", {{name, value}}};
      EXPECT_EQ(fault_of_parameters(element, Said::in_offer).empty(), good) << name << value;
      EXPECT_EQ(fault_of_parameters(element, Said::in_answer).empty(), good) << name << value;
    }
  }
  for (const auto* const value : {"08", "010", "+9", "9a", "0xa", "9.0", "4294967305"}) {
    EXPECT_NE(fault_of_parameters({"permessage-deflate", {{"server_max_window_bits", value}}}, Said::in_offer), "");
  }
}

TEST(DeflateOffer, HoldsAnAnswerAgainstTheOffersThatAreInOrder) {
  EXPECT_EQ(fault("; parley, permessage-deflate", ""), "");
  EXPECT_THAT(fault("; parley", ""), HasSubstr("no offer was in order"));
  EXPECT_EQ(fault("; server_max_window_bits=10, permessage-deflate", ""), "") << "it answers the second";
  EXPECT_THAT(
      fault_of_deflate_answer(
          answered("permessage-deflate; server_max_window_bits=10, permessage-deflate", "permessage-deflate"), 1),
      HasSubstr("lacks"));
}

TEST(DeflateOffer, GivesOutcomesTheirMeaning) {
  const auto agreed = answered("permessage-deflate", "permessage-deflate");
  const auto declined = answered("permessage-deflate", "");
  const auto wrong = answered("permessage-deflate", "permessage-deflate; parley");
  EXPECT_EQ(match(Agrees{}, agreed), Match::yes);
  EXPECT_EQ(match(Agrees{}, declined), Match::no);
  EXPECT_EQ(match(Agrees{}, wrong), Match::no);
  EXPECT_EQ(match(Declines{}, agreed), Match::no);
  EXPECT_EQ(match(Declines{}, declined), Match::yes);
  EXPECT_EQ(match(Declines{}, wrong), Match::no);
  EXPECT_EQ(match(Agrees{}, Observation{}), Match::possible);
}

TEST(DeflateOffer, WatchesAServersAnswer) {
  const auto count = [](const std::string& offered, const std::string& answer) {
    int findings = 0;
    watch_deflate_answer(answered(offered, answer), [&](Rule rule, const std::string&) {
      EXPECT_EQ(rule, Rule::deflate_answer);
      ++findings;
    });
    return findings;
  };
  EXPECT_EQ(count("permessage-deflate", "permessage-deflate"), 0);
  EXPECT_EQ(count("permessage-deflate", "permessage-deflate; client_max_window_bits=9"), 1);
  EXPECT_EQ(count("permessage-deflate; parley", "permessage-deflate"), 0) << "that is what its case is for";
}

protocol::HttpRequest asking(const std::string& offer) {
  protocol::HttpRequest request;
  if (!offer.empty()) request.fields.add("Sec-WebSocket-Extensions", offer);
  return request;
}

TEST(DeflateOffer, WatchesAClientsOffers) {
  const auto count = [](const std::string& offer) {
    int findings = 0;
    watch_deflate_offers(asking(offer), [&](Rule, const std::string&) { ++findings; });
    return findings;
  };
  EXPECT_EQ(count("permessage-deflate; client_max_window_bits, permessage-deflate"), 0);
  EXPECT_EQ(count("permessage-deflate; server_max_window_bits"), 1);
  EXPECT_EQ(count("permessage-deflate; client_no_context_takeover=1"), 1);
  EXPECT_EQ(count("x-other; server_max_window_bits"), 0);
}

TEST(DeflateOffer, FillsInWhatAClientRequires) {
  const auto filled = [](std::string answer, const std::string& offer) {
    return filled_answer(std::move(answer), asking(offer));
  };
  const std::string both = "permessage-deflate; server_no_context_takeover; server_max_window_bits=10";
  EXPECT_EQ(filled("permessage-deflate{required}", "permessage-deflate; client_max_window_bits"), "permessage-deflate");
  EXPECT_EQ(filled("permessage-deflate{required}", both), both);
  EXPECT_EQ(filled("permessage-deflate{required}; server_max_window_bits=9", both),
            "permessage-deflate; server_no_context_takeover; server_max_window_bits=9");
}

TEST(DeflateOffer, ConfirmsWhatAClientSaysOfItself) {
  const std::string offer = "permessage-deflate; client_no_context_takeover; client_max_window_bits";
  EXPECT_EQ(filled_answer("permessage-deflate{required}", asking(offer)),
            "permessage-deflate; client_no_context_takeover");
}

TEST(DeflateOffer, LeavesClientsOutThatOfferedTheExtensionTheyAreToRefuse) {
  Case test;
  test.script.extensions = "x-webkit-deflate-frame";
  EXPECT_THAT(lacks_offer(test, asking("x-webkit-deflate-frame, permessage-deflate")), HasSubstr("offers x-webkit"));
  EXPECT_EQ(lacks_offer(test, asking("permessage-deflate")), "");
}

TEST(DeflateOffer, FindsParametersForWhichAClientHasNotAsked) {
  Case test;
  test.terms = Terms{};
  test.script.extensions = "permessage-deflate{required}; server_max_window_bits=9";
  EXPECT_EQ(asks_for_more(test, asking("permessage-deflate")), "server_max_window_bits");
  EXPECT_EQ(asks_for_more(test, asking("permessage-deflate; server_max_window_bits=10")), "");
  test.terms->offered = Offered::no_client_max_window_bits;
  EXPECT_EQ(asks_for_more(test, asking("permessage-deflate")), "") << "its refusal is what is wanted";
}

TEST(DeflateOffer, LeavesClientsOutThatOfferedSomethingElse) {
  const auto lacks = [](Offered offered, const std::string& answer, const std::string& offer) {
    Case test;
    test.terms = Terms{.offered = offered};
    test.script.extensions = answer;
    return !lacks_offer(test, asking(offer)).empty();
  };
  const std::string plain = "permessage-deflate";
  EXPECT_FALSE(lacks(Offered::what_fits, plain, plain));
  EXPECT_TRUE(lacks(Offered::what_fits, plain + "; client_max_window_bits=9", plain));
  EXPECT_FALSE(lacks(Offered::what_fits, plain + "; client_max_window_bits=9", plain + "; client_max_window_bits"));
  EXPECT_TRUE(
      lacks(Offered::what_fits, plain + "{required}; server_max_window_bits=9", plain + "; server_max_window_bits=8"));
  EXPECT_TRUE(lacks(Offered::what_fits, plain + "; client_max_window_bits=10", plain + "; client_max_window_bits=9"));
  EXPECT_FALSE(lacks(Offered::what_fits, plain + "; client_max_window_bits=9", plain + "; client_max_window_bits=9"));
  EXPECT_FALSE(lacks(Offered::nothing, plain, ""));
  EXPECT_TRUE(lacks(Offered::nothing, plain, plain));
  EXPECT_TRUE(lacks(Offered::no_client_max_window_bits, plain, plain + "; client_max_window_bits"));
  EXPECT_TRUE(lacks(Offered::server_window, plain, plain + "; server_max_window_bits=15"));
  EXPECT_FALSE(lacks(Offered::server_window, plain, plain + "; server_max_window_bits=14"));
  EXPECT_TRUE(lacks(Offered::server_no_context_takeover, plain, plain));
  EXPECT_FALSE(lacks(Offered::server_no_context_takeover, plain, plain + "; server_no_context_takeover"));
}

}  // namespace
}  // namespace parley::conformance
