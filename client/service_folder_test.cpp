#include "client/service_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "client/service_files.hpp"
#include "client/url_builder.hpp"

namespace parley::client {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ServiceFolderTest : public ::testing::Test {
 protected:
  ServiceFolderTest() {
    std::string pattern = (fs::temp_directory_path() / "parley-service-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
  }
  ~ServiceFolderTest() override { fs::remove_all(folder); }

  static ImportedService rooms() {
    ImportedService service;
    service.name = "rooms";
    service.url = split_service_url("ws://localhost:8081/v1/rooms/{room}?user=a&since=0").value();
    service.required_queries = {"user"};
    service.sample_request = R"({"text":"hi","loud":true})";
    service.request = InferredType(Value::parse(service.sample_request));
    service.response = InferredType(Value("x"));
    return service;
  }

  static std::vector<Profile> profiles() {
    return {{"development", "ws", "localhost:8081", "/v1/rooms"}, {"production", "wss", "chat.example", "/v2"}};
  }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
  }

  [[nodiscard]] std::string fault(const fs::path& where, const std::string& profile) const {
    try {
      static_cast<void>(load_service(where, profile));
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "none";
  }

  fs::path folder;
};

TEST_F(ServiceFolderTest, WhatIsWrittenCanBeRead) {
  write_service(folder, service_files(rooms(), profiles()), Overwriting::refused);
  const auto loaded = load_service(folder, "");
  EXPECT_EQ(loaded.service.id, "rooms");
  EXPECT_EQ(loaded.service.url, "ws://localhost:8081/v1/rooms/{room}");
  EXPECT_EQ(loaded.path, "/v1/rooms/{room}");
  EXPECT_THAT(loaded.request_fields, ElementsAre("text", "loud"));
  EXPECT_EQ(build_url(loaded.service, {{"room", "r 1"}, {"user", "\xC3\xA9"}, {"since", 0}}).value(),
            "ws://localhost:8081/v1/rooms/r%201?user=%C3%A9&since=0");
  EXPECT_EQ(build_url(loaded.service, {}).error(), "Required field(s) missing: \"room,user\"");
}

TEST_F(ServiceFolderTest, AProfileGivesTheAddress) {
  write_service(folder, service_files(rooms(), profiles()), Overwriting::refused);
  EXPECT_EQ(load_service(folder, "production").service.url, "wss://chat.example/v2/{room}");
  EXPECT_EQ(load_service(folder, "development").service.url, "ws://localhost:8081/v1/rooms/{room}");
  EXPECT_THAT(fault(folder, "staging"), HasSubstr("unknown profile \"staging\"; it has: development, production"));
  EXPECT_THAT(fault(folder, "../x"), HasSubstr("unknown profile \"../x\""));
}

TEST_F(ServiceFolderTest, NothingIsOverwrittenUnlessAllowed) {
  write("profiles/production.properties", "mine");
  const auto files = service_files(rooms(), profiles());
  try {
    write_service(folder, files, Overwriting::refused);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("production.properties"), HasSubstr("is there already")));
  }
  EXPECT_FALSE(fs::exists(folder / "service-info.json"));
  write_service(folder, files, Overwriting::allowed);
  EXPECT_EQ(load_service(folder, "production").service.url, "wss://chat.example/v2/{room}");
}

/// A project of the studio: services/<id>/designtime, and the profiles of all services in one place.
TEST_F(ServiceFolderTest, ReadsAProjectOfTheStudio) {
  for (const auto& [name, text] : service_files(rooms(), profiles())) {
    const bool profile = name.starts_with("profiles/");
    write(profile ? name : "services/rooms/designtime/" + name, profile ? "app.x=1\n" + text : text);
  }
  const auto service = folder / "services" / "rooms";
  EXPECT_EQ(load_service(service, "").service.url, "ws://localhost:8081/v1/rooms/{room}");
  EXPECT_EQ(load_service(service, "production").service.url, "wss://chat.example/v2/{room}");
  EXPECT_THAT(fault(service, "qa"), HasSubstr("it has: development, production"));
}

TEST_F(ServiceFolderTest, AServiceWithoutParametersOrRequest) {
  auto service = rooms();
  service.url = split_service_url("wss://echo.websocket.org/").value();
  service.sample_request.clear();
  write_service(folder, service_files(service, {}), Overwriting::refused);
  const auto loaded = load_service(folder, "");
  EXPECT_EQ(loaded.service.url, "wss://echo.websocket.org/");
  EXPECT_THAT(loaded.service.parameters, IsEmpty());
  EXPECT_THAT(loaded.request_fields, IsEmpty());
  EXPECT_THAT(fault(folder, "development"), HasSubstr("it has: none"));
}

TEST_F(ServiceFolderTest, ARequestThatIsAListHasNoFields) {
  auto service = rooms();
  service.request = InferredType(Value::parse(R"(["topic",{"state":true}])"));
  write_service(folder, service_files(service, {}), Overwriting::refused);
  EXPECT_THAT(load_service(folder, "").request_fields, IsEmpty());
}

TEST_F(ServiceFolderTest, SaysWhatIsWrongWithAFile) {
  EXPECT_THAT(fault(folder / "gone", ""), HasSubstr("there is no service folder"));
  EXPECT_THAT(fault(folder, ""), HasSubstr("it has no service-info.json"));
  write("service-info.json", "{");
  EXPECT_THAT(fault(folder, ""), AllOf(HasSubstr("service-info.json"), HasSubstr("expected a JSON object")));
  write("service-info.json", "{}");
  EXPECT_THAT(fault(folder, ""), HasSubstr("/id: expected a string"));
  write("service-info.json", R"({"id":"s"})");
  EXPECT_THAT(fault(folder, ""), HasSubstr("s_API_WEBSOCKET_SERVICE.json: cannot be read"));
  write("s_API_WEBSOCKET_SERVICE.json", R"({"paths":{}})");
  EXPECT_THAT(fault(folder, ""), HasSubstr("paths: expected exactly one"));
  write("s_apiTarget.json", R"({"schemes":["ws"],"host":"h","basePath":""})");
  write("s_API_WEBSOCKET_SERVICE.json", R"({"paths":{"/":{"x-WM-COMPLETE_PATH":"/x"}}})");
  EXPECT_THAT(fault(folder, ""), HasSubstr("x-WM-COMPLETE_PATH"));
  write("s_API_WEBSOCKET_SERVICE.json",
        R"({"paths":{"/":{"x-WM-COMPLETE_PATH":"${websocket.s.basepath}/x",
            "get":{"parameters":[{"name":"a","in":"header"}]}}}})");
  EXPECT_THAT(fault(folder, ""), HasSubstr("a parameter is in \"header\"; expected query or path"));
  write("profiles/p.properties", "websocket.s.scheme=ws\n");
  EXPECT_THAT(fault(folder, "p"), HasSubstr("expected the property websocket.s.host"));
}

}  // namespace
}  // namespace parley::client
