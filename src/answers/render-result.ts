import type { ExecutionResult } from "../executor/result.ts";
import type { FittedResult } from "./fit-result.ts";

/** An execution's result as the text that a model reads: what was printed, the value, the error with its place, then the session. */
export function renderResult(result: ExecutionResult & Pick<Partial<FittedResult>, "handles" | "truncated">): string {
  const parts: string[] = [];
  if (result.output !== "") parts.push(result.output.trimEnd());
  if ("value" in result) parts.push(typeof result.value === "string" ? result.value : JSON.stringify(result.value));
  if (result.error) parts.push(renderError(result.error));
  if (!result.ok && result.calls.length > 0) {
    parts.push(
      `Calls made before: ${result.calls
        .slice(0, 20)
        .map(({ server, tool, outcome }) => `${server}.${tool} (${outcome})`)
        .join(", ")}${result.calls.length > 20 ? `, and ${result.calls.length - 20} more` : ""}`,
    );
  }
  for (const { uri, name, mimeType, bytes, preview } of result.handles ?? [])
    parts.push(
      `The whole ${name} (${mimeType}, ${bytes.toLocaleString("en-US")} bytes${preview === undefined ? "" : `, ${preview}`}) is in later code: await handles.load("${uri}")`,
    );
  for (const warning of result.warnings ?? []) parts.push(`Warning: ${warning}`);
  if (parts.length === 0) parts.push("(no output and no value)");
  parts.push(`session_id: ${result.session_id}`);
  return parts.join("\n\n");
}

/** `ToolError [TOOL_FAILED] at line 3, column 7: no such file`, and the place below. */
export function renderError(error: NonNullable<ExecutionResult["error"]>): string {
  const place = error.line === undefined ? "" : ` at line ${error.line}, column ${error.column}`;
  const name = error.name === "CodemodeError" ? "Error" : error.name;
  return `${name} [${error.code}]${place}: ${error.message}${error.detail === undefined ? "" : `\n${error.detail}`}`;
}
