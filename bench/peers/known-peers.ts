import { readFileSync } from "node:fs";
import { inPackage } from "../paths.ts";
import type { About } from "./adapter.ts";

/** A peer as its folder in `bench/peers` tells of it. */
export interface KnownPeer {
  /** The name of its folder. */
  readonly id: string;
  /** Whether it is this package. */
  readonly isOurs: boolean;
  readonly about: About;
  readonly folder: string;
  /** What has to be installed, in exact versions. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** `name version` of the packages that it names. */
  readonly versions: readonly string[];
}

/**
 * In the order of the tables: ours, the floor, the others.
 * @param language @default any
 * @param only these, by the names of their folders; all where it is empty
 */
export function knownPeers(language?: About["language"], only: readonly string[] = []): KnownPeer[] {
  return ids
    .filter((id) => only.length === 0 || only.includes(id))
    .map(readPeer)
    .filter(({ about }) => language === undefined || about.language === language);
}

const ids = [
  "codemode",
  "node-vm",
  "vercel",
  "executor",
  "utcp",
  "tanstack-node",
  "tanstack-quickjs",
  "mcp-use",
  "langchain",
  "cloudflare",
  "codemode-python",
  "monty",
];

function readPeer(id: string): KnownPeer {
  const folder = inPackage(`bench/peers/${id}`);
  const { peer: about, dependencies = {} } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as {
    readonly peer: About;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  const own = JSON.parse(readFileSync(inPackage("package.json"), "utf8")) as { readonly name: string; readonly version: string };
  const versionOf = (name: string): string => (name === own.name ? own.version : (dependencies[name] ?? "of an unknown version"));
  return {
    id,
    isOurs: about.packages.includes(own.name),
    about,
    folder,
    dependencies,
    versions: about.packages.map((name) => `${name} ${versionOf(name)}`),
  };
}
