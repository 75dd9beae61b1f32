// The line in which a message is written: as text, as JSON, or as the hex digits of bytes.
import { el, icon, ICONS } from "./dom.js";
import { parseHex } from "./format.js";

const FORMATS = [["text", "Text"], ["json", "JSON"], ["hex", "Hex"]];
const MAX_HISTORY = 50;

/** What is sent for what was written; throws an Error that says what is wrong with it. */
function messageOf(format, text) {
  if (format === "hex") return parseHex(text);
  if (format === "json") JSON.parse(text); // sent as it was written
  return text;
}

export class Composer {
  /** send(message): false when it could not be sent */
  constructor(send) {
    this.send = send;
    this.history = [];
    this.at = 0;
    this.format = el("select", { "aria-label": "Send as", onchange: () => this.show("") },
      FORMATS.map(([value, label]) => el("option", { value }, label)));
    this.text = el("textarea", { rows: "1", "aria-label": "Message", spellcheck: "false", placeholder: "Message",
      oninput: () => this.grow(), onkeydown: (event) => this.onKey(event) });
    this.text.value = "hello";
    this.button = el("button", { type: "submit", class: "primary", disabled: true }, icon(ICONS.send), "Send");
    this.fault = el("p", { class: "fault", role: "alert", hidden: true });
    this.node = el("form", { class: "composer", onsubmit: (event) => this.submit(event) }, this.format, this.text, this.button, this.fault);
  }

  setOpen(open) {
    this.button.disabled = !open;
  }

  submit(event) {
    event?.preventDefault();
    const text = this.text.value;
    let message;
    try {
      message = messageOf(this.format.value, text);
    } catch (error) {
      this.show(`Not sent: ${error.message}`);
      return;
    }
    if (!this.send(message)) {
      this.show("Not sent: the connection is not open.");
      return;
    }
    this.show("");
    this.remember(text);
    this.text.select();
  }

  remember(text) {
    if (this.history.at(-1) !== text) this.history.push(text);
    if (this.history.length > MAX_HISTORY) this.history.shift();
    this.at = this.history.length;
  }

  /** Enter sends and Shift+Enter begins a line; the arrows on a single line go through what was sent before. */
  onKey(event) {
    if (event.isComposing) return;
    const single = !this.text.value.includes("\n");
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (single && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const goal = this.at + (event.key === "ArrowUp" ? -1 : 1);
      if (goal < 0 || goal >= this.history.length) return;
      event.preventDefault();
      this.at = goal;
      this.text.value = this.history[goal];
      this.grow();
    }
  }

  grow() {
    this.text.rows = Math.min(8, this.text.value.split("\n").length);
    this.show("");
  }

  show(fault) {
    this.fault.textContent = fault;
    this.fault.hidden = fault === "";
  }
}
