import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import { isLoaderVariable, variablesIn } from "./dangers.ts";
import { isRecord } from "../is-record.ts";

/**
 * What an approval of a config covers, as a hash: the file's place and everything in it, but for the values of headers and of
 * variables that are called like secrets. Of those the names and the `${VAR}` count, so that a new key needs no new approval and a new variable of
 * the user's does.
 */
export function approvalHash(realPath: string, document: unknown): string {
  return createHash("sha256")
    .update(canonicalJson([realPath, isRecord(document) ? { ...document, mcpServers: servers(document.mcpServers) } : document]))
    .digest("hex");
}

function servers(entries: unknown): unknown {
  if (!isRecord(entries)) return entries;
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, isRecord(entry) ? withoutSecrets(entry) : entry]));
}

function withoutSecrets(entry: Readonly<Record<string, unknown>>): unknown {
  return {
    ...entry,
    ...(isRecord(entry.env) ? { env: masked(entry.env, isSecretName) } : {}),
    ...(isRecord(entry.headers) ? { headers: masked(entry.headers, () => true) } : {}),
  };
}

/** Only plain texts are masked: a reference to a secret may be a command. */
function masked(values: Readonly<Record<string, unknown>>, isMasked: (name: string) => boolean): unknown {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" && isMasked(name) ? { variables: variablesIn(value) } : [value],
    ]),
  );
}

/** Whether a variable is called as keys, tokens and passwords are; its value is then not shown, and may change. */
export function isSecretName(name: string): boolean {
  return /(?:key|token|secret|passw|passphrase|credential|auth|pat$|pwd)/i.test(name) && !isLoaderVariable(name);
}
