// `parley check server --fuzz` against sound servers and frail ones, and `parley replay` of what it finds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/testing/outcome.hpp"
#include "cli/testing/reference_server.hpp"

namespace parley::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::parley;
using testing::ReferenceServer;
using Json = nlohmann::json;

class Fuzz : public ::testing::Test {
 protected:
  Fuzz() : folder_(std::filesystem::temp_directory_path() / ("parley-fuzz-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(folder_);
  }
  ~Fuzz() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] Outcome fuzz(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"check", "server"});
    arguments.insert(arguments.end(), {"--seed", "1", "--findings", folder_.string()});
    return parley(arguments);
  }

  /// The file of the one finding with this name.
  [[nodiscard]] std::string file_of(const std::string& name) const {
    if (!std::filesystem::exists(folder_)) return "no findings";
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      if (entry.path().filename().string().starts_with(name + "-1-")) return entry.path().string();
    }
    return "no such finding";
  }

  static Json read(const std::string& file) {
    std::ifstream in(file);
    return Json::parse(in, nullptr, false);
  }

  static std::string frail(const std::string& weakness) {
    return "python3 '" + std::string(PARLEY_SOURCE) + "/cli/testing/frail_server.py' {{port}} " + weakness;
  }

  const std::filesystem::path folder_;
};

TEST_F(Fuzz, FindsNothingInTheReferenceServer) {
  const ReferenceServer server;
  const auto outcome = fuzz({server.url("/echo"), "--fuzz", "5s", "--pid", server.pid()});
  EXPECT_EQ(outcome.code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("0 findings in "), HasSubstr("seed 1"), HasSubstr("memory: ")));
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

TEST_F(Fuzz, FindsIllegalOutputMakesItSmallAndPlaysItAgain) {
  const ReferenceServer server;
  const auto outcome = fuzz({server.url("/fault/masks"), "--fuzz", "1s"});
  EXPECT_EQ(outcome.code, 1) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("RFC 6455 §5.1"), HasSubstr("confirmed: 3 of 3 times")));
  const auto file = file_of("illegal-output-6455-5.1-monitor-masked");
  const auto finding = read(file);
  ASSERT_TRUE(finding.is_object()) << file;
  EXPECT_EQ(finding["certainty"], "confirmed");
  ASSERT_EQ(finding["connections"].size(), 1U);
  const auto& connection = finding["connections"][0];
  EXPECT_FALSE(connection.contains("request")) << connection;
  EXPECT_LE(connection["steps"].size(), 1U) << connection;  // a Close is answered, and that is masked

  const auto again = parley({"replay", file, server.url("/fault/masks")});
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_THAT(again.out, AllOf(HasSubstr("on the wire"), HasSubstr("masked"), HasSubstr("it shows again")));
  const auto sound = parley({"replay", server.url("/echo"), file});
  EXPECT_EQ(sound.code, 0) << sound.out << sound.err;
  EXPECT_THAT(sound.out, HasSubstr("it does not show this time"));
}

TEST_F(Fuzz, FindsTheFrameThatEndsTheServerAndGoesOn) {
  const auto outcome =
      fuzz({"ws://127.0.0.1:{{port}}/", "--exec-server", frail("crash"), "--fuzz", "1s", "--jobs", "4"});
  EXPECT_EQ(outcome.code, 1) << outcome.out << outcome.err;
  const auto finding = read(file_of("death"));
  ASSERT_TRUE(finding.is_object()) << outcome.out << outcome.err;
  EXPECT_EQ(finding["certainty"], "confirmed") << outcome.out;
  EXPECT_THAT(finding["what"].get<std::string>(), HasSubstr("exit code 3"));
  ASSERT_EQ(finding["connections"].size(), 1U);
}

TEST_F(Fuzz, RefusesWhatMakesNoSenseBesideIt) {
  EXPECT_EQ(fuzz({"--fuzz", "1s"}).code, 2);
  EXPECT_EQ(fuzz({"ws://127.0.0.1:1/", "utf8", "--fuzz", "1s"}).code, 2);
  EXPECT_EQ(fuzz({"ws://127.0.0.1:1/", "--fuzz", "1s", "--junit", "x.xml"}).code, 2);
  EXPECT_EQ(fuzz({"ws://127.0.0.1:1/"}).code, 2);                  // --seed without --fuzz
  EXPECT_EQ(fuzz({"ws://127.0.0.1:1/", "--fuzz", "1s"}).code, 3);  // nobody there
}

}  // namespace
}  // namespace parley::cli
