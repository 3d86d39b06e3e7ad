// Builds dist/ from src/: the host's code, the guest's code with its own tsconfig, and the files that are no TypeScript.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const tsc = fileURLToPath(import.meta.resolve("typescript/package.json")).replace(/package\.json$/, "bin/tsc");

rmSync("dist", { recursive: true, force: true });
for (const project of ["tsconfig.build.json", "src/sandbox/guest/tsconfig.json"]) {
  execFileSync(process.execPath, [tsc, "-p", project], { stdio: "inherit" });
}
copyFileSync("src/process/reaper.sh", "dist/process/reaper.sh");
chmodSync("dist/cli/main.js", 0o755);
