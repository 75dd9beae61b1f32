// Close codes: what they are called, and which a page may send.
import { utf8 } from "./format.js";

// RFC 6455 §7.4.1 and the IANA registry "WebSocket Close Code Number"
const NAMES = new Map([
  [1000, "normal closure"], [1001, "going away"], [1002, "protocol error"], [1003, "unsupported data"],
  [1005, "no status received"], [1006, "abnormal closure"], [1007, "invalid payload data"], [1008, "policy violation"],
  [1009, "message too big"], [1010, "mandatory extension"], [1011, "internal error"], [1012, "service restart"],
  [1013, "try again later"], [1014, "bad gateway"], [1015, "TLS handshake"],
]);

export function closeCodeName(code) {
  if (NAMES.has(code)) return NAMES.get(code);
  if (code >= 3000 && code <= 3999) return "registered"; // RFC 6455 §7.4.2
  return code >= 4000 && code <= 4999 ? "private use" : "reserved";
}

/** Why a browser would not send this code and reason; empty when it would. */
export function closeFault(code, reason) {
  if (code !== 1000 && !(Number.isInteger(code) && code >= 3000 && code <= 4999)) {
    return "A page may close with 1000, or 3000 to 4999.";
  }
  return utf8(reason).length > 123 ? "A reason has at most 123 bytes." : ""; // RFC 6455 §5.5
}
