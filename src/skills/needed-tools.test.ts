import { expect, test } from "vitest";
import { neededTools } from "./needed-tools.ts";

test.each([
  ['import { read_file, list as ls } from "generated/servers/filesystem";', ["filesystem.read_file", "filesystem.list"]],
  ["import * as fs from 'generated/servers/my-files';\nawait fs.read({});\nother.fs.no();", ["my-files.read"]],
  ["await servers.memory.read_graph(); await servers['a b'][\"odd tool\"]({})", ["memory.read_graph", "a b.odd tool"]],
  ['import { x } from "skills/x"; myservers.a.b()', []],
  ['import {\n  a,\n  b,\n} from "generated/servers/s"', ["s.a", "s.b"]],
])("TypeScript: %s", (code, expected) => {
  expect(neededTools(code, "typescript").map(({ server, tool }) => `${server}.${tool}`)).toEqual(expected);
});

test.each([
  ["from generated.servers.filesystem import read_file, list as ls  # both", ["filesystem.read_file", "filesystem.list"]],
  ["from generated.servers.s import (\n    a,\n    b as c,\n)", ["s.a", "s.b"]],
  ["from generated.servers import memory as m\nawait m.read_graph()", ["memory.read_graph"]],
  ["await servers.memory.read_graph()", ["memory.read_graph"]],
  ["from skills.x import x", []],
])("Python: %s", (code, expected) => {
  expect(neededTools(code, "python").map(({ server, tool }) => `${server}.${tool}`)).toEqual(expected);
});
