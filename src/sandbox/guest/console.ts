import type { OutputLevel } from "../messages.ts";
import { currentRun, flush, post } from "./wire.ts";

/** A console whose every line goes to the host, in order, formatted as Node formats. */
export function createConsole(
  formatParts: (parts: readonly unknown[]) => string,
  limit: { readonly maxOutputBytes: number },
): Record<string, unknown> {
  const counts = new Map<string, number>();
  const timers = new Map<string, number>();
  const now = Date.now;
  let indent = "";
  const format = (parts: readonly unknown[]): string => {
    try {
      return formatParts(parts);
    } catch {
      return "[a value that can't be shown]";
    }
  };
  const write = (level: OutputLevel, parts: readonly unknown[]): void => {
    const whole = format(parts);
    // One character over the limit is enough for the host to see that it is exceeded.
    const text = whole.length > limit.maxOutputBytes ? whole.slice(0, limit.maxOutputBytes + 1) : whole;
    post({ kind: "output", run: currentRun(), level, text: indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`) });
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
  const elapsed = (label: unknown): string => `${String(label)}: ${now() - (timers.get(String(label)) ?? now())}ms`;
  return {
    log: at("log"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    debug: at("debug"),
    trace: (...parts: unknown[]) => write("error", [`Trace: ${format(parts)}`]),
    dir: (value: unknown) => write("log", ["%O", value]),
    table: (value: unknown) => write("log", [typeof value === "object" && value !== null ? table(value as object, format) : value]),
    assert: (condition: unknown, ...parts: unknown[]) => {
      if (!condition) write("error", ["Assertion failed", ...parts]);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    count: (label: unknown = "default") => {
      const name = String(label);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      write("log", [`${name}: ${counts.get(name)}`]);
    },
    countReset: (label: unknown = "default") => void counts.delete(String(label)),
    time: (label: unknown = "default") => void timers.set(String(label), now()),
    timeLog: (label: unknown = "default", ...parts: unknown[]) => write("log", [elapsed(label), ...parts]),
    timeEnd: (label: unknown = "default") => {
      write("log", [elapsed(label)]);
      timers.delete(String(label));
    },
    clear: () => {},
  };
}

/** Rows and columns in the frame that Node's `console.table` draws. */
function table(value: object, format: (parts: readonly unknown[]) => string): string {
  const entries = Object.entries(value);
  const columns = new Set<string>();
  let plain = false;
  for (const [, row] of entries) {
    if (typeof row === "object" && row !== null) for (const key of Object.keys(row as object)) columns.add(key);
    else plain = true;
  }
  const heads = ["(index)", ...columns, ...(plain ? ["Values"] : [])];
  const show = (cell: unknown): string => format(typeof cell === "string" ? ["%O", cell] : [cell]);
  const rows = entries.map(([key, row]) => {
    const record = (typeof row === "object" && row !== null ? row : {}) as Record<string, unknown>;
    const cells = [...columns].map((column) => (Object.hasOwn(record, column) ? show(record[column]) : ""));
    return [key, ...cells, ...(plain ? [typeof row === "object" && row !== null ? "" : show(row)] : [])];
  });
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
  const cellsOf = (row: readonly string[]): string =>
    `│${widths.map((width, column) => ` ${(row[column] ?? "").padEnd(width)} `).join("│")}│`;
  return [line("┌", "┬", "┐"), cellsOf(heads), line("├", "┼", "┤"), ...rows.map(cellsOf), line("└", "┴", "┘")].join("\n");
}
