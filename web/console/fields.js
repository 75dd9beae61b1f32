// Which fields the items of a dataset have, and how their values are written in a cell. Pure.
import { clock, hex, visible } from "./format.js";

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Uint8Array);

/** The items that a list, a table or a chart shows: a dataset that is no list is one item. */
export function itemsOf(dataSet) {
  return Array.isArray(dataSet) ? dataSet : [dataSet];
}

/** The names of all fields, in the order in which they first come; "" stands for items that are no objects. */
export function fieldNames(items) {
  const names = new Set();
  for (const item of items) {
    if (isObject(item)) Object.keys(item).forEach((name) => names.add(name));
    else names.add("");
  }
  return [...names];
}

export function fieldOf(item, name) {
  if (!isObject(item)) return name === "" ? item : undefined;
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

const LARGEST = 1e150; // the distance of two larger ones may be no number any more, and no axis can be drawn

/** A number to draw, from a number or from text that starts with one ("72 bpm"); undefined for anything else. */
export function numberOf(value) {
  const number = typeof value === "number" ? value : typeof value === "string" ? Number.parseFloat(value) : NaN;
  return Math.abs(number) <= LARGEST ? number : undefined;
}

/** Milliseconds since 1970 that fall between 2001 and 2096 are taken as a time. */
export const isTime = (value) => typeof value === "number" && value >= 1e12 && value < 4e12;

const MAX_TEXT = 2000; // characters
const cut = (text) => (text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)} …` : text);

export function cellText(value) {
  if (value === undefined) return "";
  if (isTime(value)) return clock(new Date(value));
  if (typeof value === "string") return visible(cut(value));
  if (value instanceof Uint8Array) return hex(value.subarray(0, 64)) + (value.length > 64 ? " …" : "");
  return visible(cut(JSON.stringify(value) ?? String(value)));
}

const firstOf = (names, wishes) => wishes.find((wish) => names.includes(wish));

/** Which fields to start with: the heading and the text of a list entry, and the axes of a chart. */
export function guessFields(items) {
  const names = fieldNames(items);
  const numeric = names.filter((name) => items.some((item) => numberOf(fieldOf(item, name)) !== undefined));
  const times = names.filter((name) => items.some((item) => isTime(fieldOf(item, name))));
  const heading = firstOf(names, ["username", "user", "name", "title", "topic", "type", "id"]);
  const text = firstOf(names, ["message", "text", "value", "body", "content"]) ??
    names.find((name) => name !== heading && !times.includes(name)) ?? names[0];
  const y = firstOf(numeric, ["value"]) ?? numeric.find((name) => !times.includes(name)) ?? numeric[0];
  return { heading, text, time: times[0], x: times.find((name) => name !== y), y };
}
