import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { BenchOptions } from "../options.ts";
import { inPackage } from "../paths.ts";
import { connect } from "./connection.ts";
import type { Side } from "./side.ts";

export interface GatewayOptions {
  /** By name. */
  readonly servers: Readonly<Record<string, { readonly command: string; readonly args: readonly string[] }>>;
  /** Files in which these servers count their bytes; see count-stdio.ts. */
  readonly counts: readonly string[];
  /** For the config and all that the gateway keeps. */
  readonly folder: string;
  readonly sandbox: BenchOptions["executor"];
}

/** `codemode serve`, as it is shipped, in front of the servers, with its servers connected and its sandboxes warm. */
export async function openGateway({ servers, counts, folder, sandbox }: GatewayOptions): Promise<Side> {
  const config = join(folder, "codemode.json");
  await writeFile(config, JSON.stringify({ mcpServers: servers, codemode: { sandbox } }));
  const connection = await connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [inPackage("dist/cli/main.js"), "serve", "--config", config],
      env: { ...getDefaultEnvironment(), HOME: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder },
      stderr: "ignore",
    }),
  );
  await connection.call({ name: "search_tools", arguments: { query: "orders" } });
  await connection.call({ name: "execute_code", arguments: { code: "1 + 1" } });
  const connected = totalOf(counts);
  return {
    definitions: JSON.stringify(connection.definitions),
    call: (call) => connection.call(call),
    bytes: () => ({ client: connection.bytes(), behind: totalOf(counts) - connected }),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

function totalOf(files: readonly string[]): number {
  return files
    .map((file) => readFileSync(file))
    .reduce((sum, counts) => sum + Number(counts.readBigUInt64LE(0) + counts.readBigUInt64LE(8)), 0);
}
