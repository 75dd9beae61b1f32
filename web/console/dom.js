// Elements without markup: what comes from a peer only ever becomes a text node.

/** Makes an element. Attributes by name; "on…" adds a listener; null and undefined are left out, true is the bare name. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** An icon of 16 × 16 from the shape of its lines. */
export const icon = (path) => svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: path }));

export const ICONS = {
  plus: "M8 3v10M3 8h10",
  cross: "M4 4l8 8M12 4l-8 8",
  copy: "M6 6h7v7H6zM3 10V3h7",
  send: "M2.5 8h10M8.5 3.5 13 8l-4.5 4.5",
  down: "M8 3v9M4 8.5 8 12.5 12 8.5",
};

let counter = 0;
const freshId = () => `id${++counter}`;

/** A label above its control. */
export function field(label, control, attributes = {}) {
  control.id ||= freshId();
  return el("div", { ...attributes, class: `field ${attributes.class ?? ""}` }, el("label", { for: control.id }, label), control);
}

export function checkbox(label, checked, onchange) {
  const input = el("input", { type: "checkbox", onchange });
  input.checked = checked;
  return { input, node: el("label", { class: "check" }, input, label) };
}

/** Replaces the options of a select, keeping the choice when it is still there. `options`: [value, label] pairs. */
export function setOptions(select, options) {
  const before = select.value;
  const same = select.options.length === options.length &&
    options.every(([value, label], at) => select.options[at].value === value && select.options[at].text === label);
  if (same) return;
  select.replaceChildren(...options.map(([value, label]) => el("option", { value }, label)));
  if (options.some(([value]) => value === before)) select.value = before;
}

/** A row of buttons of which one is chosen: radio buttons to the keyboard and to screen readers. */
export function choice(legend, options, chosen, onchange) {
  const name = freshId();
  const inputs = options.map(([value, label]) => {
    const input = el("input", { type: "radio", name, value, onchange: () => onchange(value) });
    input.checked = value === chosen;
    return el("label", {}, input, el("span", {}, label));
  });
  const node = el("fieldset", { class: "choice" }, el("legend", { class: "hidden" }, legend), inputs);
  const set = (value) => {
    for (const input of node.querySelectorAll("input")) input.checked = input.value === value;
  };
  return { node, set };
}

/** What the outside gives; tests give their own. */
const BROWSER = {
  now: () => performance.now(),
  later: (work, ms) => setTimeout(work, ms),
  nextFrame: (work) => requestAnimationFrame(work),
};

export const REDRAW = 80; // ms between two drawings of what messages change: nobody reads faster
const REST = 3; // times what the last one took: a flood of messages must leave time for messages, and for clicks

/** Calls `work` in a coming frame, at most once a frame and once in `ms`, however often it is asked for; and so that it
 *  takes no more than a quarter of the time. */
export function oncePerFrame(work, ms = 0, { now, later, nextFrame } = BROWSER) {
  let asked = false;
  let next = -Infinity;
  const run = () => {
    asked = false;
    const begin = now();
    work();
    const end = now();
    next = Math.max(begin + ms, end + REST * (end - begin));
  };
  return () => {
    if (asked) return;
    asked = true;
    const wait = next - now();
    if (wait > 0) later(() => nextFrame(run), wait);
    else nextFrame(run);
  };
}
