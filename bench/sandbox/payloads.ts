import type { SearchQuestion } from "mcp-codemode";
import { measure, timeOf, type Row } from "../measure.ts";
import type { BenchOptions } from "../options.ts";
import { openSubject } from "../subject.ts";

/** What it costs to bring large results into the guest, timed inside the program, and a large value out of it, timed around the execution. */
export async function* payloads({ executor: options }: BenchOptions): AsyncGenerator<Row> {
  const contents: Readonly<Record<string, unknown>> = {
    "1 MB of records": records(1e6),
    "1 MB of text": text(1e6),
    "10 MB of records": records(10e6),
    "10 MB of text": text(10e6),
  };
  const questions = { search: ({ query }: SearchQuestion) => contents[query], describe: () => undefined, servers: () => [] };
  await using subject = await openSubject({ ...options, questions });
  for (const [name, content] of Object.entries(contents)) {
    const { session_id: session } = await subject.run("0");
    const program = `const start = performance.now(); await tools.search("${name}"); return performance.now() - start;`;
    yield await measure({
      what: `${name} into the guest`,
      runs: 20,
      sample: async () => (await subject.run(program, session)).value as number,
      baseline: jsonAndBack(content),
      ...(name.startsWith("10 MB") ? { target: { kind: "ratio", atMost: 2 } } : {}),
    });
    await subject.executor.closeSession(session);
  }
  for (const name of ["1 MB of records", "1 MB of text"]) {
    const { session_id: session } = await subject.run(`const content = await tools.search("${name}"); 0`);
    yield await measure({
      what: `${name} out of the guest`,
      runs: 20,
      sample: () => timeOf(() => subject.run("content", session)),
      baseline: jsonAndBack(contents[name]),
    });
  }
}

function jsonAndBack(content: unknown): { readonly name: string; readonly sample: () => Promise<number> } {
  return { name: "JSON.parse(JSON.stringify(x)) in this process", sample: () => timeOf(() => JSON.parse(JSON.stringify(content))) };
}

/** Records as a tool lists them, `bytes` of JSON in all. */
function records(bytes: number): object[] {
  const items: object[] = [];
  for (let length = 2; length < bytes;) {
    const id = items.length;
    const item = {
      id,
      name: `Record ${id}`,
      email: `person-${id}@example.com`,
      score: (id * 7_919) % 1_000,
      tags: ["a", "b"],
      open: id % 3 === 0,
    };
    items.push(item);
    length += JSON.stringify(item).length + 1;
  }
  return items;
}

/** Lines as a tool reads them from a file, `bytes` of JSON in all. */
function text(bytes: number): string {
  const line = 'An ordinary line of text, with a "quoted" word and its end:\n';
  return line.repeat(Math.round(bytes / (JSON.stringify(line).length - 2)));
}
