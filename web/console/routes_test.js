import assert from "node:assert/strict";
import { test } from "node:test";

import { describe, routeOf } from "./routes.js";

const chosen = (path, behaviour, options) => {
  const { title, target, strategy, view, hello, rest } = describe({ path, behaviour, summary: "", options }, 2);
  return { title, target, strategy, view, hello, rest };
};

test("a behaviour brings its policy and its view", () => {
  assert.deepEqual(chosen("/websocket/heartrate", "heart-rate"),
    { title: "Heart-rate monitor", target: "/websocket/heartrate", strategy: "append", view: "chart", hello: false, rest: null });
  assert.deepEqual(chosen("/", "node-demo").hello, true);
});

test("its options are in the title, and may want another policy", () => {
  assert.deepEqual(chosen("/t", "ticker", { kind: "weather" }),
    { title: "Ticker (kind weather)", target: "/t", strategy: "refresh", view: "table", hello: false, rest: null });
  assert.equal(chosen("/t", "ticker", { kind: "scores", seed: "5" }).title, "Ticker (kind scores, seed 5)");
  assert.equal(chosen("/t", "ticker", {}).strategy, "prepend");
});

test("the chat room wants a name, a group wants to know which", () => {
  assert.equal(chosen("/chat", "chat-room").target, "/chat?username=user2");
  assert.deepEqual([chosen("/auth/*", "clown-hub").target, chosen("/auth/*", "clown-hub").rest],
    ["/auth/", "clown-talk-server_nodes_bridge_0"]);
});

test("an unknown behaviour is shown by its name", () => {
  assert.equal(chosen("/x", "my-own").title, "My own");
});

test("a path belongs to its own route, else to the nearest group", () => {
  const routes = ["/a/*", "/a/b/*", "/a/b/c"].map((path) => describe({ path, behaviour: "echo", summary: "" }));
  const found = (path) => routeOf(routes, path)?.path;
  assert.deepEqual([found("/a/b/c"), found("/a/b/d"), found("/a/x"), found("/b")], ["/a/b/c", "/a/b/*", "/a/*", undefined]);
});
