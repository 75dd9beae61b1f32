// npm's ws: /echo and /broadcast. `node ws_server.mjs [--deflate | --tls CERTIFICATE KEY]` prints its port.
// The package is in PARLEY_NODE_MODULES.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { createRequire } from "node:module";

const { WebSocketServer } = createRequire(`${process.env.PARLEY_NODE_MODULES}/`)("ws");
const [mode, certificate, key] = process.argv.slice(2);

const http =
  mode === "--tls" ? createSecureServer({ cert: readFileSync(certificate), key: readFileSync(key) }) : createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: mode === "--deflate" ? { threshold: 0 } : false });
const all = new Set();
server.on("connection", (peer, request) => {
  peer.on("error", () => {});
  if (request.url !== "/broadcast") {
    peer.on("message", (data, binary) => peer.send(data, { binary }));
    return;
  }
  all.add(peer);
  peer.on("close", () => all.delete(peer));
  peer.on("message", (data, binary) => {
    for (const to of all) to.send(data, { binary });
  });
});
http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => console.log(http.address().port));
