import assert from "node:assert/strict";
import { inspect } from "node:util";
import { ToolError } from "../../errors.ts";
import type { SandboxDriver } from "../../sandbox/driver.ts";
import type { ContractCase } from "./contract-case.ts";
import { assertStopped, runOnce, Subject, valueOf } from "./subject.ts";

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A program calls the host and gets its answers. */
export function callCases(driver: SandboxDriver): ContractCase[] {
  return [
    {
      title: "a binding calls the host with server, original name and arguments",
      async run() {
        const servers = [{ server: "s", tools: [["odd_name", "odd-name"]] as const }];
        const code =
          "import { odd_name } from 'generated/servers/s'; [await odd_name({ a: [1] }), await servers.s['odd-name']({}), await odd_name()]";
        const seen: unknown[] = [];
        const ended = await runOnce(driver, code, {
          servers,
          answer: (request) => {
            if (request.kind === "call") seen.push([request.server, request.tool, request.args]);
            return Promise.resolve("ok");
          },
        });
        assert.deepEqual(valueOf(ended), ["ok", "ok", "ok"]);
        assert.deepEqual(seen, [
          ["s", "odd-name", { a: [1] }],
          ["s", "odd-name", {}],
          ["s", "odd-name", {}],
        ]);
      },
    },
    {
      title: "calls at once run at once, and each gets its own answer",
      async run() {
        let now = 0;
        let most = 0;
        const code =
          "const all = await Promise.all(Array.from({ length: 500 }, (_, i) => servers.s.t({ i }))); all.every((value: any, i) => value.i === i)";
        const ended = await runOnce(driver, code, {
          limits: { maxParallelCalls: 20 },
          async answer(request) {
            most = Math.max(most, (now += 1));
            await wait(1 + Math.random() * 3);
            now -= 1;
            return request.kind === "call" ? request.args : null;
          },
        });
        assert.equal(valueOf(ended), true);
        assert.equal(most, 20, "maxParallelCalls is used and held");
      },
    },
    {
      title: "a result of 1 MB arrives whole, with whatever characters",
      async run() {
        const text = "é\u2028\0😀".repeat(160_000);
        const ended = await runOnce(driver, "const text = await servers.s.t(); [text.length, text.slice(0, 5), text.slice(-5)]", {
          answer: () => Promise.resolve(text),
        });
        assert.deepEqual(valueOf(ended), [text.length, text.slice(0, 5), text.slice(-5)]);
      },
    },
    {
      title: "a failed call is a ToolError that a program can catch",
      async run() {
        const code =
          "try { await servers.s.t() } catch (e: any) { [e instanceof ToolError, e instanceof Error, e.name, e.message, e.code, e.server, e.tool, e.content, e.retryable] }";
        const ended = await runOnce(driver, `let seen; ${code.replace("{ [e", "{ seen = [e")} seen`, {
          answer: () =>
            Promise.reject(new ToolError("TOOL_FAILED", "no such file", { server: "s", tool: "t", content: [1], retryable: true })),
        });
        assert.deepEqual(valueOf(ended), [true, true, "ToolError", "no such file", "TOOL_FAILED", "s", "t", [1], true]);
      },
    },
    {
      title: "a failed call that nobody caught ends the program with the tool's text and the line of the call",
      async run() {
        const ended = await runOnce(driver, "const a = 1;\nawait servers.s.t({ a });", {
          answer: () => Promise.reject(new ToolError("TOOL_TIMEOUT", "too slow", { server: "s", tool: "t" })),
        });
        assert.ok(ended.kind === "failed", inspect(ended));
        assert.equal(ended.error.message, "too slow");
        assert.equal(ended.error.code, "TOOL_TIMEOUT");
        assert.equal(ended.written?.line, 2);
      },
    },
    {
      title: "calls that were not awaited still happen before the end",
      async run() {
        let done = 0;
        const ended = await runOnce(driver, "for (let i = 0; i < 5; i++) void servers.s.t(); 'over'", {
          async answer() {
            // Long enough that the slowest engine's program is over first.
            await wait(500);
            done += 1;
          },
        });
        assert.equal(valueOf(ended), "over");
        assert.equal(done, 5);
        assert.ok("leftRunning" in ended && ended.leftRunning === 5);
      },
    },
    {
      title: "cancelling ends the program at once, and its calls",
      async run() {
        for (const code of ["await servers.s.t()", "while (true) {}", "await new Promise(() => {})"]) {
          const controller = new AbortController();
          await using subject = await Subject.start(driver);
          let cancelled = false;
          let asked: () => void = () => {};
          const called = new Promise<void>((resolve) => (asked = resolve));
          const running = subject.run(code, {
            signal: controller.signal,
            answer: (_, signal) => {
              asked();
              return new Promise((_resolve, reject) =>
                signal.addEventListener("abort", () => {
                  cancelled = true;
                  reject(new Error("cancelled"));
                }),
              );
            },
          });
          await (code.includes("servers") ? called : wait(200));
          const at = performance.now();
          controller.abort();
          assertStopped(await running, "CANCELLED");
          assert.ok(performance.now() - at < 500, "within 500 ms");
          assert.equal(cancelled, code.includes("servers"));
          assert.equal(subject.sandbox.alive, false);
        }
      },
    },
    {
      title: "what is cancelled already does not run",
      async run() {
        let calls = 0;
        const ended = await runOnce(driver, "await servers.s.t()", {
          signal: AbortSignal.abort(),
          answer: () => Promise.resolve((calls += 1)),
        });
        assertStopped(ended, "CANCELLED");
        assert.equal(calls, 0);
      },
    },
  ];
}
