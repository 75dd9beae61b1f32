// The WebSocket Variable: what becomes of a message, and what the dataset keeps. Pure: no page, no socket.
import { parseXml } from "./xml_value.js";

export const STRATEGIES = ["refresh", "append", "prepend"];

const startsLikeANumber = (text) => !Number.isNaN(Number.parseInt(text, 10));

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The data of a message: text by the rules below, bytes as they are.
 *    starts like a number → the text itself: "72", "-5", "72 bpm"
 *    JSON                 → its value, unless it is falsy: false, null and "" leave the text as it came
 *    an XML document      → see xml_value.js; again the text itself when the value would be ""
 *    anything else        → the text itself */
export function parseMessage(message) {
  if (typeof message !== "string" || startsLikeANumber(message)) return message;
  return parseJson(message) || parseXml(message) || message;
}

/** What an append or a prepend starts from: an empty dataset becomes [], and nothing that was preloaded is lost. */
function asList(dataSet) {
  if (Array.isArray(dataSet)) return dataSet;
  const isEmpty = !dataSet || (Object.getPrototypeOf(dataSet) === Object.prototype && Object.keys(dataSet).length === 0);
  return isEmpty ? [] : [dataSet];
}

export class Variable {
  /** limit: items; 0 is unlimited. onMessageReceive(data): any value but undefined replaces the data. */
  constructor({ strategy = "refresh", limit = 20, dataSet = [], onMessageReceive = () => undefined } = {}) {
    this.strategy = strategy;
    this.limit = limit;
    this.dataSet = Array.isArray(dataSet) ? [...dataSet] : dataSet;
    this.onMessageReceive = onMessageReceive;
  }

  get strategy() {
    return this.strategy_;
  }

  set strategy(name) {
    if (!STRATEGIES.includes(name)) throw new RangeError(`unknown strategy "${name}"; expected ${STRATEGIES.join(", ")}`);
    this.strategy_ = name;
  }

  get limit() {
    return this.limit_;
  }

  set limit(items) {
    if (!Number.isSafeInteger(items) || items < 0) throw new RangeError(`limit ${items}; expected a whole number, 0 or more`);
    this.limit_ = items;
  }

  /** A message has come: a string, or bytes. */
  receive(message) {
    const parsed = parseMessage(message);
    const replacement = this.onMessageReceive(parsed);
    this.update(replacement === undefined ? parsed : replacement);
  }

  update(data) {
    if (this.strategy === "refresh") {
      this.dataSet = data;
      return;
    }
    const list = asList(this.dataSet);
    const full = this.limit !== 0 && list.length >= this.limit; // one goes for each that comes, never more
    if (this.strategy === "append") {
      if (full) list.shift();
      list.push(data);
    } else {
      if (full) list.pop();
      list.unshift(data);
    }
    this.dataSet = list;
  }
}
