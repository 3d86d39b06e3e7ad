import { expect, test } from "vitest";
import { createCodemode } from "../../src/index.ts";
import { serveHttpGateway } from "../../src/gateway/http/http.ts";
import { place } from "./subject.ts";

/** The samples of a text in the Prometheus format, by name and labels; throws where a line is none. */
function samples(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of text.trimEnd().split("\n")) {
    if (/^# (HELP|TYPE) [a-z_]+ \S/.test(line)) continue;
    const [, name, value] = /^([a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\})?) (\S+)$/.exec(line) ?? [];
    if (name === undefined || Number.isNaN(Number(value))) throw new Error(`no line of the format: ${line}`);
    if (found.has(name)) throw new Error(`twice: ${name}`);
    found.set(name, Number(value));
  }
  return found;
}

test("what is done is counted, under names that no program chooses", async () => {
  await using here = await place();
  await using codemode = createCodemode({ servers: { 'odd "name"\n\\': here.server } });
  await codemode.registry.discoverAll();
  const { executor, metrics } = codemode;
  const odd = 'servers["odd \\"name\\"\\n\\\\"]';
  await executor.execute(`console.log("four"); await ${odd}.act({ id: "a" }); await ${odd}.act({ id: "b", fails: true }).catch(() => {})`);
  await executor.execute("throw new Error()");
  await executor.execute("for (;;);", { timeoutMs: 100 });
  await executor.execute("1 +");
  for (const name of ["x", "y", "z"]) await codemode.callTool(name, "act", {}).catch(() => {});
  const found = samples(metrics.text());
  const label = 'server="odd \\"name\\"\\n\\\\"';
  expect(Object.fromEntries(found)).toMatchObject({
    'codemode_executions_total{language="typescript",outcome="ok"}': 1,
    'codemode_executions_total{language="typescript",outcome="program"}': 1,
    'codemode_executions_total{language="typescript",outcome="limit"}': 1,
    'codemode_executions_total{language="typescript",outcome="check"}': 1,
    'codemode_execution_duration_seconds_count{language="typescript"}': 4,
    'codemode_execution_duration_seconds_bucket{language="typescript",le="+Inf"}': 4,
    [`codemode_calls_total{${label},outcome="ok"}`]: 1,
    [`codemode_calls_total{${label},outcome="error"}`]: 1,
    'codemode_calls_total{server="(unknown)",outcome="error"}': 3,
    [`codemode_call_bytes_total{${label},direction="arguments"}`]: '{"id":"a"}'.length + '{"id":"b","fails":true}'.length,
    [`codemode_call_bytes_total{${label},direction="results"}`]: '"did a"'.length,
    codemode_output_bytes_total: 4,
    codemode_sessions: 4,
    codemode_executions_running: 0,
    'codemode_sandbox_processes{language="python"}': 0,
    'codemode_servers{state="ready"}': 1,
  });
  expect(found.get('codemode_sandbox_processes{language="typescript"}')).toBeGreaterThan(0);
  expect(found.get("process_resident_memory_bytes")).toBeGreaterThan(1e6);
});

test("over HTTP they are behind the token, and refused requests are counted", async () => {
  await using codemode = createCodemode();
  const gateway = await serveHttpGateway(codemode, { port: 0, auth: { kind: "token", token: "t".repeat(40) } });
  try {
    const at = (path: string, token?: string): Promise<Response> =>
      fetch(new URL(path, gateway.url), token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } });
    expect((await at("/metrics")).status).toBe(401);
    expect((await at("/metrics", "another")).status).toBe(401);
    expect((await at("/health")).status).toBe(200);
    const answer = await at("/metrics", "t".repeat(40));
    expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(Object.fromEntries(samples(await answer.text()))).toMatchObject({
      'codemode_http_requests_total{status="401"}': 2,
      'codemode_http_requests_total{status="200"}': 1,
    });
  } finally {
    await gateway.close(0);
  }
});
