import type { OpenOptions } from "./adapter.ts";

/** What a peer's process is asked; `samples` and `together` give milliseconds. */
export type Question =
  | { readonly kind: "ping" }
  | { readonly kind: "open"; readonly options: OpenOptions }
  | { readonly kind: "execute"; readonly program: string; readonly session?: string }
  | Samples
  | { readonly kind: "together"; readonly program: string; readonly expect: unknown; readonly count: number }
  | { readonly kind: "close" };

export interface Samples {
  readonly kind: "samples";
  readonly program: string;
  /** What begins a comment in its language. */
  readonly comment: "//" | "#";
  /** What the program has to give, as JSON has it. */
  readonly expect: unknown;
  readonly session?: string;
  readonly runs: number;
  readonly warmUps: number;
  /** After so long it is enough, however many runs there were. */
  readonly budgetMs: number;
}

export interface Request {
  readonly id: number;
  readonly question: Question;
}

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
