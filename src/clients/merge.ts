import { canonicalJson } from "../canonical-json.ts";
import type { FoundServer } from "./discover.ts";

/** What an import makes of a server that was found. */
export type Merged =
  | {
      readonly kind: "added" | "there";
      readonly server: FoundServer;
      readonly as: string;
      readonly entry: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "left-out"; readonly server: FoundServer; readonly why: string };

/**
 * Brings servers together with those that are in our config: the same server under one name is there once, another one of the same name gets the
 * client's name behind its own.
 * One that needs a variable which is not set is disabled, as it would take all others with it.
 * @param existing our `mcpServers`
 * @param options.onlyWhole leave out what would be disabled for that. @default false
 */
export function mergeServers(
  found: readonly FoundServer[],
  existing: Readonly<Record<string, unknown>>,
  { onlyWhole = false }: { readonly onlyWhole?: boolean } = {},
): Merged[] {
  const taken = new Map(Object.entries(existing).map(([name, entry]) => [name, canonicalJson(comparable(entry))]));
  return found.map((server): Merged => {
    if (server.read.kind === "unusable") return { kind: "left-out", server, why: server.read.why };
    const { needs } = server.read;
    if (onlyWhole && needs.length > 0) return { kind: "left-out", server, why: `set ${needs.join(", ")} in your environment first` };
    const entry = needs.length > 0 ? { ...server.read.entry, disabled: true } : server.read.entry;
    const text = canonicalJson(comparable(entry));
    for (const name of namesFor(server)) {
      if (taken.get(name) === text) return { kind: "there", server, as: name, entry };
      if (taken.has(name)) continue;
      taken.set(name, text);
      return { kind: "added", server, as: name, entry };
    }
    return { kind: "left-out", server, why: "no name for it is free" };
  });
}

function* namesFor({ name, client }: FoundServer): Generator<string> {
  yield name;
  yield `${name}-${client.name}`;
  for (let number = 2; number < 1_000; number += 1) yield `${name}-${client.name}-${number}`;
}

/** An entry without what is the same said otherwise. */
function comparable(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null) return entry;
  return Object.fromEntries(
    Object.entries(entry).filter(([field, value]) => {
      if (field === "type") return value !== "stdio" && value !== "http";
      return (
        !(field === "disabled" && value === false) && !(typeof value === "object" && value !== null && Object.keys(value).length === 0)
      );
    }),
  );
}
