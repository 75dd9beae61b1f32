// What the documents say; that they are AsyncAPI is checked against its published schema (cli/asyncapi_test.py).
#include "client/asyncapi.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

Value expected(const char* text) {
  return Value::parse(text);
}

TEST(JsonSchema, OfATypeWithEverything) {
  InferredType type;
  type.add(Value::parse(R"({"a":1,"b":null,"c":[{"d":true}],"e":{}})"));
  type.add(Value::parse(R"({"a":0.5,"b":"x","c":[],"f":[]})"));
  EXPECT_EQ(json_schema_of(type), expected(R"({
    "type": "object",
    "properties": {
      "a": {"type": "number", "format": "double"},
      "b": {"type": ["null", "string"]},
      "c": {"type": "array", "items": {
        "type": "object", "properties": {"d": {"type": "boolean"}}, "required": ["d"]}},
      "e": {"type": "object", "properties": {}},
      "f": {"type": "array", "items": {}}
    },
    "required": ["a", "b", "c"]
  })"));
}

TEST(AsyncApi, OfTheChatRoom) {
  ImportedService service;
  service.name = "chat";
  service.url = split_service_url("ws://localhost:8081/websocket/chatroom?username=user1").value();
  service.sample_request = "hello";
  service.sample_response = R"({"message":"hello"})";
  service.request = InferredType(Value("hello"));
  service.response = InferredType(Value::parse(service.sample_response));
  service.required_queries = {"username"};
  const auto document = asyncapi_document(
      service, {{"development", "ws", "localhost:8081", "/websocket"}, {"production", "wss", "chat.example", ""}});
  EXPECT_EQ(document, expected(R"({
    "asyncapi": "3.0.0",
    "info": {"title": "chat", "version": "1.0.0"},
    "defaultContentType": "application/json",
    "servers": {
      "development": {"host": "localhost:8081", "protocol": "ws", "pathname": "/websocket"},
      "production": {"host": "chat.example", "protocol": "wss"}
    },
    "channels": {
      "chat": {
        "address": "/chatroom",
        "messages": {
          "request": {"$ref": "#/components/messages/request"},
          "response": {"$ref": "#/components/messages/response"}
        },
        "bindings": {"ws": {
          "method": "GET",
          "query": {"type": "object", "properties": {"username": {"type": "string"}}, "required": ["username"]},
          "bindingVersion": "0.1.0"
        }}
      }
    },
    "operations": {
      "receiveRequest": {
        "action": "receive",
        "channel": {"$ref": "#/channels/chat"},
        "messages": [{"$ref": "#/channels/chat/messages/request"}]
      },
      "sendResponse": {
        "action": "send",
        "channel": {"$ref": "#/channels/chat"},
        "messages": [{"$ref": "#/channels/chat/messages/response"}]
      }
    },
    "components": {
      "messages": {
        "request": {
          "name": "RootRequest",
          "contentType": "text/plain",
          "payload": {"$ref": "#/components/schemas/RootRequest"},
          "examples": [{"payload": "hello"}]
        },
        "response": {
          "name": "RootResponse",
          "contentType": "application/json",
          "payload": {"$ref": "#/components/schemas/RootResponse"},
          "examples": [{"payload": {"message": "hello"}}]
        }
      },
      "schemas": {
        "RootRequest": {"type": "string"},
        "RootResponse": {
          "type": "object",
          "properties": {"message": {"type": "string"}},
          "required": ["message"]
        }
      }
    }
  })"));
}

TEST(AsyncApi, ParametersOfTheBasePathBelongToTheChannel) {
  ImportedService service;
  service.name = "rooms";
  service.url = split_service_url("wss://h/{tenant}/rooms/{room:[a-z]+}").value();
  const auto document = asyncapi_document(service, {{"development", "wss", "h", "/{tenant}/rooms"}});
  EXPECT_EQ(document["channels"]["rooms"]["address"], "/{tenant}/rooms/{room}");
  EXPECT_EQ(document["channels"]["rooms"]["parameters"],
            expected(R"({"tenant": {"description": "The tenant."}, "room": {"description": "The room."}})"));
  EXPECT_EQ(document["servers"]["development"], expected(R"({"host": "h", "protocol": "wss"})"));
  EXPECT_FALSE(document["operations"].contains("receiveRequest"));
  EXPECT_EQ(document["components"]["schemas"], expected(R"({"RootResponse": {}})"));
}

}  // namespace
}  // namespace parley::client
