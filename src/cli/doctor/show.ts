import { shortPath, word } from "../show-server.ts";
import type { SandboxReport } from "../../executor/executor-options.ts";
import type { DoctorReport, ServerReport } from "./report.ts";

/** The report for people: a line each, and at the end what is wrong. */
export function showReport(report: DoctorReport): string[] {
  const { config, clients, sandbox, python, checker, servers, tokens, problems } = report;
  return [
    `Node ${report.node} on ${report.platform}`,
    config.file === undefined ? "config: none" : `config: ${shortPath(config.file)}`,
    `started by: ${clients.length === 0 ? "no client that is known; codemode install" : clients.join(", ")}`,
    ...(sandbox ? showSandbox("sandbox", sandbox) : []),
    ...(python ? showSandbox("Python", python) : []),
    ...[...new Set([...(sandbox?.missing ?? []), ...(python?.missing ?? [])])].map((sentence) => `not there: ${sentence}`),
    `type check: ${checker.state === "ready" ? `${checker.warmMs} ms when warm` : checker.state === "off" ? "off, as the config says" : `not there: ${checker.why}`}`,
    ...(servers.length > 0 ? ["", ...showServers(servers)] : []),
    ...(servers.some(({ tokens: cost }) => cost !== undefined)
      ? ["", `A model that has all definitions carries ${tokens.servers} tokens; behind codemode it carries ${tokens.ours}.`]
      : []),
    "",
    ...(problems.length === 0 ? ["Nothing is wrong."] : problems.flatMap(({ what, next }) => [`! ${what}`, `  ${next}`])),
  ];
}

function showSandbox(what: string, { driver, engine, startMs, walls }: SandboxReport): string[] {
  return [`${what}: ${driver}, ${engine.version}, ready in ${startMs} ms`, `walls that stand: ${walls.join(", ")}`];
}

function showServers(servers: readonly ServerReport[]): string[] {
  const rows = servers.map(({ name, transport, state, protocol, auth, tools, tokens, connectMs, listMs, pingMs }) => [
    word(name),
    state,
    transport,
    protocol ?? "",
    `auth: ${auth}`,
    tools === undefined ? "" : `${tools} tools, ${tokens} tokens`,
    [
      ...(connectMs === undefined ? [] : [`connected in ${connectMs} ms`]),
      ...(listMs === undefined ? [] : [`list ${listMs} ms`]),
      ...(pingMs === undefined ? [] : [`ping ${pingMs} ms`]),
    ].join(", "),
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
