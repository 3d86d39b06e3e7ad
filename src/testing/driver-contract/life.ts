import assert from "node:assert/strict";
import type { SandboxDriver } from "../../sandbox/driver.ts";
import type { ContractCase } from "./contract-case.ts";
import { assertStopped, Subject, valueOf } from "./subject.ts";

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const startOptions = { memoryMb: 128, maxLineBytes: 1_000_000 };

/** A process starts, is used again, dies and is disposed of, and never takes the host along. */
export function lifeCases(driver: SandboxDriver, crashes: number): ContractCase[] {
  return [
    {
      title: "each start gives a process of its own that names its walls",
      async run() {
        const [one, other] = await Promise.all([driver.start(startOptions), driver.start(startOptions)]);
        assert.notEqual(one.pid, other.pid);
        assert.notEqual(one.pid, process.pid);
        assert.ok(one.walls.includes("process"));
        await Promise.all([one.kill(), other.kill()]);
        assert.equal(exists(one.pid) || exists(other.pid), false);
      },
    },
    {
      title: "variables, functions and imports last from run to run, and may be declared again",
      async run() {
        await using subject = await Subject.start(driver);
        await subject.run("let x = 1; const c = 2; function up() { x += c; return x } class P { v = x }");
        assert.deepEqual(valueOf(await subject.run("up(); [x, new P().v]")), [3, 3]);
        assert.deepEqual(valueOf(await subject.run("const x = 'again'; [x, up()]")), ["again", 5]);
        assert.equal((await subject.run("c = 1")).kind, "failed");
      },
    },
    {
      title: "two processes share nothing",
      async run() {
        await using one = await Subject.start(driver);
        await using other = await Subject.start(driver);
        await one.run("globalThis.mine = 1; Object.prototype.polluted = 1; Array.prototype.map = () => 'broken'; let own = 1");
        assert.deepEqual(valueOf(await other.run("[typeof mine, typeof own, ({} as any).polluted ?? null, [1].map((n) => n)]")), [
          "undefined",
          "undefined",
          null,
          [1],
        ]);
      },
    },
    {
      title: "what comes late from an earlier run has no part in the next",
      async run() {
        await using subject = await Subject.start(driver);
        const calls: unknown[] = [];
        const answer = (request: object): Promise<unknown> => Promise.resolve(calls.push(request));
        await subject.run("setTimeout(() => { console.log('late'); void servers.s.late() }, 50); 1", { answer });
        const ended = await subject.run("await new Promise((resolve) => setTimeout(resolve, 150)); 2", { answer });
        assert.equal(valueOf(ended), 2);
        assert.ok(ended.output.length <= 1 && calls.length <= 1);
      },
    },
    {
      title: "between runs a process uses no processor time",
      async run() {
        if (process.platform === "win32") return;
        await using subject = await Subject.start(driver);
        await subject.run("setInterval(() => { const end = Date.now() + 50; while (Date.now() < end) {} }, 1); 1");
        await wait(500);
        const before = await subject.process.usage();
        await wait(400);
        const after = await subject.process.usage();
        assert.ok(before && after && after.cpuMs - before.cpuMs <= 20, `${before?.cpuMs} ms, then ${after?.cpuMs} ms`);
      },
    },
    {
      title: "a process that dies during a run ends the run, one that died before it too",
      async run() {
        await using subject = await Subject.start(driver);
        const running = subject.run("await new Promise(() => {})");
        await wait(100);
        await subject.sandbox.kill();
        assertStopped(await running, "SANDBOX_DIED");
        assert.equal(subject.sandbox.alive, false);
        assertStopped(await subject.run("1"), "SANDBOX_DIED");
      },
    },
    {
      title: "killing is done once, twice, or before any run",
      async run() {
        const subject = await Subject.start(driver);
        await Promise.all([subject.sandbox.kill(), subject.sandbox.kill()]);
        await subject.sandbox.kill();
        assert.equal(subject.sandbox.alive, false);
      },
    },
    {
      title: `${crashes} crashes in a row leave no process, no listener and no memory behind`,
      async run() {
        const listenersBefore = countListeners();
        const pids: number[] = [];
        let before = 0;
        for (let i = 0; i < crashes; i += 1) {
          const started = await driver.start(startOptions);
          pids.push(started.pid);
          if (i % 3 === 0) process.kill(started.pid, "SIGKILL");
          else if (i % 3 === 1) void started.kill();
          else {
            // Not SIGSEGV: an engine that handles the faults of WebAssembly survives one that no instruction made.
            started.send({ kind: "result", id: 1, value: "for nobody" });
            process.kill(started.pid, "SIGABRT");
          }
          const exit = await started.exited;
          assert.ok(exit.signal !== null || exit.exitCode !== 0, "it died");
          if (i === Math.min(50, crashes >> 1)) before = process.memoryUsage.rss();
        }
        assert.deepEqual(pids.filter(exists), []);
        assert.equal(countListeners(), listenersBefore);
        assert.ok(process.memoryUsage.rss() - before < 64 * 2 ** 20, "the host has grown by less than 64 MiB");
      },
    },
  ];
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function countListeners(): number {
  return process.eventNames().reduce((count, name) => count + process.listenerCount(name), 0);
}
