// Where a connection goes and how: path or URL, subprotocols, what happens on connecting, and how to close.
import { closeFault } from "./close_code.js";
import { checkbox, el, field, setOptions } from "./dom.js";
import { routeOf } from "./routes.js";

const CUSTOM = "\u0000custom"; // no path is called so

const ACTIONS = { closed: "Connect", connecting: "Cancel", open: "Disconnect", closing: "Closing …", waiting: "Stop" };

/** Why a browser would not open this URL; empty when it would try. */
function urlFault(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return "That is not a URL. It looks like ws://host:port/path";
  }
  if (!/^(wss?|https?):$/.test(url.protocol)) return `A WebSocket URL starts with ws: or wss:, not ${url.protocol}`;
  if (url.hash !== "") return "A WebSocket URL has no fragment (#…).";
  if (location.protocol === "https:" && /^(ws|http):$/.test(url.protocol)) return "A page that came by https: can only open wss: URLs.";
  return "";
}

export class ConnectionForm {
  /** actions: connect(url, protocols), disconnect(code, reason), choose(route), reconnect(wanted) */
  constructor(origin, routes, actions) {
    this.origin = origin;
    this.routes = routes;
    this.actions = actions;
    this.state = "closed";
    this.path = el("select", { onchange: () => this.choosePath() });
    this.url = el("input", { type: "text", inputmode: "url", autocomplete: "off", autocapitalize: "off", spellcheck: "false", required: true, oninput: () => this.onUrl() });
    this.button = el("button", { type: "submit", class: "primary" });
    this.fault = el("p", { class: "fault", role: "alert" });
    this.summary = el("p", { class: "note summary" });
    this.options = this.makeOptions();
    this.node = el("form", { class: "connection", novalidate: true, onsubmit: (event) => this.submit(event) },
      el("div", { class: "address" }, field("Path", this.path, { class: "path" }), field("URL", this.url, { class: "url" }), this.button),
      this.summary, this.fault, this.options);
    setOptions(this.path, [...routes.map((route) => [route.path, `${route.title}  ${route.path}`]), [CUSTOM, "Another URL …"]]);
    this.choosePath();
    this.setState("closed");
  }

  makeOptions() {
    this.protocols = el("input", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: "chat, superchat" });
    this.hello = checkbox("Say hello on connecting", false);
    this.reconnect = checkbox("Reconnect", false, () => this.actions.reconnect(this.reconnect.input.checked));
    this.code = el("input", { type: "number", value: "1000", min: "1000", max: "4999" });
    this.reason = el("input", { type: "text", autocomplete: "off" });
    return el("details", { class: "options" }, el("summary", {}, "Options"),
      el("div", { class: "grid" }, field("Subprotocols", this.protocols, { class: "protocols" }),
        field("Close code", this.code, { class: "code" }), field("Close reason", this.reason, { class: "reason" }),
        el("div", { class: "checks" }, this.hello.node, this.reconnect.node)));
  }

  choosePath() {
    const route = this.routes.find(({ path }) => path === this.path.value);
    this.summary.textContent = route?.summary ?? "";
    this.summary.hidden = !route?.summary;
    if (!route) {
      this.url.focus();
      this.url.select();
      return;
    }
    this.url.value = this.origin + route.target;
    this.hello.input.checked = route.hello;
    this.show("");
    if (route.rest) this.askForRest(route);
    this.actions.choose(route);
  }

  /** Of a path that stands for a group: the user says which of them. */
  askForRest({ target, rest }) {
    this.summary.textContent = `Every path below ${target} is a group of its own. Say which, for example ${target}${rest}`;
    this.summary.hidden = false;
    this.url.focus();
    this.url.setSelectionRange(this.url.value.length, this.url.value.length);
  }

  /** The route that the URL belongs to, if its server is ours. */
  route() {
    const url = this.url.value.trim().split("?")[0];
    return url.startsWith(this.origin) ? routeOf(this.routes, url.slice(this.origin.length)) : undefined;
  }

  /** What the user still has to say of the path; empty when nothing is missing. */
  restFault() {
    const route = this.route();
    if (!route?.rest || this.url.value.trim().split("?")[0] !== this.origin + route.target) return "";
    return `Say which path below ${route.target}, for example ${route.target}${route.rest}`;
  }

  /** A URL that was typed is another one, unless it is just that of a route: then hello is said where that route says. */
  onUrl() {
    const route = this.route();
    if (route && route.path !== this.path.value) this.hello.input.checked = route.hello;
    this.path.value = route?.path ?? CUSTOM;
    this.summary.hidden = true;
    this.show("");
  }

  setUrl(url) {
    this.url.value = url;
    this.onUrl();
  }

  submit(event) {
    event.preventDefault();
    if (this.state === "closed") this.connect();
    else this.disconnect();
  }

  connect() {
    const fault = urlFault(this.url.value.trim()) || this.restFault();
    this.show(fault, fault ? this.url : null);
    if (fault) return;
    const protocols = this.protocols.value.split(/[\s,]+/).filter((name) => name !== "");
    this.actions.connect(this.url.value.trim(), protocols);
  }

  disconnect() {
    const code = this.code.valueAsNumber;
    const fault = closeFault(code, this.reason.value);
    this.show(fault, fault ? this.code : null);
    if (fault) this.options.open = true;
    else this.actions.disconnect(code, this.reason.value);
  }

  show(fault, control = null) {
    this.fault.textContent = fault;
    this.fault.hidden = fault === "";
    for (const input of [this.url, this.code]) input.toggleAttribute("aria-invalid", input === control);
    control?.focus();
  }

  setState(state) {
    this.state = state;
    this.button.textContent = ACTIONS[state];
    this.button.disabled = state === "closing";
    this.button.classList.toggle("primary", state === "closed");
    const busy = state !== "closed";
    for (const control of [this.path, this.url, this.protocols]) control.disabled = busy;
  }
}
