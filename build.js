// Builds dist/ from src/: the host's code file by file, each of the guest's entries as one file, and the files that are no TypeScript.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const tsc = fileURLToPath(import.meta.resolve("typescript/package.json")).replace(/package\.json$/, "bin/tsc");

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { stdio: "inherit" });
for (const entry of ["boot", "deno", "quickjs", "python-deno", "python-node"]) {
  await build({
    input: `src/sandbox/guest/${entry}.ts`,
    platform: "neutral",
    logLevel: "warn",
    external: /^node:/,
    output: {
      file: `dist/sandbox/guest/${entry}.js`,
      comments: false,
      // Boot evaluates the one for Deno as a script, which is not strict by itself as a module is.
      ...(entry === "deno" ? { format: "iife", intro: '"use strict";' } : { format: "esm" }),
    },
  });
}
for (const file of ["process/reaper.sh", "sandbox/outer-wall/join-cgroup.sh", "check/guest-globals.d.ts"])
  copyFileSync(`src/${file}`, `dist/${file}`);
cpSync("src/sandbox/guest/python/_codemode", "dist/sandbox/guest/python/_codemode", { recursive: true });
// The time zones of the world, from IANA's database as moment-timezone packs it.
copyFileSync(
  fileURLToPath(import.meta.resolve("moment-timezone/data/packed/latest.json")),
  "dist/sandbox/guest/python/_codemode/zones.json",
);
chmodSync("dist/cli/main.js", 0o755);
