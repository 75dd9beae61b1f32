#include "harness/conformance/autobahn_spec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "harness/conformance/catalogue/catalogue.hpp"

namespace parley::conformance {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

AutobahnSpec read_client(const std::string& text) {
  return read_autobahn_spec(text, "spec.json", SpecKind::fuzzing_client);
}

AutobahnSpec read_server(const std::string& text) {
  return read_autobahn_spec(text, "spec.json", SpecKind::fuzzing_server);
}

std::string fault_of(const std::string& text, SpecKind kind = SpecKind::fuzzing_client) {
  try {
    static_cast<void>(read_autobahn_spec(text, "spec.json", kind));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no fault";
}

// As most repositories have it.
const std::string usual_client = R"({
  "outdir": "./reports/servers",
  "servers": [
    {"agent": "EchoServer 1.0", "url": "ws://127.0.0.1:9002", "options": {"version": 18}},
    {"url": "wss://localhost:9003/echo"}
  ],
  "options": {"failByDrop": false},
  "cases": ["*"],
  "exclude-cases": ["9.*", "12.*", "13.*"],
  "exclude-agent-cases": {"EchoServer*": ["6.4.*"], "other": ["7.1.1"]}
})";

const std::string usual_server = R"({
  "url": "ws://127.0.0.1:9001",
  "options": {"failByDrop": false},
  "outdir": "./reports/clients",
  "webport": 8080,
  "cases": ["1.*", "2.*"],
  "exclude-cases": [],
  "exclude-agent-cases": {}
})";

TEST(AutobahnSpec, ReadsAFuzzingclient) {
  const auto spec = read_client(usual_client);
  ASSERT_EQ(spec.servers.size(), 2U);
  EXPECT_EQ(spec.servers[0].agent, "EchoServer 1.0");
  EXPECT_EQ(spec.servers[0].url, "ws://127.0.0.1:9002");
  EXPECT_EQ(spec.servers[1].agent, "wss://localhost:9003/echo");
  EXPECT_EQ(spec.outdir, "./reports/servers");
  EXPECT_THAT(spec.cases, ElementsAre("*"));
  EXPECT_THAT(spec.exclude_cases, ElementsAre("9.*", "12.*", "13.*"));
  EXPECT_THAT(spec.exclude_agent_cases,
              ElementsAre(Pair("EchoServer*", ElementsAre("6.4.*")), Pair("other", ElementsAre("7.1.1"))));
  EXPECT_THAT(spec.notes,
              ElementsAre(HasSubstr("spec.json: /servers/0/options/version: "), HasSubstr("/options/failByDrop: ")));
}

TEST(AutobahnSpec, ReadsAFuzzingserver) {
  const auto spec = read_server(usual_server);
  EXPECT_EQ(spec.url, "ws://127.0.0.1:9001");
  EXPECT_EQ(spec.outdir, "./reports/clients");
  EXPECT_THAT(spec.cases, ElementsAre("1.*", "2.*"));
  EXPECT_THAT(spec.notes, ElementsAre(HasSubstr("/options/failByDrop: "), HasSubstr("/webport: ")));
}

TEST(AutobahnSpec, ReadsTheCertificateOfAFuzzingserver) {
  const auto spec = read_server(R"({"url": "wss://0.0.0.0:9001", "key": "server.key", "cert": "server.crt"})");
  EXPECT_EQ(spec.key_file, "server.key");
  EXPECT_EQ(spec.certificate_file, "server.crt");
  EXPECT_THAT(spec.notes, IsEmpty());
}

TEST(AutobahnSpec, ReadsHeadersInBothShapes) {
  const auto spec = read_client(R"({"servers": [
    {"url": "ws://a/", "options": {"headers": {"Authorization": "Bearer x", "X-Y": "z"}}},
    {"url": "ws://b/", "options": {"headers": ["Cookie: a=b"]}}]})");
  EXPECT_THAT(spec.servers[0].headers, ElementsAre("Authorization: Bearer x", "X-Y: z"));
  EXPECT_THAT(spec.servers[1].headers, ElementsAre("Cookie: a=b"));
  EXPECT_THAT(spec.notes, IsEmpty());
}

TEST(AutobahnSpec, ReadsWhatTheOpeningHandshakeIsToSay) {
  const auto spec = read_client(R"({"servers": [
    {"url": "ws://a/", "origin": "https://a.example", "protocols": ["chat", "v2"]}]})");
  EXPECT_EQ(spec.servers[0].origin, "https://a.example");
  EXPECT_THAT(spec.servers[0].subprotocols, ElementsAre("chat", "v2"));
  EXPECT_THAT(spec.notes, IsEmpty());
  EXPECT_THAT(read_server(R"({"protocols": ["chat"]})").subprotocols, ElementsAre("chat"));
  EXPECT_THAT(fault_of(R"({"servers": [{"url": "ws://a/", "protocols": ["a b"]}]})"),
              HasSubstr("spec.json: /servers/0/protocols/0: expected a token"));
}

TEST(AutobahnSpec, NotesKeysThatItDoesNotKnowWithTheirPlace) {
  const auto spec = read_client(R"({"servers": [{"url": "ws://a/", "a/b~c": 1}], "exclude_cases": ["9.*"]})");
  EXPECT_THAT(spec.notes, ElementsAre("spec.json: /servers/0/a~1b~0c: is not known and has no effect",
                                      "spec.json: /exclude_cases: is not known and has no effect"));
}

TEST(AutobahnSpec, RefusesWhatIsWrongWithItsPlace) {
  EXPECT_THAT(fault_of("{"), HasSubstr("spec.json: "));
  EXPECT_EQ(fault_of("[]"), "spec.json: expected an object");
  EXPECT_THAT(fault_of("{}"), HasSubstr("spec.json: /servers: is missing"));
  EXPECT_THAT(fault_of(R"({"servers": []})"), HasSubstr("/servers: expected an array"));
  EXPECT_THAT(fault_of(R"({"servers": ["ws://a/"]})"), HasSubstr("/servers/0: expected an object"));
  EXPECT_THAT(fault_of(R"({"servers": [{"agent": "a"}]})"), HasSubstr("/servers/0/url: is missing"));
  EXPECT_THAT(fault_of(R"({"servers": [{"url": 1}]})"), HasSubstr("/servers/0/url: expected a string"));
  EXPECT_THAT(fault_of(R"({"servers": [{"url": "a"}], "cases": [1]})"), HasSubstr("/cases/0: expected a string"));
  EXPECT_THAT(fault_of(R"({"servers": [{"url": "a"}], "cases": []})"), HasSubstr("/cases: names no case"));
  EXPECT_THAT(fault_of(R"({"servers": [{"url": "a"}], "exclude-agent-cases": {"x": "*"}})"),
              HasSubstr("/exclude-agent-cases/x: expected an array of strings"));
  EXPECT_THAT(fault_of(R"({"servers": [{"url": "a", "options": {"headers": 1}}]})"),
              HasSubstr("/servers/0/options/headers: expected"));
  EXPECT_THAT(fault_of(R"({"servers": [{"url": "a", "agent": "x"}, {"url": "b", "agent": "x"}]})"),
              HasSubstr("/servers/1/agent: \"x\" stands twice"));
}

TEST(AutobahnSpec, TellsWhoReadsTheOtherKind) {
  EXPECT_THAT(fault_of(usual_server), HasSubstr("parley check client reads"));
  EXPECT_THAT(fault_of(usual_client, SpecKind::fuzzing_server), HasSubstr("parley check server reads"));
}

TEST(AutobahnSpec, MeansItsNumbersWhereTheyFit) {
  const auto& cases = catalogue(Role::server);
  EXPECT_EQ(our_pattern(cases, "6.*"), "autobahn/6.*");
  EXPECT_EQ(our_pattern(cases, "1.1.1"), "autobahn/1.1.1");
  EXPECT_EQ(our_pattern(cases, "*"), "*");
  EXPECT_EQ(our_pattern(cases, "6455-5.5*"), "6455-5.5*");
  EXPECT_EQ(our_pattern(cases, "utf8"), "utf8");
}

TEST(AutobahnSpec, ExcludesByAgent) {
  const auto spec = read_client(usual_client);
  const auto& cases = catalogue(Role::server);
  EXPECT_THAT(excluded_for(spec, "EchoServer 1.0", cases),
              ElementsAre("autobahn/9.*", "autobahn/12.*", "autobahn/13.*", "autobahn/6.4.*"));
  EXPECT_THAT(excluded_for(spec, "wss://localhost:9003/echo", cases),
              ElementsAre("autobahn/9.*", "autobahn/12.*", "autobahn/13.*"));
}

}  // namespace
}  // namespace parley::conformance
