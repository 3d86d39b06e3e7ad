import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { CodemodeError } from "../errors.ts";
import type { Approval } from "../executor/call-guard.ts";
import { canAnswer, type Asker, type ServerQuestion } from "../registry/asker.ts";
import { callText, nameText } from "./call-text.ts";

/** What a form offers. */
export type Choice = Exclude<Approval, "timeout" | "unasked">;

export interface ApprovalRequest {
  readonly server: string;
  /** As the policy's patterns have it. */
  readonly name: string;
  readonly args: unknown;
  /** Why it is asked about. */
  readonly why: readonly string[];
  readonly offers: readonly Choice[];
  /** Aborts where the call is of no use any more. */
  readonly signal: AbortSignal;
  /** Whether it is allowed by what was answered meanwhile. */
  readonly isAllowed: () => boolean;
}

interface Waiting extends ApprovalRequest {
  readonly end: (approval: Approval | undefined) => void;
  /** How often it was in a form. */
  shown: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Asks the user of an execution about its calls. Those that wait at the same time are in one form, a field for each; one that comes while a form is out, or that an
 * answer leaves open, is in the next. A form that is turned down denies all that is in it.
 */
export class Approvals {
  readonly #asker: Asker;
  readonly #timeoutMs: number;
  readonly #waiting = new Set<Waiting>();
  #isAsking = false;
  /** The form that is out. */
  #form: { readonly batch: readonly Waiting[]; readonly over: AbortController } | undefined;

  constructor(asker: Asker, timeoutMs: number) {
    this.#asker = asker;
    this.#timeoutMs = timeoutMs;
  }

  /** Whether there is anybody who can be asked. */
  get isPossible(): boolean {
    return canAnswer(this.#asker.capabilities, { method: "elicitation/create", params: { mode: "form" } });
  }

  /** Waits for an answer; `undefined` where the call was given up meanwhile. */
  ask(request: ApprovalRequest): Promise<Approval | undefined> {
    return new Promise((resolve) => {
      const end = (approval: Approval | undefined): void => {
        clearTimeout(waiting.timer);
        request.signal.removeEventListener("abort", aborted);
        this.#waiting.delete(waiting);
        // A form in which nothing waits any more need not be answered.
        if (this.#form?.batch.every((each) => !this.#waiting.has(each))) this.#form.over.abort();
        resolve(approval);
      };
      const aborted = (): void => end(undefined);
      const waiting: Waiting = { ...request, end, shown: 0, timer: undefined };
      if (request.signal.aborted) return end(undefined);
      request.signal.addEventListener("abort", aborted, { once: true });
      this.#waiting.add(waiting);
      if (!this.#isAsking) void this.#askAll();
    });
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    try {
      // Calls that are made at once are asked about at once.
      await sleep(TOGETHER_MS);
      while (this.#waiting.size > 0) {
        await this.#askBatch([...this.#waiting].slice(0, MAX_IN_FORM));
        // What was answered is remembered now.
        await setImmediate();
        for (const each of this.#waiting) if (each.isAllowed()) each.end("for this session");
      }
    } finally {
      this.#isAsking = false;
    }
  }

  async #askBatch(batch: readonly Waiting[]): Promise<void> {
    const over = new AbortController();
    this.#form = { batch, over };
    for (const each of batch) {
      each.shown += 1;
      each.timer ??= setTimeout(() => each.end("timeout"), this.#timeoutMs);
    }
    try {
      const answer = await this.#asker.ask(ASKER, toForm(batch), over.signal);
      const content = answer.action === "accept" ? ((answer.content ?? {}) as Readonly<Record<string, unknown>>) : undefined;
      for (const [at, each] of batch.entries()) {
        const choice = content === undefined ? "deny" : content[fieldOf(at)];
        if (choice === undefined && batch.length > 1 && each.shown < MAX_SHOWN) continue;
        each.end(each.offers.find((offered) => offered === choice) ?? "deny");
      }
    } catch (error) {
      const late = over.signal.aborted || (error instanceof CodemodeError && error.code === "CANCELLED");
      for (const each of batch) each.end(late ? "timeout" : "unasked");
    } finally {
      this.#form = undefined;
    }
  }
}

function toForm(batch: readonly ApprovalRequest[]): ServerQuestion {
  const room = Math.floor(MAX_CHARACTERS / batch.length);
  const entries = batch.map(({ server, name, args, why }, at) => {
    const title = `${batch.length === 1 ? "" : `${at + 1}. `}${nameText(`${server}.${name}`)}`;
    return { title, text: `${title}\n(${why.map(nameText).join("; ")})\n${callText(args, room)}` };
  });
  const properties = Object.fromEntries(
    batch.map(({ offers }, at) => [
      fieldOf(at),
      { type: "string", title: entries[at]?.title, enum: [...offers], description: `One of: ${offers.join(", ")}` },
    ]),
  );
  const opening = batch.length === 1 ? "A program wants to make this call." : `A program wants to make these ${batch.length} calls.`;
  return {
    method: "elicitation/create",
    params: {
      mode: "form",
      message: `${opening} May it?\n\n${entries.map(({ text }) => text).join("\n\n")}`,
      requestedSchema: { type: "object", properties, ...(batch.length === 1 ? { required: [fieldOf(0)] } : {}) },
    },
  };
}

function fieldOf(at: number): string {
  return `call_${at + 1}`;
}

/** Whose question it is: of this package, not of a server. */
const ASKER = "mcp-codemode";
const TOGETHER_MS = 20;
/** A form that leaves a call open is made again so often. */
const MAX_SHOWN = 3;
const MAX_IN_FORM = 20;
const MAX_CHARACTERS = 8_000;
