import { expect, test } from "vitest";
import { parseConfig } from "../config/load.ts";
import { CodemodeError } from "../errors.ts";
import type { ToolAnnotations } from "../registry/tool.ts";
import { Policy } from "./policy.ts";

const open = (policy: object): Policy => new Policy(parseConfig({ codemode: { policy } }).policy);
const target = (name: string, annotations: ToolAnnotations = {}): { server: string; name: string; annotations: ToolAnnotations } => {
  const [server = "", tool = ""] = name.split(/\.(.*)/s);
  return { server, name: tool, annotations };
};
const kinds = (policy: Policy, name: string, annotations?: ToolAnnotations, args: unknown = {}): string =>
  policy.decide(target(name, annotations), args, undefined).kind;

test("without a policy what says that it destroys is asked about, and nothing else is", () => {
  const policy = open({});
  expect(kinds(policy, "s.read")).toBe("allow");
  expect(kinds(policy, "s.write", { destructiveHint: true })).toBe("ask");
  for (const name of ["delete_file", "removeUser", "DROP-table", "wipe"]) expect(kinds(policy, `s.${name}`)).toBe("ask");
  for (const name of ["undelete", "list_deleted", "dropdown", "get_dropbox"]) expect(kinds(policy, `s.${name}`)).toBe("allow");
});

test("what a server says in its favour counts where it is trusted, what it says against itself counts always", () => {
  const lie: ToolAnnotations = { readOnlyHint: true, destructiveHint: false };
  expect(kinds(open({}), "s.wipe", lie)).toBe("ask");
  expect(kinds(open({ trusted: ["s"] }), "s.wipe", lie)).toBe("allow");
  expect(kinds(open({ default: "ask" }), "s.read", { readOnlyHint: true })).toBe("ask");
  expect(kinds(open({ default: "ask", trusted: ["*"] }), "s.read", { readOnlyHint: true })).toBe("allow");
  expect(kinds(open({ default: "deny", trusted: ["t"] }), "s.read", { readOnlyHint: true })).toBe("deny");
});

test("rules by annotations take MCP's defaults where nothing is said, or nothing counts", () => {
  const policy = open({
    allow: [{ annotations: { readOnlyHint: true } }],
    ask: [{ annotations: { openWorldHint: true } }],
    default: "deny",
    trusted: ["t"],
  });
  expect(kinds(policy, "t.a", { readOnlyHint: true, openWorldHint: false })).toBe("allow");
  expect(kinds(policy, "t.b", { readOnlyHint: true })).toBe("ask");
  expect(kinds(policy, "s.a", { readOnlyHint: true, openWorldHint: false })).toBe("ask");
});

test("deny comes before always, that before ask, and that before allow", () => {
  const rules = { deny: ["s.a"], always: ["s.a", "s.b"], ask: ["s.*"], allow: ["s"] };
  const policy = open(rules);
  expect(["s.a", "s.b", "s.c", "t.c"].map((name) => kinds(policy, name))).toEqual(["deny", "allow", "ask", "allow"]);
});

test.each<[what: string, conditions: object, fits: unknown[], not: unknown[]]>([
  [
    "a value",
    { n: 1, t: "x", b: true, z: null },
    [{ n: 1, t: "x", b: true, z: null }],
    [
      { n: 1, t: "x", b: true },
      { n: "1", t: "x", b: true, z: null },
    ],
  ],
  ["a path of names", { "a.b": { equals: { c: 1 } } }, [{ a: { b: { c: 1 } } }], [{ "a.b": { c: 1 } }, { a: null }]],
  ["several values", { to: { in: ["x", "y"] } }, [{ to: "y" }], [{ to: "z" }, {}]],
  ["a pattern", { to: { matches: "*@example.com" } }, [{ to: "a@example.com" }], [{ to: "a@example.com.evil" }, { to: ["b@evil"] }]],
  ["a range", { n: { min: 1, max: 10 } }, [{ n: 1 }, { n: 10 }], [{ n: 0 }, { n: 11 }, { n: "5" }, { n: Number.NaN }]],
  ["presence", { force: { present: true } }, [{ force: false }], [{}]],
  ["absence", { force: { present: false } }, [{}], [{ force: false }]],
  ["the contrary", { env: { not: "production" } }, [{ env: "test" }, {}], [{ env: "production" }]],
  [
    "a folder",
    { path: { within: "/home/me" } },
    [{ path: "/home/me" }, { path: "/home/me/a/../b" }, { path: "/home//me/./x" }],
    [{ path: "/home/me/../you" }, { path: "/home/meow" }, { path: "relative" }, { path: "../home/me" }, { path: 7 }],
  ],
  ["what an object inherits", { toString: { present: true } }, [{ toString: 1 }], [{}]],
])("a rule that allows by %s", (_, conditions, fits, not) => {
  const policy = open({ allow: [{ tool: "s", arguments: conditions }], default: "deny" });
  for (const args of fits) expect([args, kinds(policy, "s.t", {}, args)]).toEqual([args, "allow"]);
  for (const args of not) expect([args, kinds(policy, "s.t", {}, args)]).toEqual([args, "deny"]);
});

test("of a list one bad entry is enough to deny, and all must be good to allow", () => {
  const allows = open({ allow: [{ arguments: { paths: { within: "/ok" } } }], default: "deny" });
  expect(kinds(allows, "s.t", {}, { paths: ["/ok/a", "/ok/b"] })).toBe("allow");
  expect(kinds(allows, "s.t", {}, { paths: ["/ok/a", "/etc/b"] })).toBe("deny");
  const denies = open({ deny: [{ arguments: { "files.path": { within: "/etc" } } }] });
  expect(kinds(denies, "s.t", {}, { files: [{ path: "/ok" }, { path: "/x/../etc/b" }] })).toBe("deny");
  expect(kinds(denies, "s.t", {}, { files: [{ path: "/ok" }] })).toBe("allow");
  // Where a relative path leads nobody here can tell.
  expect(kinds(denies, "s.t", {}, { files: [{ path: "../b" }] })).toBe("deny");
});

test("rules are for clients by their principal, or the name that they give themselves", () => {
  const policy = open({ deny: [{ tool: "s", clients: ["https://issuer sub ann", "weak-model*"] }] });
  const decide = (caller: Parameters<Policy["decide"]>[2]): string => policy.decide(target("s.t"), {}, caller).kind;
  const mcp = { requestId: "1", transport: "pipe" } as const;
  expect(decide({ principal: "https://issuer sub ann" })).toBe("deny");
  expect(decide({ principal: "https://issuer sub bob" })).toBe("allow");
  expect(decide({ mcp: { ...mcp, client: "weak-model 1.0" } })).toBe("deny");
  expect(decide(undefined)).toBe("allow");
});

test("what is denied whatever its arguments is hidden, what is denied for some is not", () => {
  const policy = open({ deny: ["s.a", { tool: "s.b", arguments: { x: 1 } }], allow: ["t.a"], default: "deny", trusted: ["u"] });
  const hidden = ["s.a", "s.b", "t.a", "t.b"].map((name) => policy.hides(target(name), undefined));
  expect(hidden).toEqual([true, true, false, true]);
  expect(open({ deny: [{ tool: "s.b", arguments: { x: 1 } }] }).hides(target("s.b"), undefined)).toBe(false);
  expect(policy.hides(target("u.a", { readOnlyHint: true }), undefined)).toBe(false);
});

test.each([
  [{ alow: [] }, /policy\.alow/],
  [{ allow: [{}] }, /policy\.allow\.0/],
  [{ allow: [{ tools: "x" }] }, /policy\.allow\.0/],
  [{ allow: [{ tool: "s", arguments: { a: { startsWith: "x" } } }] }, /policy\.allow\.0/],
  [{ default: "maybe" }, /policy\.default/],
  [{ askTimeoutMs: 0 }, /policy\.askTimeoutMs/],
])("a policy that is none is an error that names the field: %j", (policy, field) => {
  expect(() => open(policy)).toThrow(field);
  expect(() => open(policy)).toThrow(CodemodeError);
});
