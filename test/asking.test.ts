import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createCodemode } from "../src/codemode.ts";
import type { Asker } from "../src/registry/asker.ts";
import { fixtureServer } from "./fixtures/server-config.ts";

/** A user who takes a while. */
function slow(ms: number): Asker {
  return {
    capabilities: { elicitation: { form: {} } },
    async ask() {
      await sleep(ms);
      return { action: "accept", content: { colour: "blue" } };
    },
  };
}

test.each(["legacy", "modern"])(
  "while a user thinks, neither the call's time nor the execution's goes by: a %s server",
  async (protocol) => {
    await using codemode = createCodemode({
      servers: { asks: { ...fixtureServer("asks"), protocol, timeoutMs: 1_500 } },
      executor: { limits: { totalTimeMs: 2_500 } },
    });
    await codemode.registry.discoverAll();
    const code = 'await servers.asks.greet({ name: "ann" })';
    await codemode.executor.execute("0");
    expect(await codemode.executor.execute(code, { asker: slow(4_000) })).toMatchObject({ ok: true, value: "ann: blue" });
  },
);

test("a program that hangs after a question is ended by its time all the same", async () => {
  await using codemode = createCodemode({
    servers: { asks: fixtureServer("asks") },
    executor: { limits: { totalTimeMs: 2_500, guestTimeMs: 60_000 } },
  });
  await codemode.registry.discoverAll();
  const code = 'await servers.asks.greet({ name: "ann" }); await new Promise(() => setTimeout(() => {}, 60_000));';
  expect(await codemode.executor.execute(code, { asker: slow(1_000) })).toMatchObject({ ok: false, error: { code: "LIMIT_TOTAL_TIME" } });
});

test("a call without anybody behind it can't be answered, and says so", async () => {
  await using codemode = createCodemode({ servers: { asks: { ...fixtureServer("asks"), protocol: "legacy" } } });
  await codemode.registry.discoverAll();
  await expect(codemode.callTool("asks", "greet", { name: "ann" })).rejects.toThrow("without anybody behind it who could be asked");
});
