import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inPackage } from "../paths.ts";

/**
 * Compiles TypeScript files under `strict`.
 * @param files text by file name
 * @returns what the compiler says, by place: `file.ts:12`, lines from 1; the last of a line
 */
export function typeErrors(files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "codemode-types-"));
  try {
    for (const [file, text] of files) writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [inPackage("node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false"],
      {
        encoding: "utf8",
        maxBuffer: 1e9,
      },
    );
    const errors = new Map<string, string>();
    for (const line of stdout.split("\n")) {
      const match = /([^/\s(]+)\((\d+),\d+\): error (.*)$/.exec(line);
      if (match) errors.set(`${match[1]}:${match[2]}`, match[3] as string);
    }
    if (status !== 0 && errors.size === 0) throw new Error(`The compiler failed: ${stdout}${stderr}`);
    return errors;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A value of JSON as an expression that stands on one line. */
export function expressionOf(value: unknown): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  target: "esnext",
  module: "esnext",
  moduleResolution: "bundler",
  lib: ["esnext"],
  types: [],
};
