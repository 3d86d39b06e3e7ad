import type { ServedServer } from "./served-server.ts";

/**
 * What the file `surface.js` of a peer's folder exports: the ways in which its own documentation puts tools in front of a model. It is
 * JavaScript because what it imports is installed only on demand.
 */
export interface SurfaceModule {
  readonly surfaces: readonly SurfaceMaker[];
}

export interface SurfaceMaker extends SurfaceAbout {
  /** Makes it by the peer's own code. What it opens lasts as long as its process. */
  open(servers: readonly ServedServer[]): Promise<Surface>;
}

export interface SurfaceAbout {
  /** The documented function that makes it: `createCodeMode, lazy tools`. */
  readonly api: string;
  /** What one search is; absent where everything is always in front of the model. */
  readonly search?: string;
  /** What a reader has to know to judge its figures. */
  readonly note?: string;
}

export interface Surface extends AlwaysOn {
  /** One search, as the model asks it and as it is answered. */
  search?(wanted: Wanted): Promise<Trip>;
}

/** What the model has before it as long as the conversation lasts. */
export interface AlwaysOn {
  /** What is put into its instructions; empty where nothing is. */
  readonly prompt: string;
  readonly tools: readonly Definition[];
  /** Servers that it could not take, with what it says; without them it is counted. */
  readonly refused?: readonly string[];
}

/** Of a tool, as APIs of models take it. */
export interface Definition {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: unknown;
}

export interface Wanted {
  readonly query: string;
  /** What a model that chooses from a list of names chooses. */
  readonly server: string;
  readonly tool: string;
}

export interface Trip {
  /** The name of the tool that is called, and its arguments as the model writes them. */
  readonly request: string;
  readonly answer: string;
}
