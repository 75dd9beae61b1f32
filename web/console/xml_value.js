// XML to a value, as the WebSocket Variable reads XML messages. No DOMParser: its result could only come from trusted
// markup under the page's policy, and this runs without a browser too.
//
// The root's name is dropped. An element that has only text is that text. Any other is an object: its attributes, then
// its child elements under their local names (a name that comes again makes an array), then its text, if there is any
// beside white space, under "__text". An empty element is "".

const MAX_DEPTH = 1000;
const NAME = /[A-Za-z_:\u00c0-\uffff][\w:.\-\u00b7-\uffff]*/y;
const ATTRIBUTE = /[ \t\r\n]+([A-Za-z_:\u00c0-\uffff][\w:.\-\u00b7-\uffff]*)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /[ \t\r\n]*(\/?)>/y;
const MISC = /(?:[ \t\r\n]+|<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE(?:[^[>]|\[[^\]]*\])*>)*/y;
const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

class NotXml extends Error {}

const trimmed = (text) => text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

function expand(text) {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|\w+);/g, (whole, name) => {
    if (name[0] !== "#") return ENTITIES[name] ?? whole; // entities that the document declares are not expanded
    const code = name[1] === "x" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function addRepeatable(members, name, value) {
  const present = members.get(name);
  if (present === undefined) members.set(name, value);
  else if (Array.isArray(present)) present.push(value);
  else members.set(name, [present, value]);
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  need(pattern) {
    const found = this.match(pattern);
    if (!found) throw new NotXml();
    return found;
  }

  /** The text up to `mark`; continues behind it. */
  until(mark) {
    const end = this.text.indexOf(mark, this.at);
    if (end < 0) throw new NotXml();
    const passed = this.text.slice(this.at, end);
    this.at = end + mark.length;
    return passed;
  }

  starts(mark) {
    return this.text.startsWith(mark, this.at);
  }

  document() {
    this.match(MISC);
    const { value } = this.element(1);
    this.match(MISC);
    if (this.at < this.text.length) throw new NotXml();
    return value;
  }

  element(depth) {
    if (depth > MAX_DEPTH || !this.starts("<")) throw new NotXml();
    this.at += 1;
    const name = this.need(NAME)[0];
    const members = new Map();
    for (let found = this.match(ATTRIBUTE); found; found = this.match(ATTRIBUTE)) {
      addRepeatable(members, found[1], expand(found[2] ?? found[3]));
    }
    const empty = this.need(TAG_END)[1] === "/";
    const text = empty ? "" : trimmed(this.content(name, members, depth));
    const local = name.slice(name.indexOf(":") + 1);
    if (members.size === 0) return { local, value: text };
    if (text !== "") members.set("__text", text);
    return { local, value: Object.fromEntries(members) };
  }

  /** Up to the end tag of `name`; children go into `members`, character data is returned. */
  content(name, members, depth) {
    let text = "";
    for (;;) {
      const start = this.text.indexOf("<", this.at);
      if (start < 0) throw new NotXml();
      text += expand(this.text.slice(this.at, start));
      this.at = start;
      if (this.starts("</")) return this.endTag(name, text);
      if (this.starts("<!--")) this.until("-->");
      else if (this.starts("<?")) this.until("?>");
      else if (this.starts("<![CDATA[")) text += this.until("]]>").slice("<![CDATA[".length);
      else {
        const child = this.element(depth + 1);
        addRepeatable(members, child.local, child.value);
      }
    }
  }

  endTag(name, text) {
    this.at += 2;
    if (!this.starts(name)) throw new NotXml();
    this.at += name.length;
    if (this.need(TAG_END)[1] === "/") throw new NotXml();
    return text;
  }
}

/** The value of the document; undefined when the text is not a document with exactly one root. */
export function parseXml(text) {
  const document = trimmed(text.replace(/^\ufeff/, ""));
  if (!document.startsWith("<")) return undefined;
  try {
    return new Reader(document).document();
  } catch (error) {
    if (error instanceof NotXml) return undefined;
    throw error;
  }
}
