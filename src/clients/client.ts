import type { JSONPath } from "jsonc-parser";
import type { Dialect } from "./dialect.ts";
import type { OwnCommand } from "./own-entry.ts";

/** The clients whose servers we read, and into which our entry is written. */
export const clientNames = [
  "claude-code",
  "claude-desktop",
  "cursor",
  "vscode",
  "codex",
  "windsurf",
  "zed",
  "gemini",
  "opencode",
  "mcp-json",
] as const;

export type ClientName = (typeof clientNames)[number];

/** The machine, as far as it decides where clients keep their files. */
export interface Surroundings {
  readonly home: string;
  /** The folder of the project. */
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
}

/** A file in which a client keeps servers. */
export interface ClientFile {
  readonly path: string;
  /** `project`: it lies in the working directory, and whoever has made that may have written it. */
  readonly scope: "user" | "project";
}

/** An object of servers by name in a client's file. */
export interface ServerTable {
  readonly path: JSONPath;
  /** Where the servers are started, when they are those of one folder. */
  readonly folder?: string;
  /** Names in it that are no servers. */
  readonly except?: readonly string[];
}

/** What has to be known of a client. */
export interface Client {
  readonly name: ClientName;
  /** As its users call it. */
  readonly title: string;
  readonly format: "json" | "toml";
  /** Its files; of one scope the first that is there counts, and where none is, the first is made. */
  readonly files: (where: Surroundings) => readonly ClientFile[];
  /** Where the servers are in a document; the first is where ours goes. */
  readonly tables: (document: unknown) => readonly ServerTable[];
  /** How its entries are read. */
  readonly dialect: Dialect;
  /** Our entry as it has them. */
  readonly entry: (own: OwnCommand, document: unknown) => Readonly<Record<string, unknown>>;
}

/** What most clients have: one object of servers at the top. */
export function tableAt(key: string): (document: unknown) => readonly ServerTable[] {
  return () => [{ path: [key] }];
}

/** A file of the user's and one of the project's, below their folders. */
export function filesAt(user: (where: Surroundings) => readonly string[], project: readonly string[]): Client["files"] {
  return (where) => [
    ...user(where).map((path) => ({ path, scope: "user" as const })),
    ...project.map((path) => ({ path: `${where.cwd}/${path}`, scope: "project" as const })),
  ];
}

/** Where applications keep their settings: `~/.config`, `~/Library/Application Support` or `%APPDATA%`. */
export function applicationFolder({ home, platform, environment }: Surroundings): string {
  if (platform === "darwin") return `${home}/Library/Application Support`;
  if (platform === "win32") return environment.APPDATA || `${home}\\AppData\\Roaming`;
  return configHome({ home, environment });
}

/** `XDG_CONFIG_HOME` or `~/.config`, whatever the platform. */
export function configHome({ home, environment }: Pick<Surroundings, "home" | "environment">): string {
  return environment.XDG_CONFIG_HOME || `${home}/.config`;
}
