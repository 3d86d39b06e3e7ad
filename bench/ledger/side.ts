import type { Call, Heard } from "./task.ts";

/** What a model has in front of it: the servers themselves, or the gateway. */
export interface Side extends AsyncDisposable {
  /** Names, descriptions and input schemas of the tools, as JSON, as they are sent to a model. */
  readonly definitions: string;
  call(call: Call): Promise<Heard>;
  /** Since the connections stood. */
  bytes(): WireBytes;
}

/** What has passed in both directions, in bytes of the messages of MCP. */
export interface WireBytes {
  /** Between the client of the model and what it is connected to. */
  readonly client: number;
  /** Between the gateway and the servers. */
  readonly behind: number;
}
