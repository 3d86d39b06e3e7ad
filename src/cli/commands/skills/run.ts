import { CodemodeError, messageOf } from "../../../errors.ts";
import { renderError } from "../../../answers/render-result.ts";
import { recordCase } from "../../../test-skill.ts";
import { waitForServers } from "../../open.ts";
import { plain, printJson } from "../../print.ts";
import { terminalAsker } from "../../terminal-asker.ts";
import { needed, type Verb } from "./verb.ts";

/** `run <name> [arguments...]`: calls its function with the arguments; each is JSON, or else a text. */
export const runSkill: Verb = async (codemode, [name = needed("the name of a skill"), ...given], options, signal) => {
  const skill = await codemode.skills.get(name);
  const called = options.function ?? skill.functions.find((each) => each.name === skill.name)?.name ?? skill.functions[0]?.name;
  if (called === undefined) throw new CodemodeError("USAGE", `The skill "${name}" has no function to call.`);
  await waitForServers(codemode, signal);
  const request = { function: called, args: given.map(argument) };
  const calls: Parameters<typeof recordCase>[1][number][] = [];
  const asker = terminalAsker();
  const result = await codemode.executor.callSkill(
    { name: skill.name, ...request },
    { signal, ...(asker ? { asker } : {}), onEvent: (event) => void (event.kind === "call-ended" && calls.push(event)) },
  );
  if (options.json) printJson(result);
  else {
    process.stdout.write(result.output);
    if ("value" in result)
      process.stdout.write(`${typeof result.value === "string" ? result.value : JSON.stringify(result.value, null, 2)}\n`);
    if (result.error) process.stderr.write(`${renderError(result.error)}\n`);
  }
  if (options.record) {
    await codemode.skills.addCase(name, recordCase(request, calls, result));
    process.stderr.write(`codemode: kept as a case; codemode skills test ${plain(name)} plays it again without servers.\n`);
  }
  return result.ok ? 0 : 1;
};

/** `test [names...]`: tries the code of skills and plays their cases; all skills where none is named. Exit code 1 where one fails. */
export const testSkills: Verb = async (codemode, given, { json }, signal) => {
  await waitForServers(codemode, signal);
  const { skills, problems } = given.length === 0 ? await codemode.skills.list() : { skills: [], problems: [] };
  const names = given.length === 0 ? [...new Set(skills.filter(({ language }) => language !== undefined).map(({ name }) => name))] : given;
  const reports = [];
  for (const name of names) {
    signal.throwIfAborted();
    try {
      reports.push({ name, cases: await codemode.testSkill(name, { signal }) });
    } catch (error) {
      if (!(error instanceof CodemodeError)) throw error;
      reports.push({ name, cases: [], problem: messageOf(error) });
    }
  }
  const failed = reports.filter(({ cases, problem }) => problem !== undefined || cases.some(({ ok }) => !ok)).length + problems.length;
  if (json) printJson({ skills: reports, problems });
  else {
    for (const { name, cases, problem } of reports) {
      const bad = cases.filter(({ ok }) => !ok);
      const lines = [...(problem === undefined ? [] : [problem]), ...bad.map((each) => each.problem ?? "")];
      process.stdout.write(
        plain(
          `${lines.length === 0 ? "ok    " : "failed"}  skills/${name}, ${cases.length} cases${lines.map((each) => `\n  ${each}`).join("")}\n`,
        ),
      );
    }
    for (const { file, message } of problems) process.stdout.write(plain(`failed  ${file}: ${message}\n`));
  }
  return failed === 0 ? 0 : 1;
};

function argument(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
