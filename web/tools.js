// What all report pages draw with; it stands before the script of each. What came from a run is only ever written as
// text (textContent, createTextNode): a peer can put anything into a message, and none of it may become markup.
"use strict";

// Control characters that a peer sent, spelled out.
const visible = (text) => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
  (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`);

// --- elements -----------------------------------------------------------------------------------------------------

/** Nothing, "" and false are left out, so that `condition && child` can stand among the children. */
function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === "" || child === false) continue;
    node.append(child instanceof Node ? child : visible(String(child))); // a string becomes a text node
  }
  return node;
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  return append(node, children);
}

const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

/** A term and its description; nothing where nothing is known. */
const fact = (name, value) => ((value ?? "") === "" ? null : el("div", {}, el("dt", {}, name), el("dd", {}, value)));

// --- numbers ------------------------------------------------------------------------------------------------------

const threeDigits = (value) => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

function duration(ns) {
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  if (ns < 999.5e3) return `${threeDigits(ns / 1e3)} µs`;
  if (ns < 999.5e6) return `${threeDigits(ns / 1e6)} ms`;
  if (ns < 99.95e9) return `${threeDigits(ns / 1e9)} s`;
  const seconds = Math.round(ns / 1e9);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

function quantity(value) {
  if (value < 10000 && Number.isInteger(value)) return String(value);
  if (value < 999.5) return threeDigits(value);
  if (value < 999.5e3) return `${threeDigits(value / 1e3)}k`;
  if (value < 999.5e6) return `${threeDigits(value / 1e6)}M`;
  return `${threeDigits(value / 1e9)}G`;
}

function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  for (; Math.abs(value) >= 1024 && unit + 1 < units.length; ++unit) value /= 1024;
  return `${unit === 0 ? Math.round(value) : threeDigits(value)} ${units[unit]}`;
}
