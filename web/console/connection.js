// Connection: one WebSocket at a time to one URL, opened again by itself when that is wanted.
import { Backoff } from "./backoff.js";

/** What the outside gives; tests give their own. */
const OUTSIDE = {
  socket: (url, protocols) => new WebSocket(url, protocols),
  setTimer: (work, ms) => setTimeout(work, ms),
  clearTimer: (timer) => clearTimeout(timer),
  now: () => performance.now(),
};

const NOT_OPENED = "The connection could not be opened. Browsers do not tell pages why; parley probe does.";

/** States: "closed", "connecting", "open", "closing", and "waiting" for the next attempt.
 *  Events, as one callback on(name, details): "state" {state}, "connecting" {url}, "open" {protocol, extensions, took},
 *  "message" {data}, "error" {text}, "close" {code, reason, wasClean}, "waiting" {delay, attempt}. */
export class Connection {
  constructor(on, outside = {}) {
    this.on = on;
    this.outside = { ...OUTSIDE, ...outside };
    this.backoff = new Backoff(outside.backoff);
    this.reconnect = false;
    this.state = "closed";
    this.wanted = false; // by the user: from open() to close()
    this.socket = null;
    this.timer = null;
  }

  open(url, protocols = []) {
    if (this.state !== "closed" && this.state !== "waiting") return;
    this.url = url;
    this.protocols = protocols;
    this.wanted = true;
    this.backoff.reset();
    this.attempt();
  }

  /** False, and nothing is sent, unless the connection is open. */
  send(data) {
    if (this.state !== "open") return false;
    this.socket.send(data);
    return true;
  }

  /** While waiting or connecting: gives up. */
  close(code = 1000, reason = "") {
    this.wanted = false;
    if (this.state === "waiting") {
      this.stopTimer();
      this.become("closed");
    } else if (this.state === "connecting" || this.state === "open") {
      this.become("closing");
      this.socket.close(code, reason);
    }
  }

  attempt() {
    this.stopTimer();
    const started = this.outside.now();
    this.become("connecting");
    this.on("connecting", { url: this.url });
    let socket;
    try {
      socket = this.outside.socket(this.url, this.protocols);
    } catch (error) { // a URL or subprotocol that cannot be, or ws: from an https: page: trying again would not help
      this.wanted = false;
      this.on("error", { text: error.message });
      this.become("closed");
      return;
    }
    this.follow(socket, started);
  }

  follow(socket, started) {
    let opened = null;
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      if (this.state !== "connecting") return; // the user has given up meanwhile
      opened = this.outside.now();
      this.become("open");
      this.on("open", { protocol: socket.protocol, extensions: socket.extensions, took: opened - started });
    };
    socket.onmessage = ({ data }) => {
      this.on("message", { data: typeof data === "string" ? data : new Uint8Array(data) });
    };
    socket.onerror = () => this.on("error", { text: opened === null ? NOT_OPENED : "The connection failed." });
    socket.onclose = ({ code, reason, wasClean }) => {
      this.socket = null;
      if (opened !== null) this.backoff.wasOpenFor(this.outside.now() - opened);
      this.on("close", { code, reason, wasClean });
      if (this.wanted && this.reconnect) this.wait();
      else this.end();
    };
  }

  wait() {
    const delay = this.backoff.next();
    this.become("waiting");
    this.on("waiting", { delay, attempt: this.backoff.attempts });
    this.timer = this.outside.setTimer(() => this.attempt(), delay);
  }

  end() {
    this.wanted = false;
    this.become("closed");
  }

  stopTimer() {
    if (this.timer !== null) this.outside.clearTimer(this.timer);
    this.timer = null;
  }

  become(state) {
    this.state = state;
    this.on("state", { state });
  }
}
