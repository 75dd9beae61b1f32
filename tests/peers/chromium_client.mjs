// Chromium as a client that walks through the cases of a test server: `node chromium_client.mjs BASE`. Needs CHROMIUM,
// the program, and playwright-core in PARLEY_NODE_MODULES.
import { createRequire } from "node:module";

import { walk } from "./walk.mjs";

const { chromium } = createRequire(`${process.env.PARLEY_NODE_MODULES}/`)("playwright-core");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

/** In the page. */
async function walkInPage(base) {
  const connect = (path, onMessage) => new Promise((resolve) => {
    const socket = new WebSocket(base + path);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => onMessage(data, socket);
    socket.onclose = resolve;
  });
  await window.walk({
    ask: async (path) => {
      let answer = "";
      await connect(path, (data) => { answer = data; });
      return answer;
    },
    echo: (path) => connect(path, (data, socket) => socket.send(data)),
  });
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
try {
  const page = await browser.newPage();
  await page.addScriptTag({ content: `window.walk = ${walk}` });
  await page.evaluate(walkInPage, process.argv[2]);
} finally {
  await browser.close();
}
