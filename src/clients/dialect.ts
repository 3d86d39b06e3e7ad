import { parseServerConfig } from "../config/schema.ts";
import { CodemodeError } from "../errors.ts";
import type { VariableSyntax } from "./variables.ts";
import { isRecord } from "../is-record.ts";

/** How a client's entries differ from ours. */
export interface Dialect {
  /** Brings what it calls otherwise under the names that we have, variables already translated; a text is why it can be no server here. */
  readonly normalise?: (entry: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>> | string;
  /** Fields that say nothing that is lost, beside those that we have. */
  readonly meaningless?: readonly string[];
  readonly variables: VariableSyntax;
}

/** An entry of a client's as one of ours, with the variables that it needs and that are not set now, or why it can't be one. */
export type ReadEntry =
  | {
      readonly kind: "server";
      readonly entry: Readonly<Record<string, unknown>>;
      readonly notes: readonly string[];
      readonly needs: readonly string[];
    }
  | { readonly kind: "unusable"; readonly why: string };

export interface EntryPlace {
  readonly name: string;
  readonly home: string;
  /** The folder in which the client starts the server, where it is known. */
  readonly folder?: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Reads one entry. What we can't express is noted, and nothing is left out without a note. */
export function readEntry(raw: unknown, dialect: Dialect, place: EntryPlace): ReadEntry {
  if (!isRecord(raw)) return { kind: "unusable", why: "its entry is no object" };
  const notes: string[] = [];
  const translated = translate(raw, dialect.variables, { ...place, notes });
  const normal = dialect.normalise?.(translated) ?? translated;
  if (typeof normal === "string") return { kind: "unusable", why: normal };
  const { command, args, env, cwd, url, headers, oauth, type, disabled, enabled, timeoutMs, ...others } = normal;
  const remote = url !== undefined;
  for (const field of Object.keys(others))
    if (!dialect.meaningless?.includes(field))
      notes.push(`its ${JSON.stringify(field)} is left out${HINTS[field] ? `: ${HINTS[field]}` : ""}`);
  if (remote && command !== undefined) notes.push(`it has "command" and "url"; the url is taken`);
  const entry = withoutEmpty({
    ...(remote
      ? { url, headers: texts(headers), type: transport(type), oauth: signIn(oauth, place.name, notes) }
      : { command, args: list(args), env: texts(env), cwd: cwd ?? place.folder }),
    timeoutMs: typeof timeoutMs === "number" && timeoutMs >= 1 ? Math.round(timeoutMs) : undefined,
    disabled: disabled === true || enabled === false ? true : undefined,
  });
  try {
    // What variables hold is not known yet.
    parseServerConfig(place.name, withoutVariables({ ...entry, disabled: undefined }), "entry");
  } catch (error) {
    if (!(error instanceof CodemodeError)) throw error;
    return { kind: "unusable", why: error.message.replace(/^entry: (?:server ".*?": )?/s, "") };
  }
  const needs = [...new Set(variableNames(entry))].filter((variable) => place.environment[variable] === undefined);
  return { kind: "server", entry, notes, needs };
}

const HINTS: Readonly<Record<string, string>> = Object.fromEntries([
  ...["includeTools", "excludeTools", "enabled_tools", "disabled_tools", "disabledTools", "tools"].map((field) => [
    field,
    "hide tools with codemode.tools.hidden",
  ]),
  ...["autoApprove", "alwaysAllow", "trust", "default_tools_approval_mode"].map((field) => [field, "nothing is allowed by an import"]),
  ...["auth", "authProviderType", "authentication", "scopes"].map((field) => [field, "sign in anew from here"]),
  ...["envFile", "env_file"].map((field) => [field, "write its variables into env"]),
]);

interface Translation {
  readonly home: string;
  readonly folder?: string;
  readonly notes: string[];
}

function translate(value: Readonly<Record<string, unknown>>, syntax: VariableSyntax, place: Translation): Record<string, unknown> {
  const each = (inner: unknown): unknown => {
    if (typeof inner === "string")
      return syntax(inner, { ...place, note: (text) => void (place.notes.includes(text) || place.notes.push(text)) });
    if (Array.isArray(inner)) return inner.map(each);
    return isRecord(inner) ? Object.fromEntries(Object.entries(inner).map(([key, below]) => [key, each(below)])) : inner;
  };
  return each(value) as Record<string, unknown>;
}

/** Numbers and truth values where texts are meant, which clients take. */
function texts(values: unknown): unknown {
  if (!isRecord(values)) return values ?? undefined;
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [[name, ["number", "boolean", "bigint"].includes(typeof value) ? String(value) : value]],
    ),
  );
}

/** How to sign in: what we call as it is called there. What was signed in to is kept elsewhere by each client. */
function signIn(oauth: unknown, name: string, notes: string[]): unknown {
  if (!isRecord(oauth)) return undefined;
  const { clientId, callbackPort, ...others } = oauth;
  notes.push(`sign in at it with: codemode login ${name}`);
  for (const field of Object.keys(others)) notes.push(`its ${JSON.stringify(`oauth.${field}`)} is left out`);
  return withoutEmpty({ clientId, callbackPort });
}

function list(values: unknown): unknown {
  return Array.isArray(values) ? values.map((value) => (typeof value === "number" ? String(value) : value)) : (values ?? undefined);
}

function transport(type: unknown): unknown {
  if (typeof type !== "string") return undefined;
  if (/^sse$/i.test(type)) return "sse";
  return /^streamable-?http$/i.test(type) ? "streamable-http" : undefined;
}

function withoutEmpty(entry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).filter(
      ([, value]) => value !== undefined && !(typeof value === "object" && value !== null && Object.keys(value).length === 0),
    ),
  );
}

function withoutVariables(value: unknown): unknown {
  if (typeof value === "string")
    return value.replaceAll(/\$\{[A-Za-z_][A-Za-z0-9_]*(?::-([^}]*))?\}/g, (_, fallback?: string) => fallback || "x");
  if (Array.isArray(value)) return value.map(withoutVariables);
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutVariables(inner)])) : value;
}

function variableNames(value: unknown): string[] {
  if (typeof value === "string") return [...value.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = ""]) => name);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(variableNames) : [];
}
