import { dirname, join, resolve } from "node:path";
import { distance } from "fastest-levenshtein";
import { assertApproved } from "../consent/approvals.ts";
import { CodemodeError } from "../errors.ts";
import { signatureAlgorithms, type Config, type OAuthConfig, type ServerConfig } from "./config.ts";
import { expandVariables } from "./expand-variables.ts";
import { resolvePolicy } from "./resolve-policy.ts";
import { findConfig, type FoundConfig } from "./find-config.ts";
import { cacheFolder, configFolder } from "./places.ts";
import { readConfigDocument } from "./read-config-file.ts";
import { parseCodemodeSection, parseServerConfig, type CodemodeSection } from "./schema.ts";
import { isRecord } from "../is-record.ts";

export interface LoadConfigOptions {
  /** The file to read. @default the first that exists, see {@link findConfig} */
  readonly file?: string;
  /** Where to look for a file. @default process.cwd() */
  readonly cwd?: string;
  /** What `${VAR}` is taken from. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
  /** Take also a file of the working directory that the user has not approved; its servers are commands of whoever has written it. @default false */
  readonly trust?: boolean;
}

/**
 * Reads a configuration: the standard `mcpServers` object, and our own `codemode` section beside it. Comments and trailing commas are
 * allowed. Paths in the `codemode` section are relative to the file. No file at all is an empty configuration.
 * A file that was found in the working directory, and not given, must have been approved (`codemode approve`).
 * @throws CodemodeError `CONFIG_NOT_FOUND`, `CONFIG_UNSAFE`, `CONFIG_NOT_JSON`, `CONFIG_NOT_APPROVED`, `CONFIG_INVALID`,
 * `CONFIG_VARIABLE_MISSING`, `STATE_BROKEN`
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<Config> {
  const cwd = options.cwd ?? process.cwd();
  const environment = options.environment ?? process.env;
  const found: FoundConfig | undefined =
    options.file === undefined ? findConfig(cwd, environment) : { file: resolve(cwd, options.file), origin: "given" };
  if (found === undefined) return parseConfig({}, { environment });
  const document = await readConfigDocument(found);
  if (found.origin === "project" && options.trust !== true) await assertApproved(found.file, document, environment);
  return parseConfig(document, { environment, file: found.file });
}

/**
 * Checks and completes a configuration that is already an object, as a program may hold it.
 * @throws CodemodeError `CONFIG_INVALID`, `CONFIG_VARIABLE_MISSING`
 */
export function parseConfig(input: unknown, options: { readonly environment?: NodeJS.ProcessEnv; readonly file?: string } = {}): Config {
  const { file, environment = process.env } = options;
  const where = file ?? "config";
  if (!isRecord(input)) throw new CodemodeError("CONFIG_INVALID", `${where}: the config must be a JSON object with "mcpServers".`);
  assertNoSlip(input, where);
  const entries = input.mcpServers ?? {};
  if (!isRecord(entries)) throw new CodemodeError("CONFIG_INVALID", `${where}: "mcpServers" must be an object of servers by name.`);
  const base = file === undefined ? process.cwd() : dirname(file);
  const servers = new Map<string, ServerConfig>();
  for (const [name, entry] of Object.entries(entries)) {
    // What is not used may name variables that are not set.
    if (isRecord(entry) && entry.disabled === true) continue;
    const expanded = expandVariables(entry, environment, `${where}: server "${name}"`);
    const server = parseServerConfig(name, expanded, where, base);
    if (server) servers.set(name, server);
  }
  const section = parseCodemodeSection(input.codemode, where);
  return Object.freeze({
    ...(file === undefined ? {} : { file }),
    servers,
    skills: (section.skills ?? []).map((folder) => resolve(base, folder)),
    ...(section.check === undefined ? {} : { check: section.check }),
    ...(section.audit === undefined
      ? {}
      : {
          audit: {
            file: resolve(base, section.audit.file),
            content: section.audit.content ?? false,
            sync: section.audit.sync ?? false,
          },
        }),
    telemetry: { enabled: section.telemetry?.enabled ?? false, content: section.telemetry?.content ?? false },
    pins: section.pin === false ? false : { folder: join(configFolder(environment), "pins") },
    signIn: { store: section.signIn?.store ?? "auto", folder: configFolder(environment) },
    resultShapes: section.learnResults === false ? false : { folder: join(cacheFolder(environment), "results") },
    http: {
      hosts: section.http?.hosts ?? [],
      origins: section.http?.origins ?? [],
      tokenFile:
        section.http?.tokenFile === undefined ? join(configFolder(environment), "http-token") : resolve(base, section.http.tokenFile),
      ...(section.http?.maxRequests === undefined ? {} : { maxRequests: section.http.maxRequests }),
      ...(section.http?.maxRequestBytes === undefined ? {} : { maxRequestBytes: section.http.maxRequestBytes }),
      ...(section.http?.maxStreams === undefined ? {} : { maxStreams: section.http.maxStreams }),
      ...(section.http?.maxMcpSessions === undefined ? {} : { maxMcpSessions: section.http.maxMcpSessions }),
      ...(section.http?.mcpSessionIdleMs === undefined ? {} : { mcpSessionIdleMs: section.http.mcpSessionIdleMs }),
      ...(section.http?.rateLimit === undefined ? {} : { rateLimit: section.http.rateLimit }),
      ...(section.http?.oauth === undefined ? {} : { oauth: oauthConfig(section.http.oauth) }),
    },
    answers: {
      maxTokens: section.answers?.maxTokens ?? 10_000,
      maxTokensPerExecution: section.answers?.maxTokensPerExecution ?? 50_000,
      maxInlineBytes: section.answers?.maxInlineBytes ?? 2 ** 20,
      yieldMs: section.answers?.yieldMs ?? 50_000,
    },
    policy: resolvePolicy(section.policy),
    access: {
      mode: section.mode ?? "code",
      servers: section.servers ?? {},
      clients: (section.clients ?? {}) as Config["access"]["clients"],
      direct: section.direct ?? "call_tool",
    },
    tools: {
      direct: section.tools?.direct ?? [],
      hidden: section.tools?.hidden ?? [],
      deferred: section.tools?.deferred ?? [],
      pinned: section.tools?.pinned ?? [],
      pinnedTokens: section.tools?.pinnedTokens ?? 1_000,
    },
    python: {
      ...(section.python?.engine === undefined ? {} : { engine: section.python.engine }),
      ...(section.python?.warm === undefined ? {} : { warm: section.python.warm }),
      packages: (section.python?.packages ?? []).map((path) => resolve(base, path)),
      snapshotFolder: join(cacheFolder(environment), "python"),
    },
    sandbox: Object.fromEntries(Object.entries(section.sandbox ?? {}).filter(([, value]) => value !== undefined)),
  });
}

/** What else clients keep in such a file is theirs; what is nearly one of our names would be a config that is silently not there. */
function assertNoSlip(input: Readonly<Record<string, unknown>>, where: string): void {
  for (const field of Object.keys(input)) {
    if (SECTIONS.includes(field)) continue;
    const meant = SECTIONS.find((name) => distance(name.toLowerCase(), field.toLowerCase()) <= 2);
    if (meant !== undefined)
      throw new CodemodeError("CONFIG_INVALID", `${where}: unknown field ${JSON.stringify(field)}. Did you mean "${meant}"?`);
  }
}

const SECTIONS: readonly string[] = ["mcpServers", "codemode"];

function oauthConfig({
  issuer,
  audience,
  resource,
  jwksUri,
  requiredScopes = [],
  algorithms = [...signatureAlgorithms],
}: NonNullable<NonNullable<CodemodeSection["http"]>["oauth"]>): OAuthConfig {
  return {
    issuer,
    audience,
    requiredScopes,
    algorithms,
    ...(resource === undefined ? {} : { resource }),
    ...(jwksUri === undefined ? {} : { jwksUri }),
  };
}
