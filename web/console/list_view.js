// A dataset as a list: per item a heading, a text and a time, each from a field that can be chosen.
import { el, field, setOptions } from "./dom.js";
import { cellText, fieldNames, fieldOf, guessFields, isTime } from "./fields.js";

const NONE = "\u0000none"; // no field of an item is called so
const label = (name) => (name === "" ? "whole item" : name);

export class ListView {
  constructor(redraw) {
    this.heading = el("select", { onchange: redraw });
    this.text = el("select", { onchange: redraw });
    this.touched = false;
    for (const select of [this.heading, this.text]) select.addEventListener("change", () => { this.touched = true; });
    this.controls = el("div", { class: "fields" }, field("Heading", this.heading), field("Text", this.text));
    this.list = el("ol", { class: "items", "aria-label": "Dataset as a list" });
    this.node = el("div", { class: "view" }, this.controls, this.list);
  }

  draw(items) {
    const names = fieldNames(items);
    const options = names.map((name) => [name, label(name)]);
    setOptions(this.heading, [[NONE, "none"], ...options]);
    setOptions(this.text, [...options, [NONE, "none"]]);
    const guess = guessFields(items);
    if (!this.touched) {
      this.heading.value = guess.heading ?? NONE;
      this.text.value = guess.text ?? NONE;
    }
    this.controls.hidden = names.every((name) => name === "");
    this.list.replaceChildren(...items.map((item) => this.itemOf(item, guess.time)));
  }

  itemOf(item, timeField) {
    const heading = fieldOf(item, this.heading.value);
    const text = fieldOf(item, this.text.value);
    const time = timeField === undefined ? undefined : fieldOf(item, timeField);
    const head = el("div", { class: "item-head" },
      heading === undefined ? null : el("strong", {}, cellText(heading)),
      isTime(time) ? el("time", { datetime: new Date(time).toISOString() }, cellText(time)) : null);
    const whole = text === undefined && heading === undefined;
    return el("li", {}, head.childElementCount > 0 ? head : null, el("div", { class: "item-text" }, cellText(whole ? item : text)));
  }
}
