import { createCodemode, type Codemode } from "./codemode.ts";
import { loadConfig } from "./config/load.ts";

/**
 * What the files of `codemode generate` call outside the sandbox: one registry for the process, made from the project's config at the
 * first call. `closeBindings()` ends its servers.
 *
 * @throws ToolError also where the arguments do not fit the tool's schema, and what `loadConfig` throws
 */
export async function callTool(server: string, tool: string, args: unknown = {}): Promise<unknown> {
  codemode ??= open();
  return (await codemode).callTool(server, tool, args);
}

let codemode: Promise<Codemode> | undefined;

async function open(): Promise<Codemode> {
  const opened = createCodemode({ config: await loadConfig() });
  await opened.registry.discoverAll();
  return opened;
}

/** Ends the servers that generated bindings have started. */
export async function closeBindings(): Promise<void> {
  const opened = codemode;
  codemode = undefined;
  if (opened) await (await opened)[Symbol.asyncDispose]();
}
