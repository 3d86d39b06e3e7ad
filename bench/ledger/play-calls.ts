import { timeOf } from "../measure.ts";
import { SYSTEM_PROMPT } from "./assumptions.ts";
import { Conversation } from "./conversation.ts";
import { requireAnswer, type Play } from "./play.ts";
import type { Side } from "./side.ts";
import type { Heard, Task } from "./task.ts";
import { toUsage } from "./usage.ts";

/** One call in each turn, or in each turn all calls that can be made by what is known. */
export type Pace = "one call per turn" | "parallel calls";

/** Solves a task by calling tools, whose definitions and results all are in the conversation. */
export async function playCalls(task: Task, direct: Side, pace: Pace): Promise<Play> {
  const conversation = new Conversation(SYSTEM_PROMPT, direct.definitions, task.prompt);
  const before = direct.bytes();
  let calls = 0;
  let toolMs = 0;
  const script = task.script();
  let step = script.next();
  while (!step.done) {
    const heard: Heard[] = [];
    const perTurn = pace === "parallel calls" ? step.value.length : 1;
    for (let start = 0; start < step.value.length; start += perTurn) {
      const turn = step.value.slice(start, start + perTurn);
      conversation.say(...turn.map((call) => JSON.stringify(call)));
      let results: Heard[] = [];
      toolMs += await timeOf(async () => (results = await Promise.all(turn.map((call) => direct.call(call)))));
      conversation.hear(...results.map(({ text }) => text));
      heard.push(...results);
      calls += turn.length;
    }
    step = script.next(heard);
  }
  const said = JSON.stringify(step.value);
  conversation.say(said);
  requireAnswer(task, pace, said);
  const { client, behind } = direct.bytes();
  return {
    usage: toUsage(conversation.turns),
    calls,
    bytes: { client: client - before.client, behind: behind - before.behind },
    toolMs,
  };
}
