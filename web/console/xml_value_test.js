import assert from "node:assert/strict";
import { test } from "node:test";

import { parseXml } from "./xml_value.js";

for (const [text, expected] of [
  ['<a x="1"><b>2</b></a>', { x: "1", b: "2" }],
  ["<a>text</a>", "text"],
  ["<a> \n text\t</a>", "text"],
  ["<a/>", ""],
  ["<a></a>", ""],
  ["<a x='1'/>", { x: "1" }],
  ['<a x="1">text</a>', { x: "1", __text: "text" }],
  ["<a><b/><c> </c></a>", { b: "", c: "" }],
  ["<a><b>1</b><b>2</b><b>3</b></a>", { b: ["1", "2", "3"] }],
  ["<a>one<b>2</b>three</a>", { b: "2", __text: "onethree" }],
  ["<n:a><n:b>1</n:b></n:a>", { b: "1" }],
  ["<a>&lt;&amp;&gt;&quot;&apos;&#65;&#x1F600;&unknown;</a>", "<&>\"'A😀&unknown;"],
  ["<a x='&lt;'/>", { x: "<" }],
  ["<a><![CDATA[<b>&amp;</b>]]></a>", "<b>&amp;</b>"],
  ["<a>1<!-- <c> -->2<?p <d>?>3</a>", "123"],
  ['\ufeff<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY e "f">]>\n<!-- c --><a>&e;</a>\n<!-- d -->', "&e;"],
  ["<é ü='1'/>", { ü: "1" }],
]) {
  test(`${text} is ${JSON.stringify(expected)}`, () => assert.deepEqual(parseXml(text), expected));
}

for (const text of ["", "text", "<", "<a", "<a>", "<a></b>", "<a></a", "<a></ab>", "<a><b></a></b>", "<a/><b/>", "<a/>text",
  "text<a/>", "<a x=1/>", "<a x='1'y='2'/>", "<a x='<'/>", "< a/>", "<a></a/>", "<1/>", "<!-- c -->", "<a><!-- </a>",
  "<a><![CDATA[</a>", "<a".repeat(10)]) {
  test(`${JSON.stringify(text)} is not a document`, () => assert.equal(parseXml(text), undefined));
}

test("a document nested without end is refused, not a stack overflow", () => {
  const deep = (levels) => "<a>".repeat(levels) + "</a>".repeat(levels);
  assert.notEqual(parseXml(deep(1000)), undefined);
  assert.equal(parseXml(deep(1001)), undefined);
  assert.equal(parseXml(deep(100000)), undefined);
});
