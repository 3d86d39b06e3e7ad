import { expect, test } from "vitest";
import type { Asker, ServerQuestion } from "../../src/registry/asker.ts";
import { waitFor } from "../fixtures/processes.ts";
import { hostileHttp } from "./hostile-http.ts";
import { hostileServer, open } from "./hostile.ts";

/** Somebody who answers every question with a colour of their own, and remembers it. */
function askerOf(colour: string): Asker & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    capabilities: { elicitation: { form: {} }, sampling: {}, roots: {} },
    async ask(_: string, question: ServerQuestion) {
      asked.push(question.method === "elicitation/create" ? String(question.params.message) : question.method);
      return { action: "accept", content: { colour } };
    },
  };
}

test("mcp-w-13: what a server asks while no call is under way reaches nobody, and it is told", async () => {
  await using registry = await open({ evil: hostileServer("asks-unasked") });
  const asker = askerOf("red");
  await waitFor(async () => {
    const { replies } = (await registry.callTool("evil", "good")) as { replies: unknown[] };
    return replies.length === 3;
  });
  const { replies } = (await registry.callTool("evil", "good", {}, { asker })) as { replies: unknown[] };
  expect(replies).toMatchObject(
    replies.map(() => ({ error: { message: expect.stringMatching(/no call was under way|without anybody/) } })),
  );
  expect(asker.asked).toEqual([]);
});

test("mcp-w-13: over stdio a question that comes while calls for two are under way reaches neither; from then on their calls take turns", async () => {
  await using registry = await open({ evil: hostileServer("asks", "2") });
  const [red, blue] = [askerOf("red"), askerOf("blue")];
  const both = await Promise.all([
    registry.callTool("evil", "hit", { name: "for red" }, { asker: red }),
    registry.callTool("evil", "hit", { name: "for blue" }, { asker: blue }),
  ]);
  expect(both).toEqual(both.map(() => expect.stringContaining("refused")));
  expect([red.asked, blue.asked]).toEqual([[], []]);
  // The server waits for two calls: each asker's own two go together, and the other's wait.
  const four = await Promise.all(
    [red, blue, red, blue].map((asker) => registry.callTool("evil", "hit", { name: asker === red ? "for red" : "for blue" }, { asker })),
  );
  expect(four).toEqual(["red", "blue", "red", "blue"]);
  expect([red.asked, blue.asked]).toEqual([
    ["for red", "for red"],
    ["for blue", "for blue"],
  ]);
});

test("mcp-w-13: over stdio a question about a call that was cancelled does not reach who calls next", async () => {
  await using registry = await open({ evil: hostileServer("asks-for-another") });
  const [red, blue] = [askerOf("red"), askerOf("blue")];
  const cancelled = registry.callTool("evil", "hit", { name: "for red" }, { asker: red, timeoutMs: 200 });
  await expect(cancelled).rejects.toMatchObject({ code: "TOOL_TIMEOUT" });
  expect(await registry.callTool("evil", "hit", { name: "for blue" }, { asker: blue })).toContain("refused");
  expect([red.asked, blue.asked]).toEqual([[], []]);
});

test("mcp-w-13: over HTTP before 2026-07-28 two who call at once are each asked what is asked on the stream of their own call", async () => {
  await using server = await hostileHttp("asks");
  await using registry = await open({ evil: { url: server.url } });
  const [red, blue] = [askerOf("red"), askerOf("blue")];
  for (let time = 1; time <= 5; time += 1) {
    const answers = await Promise.all([
      registry.callTool("evil", "hit", { name: "for red" }, { asker: red }),
      registry.callTool("evil", "hit", { name: "for blue" }, { asker: blue }),
    ]);
    expect(answers).toEqual(["red", "blue"]);
  }
  expect(new Set(red.asked)).toEqual(new Set(["for red"]));
  expect(new Set(blue.asked)).toEqual(new Set(["for blue"]));
  expect([red.asked.length, blue.asked.length]).toEqual([5, 5]);
});

test("mcp-w-13: a question on the stream of a call that is over reaches nobody, also while another call is under way", async () => {
  await using server = await hostileHttp("asks-late");
  await using registry = await open({ evil: { url: server.url } });
  const [red, blue] = [askerOf("red"), askerOf("blue")];
  expect(await registry.callTool("evil", "hit", {}, { asker: red })).toBe("answered");
  let replies: unknown[] = [];
  await waitFor(async () => {
    ({ replies } = (await registry.callTool("evil", "good", {}, { asker: blue })) as { replies: unknown[] });
    return replies.length > 0;
  });
  expect(replies).toMatchObject([{ error: { message: expect.stringContaining("is over") } }]);
  expect([red.asked, blue.asked]).toEqual([[], []]);
});

test("mcp-w-34: a server that asks for ever is ended by the limit of rounds", async () => {
  await using registry = await open({ evil: { ...hostileServer("asks-for-ever"), protocol: "modern" } });
  const asker = askerOf("red");
  await expect(registry.callTool("evil", "hit", {}, { asker })).rejects.toMatchObject({
    code: "SERVER_LIMIT",
    retryable: false,
    message: expect.stringContaining("maxInputRounds"),
  });
  expect(asker.asked).toHaveLength(50);
  expect(await registry.callTool("evil", "good")).toMatchObject({ rounds: 50 });
});
