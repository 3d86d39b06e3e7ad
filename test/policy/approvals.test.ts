import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eras } from "../fixtures/gateway-client.ts";
import { always, openPoliced, type User } from "../fixtures/policed-gateway.ts";

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "codemode-cache-"));
});
afterAll(() => rm(cache, { recursive: true, force: true }));

const three = {
  typescript: `
    import { destroy } from "generated/servers/policed";
    const results = await Promise.allSettled(["a", "b", "c"].map((id) => destroy({ id })));
    results.map((each) => each.status === "fulfilled" ? each.value : each.reason.code)`,
  python: `
import asyncio
from generated.servers.policed import destroy
results = await asyncio.gather(*(destroy(id=id) for id in "abc"), return_exceptions=True)
[each if isinstance(each, str) else each.code for each in results]`,
} as const;

/**
 * Allows the first of three calls, denies the second, and is silent about the third: until the form is taken back, where the protocol can do that,
 * and else until it is too late.
 */
function oneOfThree(eraName: string): User {
  return async ({ fields }, signal) => {
    if (Object.keys(fields).length === 3) return { action: "accept", content: { call_1: "once", call_2: "deny" } };
    if (eraName === "legacy") await new Promise((resolve) => signal.addEventListener("abort", resolve));
    else await sleep(2_500);
    return { action: "accept", content: { call_1: "once" } };
  };
}

describe.each(eras)("a %s client", (eraName, era) => {
  test.each(["typescript", "python"] as const)(
    "allows one of three parallel calls of %s, denies one and lets one time out: the allowed one runs, once",
    async (language) => {
      await using gateway = await openPoliced({ policy: { askTimeoutMs: 1_000 } }, { era, user: oneOfThree(eraName), cache });
      const result = await gateway.run(three[language], { language });
      expect(result.value).toEqual(["destroyed a", "APPROVAL_DENIED", "APPROVAL_TIMEOUT"]);
      expect(await gateway.effects()).toEqual([{ tool: "destroy", id: "a" }]);
      expect(result.calls.map((call: { approval: string }) => call.approval)).toEqual(["once", "deny", "timeout"]);
      // All three in one form, with the exact calls.
      const [first, second] = gateway.shown;
      expect(Object.keys(first?.fields ?? {})).toHaveLength(3);
      for (const id of ["a", "b", "c"]) expect(first?.message).toContain(`{\n  "id": "${id}"\n}`);
      expect(second?.message).toContain('"id": "c"');
      expect(second?.message).not.toContain('"id": "a"');
    },
  );

  test("what is approved for the session is not asked about again in it, and is in another one", async () => {
    await using gateway = await openPoliced({}, { era, user: always("for this session"), cache });
    const destroy = 'await servers.policed.destroy({ id: "x" })';
    const { session_id } = await gateway.run(destroy);
    await gateway.run(destroy, { session_id });
    await gateway.run('servers.policed.destroy({ id: "other" })', { session_id });
    expect(gateway.shown).toHaveLength(1);
    await gateway.run(destroy);
    expect(gateway.shown).toHaveLength(2);
    expect(await gateway.effects()).toHaveLength(4);
  });

  test("one answer for the session is enough for all that wait", async () => {
    const user: User = () => ({ action: "accept", content: { call_1: "for this session" } });
    await using gateway = await openPoliced({}, { era, user, cache });
    const { ok } = await gateway.run("await Promise.all([...Array(30).keys()].map((n) => servers.policed.destroy({ id: `${n}` })))");
    expect(ok).toBe(true);
    expect(gateway.shown).toHaveLength(1);
    expect(await gateway.effects()).toHaveLength(30);
  });

  test("always is written into the config, and holds from then on and in later processes", async () => {
    const destroy = 'await servers.policed.destroy({ id: "x" })';
    await using gateway = await openPoliced({}, { era, user: always("always"), cache });
    await gateway.run(destroy);
    await gateway.run(destroy);
    expect(gateway.shown).toHaveLength(1);
    expect(JSON.parse(await gateway.config()).codemode.policy).toEqual({ always: ["policed.destroy"] });
    await using later = await openPoliced({}, { era, user: always("deny"), cache, file: gateway.file });
    expect((await later.run(destroy)).ok).toBe(true);
    expect(later.shown).toEqual([]);
    // Another tool is another question.
    expect((await later.run("await servers.policed.purge_all()")).error.code).toBe("APPROVAL_DENIED");
  });

  test("always in a project's config leaves it approved, and what others write into it does not", async () => {
    await using gateway = await openPoliced({}, { era, user: always("always"), cache, asProject: true });
    expect((await gateway.run('await servers.policed.destroy({ id: "x" })')).ok).toBe(true);
    expect(JSON.parse(await gateway.config()).codemode.policy).toEqual({ always: ["policed.destroy"] });
    await using later = await openPoliced({}, { era, user: always("deny"), cache, file: gateway.file, asProject: true });
    expect((await later.run('await servers.policed.destroy({ id: "x" })')).ok).toBe(true);
    expect(later.shown).toEqual([]);
    await writeFile(gateway.file, (await gateway.config()).replace("policed.destroy", "*"));
    await expect(openPoliced({}, { era, cache, file: gateway.file, asProject: true })).rejects.toThrow();
  });

  test("a program can't go around the question by catching, racing or ending early, and who denied is not asked about the same again", async () => {
    await using gateway = await openPoliced({}, { era, user: always("deny"), cache });
    const { value } = await gateway.run(`
      const codes = [];
      for (let n = 0; n < 5; n += 1) await servers.policed.destroy({ id: "x" }).catch((error) => codes.push(error.code));
      void servers.policed.destroy({ id: "y" }).catch(() => {});
      await Promise.race([servers.policed.destroy({ id: "z" }).catch(() => {}), Promise.resolve()]);
      codes`);
    expect(value).toEqual(Array(5).fill("APPROVAL_DENIED"));
    expect(await gateway.effects()).toEqual([]);
    expect(gateway.shown.flatMap(({ message }) => [...message.matchAll(/"id": "(.)"/g)].map(([, id]) => id)).toSorted()).toEqual([
      "x",
      "y",
      "z",
    ]);
  });

  test("a form that is turned down denies what is in it", async () => {
    await using gateway = await openPoliced({}, { era, user: () => ({ action: "cancel" }), cache });
    expect((await gateway.run(three.typescript)).value).toEqual(Array(3).fill("APPROVAL_DENIED"));
    expect(await gateway.effects()).toEqual([]);
  });

  test("where the client can't be asked the error says how to allow the call", async () => {
    await using gateway = await openPoliced({}, { era, cache });
    const { error } = await gateway.run('await servers.policed.destroy({ id: "x" })');
    expect(error).toMatchObject({ kind: "tool", code: "APPROVAL_NEEDED" });
    expect(error.message).toContain('put "policed.destroy" into codemode.policy.allow');
    expect(error.message).toContain(gateway.file);
    expect(await gateway.effects()).toEqual([]);
  });

  test("while the user thinks the program's time stands still", async () => {
    const user: User = async (form, signal) => {
      await sleep(2_500);
      return always("once")(form, signal);
    };
    await using gateway = await openPoliced({ sandbox: { timeoutMs: 1_000, totalTimeoutMs: 2_000 } }, { era, user, cache });
    expect((await gateway.run('await servers.policed.destroy({ id: "x" })')).value).toBe("destroyed x");
  });

  test("through call_tool it is the same", async () => {
    const answers = ["once", "deny", "for this session", "always"];
    const user: User = (form, signal) => always(answers.shift() ?? "deny")(form, signal);
    await using gateway = await openPoliced({ mode: "both" }, { era, user, cache });
    const call = async (tool: string): Promise<string> => {
      const { content } = await gateway.client.callTool({
        name: "call_tool",
        arguments: { server: "policed", tool, arguments: { id: "x" } },
      });
      return (content as { text: string }[])[0]?.text ?? "";
    };
    expect(await call("destroy")).toBe("destroyed x");
    expect(await call("destroy")).toContain("APPROVAL_DENIED");
    expect(await call("destroy")).toBe("destroyed x");
    expect(await call("destroy")).toBe("destroyed x");
    expect(gateway.shown).toHaveLength(3);
    expect(await call("purge_all")).toBe("purged");
    expect(await call("purge_all")).toBe("purged");
    expect(gateway.shown).toHaveLength(4);
    expect(JSON.parse(await gateway.config()).codemode.policy).toEqual({ always: ["policed.purge_all"] });
    // What needs no question is not asked about.
    expect(await call("look")).toBe("seen");
    expect(gateway.shown).toHaveLength(4);
  });

  test("what is denied is not found, not told of and not called, by code and without it", async () => {
    await using gateway = await openPoliced({ mode: "both", policy: { deny: ["policed.destroy", "policed.resources/*"] } }, { era, cache });
    const { client } = gateway;
    const text = async (name: string, args: Record<string, unknown>): Promise<string> =>
      JSON.stringify(await client.callTool({ name, arguments: args }));
    expect(await text("search_tools", { query: "make" })).toContain("make");
    expect(await text("search_tools", { query: "destroy" })).not.toContain("policed.destroy");
    expect(await text("search_tools", { server: "policed", detail: "full" })).not.toContain("destroy");
    expect(await text("get_tool_details", { names: ["policed.destroy"] })).toContain("POLICY_DENIED");
    expect(await text("call_tool", { server: "policed", tool: "destroy" })).toContain("POLICY_DENIED");
    const found = await gateway.run('JSON.stringify([await tools.search("destroy"), await resources.list()])');
    expect(found.value).not.toContain("destroy(");
    expect(found.value).not.toContain("note://");
    for (const code of ['await servers.policed.destroy({ id: "x" })', 'await resources.read("note://private", { server: "policed" })'])
      expect((await gateway.run(code)).error.code).toBe("POLICY_DENIED");
    expect(await gateway.effects()).toEqual([]);
  });
});
