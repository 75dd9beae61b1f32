// Offers and answers of permessage-deflate, as they are written (RFC 7692 §7.1).
#include "protocol/deflate_negotiation.hpp"

#include <gmock/gmock.h>

namespace parley::protocol {
namespace {

using ::testing::HasSubstr;

struct Round {
  std::string_view offer;
  std::string_view answer;  // "": declined
  DeflateParameters agreed;
};

DeflateOptions wanting(const DeflateParameters& wanted) {
  DeflateOptions options;
  options.wanted = wanted;
  return options;
}

std::string answer_to(std::string_view offer, const DeflateOptions& options) {
  const auto answer = answer_deflate(*parse_extensions(offer), options);
  return answer ? to_string(answer->extension) : "";
}

TEST(DeflateAnswer, WhatTheClientAsksFor) {
  constexpr std::string_view pmd = "permessage-deflate";
  const std::vector<Round> rounds = {
      {"permessage-deflate", pmd, {}},
      {"permessage-deflate; server_no_context_takeover",
       "permessage-deflate; server_no_context_takeover",
       {.server_no_context_takeover = true}},
      {"permessage-deflate; client_no_context_takeover",
       "permessage-deflate; client_no_context_takeover",
       {.client_no_context_takeover = true}},
      {"permessage-deflate; server_max_window_bits=10",
       "permessage-deflate; server_max_window_bits=10",
       {.server_max_window_bits = 10}},
      {"permessage-deflate; server_max_window_bits=8",
       "permessage-deflate; server_max_window_bits=8",
       {.server_max_window_bits = 8}},
      {"permessage-deflate; server_max_window_bits=15", "permessage-deflate; server_max_window_bits=15", {}},
      {"permessage-deflate; server_max_window_bits=\"10\"",
       "permessage-deflate; server_max_window_bits=10",
       {.server_max_window_bits = 10}},
      {"permessage-deflate; client_max_window_bits", pmd, {}},
      {"permessage-deflate; client_max_window_bits=9",
       "permessage-deflate; client_max_window_bits=9",
       {.client_max_window_bits = 9}},
      {"permessage-deflate; client_max_window_bits=15", "permessage-deflate; client_max_window_bits=15", {}},
      {"permessage-deflate ;client_max_window_bits=8;server_max_window_bits=12; client_no_context_takeover",
       "permessage-deflate; client_no_context_takeover; server_max_window_bits=12; client_max_window_bits=8",
       {.client_no_context_takeover = true, .server_max_window_bits = 12, .client_max_window_bits = 8}},
  };
  for (const Round& round : rounds) {
    const auto answer = answer_deflate(*parse_extensions(round.offer), {});
    ASSERT_TRUE(answer) << round.offer;
    EXPECT_EQ(to_string(answer->extension), round.answer) << round.offer;
    EXPECT_EQ(answer->agreed, round.agreed) << round.offer;
  }
}

TEST(DeflateAnswer, DeclinedOffers) {
  for (const std::string_view offer : {
           "x-webkit-deflate-frame",
           "Permessage-Deflate",
           "permessage-deflate; unknown",
           "permessage-deflate; server_no_context_takeover=1",
           "permessage-deflate; client_no_context_takeover=true",
           "permessage-deflate; server_max_window_bits",
           "permessage-deflate; server_max_window_bits=7",
           "permessage-deflate; server_max_window_bits=16",
           "permessage-deflate; server_max_window_bits=08",
           "permessage-deflate; server_max_window_bits=0",
           "permessage-deflate; server_max_window_bits=1e1",
           "permessage-deflate; server_max_window_bits=+9",
           "permessage-deflate; server_max_window_bits=99999999999999999999",
           "permessage-deflate; client_max_window_bits=7",
           "permessage-deflate; client_max_window_bits=16",
           "permessage-deflate; client_max_window_bits=015",
           "permessage-deflate; client_max_window_bits; client_max_window_bits",
           "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
           "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
           "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
       }) {
    EXPECT_EQ(answer_to(offer, {}), "") << offer;
  }
}

TEST(DeflateAnswer, FirstValidOfferWins) {
  EXPECT_EQ(answer_to("permessage-deflate; x, permessage-deflate; server_max_window_bits=9, permessage-deflate", {}),
            "permessage-deflate; server_max_window_bits=9");
  EXPECT_EQ(answer_to("x-foo, permessage-deflate; server_max_window_bits=20, permessage-deflate", {}),
            "permessage-deflate");
}

TEST(DeflateAnswer, WhatTheServerWants) {
  // §7.1.1.1, §7.1.1.2, §7.1.2.1: these may be answered although they were not offered.
  EXPECT_EQ(answer_to("permessage-deflate", wanting({.server_no_context_takeover = true})),
            "permessage-deflate; server_no_context_takeover");
  EXPECT_EQ(answer_to("permessage-deflate", wanting({.client_no_context_takeover = true})),
            "permessage-deflate; client_no_context_takeover");
  EXPECT_EQ(answer_to("permessage-deflate", wanting({.server_max_window_bits = 11})),
            "permessage-deflate; server_max_window_bits=11");
  // The smaller one counts.
  EXPECT_EQ(answer_to("permessage-deflate; server_max_window_bits=9", wanting({.server_max_window_bits = 11})),
            "permessage-deflate; server_max_window_bits=9");
  EXPECT_EQ(answer_to("permessage-deflate; client_max_window_bits", wanting({.client_max_window_bits = 10})),
            "permessage-deflate; client_max_window_bits=10");
  EXPECT_EQ(answer_to("permessage-deflate; client_max_window_bits=12", wanting({.client_max_window_bits = 10})),
            "permessage-deflate; client_max_window_bits=10");
}

TEST(DeflateAnswer, ClientWindowIsNotAnsweredUnlessOffered) {  // §7.1.2.2
  const auto answer = answer_deflate(*parse_extensions("permessage-deflate"), wanting({.client_max_window_bits = 10}));
  EXPECT_EQ(to_string(answer->extension), "permessage-deflate");
  EXPECT_EQ(answer->agreed.client_max_window_bits, 15) << "the client may use all of it";
}

TEST(DeflateOffer, Texts) {
  EXPECT_EQ(to_string(offer_deflate({})), "permessage-deflate; client_max_window_bits");
  DeflateOptions bare;
  bare.offer_client_max_window_bits = false;
  EXPECT_EQ(to_string(offer_deflate(bare)), "permessage-deflate");
  EXPECT_EQ(to_string(offer_deflate(wanting({.server_no_context_takeover = true,
                                             .client_no_context_takeover = true,
                                             .server_max_window_bits = 8,
                                             .client_max_window_bits = 9}))),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=8; "
            "client_max_window_bits=9");
}

Result<DeflateParameters, std::string> check(std::string_view answer, const DeflateOptions& options) {
  return check_deflate_answer(parse_extensions(answer)->front(), options);
}

TEST(DeflateCheck, AnswersThatAreTaken) {
  EXPECT_EQ(*check("permessage-deflate", {}), DeflateParameters{});
  EXPECT_EQ(*check("permessage-deflate; server_no_context_takeover; client_no_context_takeover", {}),
            (DeflateParameters{.server_no_context_takeover = true, .client_no_context_takeover = true}))
      << "both may come unasked";
  EXPECT_EQ(*check("permessage-deflate; server_max_window_bits=8", {}),
            (DeflateParameters{.server_max_window_bits = 8}));
  EXPECT_EQ(*check("permessage-deflate; client_max_window_bits=8", {}),
            (DeflateParameters{.client_max_window_bits = 8}));
  EXPECT_EQ(*check("permessage-deflate; server_max_window_bits=9", wanting({.server_max_window_bits = 10})),
            (DeflateParameters{.server_max_window_bits = 9}));
}

TEST(DeflateCheck, OurWordAboutOurOwnSideHolds) {  // §7.1.1.2, §7.1.2.2
  const DeflateParameters ours{.client_no_context_takeover = true, .client_max_window_bits = 10};
  EXPECT_EQ(*check("permessage-deflate", wanting(ours)), ours);
}

TEST(DeflateCheck, AnswersThatFailTheConnection) {
  DeflateOptions bare;
  bare.offer_client_max_window_bits = false;
  struct Case {
    std::string_view answer;
    DeflateOptions options;
    std::string_view error;
  };
  const std::vector<Case> cases = {
      {"permessage-deflate; foo", {}, "the parameter \"foo\" is unknown"},
      {"permessage-deflate; server_max_window_bits=9; server_max_window_bits=9", {}, "comes twice"},
      {"permessage-deflate; server_no_context_takeover=0", {}, "the value of server_no_context_takeover is \"0\""},
      {"permessage-deflate; server_max_window_bits", {}, "is missing, expected a number from 8 to 15"},
      {"permessage-deflate; server_max_window_bits=16", {}, "is \"16\", expected a number from 8 to 15"},
      {"permessage-deflate; server_max_window_bits=09", {}, "is \"09\", expected a number from 8 to 15"},
      {"permessage-deflate; client_max_window_bits", {}, "client_max_window_bits has no value"},
      {"permessage-deflate; client_max_window_bits=10", bare, "was not offered"},
      {"permessage-deflate; client_max_window_bits=11", wanting({.client_max_window_bits = 10}),
       "at most the offered 10"},
      {"permessage-deflate; server_max_window_bits=11", wanting({.server_max_window_bits = 10}),
       "at most the offered 10"},
      {"permessage-deflate", wanting({.server_max_window_bits = 10}), "is 15, expected at most the offered 10"},
      {"permessage-deflate", wanting({.server_no_context_takeover = true}), "was offered, and the answer lacks it"},
  };
  for (const Case& one : cases) {
    const auto result = check(one.answer, one.options);
    ASSERT_FALSE(result) << one.answer;
    EXPECT_THAT(result.error(), HasSubstr(one.error)) << one.answer;
  }
}

/// What our server answers, our client takes, and both mean the same.
TEST(DeflateNegotiation, BothSidesAgreeForAllParameters) {
  for (int bits = 8; bits <= 15; ++bits) {
    for (int other = 8; other <= 15; ++other) {
      for (unsigned flags = 0; flags < 16; ++flags) {
        const DeflateOptions client = wanting({(flags & 1U) != 0, (flags & 2U) != 0, bits, other});
        const DeflateOptions server = wanting({(flags & 4U) != 0, (flags & 8U) != 0, other, bits});
        const auto answer = answer_deflate({offer_deflate(client)}, server);
        ASSERT_TRUE(answer);
        const auto agreed = check_deflate_answer(answer->extension, client);
        ASSERT_TRUE(agreed) << agreed.error();
        EXPECT_EQ(*agreed, answer->agreed);
      }
    }
  }
}

}  // namespace
}  // namespace parley::protocol
