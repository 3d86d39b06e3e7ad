import type { ClientCapabilities } from "@modelcontextprotocol/client";

/** What a server asks of the client while it works on a call (MCP 2025-11-25, Client features; 2026-07-28, multi-round-trip requests). */
export type ServerQuestion = {
  /** What the server calls it, where it has a name for it. */
  readonly key?: string;
} & (
  | { readonly method: "elicitation/create"; readonly params: Readonly<Record<string, unknown>> }
  | { readonly method: "sampling/createMessage"; readonly params: Readonly<Record<string, unknown>> }
  | { readonly method: "roots/list" }
);

/** Whoever a call is made for, where that party can be asked. Calls with the same asker may run side by side at every server. */
export interface Asker {
  /** What it can be asked (MCP `ClientCapabilities`); servers of 2026-07-28 are told with each call. */
  readonly capabilities: ClientCapabilities;
  /**
   * Asks, and resolves with the answer as MCP has it: an `ElicitResult`, a `CreateMessageResult`, a `ListRootsResult`. What it throws the
   * server gets as an error.
   * @param server the name in the config of the server that asks
   * @param signal aborts when the answer is of no use any more
   */
  ask(server: string, question: ServerQuestion, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
}

/** Whether somebody with these capabilities can be asked this. */
export function canAnswer({ elicitation, sampling, roots }: ClientCapabilities, question: ServerQuestion): boolean {
  switch (question.method) {
    case "elicitation/create":
      if (elicitation === undefined) return false;
      // One that says nothing of modes has forms (MCP 2025-11-25, elicitation, capabilities).
      return question.params.mode === "url"
        ? elicitation.url !== undefined
        : elicitation.form !== undefined || elicitation.url === undefined;
    case "sampling/createMessage":
      return sampling !== undefined && (question.params.tools === undefined || sampling.tools !== undefined);
    case "roots/list":
      return roots !== undefined;
  }
}
