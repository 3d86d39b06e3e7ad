import { execFile, spawn } from "node:child_process";
import { appendFile, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { AuditLog } from "../../src/audit/audit-log.ts";
import { canonicalJson } from "../../src/canonical-json.ts";
import { parseRecord, sha256, type AuditRecord } from "../../src/audit/record.ts";
import { CodeModeExecutor, ToolRegistry, createCodemode, verifyAudit, type Codemode } from "../../src/index.ts";
import { waitFor } from "../fixtures/processes.ts";
import { place, type Place } from "./subject.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Every record of the log, and how long the file was when it was written. */
async function records(file: string): Promise<(AuditRecord & { readonly end: number })[]> {
  let end = 0;
  const lines = (await readFile(file, "utf8")).split("\n");
  return lines.flatMap((line) => {
    end += Buffer.byteLength(line) + 1;
    const record = parseRecord(line);
    return record ? [{ ...record, end }] : [];
  });
}

/** The effects that happened before their record was in the log, or have none. */
async function unrecorded(here: Place): Promise<string[]> {
  const started = (await records(here.audit)).filter((record) => record.kind === "call-started");
  const ends = new Map(started.map(({ arguments_sha256, end }) => [arguments_sha256, end]));
  const effects = await here.effects();
  return effects
    .filter(({ args, auditBytes }) => (ends.get(sha256(canonicalJson(args))) ?? Infinity) > auditBytes)
    .map(({ args }) => args.id);
}

/** Everything that a program can do to a server. */
async function doMuch({ executor, callTool, registry }: Codemode, here: Place): Promise<void> {
  await registry.discoverAll();
  const programs = Array.from(
    { length: 8 },
    (_, index) => `
      const all = await Promise.allSettled(Array.from({ length: 25 }, (_, each) =>
        servers.ledger.act({ id: "${index}." + each, ms: each % 5, fails: each % 7 === 0 })));
      await servers.ledger.act({ id: 5 }).catch(() => {});
      await servers.ledger.nothing({}).catch(() => {});
      all.filter((one) => one.status === "rejected").length`,
  );
  const python = `
import asyncio
from generated.servers.ledger import act
await asyncio.gather(*[act(id=f"python.{each}") for each in range(10)])
`;
  const cancel = new AbortController();
  void waitFor(async () => (await here.effects()).some(({ args }) => args.id === "cancelled"), 40_000).then(() => cancel.abort());
  const results = await Promise.all([
    ...programs.map((code) => executor.execute(code, { check: "off" })),
    executor.execute(python, { language: "python" }),
    executor.execute('await servers.ledger.act({ id: "cancelled", ms: 20_000 })', { signal: cancel.signal }),
    executor.execute('void servers.ledger.act({ id: "killed", ms: 50 }); for (;;);', { timeoutMs: 700 }),
    executor.execute('for (let each = 0; ; each += 1) await servers.ledger.act({ id: "limit." + each })', { limits: { maxCalls: 5 } }),
  ]);
  expect(results.map(({ ok, error }) => ok || error?.code)).toEqual([
    ...programs.map(() => true),
    true,
    "CANCELLED",
    "LIMIT_GUEST_TIME",
    "LIMIT_CALLS",
  ]);
  await Promise.allSettled([
    ...Array.from({ length: 10 }, (_, each) => callTool("ledger", "act", { id: `direct.${each}`, fails: each === 3 })),
    callTool("ledger", "act", { id: 1 }),
    callTool("nobody", "act", { id: "1" }),
  ]);
}

describe("the log is complete", () => {
  test("every effect has its record before it, and every call that was refused has one too", async () => {
    await using here = await place();
    {
      await using codemode = createCodemode({ servers: { ledger: here.server }, audit: { file: here.audit } });
      await doMuch(codemode, here);
    }
    const effects = await here.effects();
    expect(effects.length).toBeGreaterThanOrEqual(8 * 25 + 10 + 1 + 5 + 10);
    expect(effects.map(({ args }) => args.id)).toEqual(expect.arrayContaining(["cancelled", "direct.0", "python.9", "limit.4"]));
    expect(await unrecorded(here)).toEqual([]);

    const log = await records(here.audit);
    const of = (kind: AuditRecord["kind"]): AuditRecord[] => log.filter((record) => record.kind === kind);
    expect(of("execution-started")).toHaveLength(12);
    expect(of("execution-ended")).toHaveLength(12);
    expect(of("call-ended")).toHaveLength(of("call-started").length);
    const refused = of("call-refused").map((record) => ("error_code" in record ? record.error_code : ""));
    expect(refused.filter((code) => code === "INVALID_ARGUMENTS")).toHaveLength(9);
    expect(refused.filter((code) => code === "TOOL_UNKNOWN")).toHaveLength(8);
    expect(refused).toContain("SERVER_UNKNOWN");
    // Digests alone: nothing of what was said is in it.
    expect(await readFile(here.audit, "utf8")).not.toMatch(/did |Promise|direct\.0/);
    expect(await verifyAudit(here.audit)).toMatchObject({ records: log.length, holds: true, unended: 0, lost: 0, torn: [] });
    if (process.platform !== "win32") expect((await stat(here.audit)).mode & 0o777).toBe(0o600);
  });

  test("a record that is on its way when the server is asked is found missing, so this test would see it", async () => {
    await using here = await place();
    await using registry = new ToolRegistry();
    registry.addServer("ledger", here.server);
    await registry.discoverAll();
    await using log = new AuditLog({ file: here.audit });
    await using executor = new CodeModeExecutor(registry, {
      trace: log.sink,
      beforeCall(event) {
        setTimeout(() => void log.beforeCall(event), 100);
        return undefined;
      },
    });
    await executor.execute('await servers.ledger.act({ id: "late", ms: 300 })');
    expect(await unrecorded(here)).toEqual(["late"]);
  });

  test("with content code, arguments, results and messages are in it; on the disk before the call where that is asked for", async () => {
    await using here = await place();
    {
      const audit = { file: here.audit, content: true, sync: true };
      await using codemode = createCodemode({ servers: { ledger: here.server }, audit });
      await codemode.registry.discoverAll();
      await codemode.executor.execute(
        "await Promise.allSettled([1, 2].map((each) => servers.ledger.act({ id: `${each}`, fails: each === 2 })))",
      );
    }
    expect(await unrecorded(here)).toEqual([]);
    const log = await records(here.audit);
    expect(log).toContainEqual(expect.objectContaining({ kind: "execution-started", code: expect.stringContaining("allSettled") }));
    expect(log).toContainEqual(expect.objectContaining({ kind: "call-ended", arguments: { id: "1", fails: false }, result: "did 1" }));
    expect(log).toContainEqual(
      expect.objectContaining({ kind: "call-ended", outcome: "error", error_message: expect.stringContaining("did 2") }),
    );
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: true });
  });

  test("answers in place of servers leave no record of a call", async () => {
    await using here = await place();
    {
      await using codemode = createCodemode({ servers: { ledger: here.server }, audit: { file: here.audit } });
      await codemode.registry.discoverAll();
      await codemode.executor.execute('await servers.ledger.act({ id: "replayed" })', { answers: async () => "as before" });
    }
    expect((await records(here.audit)).map(({ kind }) => kind)).toEqual(["log-opened", "execution-started", "execution-ended"]);
  });
});

describe("without a record nothing is done", () => {
  test("a log that can't be opened refuses every call, in programs and outside", async () => {
    await using here = await place();
    await using codemode = createCodemode({ servers: { ledger: here.server }, audit: { file: here.folder } });
    await codemode.registry.discoverAll();
    expect(() => codemode.audit?.open()).toThrow(expect.objectContaining({ code: "AUDIT_FAILED" }));
    await expect(codemode.callTool("ledger", "act", { id: "a" })).rejects.toMatchObject({ code: "AUDIT_FAILED" });
    const result = await codemode.executor.execute('await servers.ledger.act({ id: "b" }).catch((error) => error.code)');
    expect(result).toMatchObject({ ok: true, value: "AUDIT_FAILED", calls: [{ outcome: "error", error: { code: "AUDIT_FAILED" } }] });
    expect(await here.effects()).toEqual([]);
  });

  test.runIf(process.platform === "linux")("a full disk refuses calls until there is room, and the log tells what it lacks", async () => {
    await using here = await place();
    await symlink("/dev/full", here.audit);
    {
      await using codemode = createCodemode({ servers: { ledger: here.server }, audit: { file: here.audit } });
      await codemode.registry.discoverAll();
      await expect(codemode.callTool("ledger", "act", { id: "a" })).rejects.toThrow(/ENOSPC/);
      expect(await here.effects()).toEqual([]);
      await rm(here.audit);
      await codemode.callTool("ledger", "act", { id: "b" });
    }
    expect(await unrecorded(here)).toEqual([]);
    // The record of the call that was refused.
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: true, lost: 1 });
  });
});

describe("processes", () => {
  test("each of those that write to one file has a file and a chain of its own, and goes on with it", async () => {
    await using here = await place();
    const second = here.audit.replace(".jsonl", ".2.jsonl");
    for (let round = 0; round < 2; round += 1) {
      await using one = createCodemode({ servers: { ledger: here.server }, audit: { file: here.audit } });
      await using two = createCodemode({ servers: { ledger: here.server }, audit: { file: here.audit } });
      for (const each of [one, two]) {
        await each.registry.discoverAll();
        await each.callTool("ledger", "act", { id: "a" });
      }
    }
    for (const file of [here.audit, second]) expect(await verifyAudit(file)).toMatchObject({ holds: true, records: 6 });
  });

  test("a host that is killed in mid-call leaves the call's record, and the next one goes on after what was cut off", async () => {
    await using here = await place();
    const config = join(here.folder, "codemode.json");
    await writeFile(config, JSON.stringify({ mcpServers: { ledger: here.server }, codemode: { audit: { file: "audit.jsonl" } } }));
    const run = (id: string, ms: number): string[] => [
      main,
      "run",
      "-e",
      `await servers.ledger.act({ id: "${id}", ms: ${ms} })`,
      "--config",
      config,
    ];
    const killed = spawn(process.execPath, run("killed", 60_000), { stdio: "ignore" });
    await waitFor(async () => (await here.effects()).length === 1);
    killed.kill("SIGKILL");
    await new Promise((resolve) => killed.once("exit", resolve));
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: true, unended: 1 });
    await appendFile(here.audit, '{"arguments_sha256":"0123');
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: false, break: { why: expect.stringContaining("cut off") } });

    await promisify(execFile)(process.execPath, run("next", 0));
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: true, unended: 1, torn: [4] });
    expect(await unrecorded(here)).toEqual([]);
    // What was cut off can't be changed or taken away any more.
    const text = await readFile(here.audit, "utf8");
    await writeFile(here.audit, text.replace('"0123', '"0124'));
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: false, break: { line: 5 } });
    await writeFile(here.audit, text.replace('{"arguments_sha256":"0123\n', ""));
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: false, break: { line: 4 } });
  });

  test("a file that is no log is not written to", async () => {
    await using here = await place();
    await writeFile(here.audit, "something\nof the user's\n");
    await using log = new AuditLog({ file: here.audit });
    expect(() => log.open()).toThrow(/no record of an audit log/);
    expect(await readFile(here.audit, "utf8")).toBe("something\nof the user's\n");
  });
});

describe("what was done to a log is found", () => {
  const written = (async () => {
    await using here = await place();
    {
      await using codemode = createCodemode({ servers: { ledger: here.server }, audit: { file: here.audit } });
      await codemode.registry.discoverAll();
      for (let each = 0; each < 6; each += 1) await codemode.callTool("ledger", "act", { id: `${each}` });
    }
    return (await readFile(here.audit, "utf8")).trimEnd().split("\n");
  })();
  const changedIn = (line: string, change: (record: Record<string, unknown>) => Record<string, unknown>): string => {
    const { hash: _, ...record } = JSON.parse(line) as Record<string, unknown>;
    const changed = change(record);
    return canonicalJson({ ...changed, hash: sha256(canonicalJson(changed)) });
  };

  test.each<[string, (lines: string[]) => string[]]>([
    ["a changed word", (lines) => lines.with(3, lines[3]?.replace('"act"', '"cat"') ?? "")],
    ["a changed digest", (lines) => lines.with(4, lines[4]?.replace(/"result_sha256":"./, '"result_sha256":"-') ?? "")],
    [
      "a changed record with the hash that fits it",
      (lines) =>
        lines.with(
          3,
          changedIn(lines[3] ?? "", (record) => ({ ...record, tool: "cat" })),
        ),
    ],
    [
      "a first record that is another one",
      (lines) =>
        lines.with(
          0,
          changedIn(lines[0] ?? "", (record) => ({ ...record, pid: 1 })),
        ),
    ],
    ["white space", (lines) => lines.with(2, lines[2]?.replace(",", ", ") ?? "")],
    ["a key that is there twice", (lines) => lines.with(2, lines[2]?.replace('"server":', '"server":"other","server":') ?? "")],
    ["a removed record", (lines) => lines.toSpliced(5, 1)],
    ["a removed first record", (lines) => lines.slice(1)],
    ["records that are removed from the middle", (lines) => lines.toSpliced(2, 6)],
    ["records in another order", (lines) => lines.toSpliced(5, 2, lines[6] ?? "", lines[5] ?? "")],
    ["a record that is there twice", (lines) => lines.toSpliced(5, 0, lines[5] ?? "")],
    ["a line of something else", (lines) => lines.toSpliced(5, 0, "nothing")],
    ["an empty line", (lines) => lines.toSpliced(5, 0, "")],
    ["a record that is cut off", (lines) => [...lines.slice(0, 6), lines[6]?.slice(0, 50) ?? ""]],
    ["a line that is cut off in the middle", (lines) => lines.with(6, lines[6]?.slice(0, 50) ?? "")],
  ])("%s", async (_, change) => {
    await using here = await place();
    const lines = await written;
    const save = (text: string): Promise<void> => writeFile(here.audit, text);
    await save(`${lines.join("\n")}\n`);
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: true, records: lines.length });
    await save(`${change(lines).join("\n")}\n`);
    const report = await verifyAudit(here.audit);
    expect(report).toMatchObject({ holds: false });
    expect(report.break?.line).toBeGreaterThan(0);
  });

  test("an end that was cut off is found with the hash of an earlier check, and a last record that was changed is not gone on with", async () => {
    await using here = await place();
    const lines = await written;
    await writeFile(here.audit, `${lines.join("\n")}\n`);
    const head = (await verifyAudit(here.audit)).head?.hash as string;
    expect(await verifyAudit(here.audit, { head })).toMatchObject({ holds: true });
    await writeFile(here.audit, `${lines.slice(0, -2).join("\n")}\n`);
    expect(await verifyAudit(here.audit)).toMatchObject({ holds: true });
    expect(await verifyAudit(here.audit, { head })).toMatchObject({ holds: false });
    await writeFile(here.audit, `${lines.slice(0, -1).join("\n")}\n${lines.at(-1)?.replace('"ok"', '"no"')}\n`);
    await using log = new AuditLog({ file: here.audit });
    expect(() => log.open()).toThrow(/hash of its content/);
  });

  test("the command says so, and ends with 1", async () => {
    await using here = await place();
    const lines = await written;
    const verify = (...args: string[]) => promisify(execFile)(process.execPath, [main, "audit", "verify", here.audit, ...args]);
    await writeFile(here.audit, `${lines.join("\n")}\n`);
    expect((await verify()).stdout).toMatch(/^13 records, the last of .*\nThe chain holds\.\n$/);
    expect(JSON.parse((await verify("--json")).stdout)).toMatchObject({ records: 13, holds: true });
    await writeFile(here.audit, `${lines.toSpliced(4, 1).join("\n")}\n`);
    await expect(verify()).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining("breaks at line 5: the record has the number 6 in place of 5"),
    });
    await expect(promisify(execFile)(process.execPath, [main, "audit", "verify"])).rejects.toMatchObject({ code: 2 });
  });
});
