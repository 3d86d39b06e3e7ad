import { timeOf } from "../measure.ts";
import { SYSTEM_PROMPT } from "./assumptions.ts";
import { Conversation } from "./conversation.ts";
import { requireAnswer, type Play } from "./play.ts";
import type { Side } from "./side.ts";
import type { Heard, Task } from "./task.ts";
import { toUsage } from "./usage.ts";

/**
 * What goes before the program that works: nothing, where the agent knows the bindings; a search; a search and a program that calls a tool by a
 * name that it does not have, and is told so.
 */
export type Before = "nothing" | "a search" | "a search and a mistake";

/** Solves a task by one program in the gateway, whose definitions and answers are all that is in the conversation. */
export async function playProgram(task: Task, gateway: Side, before: Before = "a search"): Promise<Play> {
  const conversation = new Conversation(SYSTEM_PROMPT, gateway.definitions, task.prompt);
  const start = gateway.bytes();
  let calls = 0;
  let toolMs = 0;
  const call = async (name: string, args: Readonly<Record<string, unknown>>): Promise<Heard> => {
    const made = { name, arguments: args };
    conversation.say(JSON.stringify(made));
    let heard: Heard = { text: "", isError: false };
    toolMs += await timeOf(async () => (heard = await gateway.call(made)));
    conversation.hear(heard.text);
    calls += 1;
    return heard;
  };

  if (before !== "nothing") requireImports(task, await call("search_tools", { query: task.query }));
  if (before === "a search and a mistake") {
    const { isError } = await call("execute_code", { code: misspelt(task.code) });
    if (!isError) throw new Error(`The program with a mistake for "${task.name}" ran.`);
  }
  const { text, isError } = await call("execute_code", { code: task.code });
  if (isError) throw new Error(`The program for "${task.name}" failed: ${text}`);
  const said = JSON.stringify(JSON.parse(text.slice(0, text.lastIndexOf("\n\nsession_id: "))));
  conversation.say(said);
  requireAnswer(task, `one program after ${before}`, said);
  const end = gateway.bytes();
  return {
    usage: toUsage(conversation.turns),
    calls,
    bytes: { client: end.client - start.client, behind: end.behind - start.behind },
    toolMs,
  };
}

/** An agent can only write what the search has told it. */
function requireImports({ name, code }: Task, { text }: Heard): void {
  const unknown = code.match(IMPORT)?.find((line) => !text.includes(line));
  if (unknown !== undefined) throw new Error(`The search for "${name}" did not find ${unknown}\n${text}`);
}

/** The name of the first tool without its last letter, everywhere. */
function misspelt(code: string): string {
  const [, name = ""] = /import \{ (\w+) \}/.exec(code) ?? [];
  return code.replaceAll(name, name.slice(0, -1));
}

const IMPORT = /^import .*;$/gm;
