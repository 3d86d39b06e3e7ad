import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, type ElicitResult, type VersionNegotiationOptions } from "@modelcontextprotocol/client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eras, execute, GatewayFolder, transportTo, type Gateway } from "../fixtures/http-gateway.ts";
import { fixtureServer } from "../fixtures/server-config.ts";

let folder: GatewayFolder;
let ledger: string;
beforeEach(async () => {
  folder = await GatewayFolder.make();
  ledger = join(folder.path, "ledger");
  await writeFile(ledger, "");
  folder.servers = { policed: { ...fixtureServer("policed"), env: { LEDGER: ledger } } };
});
afterEach(() => folder[Symbol.asyncDispose]());

/** A client whose user says this, and what each form has offered. */
async function connect(
  gateway: Gateway,
  versionNegotiation: VersionNegotiationOptions,
  choice: string,
): Promise<{ readonly client: Client; readonly offered: string[][] }> {
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation, capabilities: { elicitation: { form: {} } } });
  const offered: string[][] = [];
  client.setRequestHandler("elicitation/create", async ({ params }): Promise<ElicitResult> => {
    const { properties } = (params as unknown as { requestedSchema: { properties: Record<string, { enum: string[] }> } }).requestedSchema;
    offered.push(...Object.values(properties).map((property) => property.enum));
    return { action: "accept", content: Object.fromEntries(Object.keys(properties).map((field) => [field, choice])) };
  });
  await client.connect(transportTo(gateway));
  return { client, offered };
}

const destroy = 'await servers.policed.destroy({ id: "x" })';
const effects = async (): Promise<number> => (await readFile(ledger, "utf8")).split("\n").length - 1;

describe.each(eras)("over HTTP, a %s client", (era, negotiation) => {
  test("is asked, and who asks beside it gets their own answer", async () => {
    const gateway = await folder.start();
    const [yes, no] = [await connect(gateway, negotiation, "once"), await connect(gateway, negotiation, "deny")];
    const results = await Promise.all([yes, no, yes, no].map(({ client }) => execute(client, destroy)));
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true, false]);
    expect([yes.offered.length, no.offered.length]).toEqual([2, 2]);
    expect(await effects()).toBe(2);
    for (const { client } of [yes, no]) await client.close();
  });

  test("always is for the principal who has said it", async () => {
    const gateway = await folder.start();
    const { client, offered } = await connect(gateway, negotiation, "always");
    for (let n = 0; n < 2; n += 1) expect((await execute(client, destroy)).ok).toBe(true);
    expect(offered).toEqual([["once", "for this session", "always", "deny"]]);
    const config = JSON.parse(await readFile(join(folder.path, "codemode.json"), "utf8")) as { codemode: { policy: object } };
    expect(config.codemode.policy).toEqual({ always: [{ tool: ["policed.destroy"], clients: ["token"] }] });
    await client.close();
  });

  test("calls without code have a session where the connection is one", async () => {
    folder.codemode = { mode: "both" };
    const gateway = await folder.start();
    const { client, offered } = await connect(gateway, negotiation, "for this session");
    const args = { server: "policed", tool: "destroy", arguments: { id: "x" } };
    const call = async (): Promise<string> =>
      ((await client.callTool({ name: "call_tool", arguments: args })).content as { text: string }[])[0]?.text ?? "";
    if (era === "legacy") {
      expect([await call(), await call()]).toEqual(["destroyed x", "destroyed x"]);
      expect(offered).toEqual([["once", "for this session", "always", "deny"]]);
    } else {
      expect(await call()).toContain("APPROVAL_DENIED");
      expect(offered).toEqual([["once", "always", "deny"]]);
    }
    await client.close();
  });
});
