import { expect, test } from "vitest";
import { isContentBlock, toContentBlocks } from "./content.ts";

const right = [
  { type: "text", text: "a" },
  { type: "image", data: "AAAA", mimeType: "image/png", annotations: { audience: ["user"], priority: 1 } },
  { type: "audio", data: "", mimeType: "audio/wav" },
  { type: "resource", resource: { uri: "test://a", blob: "AA==" } },
  { type: "resource", resource: { uri: "test://a", mimeType: "text/plain", text: "a" } },
  { type: "resource_link", uri: "test://a", name: "a", size: 3 },
];

test("blocks that are as the protocol has them go as they are", () => {
  expect(toContentBlocks(right)).toEqual(right);
});

test.each<[string, unknown]>([
  ["no block", 1],
  ["nothing", null],
  ["a kind that is none", { type: "video", data: "AAAA", mimeType: "video/mp4" }],
  ["no Base64", { type: "image", data: "<svg onload=x>", mimeType: "image/svg+xml" }],
  ["Base64 that is cut off", { type: "image", data: "AAA", mimeType: "image/png" }],
  ["a blob that is none", { type: "resource", resource: { uri: "test://a", blob: "?" } }],
  ["no type of media", { type: "image", data: "AAAA" }],
  ["an audience that is none", { type: "text", text: "a", annotations: { audience: ["root"] } }],
  ["a text that is none", { type: "text", text: { toString: "a" } }],
])("what is none is the text of its JSON: %s", (_, block) => {
  expect(isContentBlock(block)).toBe(false);
  expect(toContentBlocks([block])).toEqual([{ type: "text", text: JSON.stringify(block) }]);
});
