// An echo server of npm's ws: `node ws_server.mjs PORT PACKAGE [deflate]`. The packages are in PARLEY_NODE_MODULES.
import { createRequire } from "node:module";

const [port, name, deflate] = process.argv.slice(2);
const { Server } = createRequire(`${process.env.PARLEY_NODE_MODULES}/`)(name);

const server = new Server({ host: "127.0.0.1", port: Number(port), perMessageDeflate: deflate === "deflate" });
server.on("connection", (peer) => {
  // Before version 8 the type shows in the data: text is a string.
  peer.on("message", (data, isBinary = typeof data !== "string") => peer.send(data, { binary: isBinary }));
  peer.on("error", () => {}); // a violation of the protocol; without this line the first one ends the process
});
