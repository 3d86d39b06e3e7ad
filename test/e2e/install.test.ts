import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Surroundings } from "../../src/clients/client.ts";
import { newUser, ownConfig, putSample } from "../fixtures/client-home.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function runAs({ cwd, environment }: Surroundings, command: string, args: readonly string[], input = ""): Ended {
  const env = { PATH: process.env.PATH, ...environment };
  const ended = spawnSync(command, [...args], { cwd, input, env, encoding: "utf8", timeout: 60_000 });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

const codemode = (user: Surroundings, ...args: readonly string[]): Ended => runAs(user, process.execPath, [main, ...args]);

/** Answers on a terminal when it is asked there. */
async function onTerminal({ cwd, environment }: Surroundings, answer: string, ...args: readonly string[]): Promise<Ended> {
  const command = [process.execPath, main, ...args].map((word) => `'${word}'`).join(" ");
  const terminal = spawn("script", ["-qec", command, "/dev/null"], { cwd, env: { PATH: process.env.PATH, ...environment } });
  let out = "";
  terminal.stdout.on("data", (data: Buffer) => {
    if (!out.includes("y/N") && (out + data).includes("y/N")) terminal.stdin.write(answer);
    out += data;
  });
  const [code] = (await once(terminal, "close")) as [number | null];
  return { code, out, err: "" };
}

const HELLO = `${JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
})}\n`;

test("a new user imports, installs, has a client that starts the gateway, looks at it, and goes back, byte for byte", async () => {
  const user = await newUser();
  const file = await putSample("claude-code", user);
  await putSample("cursor", user);
  const before = await readFile(file);
  const imported = codemode(user, "import");
  expect(imported).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/Claude Code {2}~\/\.claude\.json\n {2}filesystem .*npx -y/),
  });
  // Neither a secret nor another project's server.
  expect(imported.out).not.toContain("s3cret");
  expect(await readFile(ownConfig(user), "utf8")).not.toContain("db-server");
  expect(codemode(user, "install", "claude-code").code).toBe(0);
  expect(codemode(user, "install", "claude-code").out).toContain("Nothing was changed");
  const { mcpServers } = JSON.parse(await readFile(file, "utf8")) as { mcpServers: { codemode: { command: string; args: string[] } } };
  await writeFile(ownConfig(user), JSON.stringify({ mcpServers: { calculator: fixtureServer("calculator") } }));
  const started = runAs({ ...user, cwd: user.home }, mcpServers.codemode.command, mcpServers.codemode.args, HELLO);
  expect(started.out).toContain('"serverInfo"');
  const report = JSON.parse(codemode(user, "doctor", "--json").out) as Record<string, unknown>;
  expect(report).toMatchObject({
    clients: ["Claude Code"],
    config: { file: ownConfig(user), origin: "own" },
    sandbox: { engine: { version: expect.any(String) } },
    servers: [
      {
        name: "calculator",
        state: "ready",
        auth: "none",
        tools: expect.any(Number),
        tokens: expect.any(Number),
        connectMs: expect.any(Number),
        listMs: expect.any(Number),
        pingMs: expect.any(Number),
      },
    ],
    tokens: { servers: expect.any(Number), ours: expect.any(Number) },
    checker: { state: "ready", warmMs: expect.any(Number) },
    problems: [],
  });
  expect(codemode(user, "uninstall", "claude-code").out).toContain("byte for byte");
  expect(await readFile(file)).toEqual(before);
});

test("import and install only say what they would do with --dry-run", async () => {
  const user = await newUser();
  const file = await putSample("codex", user);
  const before = await readFile(file);
  expect(codemode(user, "import", "codex", "--dry-run").out).toContain("Would add 3 servers");
  expect(codemode(user, "install", "codex", "--move", "--dry-run").out).toContain("Nothing was written.");
  expect(await readFile(file)).toEqual(before);
  await expect(readFile(ownConfig(user))).rejects.toThrow("ENOENT");
  expect(codemode(user, "import", "--from", file, "--to", join(user.home, "c.json"), "--json").code).toBe(0);
  expect(JSON.parse(await readFile(join(user.home, "c.json"), "utf8"))).toMatchObject({ mcpServers: { docs: {}, "notes.v2": {} } });
});

test("servers that a project brings are shown, with what is dangerous, and taken only when asked for", async () => {
  const user = await newUser();
  await writeFile(join(user.cwd, ".mcp.json"), JSON.stringify({ mcpServers: { evil: { command: "sh", args: ["-c", "id; $(id)"] } } }));
  const shown = codemode(user, "import");
  expect(shown.out).toContain("! it has sh run a text as code");
  expect(shown.out).toContain("of this project, not taken; --all takes it");
  await expect(readFile(ownConfig(user))).rejects.toThrow("ENOENT");
  expect(codemode(user, "import", "--all").code).toBe(0);
  expect(JSON.parse(await readFile(ownConfig(user), "utf8"))).toMatchObject({ mcpServers: { evil: { cwd: user.cwd } } });
});

test("add, list and remove", async () => {
  const user = await newUser();
  const add = (...args: string[]): Ended => codemode(user, "add", ...args);
  expect(add("calc", "--env", "A=1", "--env", "B=x=y", "--", "node", "-", "--flag", "-y").code).toBe(0);
  expect(add("web", "https://web.example/mcp?key=abc", "--header", "Authorization: Bearer ${NOT_SET}")).toMatchObject({
    code: 0,
    err: expect.stringContaining("NOT_SET is not set"),
  });
  expect(JSON.parse(await readFile(ownConfig(user), "utf8"))).toEqual({
    mcpServers: {
      calc: { command: "node", args: ["-", "--flag", "-y"], env: { A: "1", B: "x=y" } },
      web: { url: "https://web.example/mcp?key=abc", headers: { Authorization: "Bearer ${NOT_SET}" } },
    },
  });
  expect(codemode(user, "list").out).toMatchInlineSnapshot(`
    "calc  stdio  configured  node - --flag -y
    web   http   configured  https://web.example/mcp?key=...
    "
  `);
  const before = await readFile(ownConfig(user));
  for (const [args, message] of [
    [["calc", "--", "other"], "SERVER_EXISTS"],
    [["x"], "USAGE"],
    [["x", "https://a.example", "--", "b"], "USAGE"],
    [["x", "ftp://a.example"], "CONFIG_INVALID"],
    [["x", "https://a.example", "--env", "A=b"], "USAGE"],
    [["x", "--env", "A", "--", "b"], "USAGE"],
    [["a\u001b[2J", "--", "b"], "USAGE"],
  ] as const)
    expect(add(...args)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  expect(await readFile(ownConfig(user))).toEqual(before);
  expect(add("calc", "--replace", "--", "other").code).toBe(0);
  expect(codemode(user, "remove", "web").code).toBe(0);
  expect(codemode(user, "remove", "cals")).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "calc"') });
  expect(JSON.parse(await readFile(ownConfig(user), "utf8"))).toEqual({ mcpServers: { calc: { command: "other" } } });
});

describe("a project that brings a config with commands", () => {
  const opened = async (): Promise<{ user: Surroundings; marker: string }> => {
    const user = await newUser();
    const marker = join(user.home, "was-started");
    const server = { command: "sh", args: ["-c", `echo started > ${marker}`], env: { LD_PRELOAD: "" } };
    await writeFile(join(user.cwd, ".mcp.json"), JSON.stringify({ mcpServers: { harmless: server } }));
    return { user, marker };
  };

  test.each([["serve"], ["tools"], ["run", "-e", "1"], ["doctor"], ["generate"], ["skills"], ["list", "--connect"], ["describe", "a.b"]])(
    "codemode %s starts nothing of it",
    async (...args) => {
      const { user, marker } = await opened();
      const { code, out, err } = codemode(user, ...args);
      expect(code).toBe(args[0] === "doctor" ? 1 : 2);
      expect(out + err).toContain("CONFIG_NOT_APPROVED");
      expect(out + err).toContain("codemode approve");
      await expect(readFile(marker)).rejects.toThrow("ENOENT");
    },
  );

  test("what it runs is shown whole, and runs after the user's yes alone", async () => {
    const { user, marker } = await opened();
    expect(codemode(user, "list").out).toContain("not approved");
    const refused = codemode(user, "approve");
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("--yes") });
    expect(refused.out).toContain(`  argument  "echo started > ${marker}"`);
    expect(refused.out).toContain("! it has sh run a text as code");
    expect(refused.out).toContain("! it sets LD_PRELOAD");
    await expect(readFile(marker)).rejects.toThrow("ENOENT");
    expect(codemode(user, "approve", "--yes").code).toBe(0);
    codemode(user, "tools");
    expect(await readFile(marker, "utf8")).toBe("started\n");
    expect(codemode(user, "approve", "--list").out).toContain(".mcp.json");
    expect(codemode(user, "approve", "--revoke").code).toBe(0);
    expect(codemode(user, "tools").code).toBe(2);
  });

  test.skipIf(process.platform === "win32" || spawnSync("script", ["--version"]).status !== 0)(
    "on a terminal it is asked for",
    async () => {
      const { user, marker } = await opened();
      for (const answer of ["n\n", "\n", "maybe\n"]) {
        const { code, out } = await onTerminal(user, answer, "tools");
        expect(code).toBe(2);
        expect(out).toContain('argument  "-c"');
        await expect(readFile(marker)).rejects.toThrow("ENOENT");
      }
      expect((await onTerminal(user, "\u0003", "tools")).code).toBe(130);
      await expect(readFile(marker)).rejects.toThrow("ENOENT");
      await onTerminal(user, "y\n", "tools");
      expect(await readFile(marker, "utf8")).toBe("started\n");
    },
  );

  test("a config that everybody can write is not even shown", async () => {
    const { user, marker } = await opened();
    await chmod(join(user.cwd, ".mcp.json"), 0o666);
    for (const args of [["tools"], ["approve", "--yes"], ["list"], ["tools", "--config", ".mcp.json"]])
      expect(codemode(user, ...args)).toMatchObject({ code: 2, err: expect.stringContaining("CONFIG_UNSAFE") });
    await expect(readFile(marker)).rejects.toThrow("ENOENT");
  });
});
