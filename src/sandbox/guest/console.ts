import type { OutputLevel } from "../messages.ts";
import { flush, post } from "./wire.ts";

const { inspect } = Deno;

/** A console whose every line goes to the host, in order. Formats as Node's does for plain values. */
export function createConsole(): Record<string, unknown> {
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  let indent = "";
  const write = (level: OutputLevel, parts: readonly unknown[]): void => {
    const text = format(parts);
    post({ kind: "output", level, text: indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`) });
    // At once: what a program printed before it hung must not hang with it.
    flush();
  };
  const at =
    (level: OutputLevel) =>
    (...parts: unknown[]) =>
      write(level, parts);
  const group = (...parts: unknown[]): void => {
    if (parts.length > 0) write("log", parts);
    indent += "  ";
  };
  return {
    log: at("log"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    debug: at("debug"),
    trace: at("error"),
    dir: (value: unknown) => write("log", [value]),
    table: (value: unknown) => write("log", [value]),
    assert: (condition: unknown, ...parts: unknown[]) => {
      if (!condition) write("error", ["Assertion failed", ...parts]);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    count: (label = "default") => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      write("log", [`${label}: ${counts.get(label)}`]);
    },
    countReset: (label = "default") => void counts.delete(label),
    time: (label = "default") => void timers.set(label, Date.now()),
    timeLog: (label = "default", ...parts: unknown[]) =>
      write("log", [`${label}: ${Date.now() - (timers.get(label) ?? Date.now())}ms`, ...parts]),
    timeEnd: (label = "default") => {
      write("log", [`${label}: ${Date.now() - (timers.get(label) ?? Date.now())}ms`]);
      timers.delete(label);
    },
    clear: () => {},
  };
}

function format(parts: readonly unknown[]): string {
  const rest = [...parts];
  let text = "";
  if (typeof rest[0] === "string" && rest[0].includes("%")) {
    const pattern = rest.shift() as string;
    text = pattern.replaceAll(/%([sdifjoOc%])/g, (whole, kind: string) => {
      if (kind === "%") return "%";
      if (rest.length === 0) return whole;
      const value = rest.shift();
      if (kind === "s") return typeof value === "object" ? show(value) : String(value);
      if (kind === "d" || kind === "f") return String(Number(value));
      if (kind === "i") return String(Math.trunc(Number(value)));
      if (kind === "j") return JSON.stringify(value);
      return kind === "c" ? "" : show(value);
    });
    if (rest.length > 0) text += " ";
  }
  return text + rest.map((part) => (typeof part === "string" ? part : show(part))).join(" ");
}

function show(value: unknown): string {
  try {
    return inspect(value, { colors: false, depth: 4, iterableLimit: 200, strAbbreviateSize: 10_000 });
  } catch {
    return "[a value that can't be shown]";
  }
}
