import { chmod, lstat, mkdir, readFile, rename, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clients } from "../../src/clients/all.ts";
import { clientNames } from "../../src/clients/client.ts";
import { discover, readClientFile } from "../../src/clients/discover.ts";
import { formats } from "../../src/clients/documents.ts";
import { importServers } from "../../src/clients/import.ts";
import { install } from "../../src/clients/install.ts";
import { isOwnEntry as isOwn, ownCommand } from "../../src/clients/own-entry.ts";
import { uninstall } from "../../src/clients/uninstall.ts";
import { loadConfig } from "../../src/config/load.ts";
import { newUser, ownConfig, putSample } from "../fixtures/client-home.ts";

const own = ownCommand("/home/ada/.config/codemode/codemode.json", { main: "/opt/mcp-codemode/dist/cli/main.js" });

describe.each(clientNames)("%s", (name) => {
  const client = clients[name];
  const format = formats[client.format];

  test("install writes our entry and nothing else, twice is once, uninstall restores byte for byte", async () => {
    const user = await newUser();
    const file = await putSample(name, user);
    await chmod(file, 0o640);
    const before = await readFile(file);
    const first = await install(client, user, { own });
    expect(first.changed).toBe(true);
    const installed = await readFile(file, "utf8");
    const found = await readClientFile(client, { path: file, scope: "user" }, user);
    expect(found?.installed).toBe(true);
    // What was there is there, line by line.
    const lines = new Set(installed.split(/\r?\n/).map((line) => line.trim().replace(/,$/, "")));
    for (const line of before.toString().split(/\r?\n/)) expect(lines).toContain(line.trim().replace(/,$/, ""));
    expect((await install(client, user, { own })).changed).toBe(false);
    expect(await readFile(file, "utf8")).toBe(installed);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect((await stat(first.backup)).mode & 0o777).toBe(0o600);
    expect((await uninstall(client, user)).outcome).toBe("restored");
    expect(await readFile(file)).toEqual(before);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect((await uninstall(client, user)).outcome).toBe("nothing");
  });

  test("with --move its servers are behind us and out of the client, and back after uninstall, byte for byte", async () => {
    const user = await newUser();
    const file = await putSample(name, user);
    const before = await readFile(file);
    const servers = (await readClientFile(client, { path: file, scope: "user" }, user))?.servers ?? [];
    const { moved } = await install(client, user, { own, moveTo: ownConfig(user) });
    expect(moved.length).toBeGreaterThan(0);
    const left = (await readClientFile(client, { path: file, scope: "user" }, user))?.servers.map((each) => each.path) ?? [];
    const stayed = moved.flatMap((each) => (each.kind === "left-out" ? [each.server.path] : []));
    const elsewhere = servers.filter(({ scope }) => scope === "other-project").map((each) => each.path);
    expect(left).toEqual([...stayed, ...elsewhere]);
    const names = moved.flatMap((each) => (each.kind === "left-out" ? [] : [each.as]));
    expect(Object.keys((JSON.parse(await readFile(ownConfig(user), "utf8")) as { mcpServers: object }).mcpServers)).toEqual(names);
    await loadConfig({ file: ownConfig(user), environment: everyVariable });
    expect(await uninstall(client, user)).toMatchObject({ outcome: "restored" });
    expect(await readFile(file)).toEqual(before);
  });

  test("what was changed after install stays: our entry goes, moved servers come back", async () => {
    const user = await newUser();
    const file = await putSample(name, user);
    const before = format.parse(await readFile(file, "utf8"), file);
    await install(client, user, { own, moveTo: ownConfig(user) });
    const installed = await readFile(file, "utf8");
    await writeFile(file, client.format === "toml" ? `mine = 1\n${installed}` : installed.replace("{", '{ "mine": 1,'));
    const { outcome, back } = await uninstall(client, user);
    expect({ outcome, some: back.length > 0 }).toEqual({ outcome: "edited", some: true });
    expect(format.parse(await readFile(file, "utf8"), file)).toEqual({ ...(before as object), mine: 1 });
  });

  test("a file that was not there is made, and gone after uninstall", async () => {
    const user = await newUser();
    const { file } = await install(client, user, { own });
    expect((await readClientFile(client, { path: file, scope: "user" }, user))?.installed).toBe(true);
    expect((await uninstall(client, user)).outcome).toBe("removed");
    await expect(stat(file)).rejects.toThrow("ENOENT");
  });

  test("a link stays one, and an empty file is one without servers", async () => {
    const user = await newUser();
    const file = await putSample(name, user);
    await mkdir(join(user.home, "dotfiles"));
    const real = join(user.home, "dotfiles", "real");
    await rename(file, real);
    await symlink(real, file);
    await writeFile(real, "");
    await install(client, user, { own });
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
    expect(await readFile(real, "utf8")).toContain("serve");
    await uninstall(client, user);
    expect(await readFile(real, "utf8")).toBe("");
    expect((await lstat(file)).isSymbolicLink()).toBe(true);
  });

  test("what can't be read is told, and neither imported nor installed into", async () => {
    const user = await newUser();
    const file = await putSample(name, user);
    const spoiled = Buffer.from((await readFile(file)).subarray(0, -7));
    await writeFile(file, Buffer.concat([spoiled, Buffer.from('\n"= [')]));
    const [found] = await discover(user, [client]);
    expect(found?.problem).toMatch(/:\d+:\d+: /);
    expect(found?.servers).toEqual([]);
    const bytes = await readFile(file);
    await expect(install(client, user, { own })).rejects.toMatchObject({ message: expect.stringContaining(file) });
    expect(await readFile(file)).toEqual(bytes);
  });
});

/** Every variable has a value. */
const everyVariable = new Proxy<NodeJS.ProcessEnv>({}, { get: () => "x" });

test("each client's sample is read as this", async () => {
  const user = await newUser();
  const said: Record<string, unknown> = {};
  for (const name of clientNames) {
    const file = await putSample(name, user);
    const found = await readClientFile(clients[name], { path: file, scope: name === "mcp-json" ? "project" : "user" }, user);
    said[name] = Object.fromEntries(
      (found?.servers ?? []).map(({ name: server, read }) => [
        server,
        read.kind === "server" ? { ...read.entry, notes: read.notes, needs: read.needs.join(" ") } : read.why,
      ]),
    );
  }
  expect(JSON.parse(JSON.stringify(said).replaceAll(user.cwd, "/project").replaceAll(user.home, "/home/ada"))).toMatchInlineSnapshot(`
    {
      "claude-code": {
        "db": {
          "args": [
            "--readonly",
          ],
          "command": "./bin/db-server",
          "cwd": "/home/ada/shop",
          "env": {
            "PGPASSWORD": "s3cret",
          },
          "needs": "",
          "notes": [],
        },
        "events": {
          "needs": "",
          "notes": [
            "sign in at it with: codemode login events",
          ],
          "oauth": {
            "clientId": "abc",
          },
          "timeoutMs": 45000,
          "type": "sse",
          "url": "https://events.example/sse",
        },
        "filesystem": {
          "args": [
            "-y",
            "@modelcontextprotocol/server-filesystem",
            "/home/ada/notes",
          ],
          "command": "npx",
          "needs": "",
          "notes": [],
        },
        "tickets": {
          "headers": {
            "Authorization": "Bearer \${TICKETS_TOKEN}",
          },
          "needs": "TICKETS_TOKEN",
          "notes": [],
          "url": "https://tickets.example/mcp",
        },
      },
      "claude-desktop": {
        "memory": {
          "args": [
            "-y",
            "@modelcontextprotocol/server-memory",
          ],
          "command": "npx",
          "env": {
            "MEMORY_FILE_PATH": "/home/ada/\${USER}/memory.jsonl",
          },
          "needs": "USER",
          "notes": [
            "\${USER} is a plain text for the client, and a variable here",
          ],
        },
        "sqlite": {
          "args": [
            "mcp-server-sqlite",
            "--db-path",
            "/home/ada/test.db",
          ],
          "command": "uvx",
          "needs": "",
          "notes": [],
        },
      },
      "codex": {
        "docs": {
          "headers": {
            "Authorization": "Bearer \${DOCS_TOKEN}",
            "X-Team": "blue",
            "X-User": "\${USER_NAME:-}",
          },
          "needs": "DOCS_TOKEN",
          "notes": [
            "its "startup_timeout_sec" is left out",
          ],
          "url": "https://docs.example/mcp",
        },
        "notes.v2": {
          "args": [
            "-y",
            "@modelcontextprotocol/server-filesystem",
            "/home/ada/notes",
          ],
          "command": "npx",
          "env": {
            "LOG_LEVEL": "\${LOG_LEVEL:-}",
            "TZ": "Europe/Berlin",
          },
          "needs": "",
          "notes": [
            "its "enabled_tools" is left out: hide tools with codemode.tools.hidden",
          ],
          "timeoutMs": 90000,
        },
        "old": {
          "command": "old-server",
          "disabled": true,
          "needs": "",
          "notes": [],
        },
      },
      "cursor": {
        "issues": {
          "headers": {
            "X-Key": "\${ISSUES_KEY}",
          },
          "needs": "ISSUES_KEY",
          "notes": [],
          "url": "https://issues.example/mcp?team=blue",
        },
        "local": {
          "args": [
            "\${workspaceFolder}",
          ],
          "command": "/home/ada/bin/server",
          "needs": "workspaceFolder",
          "notes": [
            "\${workspaceFolder} means something to the client that it does not mean here",
            "its "envFile" is left out: write its variables into env",
          ],
        },
        "memory": {
          "args": [
            "-y",
            "@modelcontextprotocol/server-memory",
          ],
          "command": "npx",
          "needs": "",
          "notes": [],
        },
      },
      "gemini": {
        "hub": {
          "headers": {
            "Authorization": "Bearer \${HUB_TOKEN}",
          },
          "needs": "HUB_TOKEN",
          "notes": [],
          "url": "https://hub.example/mcp",
        },
        "python": {
          "args": [
            "-m",
            "tools_server",
          ],
          "command": "python3",
          "cwd": "/home/ada/tools",
          "env": {
            "MODE": "\${MODE:-fast}",
            "TOKEN": "\${TOOLS_TOKEN}",
          },
          "needs": "TOOLS_TOKEN",
          "notes": [
            "its "trust" is left out: nothing is allowed by an import",
            "its "includeTools" is left out: hide tools with codemode.tools.hidden",
          ],
          "timeoutMs": 15000,
        },
        "stream": {
          "needs": "",
          "notes": [],
          "url": "https://stream.example/sse",
        },
      },
      "mcp-json": {
        "linter": {
          "args": [
            "eslint",
            "--mcp",
          ],
          "command": "npx",
          "cwd": "/project",
          "needs": "",
          "notes": [],
        },
        "sentry": {
          "needs": "",
          "notes": [],
          "url": "https://mcp.sentry.example/mcp",
        },
      },
      "opencode": {
        "everything": {
          "args": [
            "-y",
            "@modelcontextprotocol/server-everything",
          ],
          "command": "npx",
          "env": {
            "DEBUG": "\${DEBUG}",
          },
          "needs": "DEBUG",
          "notes": [
            "its "timeout" is left out",
          ],
        },
        "sentry": {
          "disabled": true,
          "needs": "",
          "notes": [
            "sign in at it with: codemode login sentry",
          ],
          "url": "https://mcp.sentry.example/mcp",
        },
      },
      "vscode": {
        "docs": {
          "needs": "",
          "notes": [],
          "url": "https://docs.example/mcp",
        },
        "socket": "field "url": Invalid URL",
        "weather": {
          "args": [
            "/opt/weather/index.js",
            "--port=0",
          ],
          "command": "node",
          "env": {
            "API_KEY": "\${API_KEY}",
            "REGION": "\${REGION}",
          },
          "needs": "API_KEY REGION",
          "notes": [
            "the client asks for \${input:api-key}; here it is the variable API_KEY",
          ],
        },
      },
      "windsurf": {
        "design": {
          "headers": {
            "API_KEY": "\${DESIGN_KEY}",
          },
          "needs": "DESIGN_KEY",
          "notes": [],
          "url": "https://design.example/mcp",
        },
        "git": {
          "args": [
            "mcp-server-git",
          ],
          "command": "uvx",
          "disabled": true,
          "needs": "",
          "notes": [
            "its "disabledTools" is left out: hide tools with codemode.tools.hidden",
          ],
        },
      },
      "zed": {
        "postgres-context-server": "it is an extension of Zed, which only Zed can start",
        "remote": {
          "headers": {
            "Authorization": "Bearer abc",
          },
          "needs": "",
          "notes": [],
          "url": "https://remote.example/mcp",
        },
        "search": {
          "args": [
            "--stdio",
          ],
          "command": "search-server",
          "needs": "",
          "notes": [],
        },
        "time": {
          "args": [
            "mcp-server-time",
          ],
          "command": "uvx",
          "env": {
            "TZ": "UTC",
          },
          "needs": "",
          "notes": [],
        },
      },
    }
  `);
});

test("the same server is imported once, another one of its name gets the client's name, and our own entry never", async () => {
  const user = await newUser();
  for (const name of clientNames) await putSample(name, user);
  await install(clients.cursor, user, { own });
  const servers = (await discover(user)).flatMap((file) => file.servers).filter(({ scope }) => scope === "user");
  const first = await importServers(servers, ownConfig(user));
  const names = Object.keys((JSON.parse(await readFile(ownConfig(user), "utf8")) as { mcpServers: object }).mcpServers);
  expect(names).not.toContain("codemode");
  expect(names).toEqual(expect.arrayContaining(["memory", "memory-cursor", "docs", "docs-codex"]));
  expect(first.filter(({ kind }) => kind === "left-out")).toHaveLength(2);
  const bytes = await readFile(ownConfig(user));
  const second = await importServers(servers, ownConfig(user));
  expect(new Set(second.map(({ kind }) => kind))).toEqual(new Set(["there", "left-out"]));
  expect(await readFile(ownConfig(user))).toEqual(bytes);
  expect((await stat(ownConfig(user))).mode & 0o777).toBe(0o600);
});

test("a server called codemode that is not ours is not written over", async () => {
  const user = await newUser();
  const file = await putSample("cursor", user);
  await writeFile(file, '{ "mcpServers": { "codemode": { "command": "other" } } }');
  await expect(install(clients.cursor, user, { own })).rejects.toMatchObject({ code: "USAGE" });
  await writeFile(file, '{ "mcpServers": [] }');
  await expect(install(clients.cursor, user, { own })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
  expect(await readFile(file, "utf8")).toBe('{ "mcpServers": [] }');
});

test("a second install with --move keeps the first backup, and one after a change of the user's restores by edits", async () => {
  const user = await newUser();
  const file = await putSample("cursor", user);
  const before = await readFile(file);
  await install(clients.cursor, user, { own });
  await install(clients.cursor, user, { own, moveTo: ownConfig(user) });
  expect((await uninstall(clients.cursor, user)).outcome).toBe("restored");
  expect(await readFile(file)).toEqual(before);
  await install(clients.cursor, user, { own });
  const installed = await readFile(file, "utf8");
  await writeFile(file, installed.replace("// servers of mine", "// changed"));
  await install(clients.cursor, user, { own, moveTo: ownConfig(user) });
  expect(await uninstall(clients.cursor, user)).toMatchObject({ outcome: "edited", notBack: [] });
  expect(await readFile(file, "utf8")).toContain("// changed");
  const names = (await readClientFile(clients.cursor, { path: file, scope: "user" }, user))?.servers.map(({ name }) => name);
  expect(names?.toSorted()).toEqual(["issues", "local", "memory"]);
});

test("each way to be started is known as ours, and others are not", () => {
  for (const main of ["/opt/x/dist/cli/main.js", "/home/a/.npm/_npx/1f/node_modules/mcp-codemode/dist/cli/main.js"])
    for (const platform of ["linux", "win32"] as const)
      for (const name of clientNames) {
        const entry = clients[name].entry(ownCommand(undefined, { main, platform }), {});
        expect(isOwn(entry)).toBe(true);
      }
  expect(ownCommand("/c.json", { main: "/home/a/.npm/_npx/1f/node_modules/mcp-codemode/dist/cli/main.js", platform: "linux" })).toEqual({
    command: "npx",
    args: ["-y", "mcp-codemode", "serve", "--config", "/c.json"],
  });
  for (const entry of [
    { command: "serve" },
    { command: "npx", args: ["-y", "other", "serve"] },
    { command: "node", args: ["main.js", "serve"] },
    null,
    3,
  ])
    expect(isOwn(entry)).toBe(false);
});

test("whatever else is in a JSON or TOML file, an entry goes in and out of it again and leaves the rest as it means", () => {
  const name = fc.stringMatching(/^[a-z][a-z .]{0,6}$/);
  const entry = fc.record({ command: fc.string({ unit: "grapheme" }), args: fc.array(fc.string({ unit: "grapheme" }), { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.dictionary(name, entry, { maxKeys: 4 }), entry, fc.constantFrom("  ", "\t", ""), (servers, added, indent) => {
      const json = JSON.stringify({ other: 1, mcpServers: servers }, null, indent);
      const path = ["mcpServers", "codemode"];
      const there = formats.json.set(json, "f", path, added);
      expect(formats.json.parse(there, "f")).toEqual({ other: 1, mcpServers: { ...servers, codemode: added } });
      expect(formats.json.parse(formats.json.set(there, "f", path, undefined), "f")).toEqual({ other: 1, mcpServers: servers });
      let toml = "other = 1 # one\n";
      for (const [server, value] of Object.entries(servers)) toml = formats.toml.set(toml, "f", ["mcpServers", server], value);
      const inToml = formats.toml.set(toml, "f", path, added);
      expect(formats.toml.parse(inToml, "f")).toEqual({ other: 1, mcpServers: { ...servers, codemode: added } });
      expect(formats.toml.set(inToml, "f", path, undefined)).toContain("other = 1 # one\n");
    }),
    { numRuns: 200 },
  );
});
