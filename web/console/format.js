// Numbers, times and bytes as people read them. Pure.

const two = (number) => String(number).padStart(2, "0");

/** "14:03:09.042" of a Date, in local time. */
export function clock(date) {
  const ms = String(date.getMilliseconds()).padStart(3, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}

/** The three most significant digits. */
const threeDigits = (value) => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);

export function byteSize(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let value = bytes;
  for (; value >= 1023.5 && unit + 1 < units.length; ++unit) value /= 1024;
  return unit === 0 ? `${Math.round(value)} B` : `${threeDigits(value)} ${units[unit]}`;
}

export function quantity(value) {
  if (!Number.isFinite(value)) return "–";
  if (value < 999.5) return Number.isInteger(value) ? String(value) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);
  if (value < 999.5e3) return `${threeDigits(value / 1e3)} k`;
  if (value < 999.5e6) return `${threeDigits(value / 1e6)} M`;
  return `${threeDigits(value / 1e9)} G`;
}

/** "850 ms", "12 s", "3 min 05 s", "2 h 07 min" */
export function duration(ms) {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
}

/** Control characters spelled out, and those that would turn the direction of the text around them. */
export function visible(text) {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}

const encoder = new TextEncoder();
export const utf8 = (text) => encoder.encode(text);

export const hex = (bytes, separator = " ") =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(separator);

/** Sixteen bytes a line: offset, hex, and what of it is ASCII. */
export function hexDump(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const ascii = Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
    const halves = `${hex(part.subarray(0, 8)).padEnd(23)}  ${hex(part.subarray(8)).padEnd(23)}`;
    lines.push(`${at.toString(16).padStart(8, "0")}  ${halves}  ${ascii}`);
  }
  return lines.join("\n");
}

/** Bytes of "68 ff:69"; throws an Error that says what is wrong with the text. */
export function parseHex(text) {
  const digits = text.replace(/0x/gi, "").replace(/[\s:,]/g, "");
  const stranger = digits.match(/[^0-9a-f]/i);
  if (stranger) throw new Error(`"${visible(stranger[0])}" is not a hex digit`);
  if (digits.length % 2 !== 0) throw new Error("a byte has two hex digits; one is missing");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
