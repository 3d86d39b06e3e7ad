import type { HttpServerConfig, SecretText, ServerConfig, StdioServerConfig } from "../config/config.ts";
import type { KnownSecrets } from "./known-secrets.ts";
import { resolveSecret } from "./resolve-secret.ts";

/** How to reach a server, with every secret in its place. */
export type ResolvedServer =
  | (Omit<StdioServerConfig, "env"> & { readonly env: Texts })
  | (Omit<HttpServerConfig, "headers"> & { readonly headers: Texts });
type Texts = Readonly<Record<string, string>>;

/**
 * Reads what the config of a server refers to, as it is now.
 * @param secrets gets to know what is secret in it
 * @throws CodemodeError `SECRET_FAILED`
 */
export async function resolveServer(
  name: string,
  config: ServerConfig,
  secrets: KnownSecrets,
  signal: AbortSignal,
): Promise<ResolvedServer> {
  const resolve = async (field: string, texts: Readonly<Record<string, SecretText>>): Promise<Texts> => {
    const entries = Object.entries(texts).map(async ([key, text]) => {
      const value = await resolveSecret(text, `server "${name}", field "${field}.${key}"`, signal);
      if (typeof text !== "string" || soundsSecret(field, key)) for (const part of [value, ...value.split(" ").slice(1)]) secrets.add(part);
      return [key, value] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  };
  if (config.kind === "stdio") return { ...config, env: await resolve("env", config.env) };
  const { username, password, searchParams } = new URL(config.url);
  for (const part of [username, password]) secrets.add(decodeURIComponent(part));
  for (const [key, value] of searchParams) if (soundsSecret("query", key)) secrets.add(value);
  return { ...config, headers: await resolve("headers", config.headers) };
}

/** Of a text whose origin nobody knows any more; headers are there for credentials, variables are not. */
function soundsSecret(field: string, name: string): boolean {
  if (field === "headers") return !/^(?:accept(?:-.*)?|user-agent|content-type)$/i.test(name);
  return /key|token|secret|passw|pwd|auth|credential|cookie|private|dsn|connection|sig/i.test(name);
}
