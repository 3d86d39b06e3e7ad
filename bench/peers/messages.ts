import type { OpenOptions } from "./adapter.ts";

/** What a peer's process is asked; `sample` and `together` give milliseconds. */
export type Question =
  | { readonly kind: "ping" }
  | { readonly kind: "open"; readonly options: OpenOptions }
  | { readonly kind: "execute"; readonly program: string; readonly session?: string }
  | Sample
  | { readonly kind: "together"; readonly program: string; readonly expect: unknown; readonly count: number }
  | { readonly kind: "close" };

/** One execution, after a rest. */
export interface Sample {
  readonly kind: "sample";
  readonly program: string;
  /** What the program has to give, as JSON has it. */
  readonly expect: unknown;
  readonly session?: string;
}

export interface Request {
  readonly id: number;
  readonly question: Question;
}

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
