// `parley import` and `parley probe` as a user starts them, against `parley serve`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/program.hpp"

namespace parley::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::parley;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() {
    std::string pattern = (fs::temp_directory_path() / "parley-import-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~ImportTest() override { fs::remove_all(folder); }

  /// Imports into `folder`/s.
  [[nodiscard]] Outcome import(const std::string& url, const Words& more = {}) const {
    Words words{"import", url, "--out", (folder / "s").string()};
    words.insert(words.end(), more.begin(), more.end());
    return parley(words);
  }

  [[nodiscard]] std::string text(const std::string& name) const {
    std::ifstream in(folder / "s" / name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] Json json(const std::string& name) const { return Json::parse(text(name)); }

  [[nodiscard]] std::string url(const std::string& resource) const { return address + resource; }

  void serve(const Words& more) {
    Words words{"serve", "--port", "0"};
    words.insert(words.end(), more.begin(), more.end());
    server = std::make_unique<testing::Program>(PARLEY_PROGRAM, words);
    const auto line = server->read_line();
    address = line.substr(line.find("ws"));
  }

  fs::path folder;
  std::unique_ptr<testing::Program> server;
  std::string address;
};

TEST_F(ImportTest, OfTheChatRoom) {
  serve({});
  const auto outcome = import(url("/websocket/chatroom?username=user1"),
                              {"--name", "chat", "--request", "hello", "--messages", "1", "--required", "username"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("warning: ws:// is not encrypted (profiles development, deployment)"));
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("*   1  text"), HasSubstr("{username: string, message: string, time: int64}"),
                    HasSubstr("parameter username in the query, required")));
  EXPECT_EQ(json("service-info.json")["type"], "WebSocketService");
  const auto settings = json("chat_connection_settings.json");
  EXPECT_EQ(settings["endpointAddress"], url("/websocket/chatroom?username=user1"));
  EXPECT_EQ(settings["sampleRequestBody"], "hello");
  EXPECT_THAT(settings["sampleWebSocketResponse"]["responseBody"].get<std::string>(),
              StartsWith(R"({"username":"user1","message":"hello","time":)"));
  const auto host = address.substr(address.find("://") + 3);
  EXPECT_EQ(text("profiles/deployment.properties"),
            "websocket.chat.basepath=/websocket\nwebsocket.chat.host=" + host + "\nwebsocket.chat.scheme=ws\n");
  EXPECT_EQ(json("chat_apiTarget.json")["paths"]["/chatroom"]["get"]["parameters"][0]["required"], true);
}

TEST_F(ImportTest, MergesSeveralMessagesAndPrintsJson) {
  serve({});
  const auto outcome = import(url("/websocket/heartrate"), {"--messages", "2", "--json", "--for", "20s"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto printed = Json::parse(outcome.out);
  EXPECT_EQ(printed["messages"].size(), 2U);
  EXPECT_EQ(printed["picked"], 1);
  EXPECT_EQ(printed["service"]["name"], "heartrate");
  EXPECT_EQ(printed["service"]["response"]["properties"]["time"]["format"], "int64");
  EXPECT_EQ(printed["connection"]["handshake"]["status"], 101);
  EXPECT_EQ(printed["files"].size(), 7U);
}

TEST_F(ImportTest, WithoutAServer) {
  const auto outcome = import("wss://chat.example/rooms/{room}",
                              {"--no-test", "--response", R"({"a":1})", "--response", R"({"a":2,"b":true})",
                               "--profile", "production", "--profile", "qa=ws://localhost:9000/test/{room}"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("(profile qa)"));
  EXPECT_THAT(outcome.out, HasSubstr("{a: int32, b?: boolean} (from 2 samples)"));
  EXPECT_THAT(text("profiles/qa.properties"),
              AllOf(HasSubstr("scheme=ws\n"), HasSubstr("host=localhost:9000\n"), HasSubstr("basepath=/test\n")));
  EXPECT_EQ(json("chat_API_WEBSOCKET_SERVICE.json")["definitions"]["RootResponse"]["required"], Json::array({"a"}));
}

TEST_F(ImportTest, NeverOverwritesUnlessForced) {
  const Words words{"--no-test", "--name", "x"};
  ASSERT_EQ(import("wss://h/a", words).code, 0);
  const auto again = import("wss://h/b", words);
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.err, HasSubstr("is there already; --force overwrites"));
  EXPECT_EQ(json("x_connection_settings.json")["endpointAddress"], "wss://h/a");
  EXPECT_EQ(import("wss://h/b", {"--no-test", "--name", "x", "--force"}).code, 0);
  EXPECT_EQ(json("x_connection_settings.json")["endpointAddress"], "wss://h/b");
}

TEST_F(ImportTest, SecretsStayOutOfTheFiles) {
  serve({"--path", "/auth/*=clown-hub", "--user", "clown:bigclown"});
  const auto resource = "/auth/nodes_bridge_0";
  EXPECT_EQ(import(url(resource)).code, 1);
  EXPECT_THAT(import(url(resource)).err, AllOf(HasSubstr("401"), HasSubstr("--no-test")));
  const auto outcome = import(url(resource), {"-u", "clown:bigclown", "-H", "Cookie: id=secret", "-H", "X-App: 1",
                                              "--request", R"(["clown.talk/-/config/set", {}])", "--messages", "1"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const auto settings = text("nodes_bridge_0_connection_settings.json");
  EXPECT_THAT(settings, AllOf(Not(HasSubstr("bigclown")), Not(HasSubstr("secret")), HasSubstr("X-App"),
                              HasSubstr("BASIC"), HasSubstr("clown.talk/-/config/ok")));
}

TEST_F(ImportTest, SaysWhatTheServerSaidAndWhatCanBeDone) {
  serve({"--tls", "--path", "/auth/*=clown-hub?user=clown:bigclown", "--path", "/slow=slow"});
  EXPECT_THAT(import(url("/slow")).err, AllOf(HasSubstr("certificate verify failed"), HasSubstr("; -k takes every")));
  EXPECT_THAT(import(url("/auth/x_1"), {"-k"}).err,
              AllOf(HasSubstr("the server answered 401, expected 101; the server says \"this path wants a name and a "),
                    HasSubstr("; -u NAME:PASSWORD sends Basic credentials; --no-test")));
  EXPECT_THAT(import(url("/auth/x_1"), {"-k", "-u", "clown:wrong"}).err, HasSubstr("does not take these credentials"));
  EXPECT_THAT(import(url("/slow?dealy=1s"), {"-k"}).err, HasSubstr("the server says \"dealy: is not known"));
  EXPECT_THAT(parley({"probe", url("/auth/x_1"), "-k"}).out, HasSubstr("  advice        -u NAME:PASSWORD"));
}

TEST_F(ImportTest, SaysWhenTheServerEndedFirst) {
  serve({"--path", "/=drop?lose=0&close_after=1&close_code=4001"});
  const auto outcome = import(url("/"), {"--name", "x", "--request", "hello"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("; the server ended first, with Close 4001"));
}

TEST_F(ImportTest, ShowsTheFirstOfManyMessages) {
  serve({"--path", "/=node-demo?interval=1ms"});
  const auto outcome = import(url("/"), {"--name", "x", "--messages", "100", "--for", "20s", "--pick", "30"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("\n   20  text"), Not(HasSubstr("\n   21  text")), HasSubstr("\n*  30  text"),
                    Not(HasSubstr("\n   31  text")), HasSubstr("--json prints")));
}

TEST_F(ImportTest, WarnsOfAParameterThatComesTwice) {
  const auto outcome = import("wss://h/x?a=1&b=2&a=3&a=4", {"--no-test"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "warning: the query has \"a\" more than once: the service has it as one parameter\n");
}

TEST_F(ImportTest, WarnsOfValuesThatSoundSecret) {
  const auto outcome =
      import("wss://h/x?Access_Token=a&page=2", {"--name", "x", "--no-test", "-H", "X-Api-Key: b", "-H", "X-Tokyo: c"});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.err,
              StartsWith("warning: x_connection_settings.json holds the value of Access_Token, X-Api-Key,"));
}

TEST_F(ImportTest, SaysWhatIsWrong) {
  const auto fault = [&](const std::string& where, const Words& more = {}) {
    const auto outcome = import(where, more);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    EXPECT_FALSE(fs::exists(folder / "s"));
    return outcome.err;
  };
  EXPECT_THAT(fault("http://h/"), HasSubstr("the scheme is \"http\", expected \"ws\" or \"wss\""));
  EXPECT_THAT(fault("ws://h:99999/"), HasSubstr("port"));
  EXPECT_THAT(fault("ws:///x"), HasSubstr("host"));
  EXPECT_THAT(fault("ws://h/{room}"), HasSubstr("Required field(s) missing: \"room\"; to connect give --param"));
  EXPECT_THAT(fault("ws://h/x", {"--param", "room=1"}), HasSubstr("the path has no {room}"));
  EXPECT_THAT(fault("ws://h/x", {"--required", "q"}), HasSubstr("the URL has no query parameter \"q\""));
  EXPECT_THAT(fault("ws://h/x", {"--name", "a-b"}), HasSubstr("--name: expected a letter"));
  EXPECT_THAT(fault("ws://h/x", {"--profile", "../x"}), HasSubstr("the profile \"../x\" cannot be"));
  EXPECT_THAT(fault("ws://h/x", {"--profile", "qa=ws://h/y"}), HasSubstr("ends in \"/x\""));
  EXPECT_THAT(fault("ws://h/x", {"--profile", "qa", "--profile", "qa=ws://i/x"}), HasSubstr("\"qa\" is given twice"));
  EXPECT_THAT(fault("ws://h/x", {"--request", "@/nonexistent"}), HasSubstr("--request: cannot read /nonexistent"));
  EXPECT_THAT(fault("ws://h/x", {"--for", "3"}), HasSubstr("\"3\" has no unit"));
}

TEST_F(ImportTest, SaysThatNobodyListensOrNothingCame) {
  const auto unreachable = import("ws://127.0.0.1:1/x");
  EXPECT_EQ(unreachable.code, 3);
  EXPECT_THAT(unreachable.err, AllOf(HasSubstr("cannot connect to 127.0.0.1:1"), HasSubstr("--no-test")));
  serve({});
  const auto nothing = import(url("/echo"), {"--for", "10ms", "--pick", "1"});
  EXPECT_EQ(nothing.code, 1);
  EXPECT_THAT(nothing.err, HasSubstr("there is no message 1 to pick: 0 came"));
  const auto silent = import(url("/echo"), {"--for", "10ms"});
  EXPECT_EQ(silent.code, 0);
  EXPECT_THAT(silent.out, HasSubstr("response  anything (from 0 samples)"));
  EXPECT_THAT(silent.err, HasSubstr("no message came, so the response is of any type; --request sends one"));
}

TEST_F(ImportTest, ProbeTellsHandshakeTlsAndEnd) {
  serve({"--tls", "--subprotocol", "chat"});
  const auto refused = parley({"probe", url("/echo")});
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.out, HasSubstr("certificate verify failed"));
  const auto text = parley({"probe", url("/echo"), "-k", "--request", "hello", "--subprotocol", "chat"});
  EXPECT_EQ(text.code, 0);
  EXPECT_THAT(text.out,
              AllOf(HasSubstr("101 Switching Protocols"), HasSubstr("TLSv1.3"), HasSubstr("subprotocol   chat"),
                    HasSubstr("days left"), HasSubstr("CN=parley self-signed"),
                    HasSubstr("our Close 1000 was answered by Close 1000")));
  const auto json = Json::parse(parley({"probe", url("/echo"), "-k", "--request", "hello", "--json"}).out);
  EXPECT_EQ(json["handshake"]["status"], 101);
  EXPECT_EQ(json["handshake"]["extensions"], "permessage-deflate");
  EXPECT_EQ(json["messages"][0]["text"], "hello");
  EXPECT_EQ(json["tls"]["version"], "TLSv1.3");
  EXPECT_EQ(json["tls"]["certificate"]["names"].size(), 3U);
  EXPECT_TRUE(json["times_ms"]["secured"].is_number());
  EXPECT_TRUE(json["times_ms"]["ping"].is_number());
  EXPECT_EQ(json["end"]["how"], "by_us");
  EXPECT_EQ(json["end"]["received"]["code"], 1000);
}

TEST_F(ImportTest, ProbeTellsRefusalsApart) {
  serve({});
  const auto missing = parley({"probe", url("/nope")});
  EXPECT_EQ(missing.code, 1);
  EXPECT_THAT(missing.out, HasSubstr("the server answered 404, expected 101"));
  const auto json = Json::parse(parley({"probe", url("/nope"), "--json"}).out);
  EXPECT_EQ(json["handshake"]["status"], 404);
  EXPECT_EQ(json["handshake"]["body"], "there is no WebSocket at this path\n");
  EXPECT_EQ(parley({"probe", "ws://127.0.0.1:1/"}).code, 3);
  EXPECT_EQ(parley({"probe", "ftp://h/"}).code, 2);
  EXPECT_EQ(parley({"probe"}).code, 2);
}

}  // namespace
}  // namespace parley::cli
