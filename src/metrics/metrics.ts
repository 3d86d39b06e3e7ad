import type { ExecutorLoad } from "../executor/executor-options.ts";
import type { TraceEvent } from "../executor/trace.ts";
import type { ServerStatus } from "../registry/tool.ts";
import { Counter, Gauge, Histogram, type Family, type Labels } from "./families.ts";

/** What is read when the metrics are. */
export interface MetricsSources {
  readonly load: () => ExecutorLoad;
  readonly servers: () => readonly ServerStatus[];
}

/**
 * Counts what executions do, for Prometheus. Labels have few values: languages, outcomes, and servers by their names in the config, never
 * tools or anything that a program can choose.
 */
export class Metrics {
  readonly #servers: () => readonly ServerStatus[];
  readonly #executions = new Counter("codemode_executions_total", "Executions that have ended, by how.");
  readonly #executionSeconds = new Histogram("codemode_execution_duration_seconds", "How long executions took.");
  readonly #calls = new Counter("codemode_calls_total", "Tool calls that have ended, by how.");
  readonly #callSeconds = new Histogram("codemode_call_duration_seconds", "How long tool calls took.");
  readonly #callBytes = new Counter("codemode_call_bytes_total", "Arguments and results of tool calls, as JSON.");
  readonly #approvals = new Counter("codemode_approvals_total", "Calls that a user was asked about, by what they have said.");
  readonly #outputBytes = new Counter("codemode_output_bytes_total", "What programs have printed.");
  readonly #requests = new Counter("codemode_http_requests_total", "HTTP requests by their status; 401, 403, 413 and 503 were refused.");
  readonly #families: readonly Family[];
  /** The languages of the executions that run, and when they began. */
  readonly #running = new Map<string, { readonly language: string; readonly startedAt: number }>();

  constructor({ load, servers }: MetricsSources) {
    this.#servers = servers;
    this.#families = [
      this.#executions,
      this.#executionSeconds,
      this.#calls,
      this.#callSeconds,
      this.#approvals,
      this.#callBytes,
      this.#outputBytes,
      this.#requests,
      new Gauge("codemode_sessions", "Open sessions.", () => [[{}, load().sessions]]),
      new Gauge("codemode_executions_running", "Executions that run.", () => [[{}, load().running]]),
      new Gauge("codemode_executions_waiting", "Executions that wait for their turn.", () => [[{}, load().waiting]]),
      new Gauge("codemode_sandbox_processes", "Sandbox processes, those that wait ready included.", () =>
        Object.entries(load().processes).map(([language, count]) => [{ language }, count]),
      ),
      new Gauge("codemode_servers", "Servers by the state of their connection.", () => [...countedStates(servers())]),
      new Gauge("process_resident_memory_bytes", "Resident memory of this process.", () => [[{}, process.memoryUsage.rss()]]),
      new Gauge("process_start_time_seconds", "When this process began, in seconds since 1970.", () => [
        [{}, Math.round(performance.timeOrigin) / 1_000],
      ]),
    ];
  }

  /** The trace sink. */
  readonly sink = (event: TraceEvent): void => {
    switch (event.kind) {
      case "execution-started":
        this.#running.set(event.executionId, { language: event.language, startedAt: event.atMs });
        return;
      case "execution-ended":
        return this.#endExecution(event, event.result.ok ? "ok" : (event.result.error?.kind ?? "program"));
      case "execution-failed":
        return this.#endExecution(event, "failed");
      case "output":
        return this.#outputBytes.add({}, Buffer.byteLength(event.text));
      case "call-decided":
        return this.#approvals.add({ approval: event.approval });
      case "call-ended": {
        const { duration_ms, argument_bytes, result_bytes, outcome } = event.record;
        // A program may name any server.
        const server = this.#servers().some(({ name }) => name === event.server) ? event.server : "(unknown)";
        this.#calls.add({ server, outcome });
        this.#callSeconds.observe({ server }, duration_ms / 1_000);
        this.#callBytes.add({ server, direction: "arguments" }, argument_bytes);
        this.#callBytes.add({ server, direction: "results" }, result_bytes);
        return;
      }
      default:
    }
  };

  /** Counts a request to the gateway over HTTP. */
  addRequest(status: number): void {
    this.#requests.add({ status: String(status) });
  }

  /** All of them in the Prometheus text format, version 0.0.4. */
  text(): string {
    return `${this.#families.flatMap((family) => family.lines()).join("\n")}\n`;
  }

  #endExecution({ executionId, atMs }: TraceEvent, outcome: string): void {
    const started = this.#running.get(executionId);
    if (!started) return;
    this.#running.delete(executionId);
    const { language } = started;
    this.#executions.add({ language, outcome });
    this.#executionSeconds.observe({ language }, (atMs - started.startedAt) / 1_000);
  }
}

function countedStates(servers: readonly ServerStatus[]): Iterable<readonly [Labels, number]> {
  return (["connecting", "ready", "failed", "closed"] as const).map((state) => [
    { state },
    servers.filter((server) => server.state.kind === state).length,
  ]);
}
