import { execFileSync } from "node:child_process";

/** End-to-end tests run what users run: the built package. The bench is compiled too, whose servers and processes its tests start. */
export default function build(): void {
  execFileSync(process.execPath, ["build.js"], { stdio: "inherit" });
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "bench"], { stdio: "inherit" });
}
