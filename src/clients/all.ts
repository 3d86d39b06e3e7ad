import { didYouMean } from "../closest-names.ts";
import { CodemodeError } from "../errors.ts";
import { claudeCode } from "./claude-code.ts";
import { claudeDesktop } from "./claude-desktop.ts";
import { clientNames, type Client, type ClientName } from "./client.ts";
import { codex } from "./codex.ts";
import { cursor } from "./cursor.ts";
import { gemini } from "./gemini.ts";
import { mcpJson } from "./mcp-json.ts";
import { opencode } from "./opencode.ts";
import { vscode } from "./vscode.ts";
import { windsurf } from "./windsurf.ts";
import { zed } from "./zed.ts";

/** Every client, by name, in the order in which they are shown. */
export const clients: Readonly<Record<ClientName, Client>> = {
  "claude-code": claudeCode,
  "claude-desktop": claudeDesktop,
  cursor,
  vscode,
  codex,
  windsurf,
  zed,
  gemini,
  opencode,
  "mcp-json": mcpJson,
};

/** @throws CodemodeError `CLIENT_UNKNOWN` */
export function clientNamed(name: string): Client {
  const known = clientNames.find((each) => each === name.toLowerCase().replaceAll(/[ _]/g, "-").replace(/^\./, "").replaceAll(".", "-"));
  if (known) return clients[known];
  throw new CodemodeError(
    "CLIENT_UNKNOWN",
    `There is no client "${name}" here.${didYouMean(name, clientNames)} Clients: ${clientNames.join(", ")}.`,
  );
}
