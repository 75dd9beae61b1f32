import assert from "node:assert/strict";
import { test } from "node:test";

import { Connection } from "./connection.js";

/** A connection over sockets that do what the test says, with a clock that stands still until it is told. */
function rig({ random = () => 1, refuse = () => undefined } = {}) {
  const sockets = [];
  const timers = [];
  const events = [];
  const time = { now: 0 };
  const outside = {
    socket(url, protocols) {
      refuse(url);
      const socket = { url, protocols, protocol: "", extensions: "", sent: [], closed: null };
      socket.send = (data) => socket.sent.push(data);
      socket.close = (code, reason) => { socket.closed = [code, reason]; };
      sockets.push(socket);
      return socket;
    },
    setTimer: (work, ms) => timers.push({ work, ms, cleared: false }) - 1,
    clearTimer: (timer) => { timers[timer].cleared = true; },
    now: () => time.now,
    backoff: { random },
  };
  const connection = new Connection((name, details) => events.push(name === "state" ? details.state : name), outside);
  return { connection, sockets, timers, events, time };
}

const gone = { code: 1006, reason: "", wasClean: false };

test("opens, sends, receives text and bytes, and closes with code and reason", () => {
  const { connection, sockets, events } = rig();
  connection.open("ws://a/", ["chat"]);
  assert.deepEqual([sockets[0].url, sockets[0].protocols, sockets[0].binaryType], ["ws://a/", ["chat"], "arraybuffer"]);
  assert.equal(connection.send("too early"), false);
  sockets[0].onopen();
  assert.equal(connection.send("hello"), true);
  sockets[0].onmessage({ data: "text" });
  connection.close(4000, "bye");
  assert.deepEqual(sockets[0].closed, [4000, "bye"]);
  assert.equal(connection.send("too late"), false);
  sockets[0].onclose({ code: 4000, reason: "bye", wasClean: true });
  assert.deepEqual(sockets[0].sent, ["hello"]);
  assert.deepEqual(events, ["connecting", "connecting", "open", "open", "message", "closing", "close", "closed"]);
});

test("a binary message is handed on as bytes", () => {
  const got = [];
  const socket = {};
  const connection = new Connection((name, { data }) => name === "message" && got.push(data), { socket: () => socket });
  connection.open("ws://a/");
  socket.onopen();
  socket.onmessage({ data: Uint8Array.of(1, 2).buffer });
  assert.deepEqual(got, [Uint8Array.of(1, 2)]);
});

test("without reconnect the end is the end", () => {
  const { connection, sockets, timers } = rig();
  connection.open("ws://a/");
  sockets[0].onopen();
  sockets[0].onclose(gone);
  assert.equal(connection.state, "closed");
  assert.equal(timers.length, 0);
});

test("reconnects after delays that double up to the maximum", () => {
  const { connection, sockets, timers } = rig();
  connection.reconnect = true;
  connection.open("ws://a/");
  for (let attempt = 0; attempt < 8; ++attempt) {
    sockets.at(-1).onclose(gone);
    assert.equal(connection.state, "waiting");
    timers.at(-1).work();
  }
  assert.deepEqual(timers.map(({ ms }) => ms), [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  assert.equal(sockets.length, 9);
});

test("the delay is drawn from nothing to the ceiling", () => {
  const { connection, sockets, timers } = rig({ random: () => 0.25 });
  connection.reconnect = true;
  connection.open("ws://a/");
  sockets[0].onclose(gone);
  assert.equal(timers[0].ms, 125);
});

test("a connection that was open for long starts from the first delay again, one that was not goes on", () => {
  const { connection, sockets, timers, time } = rig();
  connection.reconnect = true;
  connection.open("ws://a/");
  for (const openFor of [0, 4999, 5000]) {
    sockets.at(-1).onopen();
    time.now += openFor;
    sockets.at(-1).onclose(gone);
    timers.at(-1).work();
  }
  assert.deepEqual(timers.map(({ ms }) => ms), [500, 1000, 500]);
});

test("closed by the user: no further attempt, even with reconnect", () => {
  const { connection, sockets, timers } = rig();
  connection.reconnect = true;
  connection.open("ws://a/");
  sockets[0].onopen();
  connection.close();
  assert.deepEqual(sockets[0].closed, [1000, ""]);
  sockets[0].onclose({ code: 1000, reason: "", wasClean: true });
  assert.equal(connection.state, "closed");
  assert.equal(timers.length, 0);
});

test("closing while waiting gives up", () => {
  const { connection, sockets, timers } = rig();
  connection.reconnect = true;
  connection.open("ws://a/");
  sockets[0].onclose(gone);
  connection.close();
  assert.equal(connection.state, "closed");
  assert.equal(timers[0].cleared, true);
});

test("a socket that opens after the user gave up does not count as open", () => {
  const { connection, sockets, events } = rig();
  connection.open("ws://a/");
  connection.close();
  sockets[0].onopen();
  assert.equal(connection.state, "closing");
  assert.ok(!events.includes("open"));
});

test("a URL that cannot be opened is an error, and is not tried again", () => {
  const refuse = () => { throw new SyntaxError("no such scheme"); };
  const { connection, timers, events } = rig({ refuse });
  connection.reconnect = true;
  connection.open("mailto:a");
  assert.deepEqual(events, ["connecting", "connecting", "error", "closed"]);
  assert.equal(timers.length, 0);
});

test("a second open on an open connection keeps the socket", () => {
  const { connection, sockets } = rig();
  connection.open("ws://a/");
  sockets[0].onopen();
  connection.open("ws://b/");
  assert.equal(sockets.length, 1);
});
