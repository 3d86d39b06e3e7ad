import type { ServedServer } from "./served-server.ts";
import type { Wanted } from "./surface.ts";

/** What is asked of the process that holds a peer. */
export type SurfaceQuestion =
  | { readonly kind: "about" }
  | { readonly kind: "open"; readonly index: number; readonly servers: readonly ServedServer[] }
  | { readonly kind: "search"; readonly wanted: Wanted };

export interface SurfaceRequest {
  readonly id: number;
  readonly question: SurfaceQuestion;
}

export type SurfaceAnswer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };
