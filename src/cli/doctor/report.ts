import type { SandboxReport } from "../../executor/executor-options.ts";

/** What `codemode doctor` found. */
export interface DoctorReport {
  readonly node: string;
  readonly platform: string;
  readonly config: ConfigReport;
  /** The clients that start us, as their users call them. */
  readonly clients: readonly string[];
  readonly sandbox?: SandboxReport;
  readonly python?: SandboxReport;
  readonly checker: CheckerReport;
  readonly servers: readonly ServerReport[];
  /** What a client's model carries before it has done anything: every definition of every tool, or ours. */
  readonly tokens: { readonly servers: number; readonly ours: number };
  readonly problems: readonly Problem[];
}

/** Something that is wrong, and what to do next. */
export interface Problem {
  readonly what: string;
  readonly next: string;
}

export interface ConfigReport {
  /** Absent where there is none. */
  readonly file?: string;
  readonly origin?: "given" | "own" | "project";
}

/** How the check of types before a program runs is. */
export type CheckerReport =
  | { readonly state: "ready"; readonly warmMs: number }
  | { readonly state: "off" }
  | { readonly state: "missing"; readonly why: string };

export interface ServerReport {
  readonly name: string;
  readonly state: string;
  readonly transport: "stdio" | "http";
  readonly auth: "none" | "headers" | "signed in" | "client credentials" | "sign-in needed";
  readonly reason?: string;
  readonly code?: string;
  readonly protocol?: string;
  readonly tools?: number;
  /** Tools that have changed since they were first used, and are disabled. */
  readonly changed?: number;
  /** What its definitions cost a client that has them all, in tokens, at most. */
  readonly tokens?: number;
  /** From the start to the list of its tools. */
  readonly connectMs?: number;
  readonly listMs?: number;
  readonly pingMs?: number;
}
