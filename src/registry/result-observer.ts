import type { Tool } from "./tool.ts";

/** How a tool's one block of text is read: always as text, or as JSON where it is JSON. */
export type TextKind = "text" | "json";

/** Sees the results of tools that promise none, and remembers how they are read. */
export interface ResultObserver {
  /** How the tool's first result settled it; `undefined` before there was one. */
  textKind(tool: Tool): TextKind | undefined;
  /** Told every result, as the binding gives it; `textKind` is there where it came from one block of text. */
  observe(tool: Tool, value: unknown, textKind: TextKind | undefined): void;
}
