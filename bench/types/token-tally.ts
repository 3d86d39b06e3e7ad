import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { declareTools, toolDeclaration, type DeclaredTool, type Detail } from "mcp-codemode";
import type { PeerGenerator } from "./peer-generators.ts";
import type { CorpusServer } from "./tool-corpus.ts";

/** Tokens (o200k_base) that the types of the arguments of tools take. */
export interface TokenRow {
  readonly what: string;
  /** Of the tools whose schema it could do. */
  readonly tokens: number;
  readonly tools: number;
  /** As a part of the tokens that the JSON Schemas of the same tools take. */
  readonly ofSchemas: number;
  /** Tools at which it throws, with what it says. */
  readonly throws: readonly string[];
  /** For what ours is compared with: ours, with descriptions, of the same tools. */
  readonly ours?: {
    readonly tokens: number;
    /** Tools of which ours takes fewer tokens, as many, and more. */
    readonly fewer: number;
    readonly asMany: number;
    readonly more: number;
  };
}

/** What a model reads of the arguments of every tool: as the schema itself, as peers print it and as this package does. */
export async function tallyTokens(servers: readonly CorpusServer[], peers: readonly PeerGenerator[]): Promise<TokenRow[]> {
  const tools = servers.flatMap((server) => declareTools(server.tools));
  const schemas = await countsOf(tools, ({ tool }) => JSON.stringify(tool.inputSchema));
  const docs = await countsOf(tools, (each) => argumentsType(each, "docs"));
  const row = (what: string, { counts, throws }: Counts): TokenRow => {
    const tokens = sumWhere(counts, counts);
    return { what, tokens, tools: counts.length - throws.length, ofSchemas: tokens / sumWhere(schemas.counts, counts), throws };
  };
  const compared = (what: string, counts: Counts): TokenRow => ({ ...row(what, counts), ours: compare(docs.counts, counts.counts) });
  const rows = [compared("JSON Schema", schemas)];
  for (const { name, generate } of peers) {
    rows.push(compared(name, await countsOf(tools, ({ tool, identifier }) => generate(tool.inputSchema, typeName(identifier)))));
  }
  const line = await countsOf(tools, (each) => argumentsType(each, "signature"));
  const full = await countsOf(tools, (each) => argumentsType(each, "full"));
  return [...rows, row("ours, signature", line), row("ours, docs", docs), row("ours, full", full)];
}

/** The type of a tool's arguments in a declaration of its own, as peers print it, with the named types that it needs before it. */
function argumentsType({ tool, identifier }: DeclaredTool, detail: Detail): string {
  const { outputSchema: _, ...rest } = tool;
  const text = toolDeclaration({ identifier, tool: { ...rest, name: identifier, description: "" } }, { detail });
  const parts = /^(.*?)^export declare function [^(]+\(args\??: (.*)\): Promise<unknown>;\n$/ms.exec(text);
  if (!parts) throw new Error(`This is no declaration of one function: ${text.slice(0, 200)}`);
  return `${parts[1]}type ${typeName(identifier)} = ${parts[2]}`;
}

function typeName(identifier: string): string {
  return `${identifier.replaceAll(/(?:^|_+)(.)/gu, (_, first: string) => first.toUpperCase())}Input`;
}

interface Counts {
  /** By tool; absent where its text could not be made. */
  readonly counts: readonly (number | undefined)[];
  readonly throws: readonly string[];
}

async function countsOf(tools: readonly DeclaredTool[], textOf: (tool: DeclaredTool) => string | Promise<string>): Promise<Counts> {
  const counts: (number | undefined)[] = [];
  const throws: string[] = [];
  for (const each of tools) {
    try {
      // Text that looks like one of the model's own marks is text here.
      counts.push(countTokens((await textOf(each)).trim(), { disallowedSpecial: new Set() }));
    } catch (error) {
      counts.push(undefined);
      throws.push(`${each.tool.server} ${each.tool.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { counts, throws };
}

/** Of the tools that have a count in `present`. */
function sumWhere(counts: Counts["counts"], present: Counts["counts"]): number {
  return counts.reduce<number>((sum, count, index) => (present[index] === undefined ? sum : sum + (count ?? 0)), 0);
}

function compare(ours: Counts["counts"], counts: Counts["counts"]): NonNullable<TokenRow["ours"]> {
  const signs = counts.flatMap((count, index) => (count === undefined ? [] : [Math.sign((ours[index] ?? Number.NaN) - count)]));
  const having = (sign: number): number => signs.filter((each) => each === sign).length;
  return { tokens: sumWhere(ours, counts), fewer: having(-1), asMany: having(0), more: having(1) };
}
