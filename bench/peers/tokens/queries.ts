import { Random } from "../../ledger/random.ts";
import type { ServedServer } from "./served-server.ts";
import type { Wanted } from "./surface.ts";

/**
 * Searches as models write them, a few words for each of so many tools of different servers: the first five words of the first sentence of the
 * tool's description that are no stop words. A tool is chosen by a seed among those whose names are long enough, and unlike enough, to be
 * recognised in an answer.
 */
export function chooseQueries(servers: readonly ServedServer[], count: number): Wanted[] {
  const names = servers.flatMap(({ tools }) => tools.map(({ name }) => toLetters(name)));
  const isUnmistakable = (name: string): boolean =>
    toLetters(name).length >= 8 && names.filter((each) => each.includes(toLetters(name))).length === 1;
  const random = new Random(SEED);
  const wanted = random.shuffle(servers).flatMap(({ server, tools }): Wanted[] => {
    const found = random.shuffle(tools).find(({ name, description }) => isUnmistakable(name) && keywords(description).length >= 3);
    return found ? [{ query: keywords(found.description).join(" "), server, tool: found.name }] : [];
  });
  return wanted.slice(0, count);
}

/** Whether an answer has the tool's name in it, however it is spelled in code. */
export function isNamed(answer: string, tool: string): boolean {
  return toLetters(answer).includes(toLetters(tool));
}

function keywords(description: string): string[] {
  const sentence = description.split(/[.!?\n](?:\s|$)/, 1)[0] ?? "";
  const words = sentence.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  return [...new Set(words)].filter((word) => !STOP_WORDS.has(word)).slice(0, 5);
}

function toLetters(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

const STOP_WORDS = new Set(
  "the and for with from that this all any are can has have its into not one only our their them use used using will you your when which who also been".split(
    " ",
  ),
);

const SEED = 20_260_728;
