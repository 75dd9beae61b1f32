#include "client/url_builder.hpp"

#include <gtest/gtest.h>

namespace parley::client {
namespace {

constexpr auto query = ParameterPlace::query;
constexpr auto path = ParameterPlace::path;

std::string url(const Service& service, const std::vector<Binding>& bindings) {
  const auto built = build_url(service, bindings);
  return built ? *built : "error: " + built.error();
}

TEST(EncodeUriComponent, KeepsWhatEcmaScriptKeeps) {
  EXPECT_EQ(encode_uri_component("AZaz09-_.!~*'()"), "AZaz09-_.!~*'()");
  EXPECT_EQ(encode_uri_component(" \"#$%&+,/:;<=>?@[\\]^`{|}"),
            "%20%22%23%24%25%26%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D");
  EXPECT_EQ(encode_uri_component("\xE2\x84\x83\xF0\x9F\x98\x80"), "%E2%84%83%F0%9F%98%80");
  EXPECT_EQ(encode_uri_component(std::string_view("\0\x7F", 2)), "%00%7F");
}

TEST(BuildUrl, QueryParametersInDeclaredOrder) {
  const Service service{"s", "wss://h/chat", {{"b", query}, {"a", query}}};
  EXPECT_EQ(url(service, {{"a", "x y"}, {"b", "1&2"}}), "wss://h/chat?b=1%262&a=x%20y");
}

TEST(BuildUrl, NamesThatWouldEndTheNameAreEncoded) {
  const Service service{"s",
                        "ws://h/",
                        {{"a&b=c", query},
                         {"ids[]", query},
                         {"gr\xC3\xB6\xC3\x9F"
                          "e",
                          query}}};
  EXPECT_EQ(url(service, {{"a&b=c", 1},
                          {"ids[]", 2},
                          {"gr\xC3\xB6\xC3\x9F"
                           "e",
                           3}}),
            "ws://h/?a%26b%3Dc=1&ids%5B%5D=2&gr%C3%B6%C3%9Fe=3");
}

TEST(BuildUrl, UndefinedNullAndEmptyAreLeftOutZeroAndFalseAreKept) {
  const Service service{
      "s", "ws://h/", {{"u", query}, {"n", query}, {"e", query}, {"z", query}, {"f", query}, {"x", query}}};
  EXPECT_EQ(url(service, {{"u", std::nullopt}, {"n", nullptr}, {"e", ""}, {"z", 0}, {"f", false}}),
            "ws://h/?z=0&f=false");
}

TEST(BuildUrl, NumbersAsJavaScriptWritesThem) {
  const Service service{"s", "ws://h/", {{"n", query}}};
  EXPECT_EQ(url(service, {{"n", 1.0}}), "ws://h/?n=1");
  EXPECT_EQ(url(service, {{"n", 0.0}}), "ws://h/?n=0");
  EXPECT_EQ(url(service, {{"n", -2.5}}), "ws://h/?n=-2.5");
}

TEST(BuildUrl, AppendsToTheQueryThatIsThere) {
  const Service service{"s", "ws://h/?v=1", {{"n", query}}};
  EXPECT_EQ(url(service, {{"n", 2}}), "ws://h/?v=1&n=2");
}

TEST(BuildUrl, OnlyTheFirstPlaceholderOfAPathParameter) {
  EXPECT_EQ(url({"s", "ws://h/{id}/{id}", {{"id", path}}}, {{"id", 7}}), "ws://h/7/%7Bid%7D");
}

TEST(BuildUrl, PlaceholdersWithRegularExpressions) {
  EXPECT_EQ(url({"s", "ws://h/{id:.+}/x", {{"id", path}}}, {{"id", "a/b"}}), "ws://h/a/b/x");
  EXPECT_EQ(url({"s", "ws://h/{id:[0-9]{3}}/x", {{"id", path}}}, {{"id", 123}}), "ws://h/123/x");
}

TEST(BuildUrl, ALongerNameIsAnotherPlaceholder) {
  EXPECT_EQ(url({"s", "ws://h/{idea}/{id}", {{"id", path}}}, {{"id", 7}}), "ws://h/%7Bidea%7D/7");
}

TEST(BuildUrl, APlaceholderThatNeverClosesIsNone) {
  EXPECT_EQ(url({"s", "ws://h/{id:x", {{"id", path}}}, {{"id", 7}}), "ws://h/%7Bid:x");
}

TEST(BuildUrl, PathValuesAreEncodedAsABrowserDoes) {
  const Service service{"s", "ws://h/{room}", {{"room", path}}};
  EXPECT_EQ(url(service, {{"room", "caf\xC3\xA9 1"}}), "ws://h/caf%C3%A9%201");
  EXPECT_EQ(url(service, {{"room", "a%20b"}}), "ws://h/a%20b");
}

TEST(BuildUrl, SaysAllRequiredParametersThatAreMissing) {
  const Service service{"s", "ws://h/{p}", {{"a", query, true}, {"p", path, true}, {"b", query, true}, {"c", query}}};
  EXPECT_EQ(url(service, {{"b", 1}}), "error: Required field(s) missing: \"a,p\"");
  EXPECT_EQ(url(service, {{"a", ""}, {"p", nullptr}, {"b", std::nullopt}}),
            "error: Required field(s) missing: \"a,p,b\"");
  EXPECT_EQ(url(service, {{"a", 0}, {"p", false}, {"b", 1}}), "ws://h/false?a=0&b=1");
}

TEST(MixedContent, AnHttpsPageOpensWssOnly) {
  EXPECT_EQ(mixed_content_error("wss://h/", PageScheme::https), "");
  EXPECT_EQ(mixed_content_error("WSS://h/", PageScheme::https), "");
  EXPECT_EQ(mixed_content_error("ws://h/", PageScheme::https),
            "mixed content: an https page may open wss: URLs only, not ws://h/");
  EXPECT_NE(mixed_content_error("//h/", PageScheme::https), "");
  EXPECT_EQ(mixed_content_error("ws://h/", PageScheme::http), "");
}

}  // namespace
}  // namespace parley::client
