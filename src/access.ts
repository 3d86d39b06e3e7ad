import type { AccessConfig, Mode } from "./config/config.ts";
import type { Caller } from "./executor/caller.ts";
import type { Policy } from "./policy/policy.ts";
import { namesOf, type Target } from "./policy/rule.ts";
import { matchesText } from "./tool-patterns.ts";

/** By which way a tool is called. */
export type Way = "code" | "direct";

/** What a caller gets to know of, and by which way they reach it. */
export class Access {
  readonly #policy: Policy;
  readonly #config: AccessConfig;
  readonly #perServer: Modes;
  readonly #perClient: readonly {
    readonly fits: (name: string) => boolean;
    readonly mode: Mode | undefined;
    readonly perServer: Modes;
  }[];

  constructor(policy: Policy, config: AccessConfig) {
    this.#policy = policy;
    this.#config = config;
    this.#perServer = modesOf(config.servers);
    this.#perClient = Object.entries(config.clients).map(([pattern, { mode, servers = {} }]) => ({
      fits: matchesText([pattern]),
      mode,
      perServer: modesOf(servers),
    }));
  }

  /** Whether a tool is as if it were not there, because the policy denies it. */
  hides(target: Target, caller: Caller | undefined): boolean {
    return this.#policy.hides(target, caller);
  }

  /**
   * Whether a caller reaches a server by a way. What is said of the client comes before what is said of the server. Who is no client, a command
   * or a program, reaches it by both.
   */
  reaches(server: string, way: Way, caller: Caller | undefined): boolean {
    if (caller === undefined) return true;
    const names = namesOf(caller);
    const client = this.#perClient.find(({ fits }) => names.some(fits));
    const find = (modes: Modes): Mode | undefined => modes.find(([fits]) => fits(server))?.[1];
    const mode = (client && (find(client.perServer) ?? client.mode)) ?? find(this.#perServer) ?? this.#config.mode;
    return mode === "both" || mode === way;
  }

  /** Whether there may be a client that reaches servers directly. */
  get isDirectForSome(): boolean {
    const { mode, servers, clients } = this.#config;
    const modes = [
      mode,
      ...[{ servers }, ...Object.values(clients)].flatMap((each) => [
        ...("mode" in each ? [each.mode] : []),
        ...Object.values(each.servers ?? {}).map((server) => server.mode),
      ]),
    ];
    return modes.some((each) => each === "direct" || each === "both");
  }
}

type Modes = readonly (readonly [fits: (server: string) => boolean, mode: Mode])[];

function modesOf(servers: Readonly<Record<string, { readonly mode: Mode }>>): Modes {
  return Object.entries(servers).map(([pattern, { mode }]) => [matchesText([pattern]), mode]);
}
