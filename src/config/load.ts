import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { CodemodeError, messageOf } from "../errors.ts";
import { signatureAlgorithms, type Config, type OAuthConfig, type ServerConfig } from "./config.ts";
import { expandVariables } from "./expand-variables.ts";
import { parseJson } from "./parse-json.ts";
import { resolvePolicy } from "./resolve-policy.ts";
import { parseCodemodeSection, parseServerConfig, type CodemodeSection } from "./schema.ts";

export interface LoadConfigOptions {
  /** The file to read. @default the first that exists, see {@link findConfigFile} */
  readonly file?: string;
  /** Where to look for a file. @default process.cwd() */
  readonly cwd?: string;
  /** What `${VAR}` is taken from. @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Reads a configuration: the standard `mcpServers` object, and our own `codemode` section beside it. Comments and trailing commas are
 * allowed. Paths in the `codemode` section are relative to the file. No file at all is an empty configuration.
 * @throws CodemodeError `CONFIG_NOT_FOUND`, `CONFIG_NOT_JSON`, `CONFIG_INVALID`, `CONFIG_VARIABLE_MISSING`
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<Config> {
  const cwd = options.cwd ?? process.cwd();
  const environment = options.environment ?? process.env;
  const file = options.file === undefined ? findConfigFile(cwd, environment) : resolve(cwd, options.file);
  if (file === undefined) return parseConfig({}, { environment });
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new CodemodeError("CONFIG_NOT_FOUND", `The config file ${file} can't be read: ${messageOf(error)}`, { cause: error });
  }
  return parseConfig(parseJson(text, file), { environment, file });
}

/** `CODEMODE_CONFIG`, then `codemode.json` and `.mcp.json` in the working directory, then `~/.config/codemode/codemode.json`. */
export function findConfigFile(cwd: string, environment: NodeJS.ProcessEnv): string | undefined {
  if (environment.CODEMODE_CONFIG) return resolve(cwd, environment.CODEMODE_CONFIG);
  const user = join(configFolder(environment), "codemode.json");
  return [join(cwd, "codemode.json"), join(cwd, ".mcp.json"), user].find((candidate) => existsSync(candidate));
}

/**
 * Checks and completes a configuration that is already an object, as a program may hold it.
 * @throws CodemodeError `CONFIG_INVALID`, `CONFIG_VARIABLE_MISSING`
 */
export function parseConfig(input: unknown, options: { readonly environment?: NodeJS.ProcessEnv; readonly file?: string } = {}): Config {
  const { file, environment = process.env } = options;
  const where = file ?? "config";
  if (!isRecord(input)) throw new CodemodeError("CONFIG_INVALID", `${where}: the config must be a JSON object with "mcpServers".`);
  const entries = input.mcpServers ?? {};
  if (!isRecord(entries)) throw new CodemodeError("CONFIG_INVALID", `${where}: "mcpServers" must be an object of servers by name.`);
  const base = file === undefined ? process.cwd() : dirname(file);
  const servers = new Map<string, ServerConfig>();
  for (const [name, entry] of Object.entries(entries)) {
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

/** Our folder in `XDG_CONFIG_HOME` or `~/.config`. */
function configFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), ".config"), "codemode");
}

/** `XDG_CACHE_HOME` or `~/.cache`, and our folder in it. */
function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "mcp-codemode");
}

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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
