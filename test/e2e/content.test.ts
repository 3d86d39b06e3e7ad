import type { Client } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectGateway, eras, removeCache } from "../fixtures/gateway-client.ts";
import { officialServer } from "../fixtures/server-config.ts";

const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

interface Ran {
  readonly content: unknown[];
  readonly structured: {
    readonly value: unknown;
    readonly output: string;
    readonly calls: unknown[];
    readonly handles?: unknown[];
    readonly truncated?: { readonly value?: { readonly handle: string }; readonly output?: { readonly handle: string } };
  };
}

afterAll(removeCache);

describe.each(eras)("what programs hand out, to a %s client", (_, era) => {
  let client: Client;
  beforeAll(async () => {
    client = await connectGateway(
      { mcpServers: { everything: officialServer("everything") }, codemode: { answers: { maxInlineBytes: 8_000, maxTokens: 500 } } },
      { era },
    );
  });
  afterAll(() => client.close());

  async function run(code: string, language = "typescript", more: object = {}): Promise<Ran> {
    const result = await client.callTool({ name: "execute_code", arguments: { code, language, ...more } });
    const [text, ...content] = result.content as { type: string; text?: string }[];
    const structured = result.structuredContent as Ran["structured"] & { ok: boolean; error?: object };
    expect(text?.type).toBe("text");
    if (structured?.ok === false) throw new Error(JSON.stringify(structured.error));
    return { content, structured };
  }

  test("an image that a tool gives reaches the program as content, and the client as an image: returned, or shown", async () => {
    const returned = await run(
      'import { get_tiny_image } from "generated/servers/everything";\nconst blocks = await get_tiny_image({});\nblocks.find((b: any) => b.type === "image")',
    );
    expect(returned.content).toEqual([expect.objectContaining({ type: "image", mimeType: "image/png" })]);
    expect(returned.structured.value).toEqual([{ type: "image", mimeType: "image/png", bytes: expect.any(Number) }]);
    const shown = await run("from generated.servers.everything import get_tiny_image\nshow(await get_tiny_image())\n1", "python");
    expect(shown.content.filter((block) => (block as { type: string }).type === "image")).toEqual(returned.content);
    expect(shown.structured.value).toBe(1);
  });

  test.each([
    [
      "typescript",
      `show("a text", { type: "image", mimeType: "image/png", data: Uint8Array.from(atob("${PIXEL}"), (c) => c.charCodeAt(0)) })`,
    ],
    ["python", `import base64\nshow("a text", {"type": "image", "mimeType": "image/png", "data": base64.b64decode("${PIXEL}")})`],
  ])("bytes may stand for Base64, in %s", async (language, code) => {
    expect((await run(code, language)).content).toEqual([
      { type: "text", text: "a text" },
      { type: "image", mimeType: "image/png", data: PIXEL },
    ]);
  });

  test.each([
    ["typescript", 'show([{ a: 1, b: "x|y" }, { a: null, c: [1] }])'],
    ["python", 'show([{"a": 1, "b": "x|y"}, {"a": None, "c": [1]}])'],
  ])("records become a table, in %s", async (language, code) => {
    expect((await run(code, language)).content).toEqual([
      { type: "text", text: "| a | b | c |\n| --- | --- | --- |\n| 1 | x\\|y |  |\n|  |  | [1] |" },
    ]);
  });

  test("sounds, files and links go as they are; what is none of these is an error at its place", async () => {
    const { content } = await run(
      'show([{ type: "audio", mimeType: "audio/wav", data: "AAAA" }, { type: "resource", resource: { uri: "test://a", text: "x" } }, { type: "resource_link", uri: "test://b", name: "b" }])',
    );
    expect(content).toEqual([
      { type: "audio", mimeType: "audio/wav", data: "AAAA" },
      { type: "resource", resource: { uri: "test://a", text: "x" } },
      { type: "resource_link", uri: "test://b", name: "b" },
    ]);
    for (const [code, language] of [
      ['show({ type: "image", mimeType: "image/png", data: "no base64!" })', "typescript"],
      ['show({"type": "image", "mimeType": "image/png", "data": "no base64!"})', "python"],
    ])
      await expect(run(code as string, language)).rejects.toThrow(/data must be bytes/);
  });

  test("a file that is too big to send is a link to what is kept, which the client can read", async () => {
    const { content, structured } = await run('show({ type: "image", mimeType: "image/png", data: new Uint8Array(9_000) })');
    const [link] = content as { type: string; uri: string; size: number }[];
    expect(link).toMatchObject({ type: "resource_link", mimeType: "image/png", size: 9_000 });
    expect(structured.handles).toEqual([{ uri: link?.uri, name: "image", mimeType: "image/png", bytes: 9_000 }]);
    const { contents } = await client.readResource({ uri: link?.uri as string });
    expect(contents).toEqual([{ uri: link?.uri, mimeType: "image/png", blob: Buffer.alloc(9_000).toString("base64") }]);
    expect((await client.listResources()).resources).toContainEqual(expect.objectContaining({ uri: link?.uri }));
  });

  test("a big value is cut to JSON that says what is missing, and later code loads the whole, in either language", async () => {
    const { structured } = await run("Array.from({ length: 5_000 }, (_, i) => ({ id: i, name: 'user ' + i, tags: ['a', 'b'] }))");
    const value = structured.value as unknown[];
    expect(value[0]).toEqual({ id: 0, name: "user 0", tags: ["a", "b"] });
    expect(value.at(-1)).toBe(`… ${(5_000 - (value.length - 1)).toLocaleString("en-US")} more items`);
    const handle = structured.truncated?.value?.handle as string;
    expect(structured.handles).toEqual([
      expect.objectContaining({ uri: handle, mimeType: "application/json", preview: "{ id: number; name: string; tags: string[] }[]" }),
    ]);
    expect((await run(`const all = await handles.load("${handle}"); [all.length, all[4_999].id]`)).structured.value).toEqual([
      5_000, 4_999,
    ]);
    expect((await run(`all = await handles.load("${handle}")\n[len(all), all[4999]["id"]]`, "python")).structured.value).toEqual([
      5_000, 4_999,
    ]);
    const { contents } = await client.readResource({ uri: handle });
    expect(JSON.parse((contents[0] as { text: string }).text)).toHaveLength(5_000);
  });

  test("what is printed is cut in its middle, never inside a character, and the whole is kept", async () => {
    const { structured } = await run(
      "console.log('begin'); for (let i = 0; i < 3_000; i++) console.log('😀'.repeat(10)); console.log('end');",
    );
    expect(structured.output).toMatch(/^begin\n[\s\S]* characters left out …\n[\s\S]*end\n$/);
    expect(structured.output).not.toMatch(/\p{Cs}/u);
    const handle = structured.truncated?.output?.handle as string;
    expect((await run(`(await handles.load("${handle}")).length`)).structured.value).toBe(6 + 3_000 * 21 + 4);
  });

  test("a request may ask for more or less than the config's budget", async () => {
    const code = "Array.from({ length: 300 }, (_, i) => 'word' + i)";
    expect((await run(code)).structured.truncated).toBeDefined();
    expect((await run(code, "typescript", { max_tokens: 5_000 })).structured.truncated).toBeUndefined();
  });

  test("resources and prompts of servers are listed, searched and read in code", async () => {
    const typescript = await run(`
      const all = await resources.list({ server: "everything" });
      const [first] = await resources.list({ query: "architecture" });
      const text = await resources.read(first!.uri);
      const [template] = await resources.templates();
      const names = (await prompts.list()).map((p) => p.name);
      const prompt = await prompts.get("args-prompt", { city: "Rome" });
      ({ all: all.length, uri: first!.uri, text: typeof text, template: template!.uriTemplate, names, message: prompt.messages[0]!.content.text })`);
    const value = typescript.structured.value as { all: number; uri: string; names: string[]; message: string };
    expect(value).toMatchObject({ uri: expect.stringContaining("architecture"), text: "string", message: expect.stringContaining("Rome") });
    expect(value.all).toBeGreaterThan(1);
    expect(value.names).toContain("args-prompt");
    expect(typescript.structured.calls).toContainEqual(
      expect.objectContaining({ server: "everything", tool: value.uri, target: "resource", outcome: "ok" }),
    );
    const python = await run(
      `first = (await resources.list(query="architecture"))[0]\ntext = await resources.read(first["uri"])\nprompt = await prompts.get("args-prompt", city="Rome")\n[first["uri"], type(text).__name__, prompt["messages"][0]["content"]["text"]]`,
      "python",
    );
    expect(python.structured.value).toEqual([value.uri, "str", value.message]);
    await expect(run('await resources.read("nowhere://at-all")')).rejects.toThrow(/nowhere/);
    await expect(run('await prompts.get("argsprompt")')).rejects.toThrow(/args-prompt/);
    await expect(run('await handles.load("nothing")')).rejects.toThrow(/no handle/);
  });
});
