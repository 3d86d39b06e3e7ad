import { execFileSync } from "node:child_process";

/** End-to-end tests run what users run: the built package. */
export default function build(): void {
  execFileSync(process.execPath, ["build.js"], { stdio: "inherit" });
}
