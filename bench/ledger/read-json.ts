import type { Heard } from "./task.ts";

/** The JSON that a tool has answered with. */
export function readJson<Value>(heard: Heard | undefined): Value {
  if (heard === undefined || heard.isError) throw new Error(`The tool gave no result: ${heard?.text ?? "nothing"}`);
  return JSON.parse(heard.text) as Value;
}
