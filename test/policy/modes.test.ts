import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eras } from "../fixtures/gateway-client.ts";
import { openPoliced, type PolicedGateway } from "../fixtures/policed-gateway.ts";

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "codemode-cache-"));
});
afterAll(() => rm(cache, { recursive: true, force: true }));

const code = ["search_tools", "get_tool_details", "execute_code", "wait_execution", "list_skills", "get_skill", "save_skill"];
const upstream = ["delete_quietly", "destroy", "look", "make", "purge_all", "read_private", "send_out"];

async function tools({ client }: PolicedGateway): Promise<string[]> {
  return (await client.listTools()).tools.map(({ name }) => name);
}

async function text({ client }: PolicedGateway, name: string, args: Record<string, unknown>): Promise<string> {
  const { content } = await client.callTool({ name, arguments: args });
  return (content as { text: string }[])[0]?.text ?? "";
}

const look = { server: "policed", tool: "look", arguments: {} };

describe.each(eras)("a %s client", (_, era) => {
  test("by default tools are for code alone", async () => {
    await using gateway = await openPoliced({}, { era, cache });
    expect(await tools(gateway)).toEqual(code);
    expect(await text(gateway, "call_tool", look)).toContain("use execute_code");
    expect((await gateway.run("await servers.policed.look()")).value).toBe("seen");
  });

  test("direct mode: a tool that calls tools, and none for code", async () => {
    await using gateway = await openPoliced({ mode: "direct" }, { era, cache });
    expect(await tools(gateway)).toEqual(["search_tools", "get_tool_details", "call_tool"]);
    expect(await text(gateway, "call_tool", look)).toBe("seen");
    const found = await text(gateway, "search_tools", { query: "look" });
    expect(found).toContain("policed.look");
    expect(found).not.toContain("import ");
    expect(await text(gateway, "get_tool_details", { names: ["policed.make"] })).toContain('arguments: {"type":"object"');
    expect((await gateway.run("await servers.policed.look()")).error).toMatchObject({ code: "POLICY_DENIED" });
    const { resources } = await gateway.client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain("note://private");
    const { contents } = await gateway.client.readResource({ uri: "note://private" });
    expect(contents).toMatchObject([{ text: "the private note" }]);
    expect(await text(gateway, "call_tool", { ...look, tool: "lok" })).toContain("Did you mean");
    expect(await text(gateway, "call_tool", { ...look, arguments: { paths: 7 } })).toContain("INVALID_ARGUMENTS");
  });

  test("direct mode with the tools themselves: what is denied is not among them", async () => {
    await using gateway = await openPoliced(
      { mode: "direct", direct: "tools", policy: { deny: ["*.destroy", "policed.resources/*"] } },
      { era, cache },
    );
    expect((await tools(gateway)).toSorted()).toEqual(upstream.filter((name) => name !== "destroy"));
    expect(await text(gateway, "look", {})).toBe("seen");
    await expect(text(gateway, "destroy", {})).rejects.toThrow('no tool "destroy"');
    await expect(gateway.client.readResource({ uri: "note://private" })).rejects.toThrow();
    expect((await gateway.client.listResources()).resources.map(({ uri }) => uri)).not.toContain("note://private");
    expect(await text(gateway, "purge_all", {})).toContain("APPROVAL_NEEDED");
    expect((await gateway.effects()).map(({ tool }) => tool)).toEqual(["look"]);
  });

  test("the mode may be another for a server, and for a client, whose own comes first", async () => {
    const codemode = {
      servers: { "pol*": { mode: "both" } },
      clients: { weak: { mode: "direct" }, careful: { servers: { policed: { mode: "code" } } } },
    };
    await using strong = await openPoliced(codemode, { era, cache, name: "strong" });
    await using weak = await openPoliced(codemode, { era, cache, name: "weak" });
    await using careful = await openPoliced(codemode, { era, cache, name: "careful" });
    expect(await tools(strong)).toEqual([...code.slice(0, 4), "call_tool", ...code.slice(4)]);
    expect(await tools(weak)).toEqual(["search_tools", "get_tool_details", "call_tool"]);
    expect(await tools(careful)).toEqual(code);
    expect(await text(weak, "call_tool", look)).toBe("seen");
    expect(await text(careful, "call_tool", look)).toContain("use execute_code");
    expect((await weak.run("await servers.policed.look()")).error.code).toBe("POLICY_DENIED");
    expect((await strong.run("await servers.policed.look()")).value).toBe("seen");
  });
});
