import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { findConfig } from "./find-config.ts";
import { loadConfig, parseConfig } from "./load.ts";

const environment = { TOKEN: "t0k", EMPTY: "" };
const parse = (server: unknown): unknown => parseConfig({ mcpServers: { s: server } }, { environment }).servers.get("s");

test("a stdio entry and an HTTP entry are completed", () => {
  expect(parse({ command: "node" })).toEqual({
    kind: "stdio",
    command: "node",
    args: [],
    env: {},
    protocol: "default",
    timeoutMs: 120_000,
  });
  expect(parse({ url: "https://x.example/mcp", headers: { Authorization: "Bearer ${TOKEN}" } })).toEqual({
    kind: "http",
    url: "https://x.example/mcp",
    headers: { Authorization: "Bearer t0k" },
    transport: "auto",
    protocol: "default",
    timeoutMs: 120_000,
  });
});

test("variables have defaults, also when they are empty, and other dollar signs stay", () => {
  expect(parse({ command: "c", args: ["${NONE:-d}", "${EMPTY:-e}", "${EMPTY}", "$TOKEN $5"] })).toMatchObject({
    args: ["d", "e", "", "$TOKEN $5"],
  });
});

test("secrets may be references, which are read later; files are relative to the config", () => {
  const { servers } = parseConfig(
    {
      mcpServers: {
        local: { command: "c", env: { KEY: { file: "keys/${TOKEN}" } } },
        remote: {
          url: "https://x.example",
          headers: { "X-Key": { command: ["op", "read", "${TOKEN}"], prefix: "Key " } },
          oauth: { clientId: "a", callbackPort: 8080 },
        },
      },
    },
    { environment, file: "/etc/x/codemode.json" },
  );
  expect(servers.get("local")).toMatchObject({ env: { KEY: { file: resolve("/etc/x/keys/t0k") } } });
  expect(servers.get("remote")).toMatchObject({
    headers: { "X-Key": { command: ["op", "read", "t0k"], prefix: "Key " } },
    oauth: { clientId: "a", callbackPort: 8080, grant: "authorization_code", callbackHost: "127.0.0.1" },
  });
});

test("a disabled server is left out, whatever it lacks", () => {
  expect(parse({ command: "${NOPE}", disabled: true })).toBeUndefined();
  expect(parse({ command: "c", disabled: true })).toBeUndefined();
});

test.each([
  ["a missing variable", { command: "c", env: { A: "${NOPE}" } }, "CONFIG_VARIABLE_MISSING", ['server "s"', "env.A", "NOPE"]],
  ["an unknown field", { command: "c", comand: "d" }, "CONFIG_INVALID", ['server "s"', "comand", '"command"']],
  ["a wrong type", { command: "c", args: "x" }, "CONFIG_INVALID", ['server "s"', '"args"']],
  ["neither command nor url", {}, "CONFIG_INVALID", ['server "s"', "command"]],
  ["an unknown field of oauth", { url: "https://x.example", oauth: { clientid: "a" } }, "CONFIG_INVALID", ['server "s"', "oauth.clientid"]],
  [
    "a secret for any issuer",
    { url: "https://x.example", oauth: { clientId: "a", clientSecret: "b" } },
    "CONFIG_INVALID",
    ["oauth.issuer"],
  ],
  [
    "a machine without a secret",
    { url: "https://x.example", oauth: { grant: "client_credentials", clientId: "a" } },
    "CONFIG_INVALID",
    ["clientSecret"],
  ],
  [
    "a sign-in beside a header",
    { url: "https://x.example", headers: { authorization: "x" }, oauth: {} },
    "CONFIG_INVALID",
    ["headers.Authorization", "oauth"],
  ],
  [
    "an issuer without https",
    { url: "https://x.example", oauth: { issuer: "http://y.example" } },
    "CONFIG_INVALID",
    ["oauth.issuer", "https"],
  ],
  [
    "a secret of two kinds",
    { command: "c", env: { A: { file: "a", command: ["b"] } } },
    "CONFIG_INVALID",
    ["env.A", '"command"', '"file"'],
  ],
  ["a url of another kind", { url: "file:///etc/passwd" }, "CONFIG_INVALID", ['server "s"', "url"]],
])("%s is an error that names server and field", (_, server, code, parts) => {
  const error = (() => {
    try {
      parse(server);
    } catch (thrown) {
      return thrown as { code: string; message: string };
    }
    return undefined;
  })();
  expect(error?.code).toBe(code);
  for (const part of parts) expect(error?.message).toContain(part);
});

test("an unknown field of our own section is an error", () => {
  expect(() => parseConfig({ codemode: { skils: [] } })).toThrow(/"codemode".*skils.*"skills"/s);
});

test("OAuth is completed, and what would be no protection is an error that says which field", () => {
  const oauth = (fields: object): unknown => parseConfig({ codemode: { http: { oauth: fields } } }).http.oauth;
  const least = { issuer: "https://login.example/a", audience: "https://tools.example/mcp" };
  expect(oauth(least)).toEqual({ ...least, requiredScopes: [], algorithms: expect.arrayContaining(["RS256", "ES256", "EdDSA"]) });
  expect(oauth({ ...least, issuer: "http://127.0.0.1:8080", jwksUri: "http://localhost/keys" })).toBeDefined();
  const wrong: [object, string][] = [
    [{ issuer: least.issuer }, "http.oauth.audience"],
    [{ ...least, audience: "" }, "http.oauth.audience"],
    [{ ...least, issuer: "http://login.example" }, "http.oauth.issuer"],
    [{ ...least, issuer: "http://127.0.0.1.evil.example" }, "http.oauth.issuer"],
    [{ ...least, issuer: "https://login.example?x=1" }, "http.oauth.issuer"],
    [{ ...least, issuer: "login.example" }, "http.oauth.issuer"],
    [{ ...least, jwksUri: "http://login.example/keys" }, "http.oauth.jwksUri"],
    [{ ...least, algorithms: ["HS256"] }, "http.oauth.algorithms"],
    [{ ...least, algorithms: ["none"] }, "http.oauth.algorithms"],
    [{ ...least, algorithms: [] }, "http.oauth.algorithms"],
    [{ ...least, requiredScopes: ["two words"] }, "http.oauth.requiredScopes"],
    [{ ...least, secret: "x" }, "http.oauth.secret"],
  ];
  for (const [fields, field] of wrong) expect(() => oauth(fields)).toThrow(field);
});

test("a file that is no JSON is told with line and column, comments and trailing commas are fine", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  const file = join(folder, ".mcp.json");
  await writeFile(file, '{\n  "mcpServers": {\n    oops\n  }\n}');
  await expect(loadConfig({ file })).rejects.toMatchObject({ code: "CONFIG_NOT_JSON", data: { line: 3, column: 5 } });
  await writeFile(file, '{ // a comment\n  "mcpServers": { "s": { "command": "c", }, },\n "codemode": { "skills": ["./skills"] } }');
  expect(await loadConfig({ cwd: folder, trust: true })).toMatchObject({ file, skills: [join(folder, "skills")] });
  await expect(loadConfig({ file: join(folder, "none.json") })).rejects.toMatchObject({ code: "CONFIG_NOT_FOUND" });
});

test("our own file comes before .mcp.json, and the variable before both", async () => {
  const folder = await mkdtemp(join(tmpdir(), "codemode-test-"));
  for (const name of [".mcp.json", "codemode.json"]) await writeFile(join(folder, name), "{}");
  const here = { XDG_CONFIG_HOME: join(folder, "own") };
  expect(findConfig(folder, here)).toEqual({ file: join(folder, "codemode.json"), origin: "project" });
  expect(findConfig(folder, { CODEMODE_CONFIG: "other.json" })).toEqual({ file: join(folder, "other.json"), origin: "given" });
});

test("the audit log and telemetry are off where nothing is said, and completed where they are on", () => {
  expect(parseConfig({})).toMatchObject({ telemetry: { enabled: false, content: false } });
  expect(parseConfig({})).not.toHaveProperty("audit");
  const codemode = { audit: { file: "log/audit.jsonl" }, telemetry: { enabled: true } };
  expect(parseConfig({ codemode }, { file: "/etc/codemode.json" })).toMatchObject({
    audit: { file: resolve("/etc/log/audit.jsonl"), content: false, sync: false },
    telemetry: { enabled: true, content: false },
  });
  expect(() => parseConfig({ codemode: { audit: {} } })).toThrow(/audit\.file/);
  expect(() => parseConfig({ codemode: { audit: { file: "a", fsync: true } } })).toThrow(/audit\.fsync/);
  expect(() => parseConfig({ codemode: { telemetry: { content: "yes" } } })).toThrow(/telemetry\.content/);
});
