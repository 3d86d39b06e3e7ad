import { Random } from "../../ledger/random.ts";
import type { CorpusServer } from "../../types/tool-corpus.ts";

/** The servers in an order that a seed makes of their names, so that the first ones are no selection. */
export function inSeededOrder(servers: readonly CorpusServer[]): CorpusServer[] {
  return new Random(SEED).shuffle(servers.toSorted((a, b) => (a.server < b.server ? -1 : 1)));
}

/** As users name servers: without what npm puts before a name, and with it where two would be named alike. */
export function shortNames(packages: readonly string[]): string[] {
  const bare = packages.map((name) => toIdentifier(name.replace(/^@[^/]*\//, "")));
  return packages.map((name, index) => {
    const short = bare[index] as string;
    return bare.filter((each) => each === short).length === 1 ? short : toIdentifier(name);
  });
}

function toIdentifier(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]+/g, "_").replaceAll(/^_+|_+$/g, "");
}

const SEED = 20_260_728;
