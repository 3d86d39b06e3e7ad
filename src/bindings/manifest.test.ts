import { expect, test } from "vitest";
import type { Tool } from "../registry/tool.ts";
import { serverManifest } from "./manifest.ts";

const tool = (name: string): Tool => ({ server: "s", name, description: "", inputSchema: {}, annotations: {} });

test("a list of the same tools has the manifest that was made of it, and another list has its own", () => {
  const [a, b, c] = ["a", "b-c", "b_c"].map(tool) as [Tool, Tool, Tool];
  const manifest = serverManifest("s", [a, b, c]);
  expect(manifest).toEqual({
    server: "s",
    tools: [
      ["a", "a"],
      ["b_c_2", "b-c"],
      ["b_c", "b_c"],
    ],
  });
  expect(serverManifest("s", [a, b, c])).toBe(manifest);
  expect(serverManifest("s", [a, b]).tools).toEqual([
    ["a", "a"],
    ["b_c", "b-c"],
  ]);
  expect(serverManifest("s", [a, c, b]).tools.map(([, name]) => name)).toEqual(["a", "b_c", "b-c"]);
  expect(serverManifest("other", [a, c, b]).server).toBe("other");
  expect(serverManifest("s", [])).toEqual({ server: "s", tools: [] });
});
