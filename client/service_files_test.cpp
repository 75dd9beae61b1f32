#include "client/service_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace parley::client {
namespace {

using testing::ElementsAre;
using testing::Pair;

ImportedService chat_room() {
  ImportedService service;
  service.name = "chat";
  service.url = split_service_url("ws://localhost:8081/websocket/chatroom?username=user1").value();
  service.sample_request = "hello";
  service.sample_response = R"({"username":"user1","message":"hello","time":1507809721548})";
  service.request = InferredType(Value("hello"));
  service.response = InferredType(Value::parse(service.sample_response));
  service.api_id = "c649a530-20d2-4cd7-9daf-54c697fe21d1";
  return service;
}

Value expected(const char* text) {
  return Value::parse(text);
}

/// As the studio wrote it for wss://echo.websocket.org/.
TEST(ServiceFiles, AreThoseOfTheStudioForAnEchoService) {
  ImportedService service;
  service.name = "websocket";
  service.url = split_service_url("wss://echo.websocket.org/").value();
  service.sample_request = service.sample_response = "hello";
  service.request = service.response = InferredType(Value("hello"));
  service.api_id = "c649a530-20d2-4cd7-9daf-54c697fe21d1";

  EXPECT_EQ(service_info(service),
            expected(R"({"id": "websocket", "type": "WebSocketService", "title": "websocket"})"));
  EXPECT_EQ(connection_settings(service), expected(R"({
    "endpointAddress": "wss://echo.websocket.org/",
    "method": "GET",
    "contentType": "",
    "sampleRequestBody": "hello",
    "authType": "NONE",
    "headers": {},
    "queryParams": {},
    "sampleWebSocketResponse": {"responseBody": "hello", "convertedResponse": null, "statusCode": 0, "contentType": ""}
  })"));
  EXPECT_TRUE(same_value(api_target(service), expected(R"({
    "swagger": "2.0",
    "info": {
      "version": "2.0",
      "x-WM-SERVICE_TYPE": "WebSocketService",
      "x-WM-API_ID": "c649a530-20d2-4cd7-9daf-54c697fe21d1",
      "x-WM-USE_PROXY_FOR_WEB": false,
      "x-WM-SERVICE_ID": "websocket",
      "x-WM-USE_PROXY_FOR_MOBILE": true
    },
    "host": "echo.websocket.org",
    "basePath": "",
    "tags": [{
      "name": "WebSocketServiceVirtualController",
      "description": "WebSocket service swagger documentation"
    }],
    "schemes": ["wss"],
    "paths": {
      "/": {
        "get": {
          "tags": ["WebSocketServiceVirtualController"],
          "operationId": "websocket_WebSocketServiceVirtualController-invoke",
          "security": [{"WM_WebSocket_Service_Authorization": []}],
          "x-WM-METHOD_NAME": "invoke",
          "x-WM-OUT-PARAMS-TYPE": ["#/definitions/RootResponse"],
          "x-WM-ACCESS_SPECIFIER": "APP_ONLY",
          "x-WM-IN-PARAMS-TYPE": ["#/definitions/RootRequest"]
        },
        "x-WM-TAG": "WebSocketServiceVirtualController",
        "x-WM-BASE_PATH": "/",
        "x-WM-COMPLETE_PATH":
          "${websocket.websocket.scheme}://${websocket.websocket.host}${websocket.websocket.basepath}/",
        "x-WM-RELATIVE_PATH": ""
      }
    },
    "definitions": {
      "RootRequest": {
        "x-WM-FULLY_QUALIFIED_NAME": "websocket.RootRequest",
        "x-WM-TAGS": ["WebSocketServiceVirtualController"]
      },
      "RootResponse": {
        "x-WM-FULLY_QUALIFIED_NAME": "websocket.RootResponse",
        "x-WM-TAGS": ["WebSocketServiceVirtualController"]
      }
    }
  })")));
  const auto document = api_document(service);
  EXPECT_EQ(document["basePath"], "");
  ASSERT_TRUE(document["paths"].contains("/websocket/invoke/"));
  EXPECT_EQ(document["paths"]["/websocket/invoke/"]["x-WM-BASE_PATH"], "/websocket/invoke/");
  EXPECT_EQ(document["definitions"], api_target(service)["definitions"]);
}

TEST(ServiceFiles, NameParametersBasePathAndSamples) {
  const auto service = chat_room();
  const auto settings = connection_settings(service);
  EXPECT_EQ(settings["endpointAddress"], "ws://localhost:8081/websocket/chatroom?username=user1");
  EXPECT_EQ(settings["queryParams"], expected(R"({"username": "user1"})"));
  EXPECT_EQ(settings["sampleWebSocketResponse"]["responseBody"], service.sample_response);
  const auto target = api_target(service);
  EXPECT_EQ(target["basePath"], "/websocket");
  const auto& path = target["paths"]["/chatroom"];
  EXPECT_EQ(path["get"]["parameters"],
            expected(R"([{"name": "username", "in": "query", "required": false, "type": "string"}])"));
  EXPECT_EQ(path["x-WM-COMPLETE_PATH"],
            "${websocket.chat.scheme}://${websocket.chat.host}${websocket.chat.basepath}/chatroom");
}

TEST(ServiceFiles, DefinitionsOfTheOperation) {
  auto service = chat_room();
  service.url = split_service_url("ws://h/rooms/{room}?username=a").value();
  service.required_queries = {"username"};
  EXPECT_EQ(service_definitions(service), expected(R"({
    "chat_WebSocketServiceVirtualController-invoke": {
      "id": "chat_WebSocketServiceVirtualController-invoke",
      "service": "chat",
      "controller": "WebSocketServiceVirtualController",
      "operationType": null,
      "type": null,
      "wmServiceOperationInfo": {
        "name": "invoke",
        "methodType": "get",
        "httpMethod": "get",
        "relativePath": "/chat/invoke/{room}",
        "directPath": "${websocket.chat.scheme}://${websocket.chat.host}${websocket.chat.basepath}/{room}",
        "parameters": [
          {"name": "room", "parameterType": "path", "required": true, "type": "string"},
          {"name": "username", "parameterType": "query", "required": true, "type": "string"}
        ],
        "definitions": {},
        "produces": null,
        "consumes": null,
        "proxySettings": {"web": false, "mobile": true}
      }
    }
  })"));
}

TEST(ServiceFiles, AnEmptyRequestHasNoType) {
  auto service = chat_room();
  service.sample_request.clear();
  service.request = {};
  const auto target = api_target(service);
  EXPECT_FALSE(target["definitions"].contains("RootRequest"));
  EXPECT_TRUE(target["definitions"].contains("RootResponse"));
  EXPECT_FALSE(target["paths"]["/chatroom"]["get"].contains("x-WM-IN-PARAMS-TYPE"));
}

TEST(ServiceFiles, CredentialsStayOut) {
  auto service = chat_room();
  service.url = split_service_url("wss://clown:bigclown@hub.example/auth/x").value();
  for (const auto& [path, text] : service_files(service, {{"development", "wss", "hub.example", "/auth"}})) {
    EXPECT_EQ(text.find("bigclown"), std::string::npos) << path;
  }
  EXPECT_EQ(connection_settings(service)["authType"], "BASIC");
}

TEST(ServiceFiles, HaveTheStudiosNames) {
  const auto files = service_files(chat_room(), {{"development", "ws", "localhost:8081", "/websocket"},
                                                 {"production", "wss", "chat.example", "/v2/websocket"}});
  std::vector<std::string> names;
  for (const auto& [path, text] : files) names.push_back(path);
  EXPECT_THAT(names,
              ElementsAre("chat_API_WEBSOCKET_SERVICE.json", "chat_apiTarget.json", "chat_connection_settings.json",
                          "profiles/development.properties", "profiles/production.properties", "service-info.json",
                          "servicedefs/chat-service-definitions.json"));
  EXPECT_EQ(files.at("profiles/production.properties"),
            "websocket.chat.basepath=/v2/websocket\nwebsocket.chat.host=chat.example\nwebsocket.chat.scheme=wss\n");
  EXPECT_EQ(files.at("service-info.json"),
            "{\n  \"id\": \"chat\",\n  \"type\": \"WebSocketService\",\n  \"title\": \"chat\"\n}\n");
}

TEST(ServiceName, IsTakenFromPathOrHost) {
  const auto suggest = [](const char* url) { return suggest_service_name(split_service_url(url).value()); };
  EXPECT_EQ(suggest("ws://h/websocket/chatroom?x=1"), "chatroom");
  EXPECT_EQ(suggest("ws://h/a/heart-rate"), "heartrate");
  EXPECT_EQ(suggest("wss://echo.websocket.org/"), "echo");
  EXPECT_EQ(suggest("wss://echo.websocket.org/2"), "echo");
  EXPECT_EQ(suggest("wss://feed.example/{room}"), "feed");
  EXPECT_EQ(suggest("ws://127.0.0.1:8081/"), "websocket");
  EXPECT_EQ(suggest("ws://[::1]/"), "websocket");
  EXPECT_TRUE(is_service_name("a_1"));
  for (const auto* bad : {"", "1a", "_a", "a-b", "a b", "../a", "\xC3\xA9"}) EXPECT_FALSE(is_service_name(bad)) << bad;
}

}  // namespace
}  // namespace parley::client
