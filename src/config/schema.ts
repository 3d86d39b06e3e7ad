import { resolve } from "node:path";
import { z } from "zod";
import { CodemodeError } from "../errors.ts";
import { didYouMean } from "../closest-names.ts";
import type { Condition } from "../policy/conditions.ts";
import { signatureAlgorithms, type OAuthClientConfig, type SecretText, type ServerConfig } from "./config.ts";
import { isSecure } from "./secure-url.ts";

const secureUrl = z.string().refine(isSecure, "must be an https URL; http is for loopback alone");
const issuer = secureUrl.refine((url) => !/[?#]/.test(url), "an issuer has no query and no fragment (RFC 8414, section 2)");
const scope = z.string().regex(/^[\x21\x23-\x5B\x5D-\x7E]+$/, "a scope is one word (RFC 6749, section 3.3)");

const protocol = z.enum(["legacy", "modern", "auto"]).optional();
const count = z.number().int().positive().optional();
const common = { protocol, timeoutMs: count, disabled: z.boolean().optional() };

const secretText = z.union(
  [
    z.string(),
    z.strictObject({ command: z.array(z.string()).min(1), prefix: z.string().optional() }),
    z.strictObject({ file: z.string().min(1), prefix: z.string().optional() }),
  ],
  { error: 'must be a text, { "command": ["program", "argument"] } or { "file": "path" }, both with a "prefix" where one is needed' },
);
const secretTexts = z.record(z.string(), secretText).optional();

const stdioServer = z.strictObject({
  type: z.literal("stdio").optional(),
  command: z.string().min(1),
  args: z.array(z.string()).optional(),
  env: secretTexts,
  cwd: z.string().min(1).optional(),
  ...common,
});

const httpServer = z.strictObject({
  type: z.enum(["http", "streamable-http", "sse"]).optional(),
  url: z.url({ protocol: /^https?$/ }),
  headers: secretTexts,
  oauth: z
    .strictObject({
      clientId: z.string().min(1).optional(),
      clientSecret: secretText.optional(),
      clientMetadataUrl: z.url({ protocol: /^https$/ }).optional(),
      scopes: z.array(scope).optional(),
      grant: z.enum(["authorization_code", "client_credentials"]).optional(),
      issuer: issuer.optional(),
      callbackPort: z.number().int().min(1).max(65_535).optional(),
      callbackHost: z.enum(["127.0.0.1", "localhost"]).optional(),
    })
    // A server that names its authorization server could else have the secret sent to anybody.
    .refine((oauth) => oauth.clientSecret === undefined || oauth.issuer !== undefined, {
      path: ["issuer"],
      error: 'is needed with "clientSecret", which is for that authorization server alone',
    })
    .refine(
      (oauth) => oauth.grant !== "client_credentials" || (oauth.clientId !== undefined && oauth.clientSecret !== undefined),
      'the grant "client_credentials" needs "clientId" and "clientSecret"',
    )
    .optional(),
  ...common,
});

const mode = z.enum(["code", "direct", "both"]);
const modes = z.record(z.string().min(1), z.strictObject({ mode })).optional();
const patterns = z.array(z.string().min(1)).optional();

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z
      .strictObject({
        equals: z.unknown(),
        in: z.array(z.unknown()),
        matches: z.string(),
        within: z.string().min(1),
        min: z.number(),
        max: z.number(),
        present: z.boolean(),
        not: condition,
      })
      .partial()
      .refine((test) => Object.keys(test).length > 0, "a condition tests something"),
  ]),
) as z.ZodType<Condition>;

const hint = z.boolean().optional();
const rules = z
  .array(
    z.union([
      z.string().min(1),
      z
        .strictObject({
          tool: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
          annotations: z.strictObject({ readOnlyHint: hint, destructiveHint: hint, idempotentHint: hint, openWorldHint: hint }).optional(),
          arguments: z.record(z.string().min(1), condition).optional(),
          clients: z.array(z.string().min(1)).min(1).optional(),
        })
        .refine((rule) => Object.keys(rule).length > 0, 'a rule is about something; write "*" for everything'),
    ]),
  )
  .optional();

const policy = z.strictObject({
  deny: rules,
  always: rules,
  ask: rules,
  allow: rules,
  default: z.enum(["allow", "ask", "deny"]).optional(),
  trusted: patterns,
  private: patterns,
  openWorld: patterns,
  dataFlow: z.enum(["ask", "strict", "off"]).optional(),
  askTimeoutMs: z.number().int().positive().max(600_000).optional(),
});

export type PolicySection = z.infer<typeof policy>;

const codemodeSection = z.strictObject({
  policy: policy.optional(),
  mode: mode.optional(),
  servers: modes,
  clients: z.record(z.string().min(1), z.strictObject({ mode: mode.optional(), servers: modes })).optional(),
  direct: z.enum(["call_tool", "tools"]).optional(),
  python: z
    .strictObject({
      engine: z.enum(["auto", "deno", "node"]).optional(),
      packages: z.array(z.string().min(1)).optional(),
      warm: z.number().int().min(0).optional(),
    })
    .optional(),
  skills: z.array(z.string().min(1)).optional(),
  check: z.enum(["error", "warn", "off"]).optional(),
  learnResults: z.boolean().optional(),
  pin: z.boolean().optional(),
  audit: z.strictObject({ file: z.string().min(1), content: z.boolean().optional(), sync: z.boolean().optional() }).optional(),
  signIn: z.strictObject({ store: z.enum(["auto", "keyring", "file"]).optional() }).optional(),
  telemetry: z.strictObject({ enabled: z.boolean().optional(), content: z.boolean().optional() }).optional(),
  http: z
    .strictObject({
      hosts: z.array(z.string().min(1)).optional(),
      origins: z.array(z.string().min(1)).optional(),
      tokenFile: z.string().min(1).optional(),
      maxRequests: count,
      maxRequestBytes: count,
      maxStreams: count,
      maxMcpSessions: count,
      // What a timer of Node can count.
      mcpSessionIdleMs: z.number().int().positive().max(2_147_483_647).optional(),
      rateLimit: count,
      oauth: z
        .strictObject({
          issuer,
          audience: z.string().min(1),
          resource: z
            .url({ protocol: /^https?$/ })
            .refine((url) => !url.includes("#"), "a resource has no fragment (RFC 9728, section 1.2)")
            .optional(),
          jwksUri: secureUrl.optional(),
          requiredScopes: z.array(scope).optional(),
          algorithms: z.array(z.enum(signatureAlgorithms)).min(1).optional(),
        })
        .optional(),
    })
    .optional(),
  answers: z.strictObject({ maxTokens: count, maxTokensPerExecution: count, maxInlineBytes: count, yieldMs: count }).optional(),
  tools: z
    .strictObject({
      direct: z.array(z.string().min(1)).optional(),
      hidden: z.array(z.string().min(1)).optional(),
      deferred: z.array(z.string().min(1)).optional(),
      pinned: z.array(z.string().min(1)).optional(),
      pinnedTokens: count,
    })
    .optional(),
  sandbox: z
    .strictObject({
      driver: z.enum(["auto", "deno", "quickjs"]).optional(),
      outerWall: z.enum(["auto", "require", "off"]).optional(),
      maxSessions: count,
      sessionIdleMs: count,
      timeoutMs: count,
      totalTimeoutMs: count,
      memoryMb: count,
      maxThreads: count,
      maxCalls: count,
      maxParallelCalls: count,
      maxCallsInFlight: count,
      maxOutputBytes: count,
      maxContentBytes: count,
      maxValueBytes: count,
      maxArgumentBytes: count,
      maxSourceBytes: count,
    })
    .optional(),
});

export type CodemodeSection = z.infer<typeof codemodeSection>;

/**
 * One entry of `mcpServers`, checked and completed; `undefined` where it is disabled.
 * @param base what paths of secrets are relative to
 * @throws CodemodeError `CONFIG_INVALID` naming the server and the field
 */
export function parseServerConfig(name: string, entry: unknown, where: string, base = process.cwd()): ServerConfig | undefined {
  if (name === "") throw new CodemodeError("CONFIG_INVALID", `${where}: a server has an empty name. Give it one.`);
  const remote = typeof entry === "object" && entry !== null && "url" in entry;
  const place = `${where}: server "${name}"`;
  if (!remote) {
    const { type: _, protocol: era, timeoutMs: timeout, disabled, ...rest } = parse(stdioServer, entry, place);
    if (disabled) return undefined;
    return Object.freeze({
      kind: "stdio",
      command: rest.command,
      args: rest.args ?? [],
      env: toSecretTexts(rest.env, base),
      ...(rest.cwd === undefined ? {} : { cwd: rest.cwd }),
      protocol: era ?? "default",
      timeoutMs: timeout ?? DEFAULT_CALL_TIMEOUT_MS,
    });
  }
  const parsed = parse(httpServer, entry, place);
  if (parsed.disabled) return undefined;
  if (parsed.oauth && Object.keys(parsed.headers ?? {}).some((header) => header.toLowerCase() === "authorization"))
    throw new CodemodeError(
      "CONFIG_INVALID",
      `${place}: field "headers.Authorization" and "oauth" are two ways to the same. Take one of them out.`,
    );
  return Object.freeze({
    kind: "http",
    url: parsed.url,
    headers: toSecretTexts(parsed.headers, base),
    ...(parsed.oauth === undefined ? {} : { oauth: toOAuthClient(parsed.oauth, base) }),
    transport: parsed.type === "sse" ? "sse" : parsed.type === "streamable-http" ? "streamable-http" : "auto",
    protocol: parsed.protocol ?? "default",
    timeoutMs: parsed.timeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
  });
}

const DEFAULT_CALL_TIMEOUT_MS = 120_000;

function toSecretTexts(texts: z.infer<typeof secretTexts>, base: string): Record<string, SecretText> {
  return Object.fromEntries(Object.entries(texts ?? {}).map(([name, text]) => [name, toSecretText(text, base)]));
}

function toSecretText(text: z.infer<typeof secretText>, base: string): SecretText {
  if (typeof text === "string") return text;
  const prefix = text.prefix === undefined ? {} : { prefix: text.prefix };
  return "file" in text ? { file: resolve(base, text.file), ...prefix } : { command: text.command, ...prefix };
}

function toOAuthClient(
  { clientSecret, grant, callbackHost, ...rest }: NonNullable<z.infer<typeof httpServer>["oauth"]>,
  base: string,
): OAuthClientConfig {
  return {
    ...(rest.clientId === undefined ? {} : { clientId: rest.clientId }),
    ...(clientSecret === undefined ? {} : { clientSecret: toSecretText(clientSecret, base) }),
    ...(rest.clientMetadataUrl === undefined ? {} : { clientMetadataUrl: rest.clientMetadataUrl }),
    ...(rest.scopes === undefined ? {} : { scopes: rest.scopes }),
    ...(rest.issuer === undefined ? {} : { issuer: rest.issuer }),
    ...(rest.callbackPort === undefined ? {} : { callbackPort: rest.callbackPort }),
    grant: grant ?? "authorization_code",
    callbackHost: callbackHost ?? "127.0.0.1",
  };
}

/** The `codemode` section, checked. @throws CodemodeError `CONFIG_INVALID` naming the field */
export function parseCodemodeSection(section: unknown, where: string): CodemodeSection {
  return section === undefined ? {} : parse(codemodeSection, section, `${where}: section "codemode"`);
}

function parse<Schema extends z.ZodObject>(schema: Schema, value: unknown, place: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    if (issue.code === "unrecognized_keys") {
      const known = Object.keys(schema.shape);
      return issue.keys.map((key) => `unknown field "${[...issue.path, key].join(".")}".${didYouMean(key, known)}`).join(" ");
    }
    const field = issue.path.join(".");
    return field === "" ? issue.message : `field "${field}": ${issue.message}`;
  });
  throw new CodemodeError("CONFIG_INVALID", `${place}: ${problems.join("; ")}`);
}
