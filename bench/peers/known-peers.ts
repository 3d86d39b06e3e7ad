import { readFileSync } from "node:fs";
import { inPackage } from "../paths.ts";
import type { About } from "./adapter.ts";
import { install, nodeFor } from "./install.ts";

/** A peer that can be started. */
export interface KnownPeer {
  /** The name of its folder in `bench/peers`. */
  readonly id: string;
  readonly about: About;
  readonly folder: string;
  /** The Node that runs it. */
  readonly node: string;
  /** `name version` of the packages that it names. */
  readonly versions: readonly string[];
}

/** In the order of the tables. */
export const peerIds = [
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
] as const;

/**
 * Installs what it needs where it is not there yet.
 * @throws where it can't be installed or this machine can't run it
 */
export function knownPeer(id: string): KnownPeer {
  const folder = inPackage(`bench/peers/${id}`);
  const { peer: about, dependencies = {} } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as {
    readonly peer: About;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  install(folder, about, dependencies);
  const own = JSON.parse(readFileSync(inPackage("package.json"), "utf8")) as { readonly name: string; readonly version: string };
  const versionOf = (name: string): string => (name === own.name ? own.version : (dependencies[name] ?? "of an unknown version"));
  return { id, about, folder, node: nodeFor(about), versions: about.packages.map((name) => `${name} ${versionOf(name)}`) };
}
