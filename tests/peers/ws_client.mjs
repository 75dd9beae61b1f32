// A client of npm's ws that walks through the cases of a test server: `node ws_client.mjs BASE PACKAGE`.
import { createRequire } from "node:module";

import { walk } from "./walk.mjs";

const [base, name] = process.argv.slice(2);
const WebSocket = createRequire(`${process.env.PARLEY_NODE_MODULES}/`)(name);

function connect(url, onMessage) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.on("message", (data, isBinary = typeof data !== "string") => onMessage(data, isBinary, socket));
    socket.on("error", () => {}); // "close" follows
    socket.on("close", resolve);
  });
}

await walk({
  ask: async (url) => {
    let answer = "";
    await connect(base + url, (data) => { answer = String(data); });
    return answer;
  },
  echo: (url) => connect(base + url, (data, isBinary, socket) => socket.send(data, { binary: isBinary })),
});
